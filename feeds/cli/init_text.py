"""What `feeds init` says to a person."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from posixpath import dirname

from feeds.adopt import Comparison, FeedAt, Kind, Survey, Verdict, head_links, hints, kinds
from feeds.dates import rfc3339
from feeds.errors import Finding
from feeds.text import one_line

__all__ = ["tell", "tell_rest"]

_MOST_TERMS = 8
_MOST_FOLDERS = 6
_MOST_PLACES = 3
_WIDEST = 12
_STATES = {"draft": "held back as drafts", "future": "of the future", "expired": "expired"}
_ONE = {"draft": "a draft", "future": "of the future", "expired": "expired"}
_NOTES = {"site": " (as the site has it)", "readers": " (as readers have it)"}
_FORMATS = {"atom": "Atom", "rss": "RSS"}


def tell(survey: Survey, comparison: Comparison | None) -> None:
    """What the folder is, what was understood, and what was not."""
    signs = f" ({', '.join(map(one_line, survey.signs))})" if survey.signs else ""
    print(f"{survey.site.root} is read as {survey.dialect}{signs}.\n")
    _print_rows(list(_facts(survey)))
    if survey.findings:
        print("\nNot understood, or odd:\n")
        for kind in kinds(survey.findings):
            _print_kind(kind)
    if comparison:
        print()
        _print_comparison(comparison, survey)


def tell_rest(survey: Survey, comparison: Comparison | None, *, written: bool, asked: bool) -> None:
    """What became of `feeds.toml`, what goes into the site's pages, and what to do next."""
    if survey.settings_file:
        print("\nThere is a feeds.toml already; it is left as it is.")
        if survey.url_from == "nobody":
            print('Write url = "https://…" under [site] in it: where the blog is on the web.')
    elif survey.url_from == "nobody":
        if not asked:
            print("\nNobody says where the blog is on the web, and feeds need to know.")
            print("Run this again with --url https://…; feeds.toml was not written.")
    elif written:
        print("\nwrite feeds.toml" if asked else "write feeds.toml")
    elif _is_enough(survey):
        print("\nNothing was written, and nothing has to be: the site's own files say enough.")
    else:
        print("\nNothing was written; feeds init --yes writes feeds.toml.")
    form = comparison.feed.written_as if comparison else None
    links = head_links(survey.feeds, survey.site.url, form)
    if links and survey.url_from != "nobody":
        print("\nFor the <head> of the site's pages:\n")
        for link in links:
            print(link)
    if survey.settings_file or written or survey.url_from == "site":
        print("\nNext: feeds build --dry-run says what would be written, and what posts hold")
        print("that cannot be shown.")


def _is_enough(survey: Survey) -> bool:
    """Whether the site needs no `feeds.toml` to be built as it is shown."""
    return (
        survey.url_from == "site"
        and not survey.unset
        and not survey.found_folders
        and survey.feeds_from != "readers"
        and not survey.adopted
    )


def _facts(survey: Survey) -> Iterator[tuple[str, str]]:
    shown = survey.shown
    back = [
        f"{number} {_STATES[state]}"
        for state, number in survey.states.items()
        if number and state != "shown"
    ]
    yield "Posts", f"{len(shown)}" + (f", and {', '.join(back)}" if back else "")
    if survey.posts:
        places = Counter(dirname(post.path) or "." for post in survey.posts)
        yield "Where", _counted(_gathered(places), _MOST_FOLDERS)
    if shown:
        yield "Dates", f"{shown[-1].published:%Y-%m-%d} to {shown[0].published:%Y-%m-%d}"
    for label, terms in (
        ("Categories", Counter(term for post in shown for term in post.categories)),
        ("Tags", Counter(term for post in shown for term in post.tags)),
        ("Authors", Counter(person.name for post in shown for person in post.authors)),
        ("Languages", Counter(post.language for post in shown)),
    ):
        yield label, _counted(terms, _MOST_TERMS) or "none"
    yield from _settings(survey)
    base = survey.site.url if survey.url_from != "nobody" else ""
    for feed in survey.feeds:
        yield "Feeds", _feed(feed, base, _NOTES.get(survey.feeds_from, ""))
    for newsletter in survey.site.newsletters:
        yield "Newsletter", f"{newsletter.title}: {newsletter.path('html')}, .txt and .eml"


def _settings(survey: Survey) -> Iterator[tuple[str, str]]:
    site = survey.site
    unset = " (nobody says)"
    if survey.url_from == "nobody":
        yield "Address", "nobody says"
    else:
        yield "Address", site.url
        yield "Title", site.title + (unset if "title" in survey.unset else "")
    yield "Language", site.language + (unset if "language" in survey.unset else "")
    yield "Time zone", site.timezone.key + (unset if "timezone" in survey.unset else "")


def _feed(feed: FeedAt, base: str, note: str) -> str:
    where = ", ".join(f"{_FORMATS[form]} at {base}/{path}" for form, path in feed.paths.items())
    if feed.by:
        return f"{feed.count} by {feed.by}: {where}"
    return f"{feed.name}: {where}{note}"


def _gathered(places: Counter[str]) -> Counter[str]:
    """The folders, or those around them where they are many."""
    while len(places) > _MOST_FOLDERS:
        above: Counter[str] = Counter()
        deepest = max(place.count("/") for place in places)
        for place, number in places.items():
            above[dirname(place) or "." if place.count("/") == deepest else place] += number
        if above == places:
            break
        places = above
    return places


def _counted(terms: Counter[str], most: int) -> str:
    """The commonest terms, each with its number, and how many more there are."""
    ordered = sorted(terms.items(), key=lambda item: (-item[1], item[0]))
    said = ", ".join(f"{one_line(term)} ({number})" for term, number in ordered[:most])
    return f"{said} and {len(ordered) - most} more" if len(ordered) > most else said


def _print_rows(rows: Sequence[tuple[str, str]]) -> None:
    """Labels beside what they say, each label once; wrapped on a terminal alone."""
    labels = [
        label if not i or rows[i - 1][0] != label else "" for i, (label, _) in enumerate(rows)
    ]
    if not sys.stdout.isatty():
        for label, (_, text) in zip(labels, rows, strict=True):
            print(f"{label:{_WIDEST}}{text}")
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for label, (_, text) in zip(labels, rows, strict=True):
        table.add_row(label, Text(text))
    Console(highlight=False).print(table)


def _print_kind(kind: Kind) -> None:
    number, first, *others = len(kind.findings), *kind.findings[:_MOST_PLACES]
    several = f"{number} times, such as " if number > 1 else ""
    print(one_line(f"{kind.level}: {several}{_placed(first)}"))
    for finding in others:
        print(f"  {one_line(_placed(finding))}")
    for remedy in kind.remedies[:_MOST_PLACES]:
        print(f"  {one_line(remedy)}")


def _placed(finding: Finding) -> str:
    return f"{finding.place}: {finding.what}" if finding.place else finding.what


def _print_comparison(comparison: Comparison, survey: Survey) -> None:
    feed, number = comparison.feed, len(comparison.verdicts)
    entries = "1 entry" if number == 1 else f"{number} entries"
    print(f"Compared with {one_line(feed.place)} ({feed.form}, {entries}):\n")
    for verdict in comparison.verdicts:
        if not verdict.same:
            title, *details = map(one_line, _verdict(verdict))
            print("\n  ".join((title, *details)))
    for hint in hints(comparison, survey):
        print(one_line(hint))
    print(f"{comparison.same} of {entries} {_keeps(comparison.same)} id, link and date")


def _keeps(number: int) -> str:
    return "keeps" if number == 1 else "keep"


def _verdict(verdict: Verdict) -> Iterator[str]:
    """What is said of an entry that would not stay the same: a line, and its details."""
    entry, post = verdict.entry, verdict.post
    name = f"“{entry.title}”" if entry.title else entry.link or entry.id
    if post is None:
        yield f"missing here: {name}: no post has its id, its link, or its title and date"
        yield entry.link or entry.id
        return
    if verdict.state != "shown":
        yield f"missing here: {name}: {post.path} is {_ONE[verdict.state]}"
    if verdict.differs:
        yield f"other {' and '.join(verdict.differs)}: {name}: {post.path}"
    there = {"id": entry.id, "link": entry.link, "date": _date(entry.date)}
    here = {"id": post.id, "link": post.url, "date": _date(verdict.here)}
    for part in verdict.differs:
        yield f"{part} there: {there[part]}"
        yield f"{part} here: {here[part]}"


def _date(moment: datetime | None) -> str:
    return rfc3339(moment) if moment else ""
