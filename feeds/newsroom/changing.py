"""What an editor decides of a draft, as data, and how it comes into the edition's file.

Bytes in, bytes out. Of the front matter only keys that say something else by now are changed;
items of a list that stay as they are keep their spelling, and tables the keys that are not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from feeds.config.values import web_address
from feeds.editions.edits import edited
from feeds.editions.reading import EditionFile, front_matter, parse_edition
from feeds.editions.spelled import Value
from feeds.editions.writing import section_table
from feeds.errors import FeedsError, Level, PostError, error
from feeds.model import Edition, Exclusion, NewsletterSettings, Pick, SectionSettings, Site
from feeds.text import legal, one_line

__all__ = ["Draft", "as_edition", "changed", "draft_of", "merged", "tidy"]

_LINE_END = re.compile("\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_WORDS = ("title", "excerpt", "image", "image_alt", "length")


@dataclass(frozen=True, slots=True)
class Draft:
    """What an editor decides of an edition; a text that is empty is left to the program.

    `introduction` is Markdown. `picks` is None where the program picks; picks and exclusions
    have no lines. `lead` is a post by path, id or URL. `titles` are those of the edition's
    sections or, where it has none of its own, of the newsletter's.
    """

    subject: str = ""
    preheader: str = ""
    introduction: str = ""
    picks: tuple[Pick, ...] | None = None
    lead: str = ""
    exclude: tuple[Exclusion, ...] = ()
    titles: tuple[str, ...] = ()


def draft_of(edition: Edition, newsletter: NewsletterSettings) -> Draft:
    """What an edition says of all that an editor decides."""
    picks = edition.picks
    return Draft(
        subject=edition.subject or "",
        preheader=edition.preheader or "",
        introduction=edition.introduction,
        picks=None if picks is None else tuple(replace(pick, line=None) for pick in picks),
        lead=edition.lead or "",
        exclude=tuple(replace(each, line=None) for each in edition.exclude),
        titles=tuple(each.title for each in _sections(edition, newsletter)),
    )


def as_edition(draft: Draft, edition: Edition, newsletter: NewsletterSettings) -> Edition:
    """The edition as it would be with what the draft says; the lines are still the file's."""
    sections = edition.sections
    if draft.titles != draft_of(edition, newsletter).titles:
        own = _sections(edition, newsletter)
        pairs = zip(own, draft.titles, strict=True)
        sections = tuple(replace(each, title=title) for each, title in pairs)
    return replace(
        edition,
        subject=draft.subject or None,
        preheader=draft.preheader or None,
        introduction=draft.introduction,
        picks=draft.picks,
        lead=draft.lead or None,
        exclude=draft.exclude,
        sections=sections,
    )


def tidy(draft: Draft) -> Draft:
    """The same with texts as a file can hold them and its reader gives them back.

    The order of what is excluded means nothing, and is always the same.
    """
    picks = draft.picks
    return replace(
        draft,
        subject=one_line(draft.subject),
        preheader=one_line(draft.preheader),
        introduction=_LINE_END.sub("\n", legal(draft.introduction)).strip(),
        picks=None if picks is None else tuple(map(_tidy_pick, picks)),
        lead=one_line(draft.lead),
        exclude=tuple(sorted(map(_tidy_exclusion, draft.exclude), key=lambda each: each.post)),
        titles=tuple(map(one_line, draft.titles)),
    )


def merged(before: Draft, mine: Draft, theirs: Draft) -> Draft:
    """What somebody else wrote meanwhile, but for what one changed oneself."""
    own = {
        field.name: getattr(mine, field.name)
        for field in fields(Draft)
        if getattr(mine, field.name) != getattr(before, field.name)
    }
    if len(theirs.titles) != len(before.titles):
        own.pop("titles", None)
    return replace(theirs, **own)


def changed(file: EditionFile, draft: Draft, site: Site, newsletter: NewsletterSettings) -> bytes:
    """The edition's file in which a draft stands, and whatever else stood there.

    Raises `PostError` where the file cannot be read, or would not be read as it was meant.
    """
    if file.edition is None:
        raise PostError(*file.findings)
    draft = tidy(draft)
    edition, before = file.edition, tidy(draft_of(file.edition, newsletter))
    if len(draft.titles) != len(before.titles):
        what = "the edition has other sections by now"
        raise PostError(error(what, file.path, remedy="Open it again."))
    if not all(draft.titles):
        where = edition.lines.get("sections")
        remedy = "Write a title, as short as you like."
        raise PostError(error("a section has no title", file.path, where, remedy=remedy))
    if draft == before:
        return file.data
    front, _ = front_matter(file.data, file.path)
    changes = dict(_changes(front.values, edition, before, draft, newsletter))
    opening = draft.introduction if draft.introduction != before.introduction else None
    data = edited(file.data, file.path, changes, opening)
    _check(data, file, draft, site, newsletter)
    return data


def _check(
    data: bytes, file: EditionFile, draft: Draft, site: Site, newsletter: NewsletterSettings
) -> None:
    """Raises `PostError` unless those bytes say what the draft says, and nothing else anew."""
    try:
        after = parse_edition(data, site, newsletter, file.label)
    except FeedsError as problem:
        raise PostError(*problem.findings) from None
    if wrong := [each for each in after.findings if each.level is Level.ERROR]:
        raise PostError(*wrong)
    old, new = file.edition, after.edition
    assert old is not None and new is not None
    if tidy(draft_of(new, newsletter)) != draft or _rest(new) != _rest(old):
        what = "the edition is not changed: it would be read otherwise than it was meant"
        raise PostError(error(what, file.path, remedy="Change its file by hand."))


def _rest(edition: Edition) -> Edition:
    """The edition without what a draft decides, its window, which may be another's, and lines."""
    return replace(
        edition,
        since=edition.until,
        subject=None,
        preheader=None,
        introduction="",
        body_line=1,
        picks=None,
        lead=None,
        exclude=(),
        sections=None,
        lines={},
    )


def _changes(
    values: Mapping[str, object],
    edition: Edition,
    before: Draft,
    after: Draft,
    newsletter: NewsletterSettings,
) -> Iterator[tuple[str, Value | None]]:
    for key in ("subject", "preheader", "lead"):
        text = getattr(after, key)
        if text != getattr(before, key):
            # An empty key keeps its line and the comment above it for the next time.
            yield key, text or ("" if key in values and key != "lead" else None)
    if after.picks != before.picks:
        yield "picks", _picks(values.get("picks"), before.picks or (), after.picks)
    if after.exclude != before.exclude:
        yield "exclude", _exclude(values.get("exclude"), edition.exclude, after.exclude)
    if after.titles != before.titles:
        yield "sections", _titled(values.get("sections"), edition, newsletter, after.titles)


def _picks(
    written: object, before: Sequence[Pick], after: Sequence[Pick] | None
) -> list[Value] | None:
    if after is None:
        return None
    spelled = _spelled(written, before)
    return [_pick(spelled.get(pick.post), known, pick) for pick, known in _paired(before, after)]


def _paired(before: Sequence[Pick], after: Sequence[Pick]) -> Iterator[tuple[Pick, Pick | None]]:
    known = {pick.post: pick for pick in before}
    return ((pick, known.get(pick.post)) for pick in after)


def _spelled(written: object, before: Sequence[Pick | Exclusion]) -> Mapping[str, Value]:
    """What stands in the file for each post, by its name there."""
    if not isinstance(written, (list, tuple)) or len(written) != len(before):
        return {}
    return {each.post: value for each, value in zip(before, written, strict=True)}


def _pick(written: Value | None, before: Pick | None, pick: Pick) -> Value:
    if written is not None and pick == before:
        return written
    table: dict[str, Value] = {"post": pick.post}
    if isinstance(written, Mapping):
        table = dict(written)
    for key in _WORDS:
        value = getattr(pick, key)
        if value is None:
            table.pop(key, None)
        elif before is None or value != getattr(before, key):
            table[key] = value
    return table if len(table) > 1 else pick.post


def _exclude(
    written: object, before: Sequence[Exclusion], after: Sequence[Exclusion]
) -> Value | None:
    """What is excluded, in the order of the file, and then what is new."""
    if not after:
        return None
    now = {each.post: each.until for each in after}
    names = [each.post for each in before if each.post in now]
    names += [name for name in now if name not in names]
    if not isinstance(written, (list, tuple)):
        return {name: now[name] for name in names}
    spelled, was = _spelled(written, before), {each.post: each.until for each in before}
    return [
        spelled[name]
        if name in spelled and now[name] == was[name]
        else {"post": name, "until": now[name]}
        for name in names
    ]


def _titled(
    written: object, edition: Edition, newsletter: NewsletterSettings, titles: Sequence[str]
) -> list[Value]:
    """The sections under those titles, with the newsletter's own written out if need be."""
    own = _sections(edition, newsletter)
    tables: list[Value] = [section_table(each) for each in own]
    if edition.sections is not None and isinstance(written, (list, tuple)):
        tables = list(written)
    return [
        {**table, "title": title} if isinstance(table, Mapping) and each.title != title else table
        for table, each, title in zip(tables, own, titles, strict=True)
    ]


def _sections(edition: Edition, newsletter: NewsletterSettings) -> Sequence[SectionSettings]:
    return newsletter.sections if edition.sections is None else edition.sections


def _tidy_pick(pick: Pick) -> Pick:
    """A pick whose texts are on one line; an empty title is the post's own."""
    image = _line(pick.image)
    return replace(
        pick,
        post=one_line(pick.post),
        title=_line(pick.title) or None,
        excerpt=_line(pick.excerpt),
        image=image and (web_address(image) or image),
        image_alt=_line(pick.image_alt),
        line=None,
    )


def _tidy_exclusion(exclusion: Exclusion) -> Exclusion:
    return replace(exclusion, post=one_line(exclusion.post), line=None)


def _line(text: str | None) -> str | None:
    return None if text is None else one_line(text)
