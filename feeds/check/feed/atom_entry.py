"""Entries of Atom (RFC 4287 §4.1.2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from feeds.check.feed import atom_links, atom_people, atom_text
from feeds.check.feed.atom_parts import parts
from feeds.check.feed.atom_values import date_flaws, id_flaws
from feeds.check.feed.dates import rfc3339_date
from feeds.check.feed.elements import ATOM, all_text, children, line_of, local, text_of
from feeds.check.feed.flaws import Flaw, table
from feeds.check.feed.values import is_iri
from feeds.errors import Level

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["ELEMENTS", "RULES", "find"]

_THREAD = "http://purl.org/syndication/thread/1.0"
_ONCE = ("content", "id", "published", "rights", "source", "summary", "title", "updated")
ELEMENTS = frozenset((*_ONCE, "author", "category", "contributor", "link"))

RULES = {
    **table(
        Level.ERROR,
        {
            "atom-entry-without-id": (
                "Every entry has an id (RFC 4287 §4.1.2).",
                "Give it one that will never change, such as its address.",
            ),
            "atom-entry-without-title": (
                "Every entry has a title (§4.1.2).",
                "Give it one.",
                "title",
            ),
            "atom-entry-without-updated": (
                "Every entry says when it was last changed (§4.1.2).",
                "Add updated.",
                "date",
            ),
            "atom-entry-element-twice": (
                "An entry has one of each, but for links, people and categories (§4.1.2).",
                "Keep one of them.",
            ),
            "atom-entry-id-twice": (
                "No two entries have one id: readers show one of them (§4.1.1).",
                "Give each post an id of its own.",
                "feed_id",
            ),
            "atom-author-missing": (
                "Every entry has an author: its own, its source's or the feed's (§4.1.1).",
                "Add author to the feed.",
                "author",
            ),
            "atom-content-or-alternate": (
                "An entry without content has an alternate link (§4.1.2).",
                "Add a link to the page of the post.",
            ),
            "atom-reply": (
                "What replies says to what (RFC 4685 §3).",
                "Give thr:in-reply-to a ref, with the id of the other entry.",
            ),
            "atom-summary-missing": (
                "Content that is elsewhere, or in base64, has a summary beside it (§4.1.2).",
                "Add summary.",
            ),
        },
    ),
    **table(
        Level.WARNING,
        {
            "atom-entry-without-text": (
                "An entry has a content or a summary.",
                "Add one of them.",
            ),
            "atom-updated-before-published": (
                "Nothing is changed before it is published.",
                "Correct one of the two dates.",
                "updated",
            ),
            "atom-source-incomplete": (
                "An entry's source has an id, a title and a date of change (§4.2.11).",
                "Copy them from the feed that it is from.",
            ),
        },
    ),
}


def find(entry: _Element, *, has_author: bool) -> Iterator[Flaw]:
    """Every flaw of an entry, but for those of any element.

    `has_author` says that the feed has one, which is then the entry's too.
    """
    line = line_of(entry)
    for name in ("id", "title", "updated"):
        if not children(entry, ATOM, name):
            yield Flaw(f"atom-entry-without-{name}", f"an entry has no {name}", line)
    for name in _ONCE:
        for again in children(entry, ATOM, name)[1:]:
            yield Flaw("atom-entry-element-twice", f"an entry has {name} twice", line_of(again))
    for element in entry.iterchildren(f"{{{ATOM}}}*"):
        yield from _part(element)
    yield from atom_links.find(children(entry, ATOM, "link"))
    yield from atom_links.categories(children(entry, ATOM, "category"))
    if not has_author:
        yield from _author(entry)
    yield from _content(entry)
    yield from _order(entry)
    for reply in children(entry, _THREAD, "in-reply-to"):
        if not is_iri(reply.get("ref", "")):
            yield Flaw("atom-reply", "a thr:in-reply-to has no ref", line_of(reply))
    for source in children(entry, ATOM, "source"):
        yield from _source(source)


def _part(element: _Element) -> Iterator[Flaw]:
    name = local(element)
    if name == "id":
        yield from id_flaws(element)
    elif name in ("updated", "published"):
        yield from date_flaws(element)
    elif name in ("author", "contributor"):
        yield from atom_people.find(element)
    elif name in ("title", "summary", "rights"):
        yield from atom_text.find(element)
    elif name == "content":
        yield from atom_text.content(element)
    elif name == "category":
        yield from atom_links.category(element)


def _author(entry: _Element) -> Iterator[Flaw]:
    places = (entry, *children(entry, ATOM, "source"))
    if not any(children(place, ATOM, "author") for place in places):
        what = "neither the entry nor the feed has an author"
        yield Flaw("atom-author-missing", what, line_of(entry))


def _content(entry: _Element) -> Iterator[Flaw]:
    line = line_of(entry)
    contents = children(entry, ATOM, "content")
    summaries = children(entry, ATOM, "summary")
    if not contents:
        if "alternate" not in atom_links.addresses(entry):
            what = "an entry has neither content nor an alternate link"
            yield Flaw("atom-content-or-alternate", what, line)
        if not summaries:
            what = "an entry has neither content nor a summary"
            yield Flaw("atom-entry-without-text", what, line)
    elif not summaries and atom_text.is_elsewhere(contents[0]):
        what = "an entry whose content is elsewhere or in base64 has no summary"
        yield Flaw("atom-summary-missing", what, line_of(contents[0]))


def _order(entry: _Element) -> Iterator[Flaw]:
    published, updated = (
        rfc3339_date(all_text(found[0])) if (found := children(entry, ATOM, name)) else None
        for name in ("published", "updated")
    )
    if published and updated and updated < published:
        what = "an entry was changed before it was published"
        line = line_of(children(entry, ATOM, "updated")[0])
        yield Flaw("atom-updated-before-published", what, line)


def _source(source: _Element) -> Iterator[Flaw]:
    missing = [
        name
        for name in ("id", "title", "updated")
        if not any(text_of(each) for each in children(source, ATOM, name))
    ]
    if missing:
        what = f"an entry's source has no {' and no '.join(missing)}"
        yield Flaw("atom-source-incomplete", what, line_of(source))
    yield from parts(source)
