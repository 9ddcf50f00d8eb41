"""Rules about any feed, whatever its format: languages, dates, order, titles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from feeds.check.feed.flaws import Flaw, shortened, table
from feeds.check.feed.values import is_iri, is_language, is_local, is_web
from feeds.check.feed.view import EntryView, FeedView
from feeds.errors import Level

__all__ = ["RULES", "find"]

RULES = {
    **table(
        Level.ERROR,
        {
            "feed-language": (
                "A language is a tag of BCP 47.",
                "Write one such as en, ja or pt-BR.",
                "lang",
            ),
            "feed-template-code": (
                "Nothing is left of a template.",
                "Mend the template that should have worked it out.",
                "title",
            ),
            "feed-script-address": (
                "No address is a script or a file written into it.",
                "Give the address of a page.",
            ),
            "feed-local-address": (
                "No address leads to the machine that made the feed.",
                "Make it with the site's own address.",
            ),
        },
    ),
    **table(
        Level.WARNING,
        {
            "feed-language-missing": (
                "A feed says in which language it is.",
                "Add xml:lang in Atom, language in RSS and JSON Feed.",
            ),
            "feed-id-twice": (
                "Every entry is there once.",
                "Leave out the older one.",
                "feed_id",
            ),
            "feed-id-malformed": (
                "An id is what it says: a urn:uuid: a UUID, and a tag: of somebody and a day.",
                "Write it as urn:uuid:… or tag:example.org,2026:…, and keep it then.",
                "feed_id",
            ),
            "feed-link-scheme": (
                "Entries lead to pages of the web.",
                "Write http:// or https://.",
            ),
            "feed-date-future": (
                "Nothing is published in the future.",
                "Correct the date, or publish the post when it has come.",
                "date",
            ),
            "feed-date-implausible": (
                "Dates are such as feeds can have: after 1970.",
                "Correct the date.",
                "date",
            ),
            "feed-out-of-order": (
                "Entries are in order, the newest first: some readers keep only those.",
                "Sort them by date.",
                "date",
            ),
            "feed-dates-same": (
                "Entries have dates of their own, not that of the day they were made.",
                "Take the dates at which the posts were published.",
                "date",
            ),
            "feed-control-character": (
                "A title holds no signs that cannot be seen.",
                "Take them out.",
                "title",
            ),
            "feed-broken-character": (
                "No title holds U+FFFD, which stands for a sign that was lost.",
                "Write the sign that was meant.",
                "title",
            ),
            "feed-title-escaped": (
                "A title is escaped once.",
                "Write & as &amp; and no more.",
                "title",
            ),
            "feed-links-same": (
                "Every entry has a page of its own.",
                "Correct one of the addresses.",
            ),
            "feed-address-not-encoded": (
                "Addresses are in ASCII, other signs escaped: not every reader does that.",
                "Escape them as %E6%97%A5 and the like.",
            ),
        },
    ),
    **table(
        Level.HINT,
        {
            "feed-empty": ("A feed has entries.", "Give it some, or leave it out."),
            "feed-titles-same": (
                "Titles tell posts apart.",
                "Say in the title what is new.",
                "title",
            ),
        },
    ),
}

_FIRST = datetime(1970, 1, 2, tzinfo=UTC)
_SCRIPT = re.compile(r"\s*(?:javascript|vbscript|data):", re.IGNORECASE)
_FORMS = {
    "urn:uuid:": re.compile(r"urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE),
    "tag:": re.compile(r"tag:[^\s,:/]{1,255},\d{4}(?:-\d\d){0,2}:\S*", re.ASCII),
}
"""How ids of these kinds are written (RFC 9562 §4, RFC 4151 §2.1)."""

_TEMPLATE = re.compile(r"\{\{.{0,200}?\}\}|\{%.{0,200}?%\}|<%.{0,200}?%>")
_HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_REFERENCE = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#\d{1,6}|#x[0-9a-fA-F]{1,6});")
_SAME = 5
_SECOND = timedelta(seconds=1)


def find(feed: FeedView, now: datetime | None) -> Iterator[Flaw]:
    """Every flaw that is not a matter of the format; `now` tells what is in the future."""
    if feed.kind == "OPML":
        return
    if not feed.language:
        what = "the feed does not say in which language it is"
        yield Flaw("feed-language-missing", what, feed.line)
    elif not is_language(feed.language) and feed.kind != "Atom":
        yield Flaw("feed-language", f"the language is {shortened(feed.language)}", feed.line)
    for url in (feed.address, feed.home):
        yield from _address(url, feed.line)
    yield from _title(feed.title, feed.line)
    if not feed.entries:
        yield Flaw("feed-empty", "the feed has no entries", feed.line)
    for index, entry in enumerate(feed.entries):
        for flaw in _entry(entry, feed, now):
            yield Flaw(flaw.rule, flaw.what, flaw.line, flaw.remedy, index)
    yield from _beside(feed.entries)


def _entry(entry: EntryView, feed: FeedView, now: datetime | None) -> Iterator[Flaw]:
    yield from _address(entry.url, entry.line)
    if is_iri(entry.url) and not is_web(entry.url) and not _SCRIPT.match(entry.url):
        yield Flaw("feed-link-scheme", f"an entry leads to {shortened(entry.url)}", entry.line)
    for start, form in _FORMS.items():
        if entry.id.lower().startswith(start) and not form.fullmatch(entry.id):
            yield Flaw("feed-id-malformed", f"an id is {shortened(entry.id)}", entry.line)
    yield from _title(entry.title, entry.line)
    if entry.language and not is_language(entry.language) and feed.kind != "Atom":
        what = f"the language of an entry is {shortened(entry.language)}"
        yield Flaw("feed-language", what, entry.line)
    for date in dict.fromkeys((entry.date, entry.updated)):
        if date is None:
            continue
        if now is not None and date > now:
            yield Flaw("feed-date-future", f"an entry is of {date:%Y-%m-%d %H:%M %z}", entry.line)
        elif date < _FIRST:
            yield Flaw("feed-date-implausible", f"an entry is of {date:%Y-%m-%d}", entry.line)


def _address(url: str, line: int | None) -> Iterator[Flaw]:
    if not url:
        return
    if _SCRIPT.match(url):
        yield Flaw("feed-script-address", f"an address is {shortened(url)}", line)
    if is_local(url):
        yield Flaw("feed-local-address", f"an address is {shortened(url)}", line)
    if not url.isascii() and is_iri(url):
        yield Flaw("feed-address-not-encoded", f"an address is {shortened(url)}", line)


def _title(title: str, line: int | None) -> Iterator[Flaw]:
    if _TEMPLATE.search(title):
        yield Flaw("feed-template-code", f"a title is {shortened(title)}", line)
    if _HIDDEN.search(title):
        yield Flaw("feed-control-character", f"a title is {shortened(ascii(title))}", line)
    if "\ufffd" in title:
        yield Flaw("feed-broken-character", f"a title is {shortened(title)}", line)
    if _REFERENCE.search(title):
        yield Flaw("feed-title-escaped", f"a title is {shortened(title)}", line)


def _beside(entries: Sequence[EntryView]) -> Iterator[Flaw]:
    """What is wrong with entries only beside each other."""
    dates = [entry.date for entry in entries if entry.date is not None]
    updates = [entry.updated for entry in entries if entry.updated is not None]
    if not _descending(dates) and not _descending(updates):
        for index, (before, after) in enumerate(pairwise(entries)):
            if before.date and after.date and before.date < after.date - _SECOND:
                what = (
                    f"an entry of {after.date:%Y-%m-%d} comes after one of {before.date:%Y-%m-%d}"
                )
                yield Flaw("feed-out-of-order", what, after.line, entry=index + 1)
                break
    if len(dates) >= _SAME and len(set(dates)) == 1:
        what = f"all {len(dates)} entries are of {dates[0]:%Y-%m-%d %H:%M}"
        yield Flaw("feed-dates-same", what, entries[0].line)
    for name, rule in (("title", "feed-titles-same"), ("url", "feed-links-same")):
        yield from _same(entries, name, rule)


def _descending(dates: Sequence[datetime]) -> bool:
    return bool(dates) and all(before >= after - _SECOND for before, after in pairwise(dates))


def _same(entries: Sequence[EntryView], name: str, rule: str) -> Iterator[Flaw]:
    counted = Counter(value for entry in entries if (value := getattr(entry, name)))
    told: set[str] = set()
    for index, entry in enumerate(entries):
        value = getattr(entry, name)
        if counted[value] > 1 and value not in told:
            told.add(value)
            what = f"{counted[value]} entries have the {name} {shortened(value)}"
            yield Flaw(rule, what, entry.line, entry=index)
