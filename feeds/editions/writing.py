"""The file of a new edition: all that an editor can decide, and what each key is for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from zoneinfo import ZoneInfo

from feeds.choosing.offers import Why
from feeds.collect.dates import parse_date
from feeds.columns import shorten
from feeds.dates import rfc3339
from feeds.editions.records import INLINE, as_table, record_name
from feeds.editions.spelled import Value, in_yaml, yaml_item, yaml_scalar
from feeds.editions.words import words
from feeds.model import Claim, Filter, NewsletterSettings, Post, SectionSettings
from feeds.text import legal, one_line
from feeds.zones import in_zone

__all__ = ["Beginning", "new_text", "recorded", "section_table", "when"]

_TITLE_WIDTH = 70
_MOST_OFFERED = 20


@dataclass(frozen=True, slots=True)
class Beginning:
    """What the program proposes for an edition.

    `offered` are posts that it does not pick by itself, each with why.
    """

    label: str
    since: datetime
    until: datetime
    picks: Sequence[Post] = ()
    offered: Sequence[tuple[Post, Why]] = ()
    previous: str | None = None
    passed: Sequence[Claim] = ()


def new_text(beginning: Beginning, newsletter: NewsletterSettings, zone: ZoneInfo) -> str:
    """The whole file, with comments in the newsletter's language where they exist in it."""
    lines = _lines(beginning, newsletter, zone, words(newsletter.language))
    return "\n".join(("---", *lines, "---", "", ""))


def _lines(
    beginning: Beginning, newsletter: NewsletterSettings, zone: ZoneInfo, said: Mapping[str, str]
) -> Iterator[str]:
    yield from _comment(said["intro"].format(title=one_line(newsletter.title)))
    for key in ("subject", "preheader"):
        yield from ("", *_comment(said[key]), f"{key}:")
    yield from ("", *_comment(said["window"]))
    window = {"from": when(beginning.since, zone), "to": when(beginning.until, zone)}
    yield from _key("window", window)
    yield from ("", *_comment(said["picks"]), *_picks(beginning, said))
    example = beginning.picks[0].path if beginning.picks else "posts/one.md"
    yield from ("", *_comment(said["pick"]), *_pick_example(example, said))
    yield from ("", *_comment(said["lead"]), f"# lead: {yaml_scalar(example)}")
    yield from ("", *_comment(said["exclude"]), "# exclude:")
    yield f"#   {yaml_scalar(example)}: later  # {said['never']}"
    yield from ("", *_comment(said["sections"]))
    if newsletter.sections:
        yield from _key("sections", [section_table(each) for each in newsletter.sections])
    else:
        yield from ("# sections:", f"#   - title: {said['section']}", "#     categories: [news]")
    yield from ("", *_comment(said["text"]), "# text: |", f"#   {said['text_sample']}")
    yield from ("", *_comment(said["status"]), "status: draft")
    if beginning.previous:
        yield from ("", *_comment(said["previous"]), f"previous: {beginning.previous}")
    if beginning.passed:
        passed = recorded("passed", beginning.label, beginning.passed)
        yield from ("", *_comment(said["passed"]), *_key("passed", passed, flat=True))


def _picks(beginning: Beginning, said: Mapping[str, str]) -> Iterator[str]:
    if beginning.picks:
        yield "picks:"
    else:
        yield f"picks: []  # {said['nothing']}"
    for post in beginning.picks:
        yield f"{yaml_item(post.path, '  ')[0]}  # {_title(post)}"
    for post, why in beginning.offered[:_MOST_OFFERED]:
        yield f"  # {yaml_item(post.path, '')[0]}  # {_title(post)} ({said[f'why_{why}']})"
    if len(beginning.offered) > _MOST_OFFERED:
        yield f"  # {said['more'].format(n=len(beginning.offered) - _MOST_OFFERED)}"


def _pick_example(path: str, said: Mapping[str, str]) -> Iterator[str]:
    table = {
        "post": path,
        "title": said["pick_title"],
        "excerpt": said["pick_excerpt"],
        "image": "https://example.com/picture.jpg",
        "image_alt": said["pick_image_alt"],
        "length": "full",
    }
    *lines, last = yaml_item(table, "  ")
    yield from (f"# {line}" for line in lines)
    yield f"# {last}  # {said['pick_length']}"


def recorded(key: str, label: str, claims: Sequence[Claim]) -> Value:
    """What the key says of those records: all, or where they stand if they are many."""
    return record_name(label, key) if len(claims) > INLINE[key] else [*map(as_table, claims)]


def section_table(section: SectionSettings) -> dict[str, Value]:
    """A section as front matter has it."""
    table: dict[str, Value] = {"title": section.title}
    for each in fields(Filter):
        value = getattr(section.filter, each.name)
        if value:
            table[each.name] = _wanted(value) if each.name == "front_matter" else [*value]
    if section.limit:
        table["limit"] = section.limit
    if section.length:
        table["length"] = section.length
    return table


def _wanted(pairs: Sequence[tuple[str, Sequence[str | bool]]]) -> dict[str, Value]:
    return {key: [*values] for key, values in pairs}


def when(moment: datetime, zone: ZoneInfo) -> str:
    """A moment as people write it in that zone; with its offset where that leaves a doubt."""
    local = in_zone(moment, zone)
    text = local.strftime("%Y-%m-%d %H:%M" if not local.second else "%Y-%m-%d %H:%M:%S")
    return text if _means(text, zone, moment) else rfc3339(moment)


def _means(text: str, zone: ZoneInfo, moment: datetime) -> bool:
    try:
        return parse_date(text, zone) == moment
    except ValueError:
        return False


def _key(key: str, value: Value, *, flat: bool = False) -> Iterator[str]:
    first, *others = in_yaml(value, "", flat=flat)
    yield f"{key}: {first}" if first else f"{key}:"
    yield from others


def _comment(text: str) -> Iterator[str]:
    return (f"# {line}" for line in text.splitlines())


def _title(post: Post) -> str:
    return shorten(_plain(post.title), _TITLE_WIDTH)


def _plain(text: str) -> str:
    """Text that can stand in a comment."""
    return one_line(legal(text)).replace("\ufeff", "")
