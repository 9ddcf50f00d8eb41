"""Ids, dates and IRIs of Atom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from feeds.check.feed.dates import rfc3339_date
from feeds.check.feed.elements import all_text, line_of, local
from feeds.check.feed.flaws import Flaw, shortened, table
from feeds.check.feed.values import canonical, is_iri, is_iri_reference
from feeds.errors import Level

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["RULES", "date_flaws", "id_flaws", "iri_flaws"]

RULES = {
    **table(
        Level.ERROR,
        {
            "atom-id-not-iri": (
                "An id is an absolute IRI (RFC 4287 §4.2.6).",
                "Give the whole address, or a urn: or tag: of your own.",
                "feed_id",
            ),
            "atom-id-white-space": (
                "No white space stands around an id: readers would compare it, too.",
                "Take it out.",
                "feed_id",
            ),
            "atom-date": (
                "Dates are of RFC 3339, with T, Z or an offset (RFC 4287 §3.3).",
                "Write it as 2026-11-23T18:30:00Z.",
                "date",
            ),
        },
    ),
    **table(
        Level.WARNING,
        {
            "atom-id-not-canonical": (
                "An id is written in its canonical form (§4.2.6.1).",
                "Write scheme and host in small letters, and no more escapes than needed.",
                "feed_id",
            ),
        },
    ),
}


def id_flaws(element: _Element) -> Iterator[Flaw]:
    """What is wrong with an `id`."""
    text, line = all_text(element), line_of(element)
    if text != text.strip():
        yield Flaw("atom-id-white-space", "white space stands around the id", line)
    text = text.strip()
    if not is_iri(text):
        shown = shortened(text) or "empty"
        yield Flaw("atom-id-not-iri", f"the id is {shown}", line)
    elif not canonical(text):
        what = f"the id {shortened(text)} could be written in other ways"
        yield Flaw("atom-id-not-canonical", what, line)


def date_flaws(element: _Element) -> Iterator[Flaw]:
    """What is wrong with an `updated` or `published`."""
    text = all_text(element)
    if rfc3339_date(text) is None:
        shown = shortened(text) or "empty"
        yield Flaw("atom-date", f"{local(element)} is {shown}", line_of(element))


def iri_flaws(rule: str, name: str, element: _Element, text: str) -> Iterator[Flaw]:
    """Whether a text is an IRI reference, in the words of that rule."""
    if not text or not is_iri_reference(text):
        yield Flaw(rule, f"{name} is {shortened(text) or 'empty'}", line_of(element))
