"""Atom 1.0 as RFC 4287 has it: the feed, and what is common to it and its entries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from feeds.check.feed import atom_entry, atom_people
from feeds.check.feed.atom_parts import parts
from feeds.check.feed.dates import rfc3339_date
from feeds.check.feed.elements import (
    ATOM,
    XML,
    all_text,
    attributes,
    children,
    line_of,
    local,
    prefixed,
    space_of,
    stray_text,
    text_of,
)
from feeds.check.feed.flaws import Flaw, shortened, table
from feeds.check.feed.values import is_iri_reference, is_language
from feeds.errors import Level

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["RULES", "find"]

RULES = {
    **table(
        Level.ERROR,
        {
            "atom-version-old": (
                "Atom is of version 1.0: few readers still read others.",
                'Write it anew, in the namespace "http://www.w3.org/2005/Atom".',
            ),
            "atom-namespace": (
                "The feed is in the namespace of Atom 1.0.",
                'Write xmlns="http://www.w3.org/2005/Atom".',
            ),
            "atom-feed-without-id": (
                "A feed has an id (RFC 4287 §4.1.1).",
                "Give it one that will never change, such as its address.",
            ),
            "atom-feed-without-title": ("A feed has a title (§4.1.1).", "Give it one."),
            "atom-feed-without-updated": (
                "A feed says when it was last changed (§4.1.1).",
                "Add updated, with the latest date of its entries.",
            ),
            "atom-feed-element-twice": (
                "A feed has one of each, but for links, people and categories (§4.1.1).",
                "Keep one of them.",
            ),
            "atom-unknown-element": (
                "Only elements of RFC 4287 are in Atom's namespace, where they belong (§6.4).",
                "Correct its name or its place, or give it a namespace of its own.",
            ),
            "atom-element-without-namespace": (
                "Every element is in a namespace.",
                "Declare a namespace for it.",
            ),
            "atom-stray-text": (
                "Between the elements of a feed stands no text.",
                "Take it out, or put it into an element.",
            ),
            "atom-lang": (
                "Every xml:lang is a language tag of BCP 47 (§2).",
                "Write one such as en or pt-BR.",
            ),
            "atom-base": ("Every xml:base is an IRI reference (§2).", "Correct it."),
        },
    ),
    **table(
        Level.WARNING,
        {
            "atom-self-missing": (
                "A feed says where it is itself (§4.1.1).",
                'Add a link with rel="self" and the address of the feed.',
            ),
            "atom-self-twice": (
                "A feed has one address of its own.",
                'Keep one of the links with rel="self".',
            ),
            "atom-base-relative": (
                "An xml:base is absolute: readers do not know what it would be relative to.",
                "Write the whole address.",
            ),
            "atom-metadata-after-entries": (
                "All that a feed says of itself is above its entries.",
                "Move it above the first entry.",
            ),
            "atom-feed-id-of-entry": (
                "The feed's id is not that of one of its entries.",
                "Give the feed an id of its own.",
            ),
            "atom-updated-behind": (
                "The feed's date of change is not before those of its entries.",
                "Give updated the latest of their dates.",
            ),
            "atom-unknown-attribute": (
                "Elements have the attributes that RFC 4287 gives them.",
                "Take it out.",
            ),
        },
    ),
    **table(
        Level.HINT,
        {
            "atom-updated-same": (
                "Entries were changed at different times.",
                "Give updated with the time of day, too.",
                "date",
            ),
        },
    ),
}

_ONCE = ("generator", "icon", "id", "logo", "rights", "subtitle", "title", "updated")
_OF_FEEDS = frozenset((*_ONCE, "author", "category", "contributor", "link"))
_LIKE_A_FEED = frozenset({"feed", "source"})
_PARTS = {
    "feed": _OF_FEEDS | {"entry"},
    "source": _OF_FEEDS,
    "entry": atom_entry.ELEMENTS,
    **dict.fromkeys(("author", "contributor"), atom_people.ELEMENTS),
}
_TEXTS = frozenset({"title", "subtitle", "summary", "rights", "content"})
_ATTRIBUTES = {
    "category": {"term", "scheme", "label"},
    "content": {"type", "src"},
    "generator": {"uri", "version"},
    "link": {"href", "rel", "type", "hreflang", "title", "length"},
    **{name: {"type"} for name in ("title", "subtitle", "summary", "rights")},
}


def find(root: _Element) -> Iterator[Flaw]:
    """Every flaw of an Atom document's own rules."""
    if space_of(root) != ATOM:
        old = "purl.org/atom" in space_of(root)
        space = shortened(space_of(root)) or "no namespace"
        yield Flaw(
            "atom-version-old" if old else "atom-namespace",
            "the feed is Atom 0.3" if old else f"the feed is in {space}",
            line_of(root),
        )
        return
    entries = children(root, ATOM, "entry")
    yield from _feed(root, entries)
    has_author = bool(children(root, ATOM, "author"))
    for index, entry in enumerate(entries):
        for flaw in (*_common(entry), *atom_entry.find(entry, has_author=has_author)):
            yield replace(flaw, entry=index)
    yield from _among(entries)


def _feed(root: _Element, entries: Sequence[_Element]) -> Iterator[Flaw]:
    line = line_of(root)
    for name in ("id", "title", "updated"):
        if not children(root, ATOM, name):
            yield Flaw(f"atom-feed-without-{name}", f"the feed has no {name}", line)
    for name in _ONCE:
        for again in children(root, ATOM, name)[1:]:
            yield Flaw("atom-feed-element-twice", f"the feed has {name} twice", line_of(again))
    begun = False
    for element in root:
        if element.tag == f"{{{ATOM}}}entry":
            begun = True
        else:
            if begun and space_of(element) == ATOM:
                what = f"{prefixed(element)} comes after entries"
                yield Flaw("atom-metadata-after-entries", what, line_of(element))
            yield from _common(element)
    yield from _own(root)
    yield from parts(root)
    yield from _self(root)
    own = text_of(next(iter(children(root, ATOM, "id")), None))
    for entry in entries:
        if own and text_of(next(iter(children(entry, ATOM, "id")), None)) == own:
            what = f"the feed has the id of one of its entries, {shortened(own)}"
            yield Flaw("atom-feed-id-of-entry", what, line_of(entry))
            break


def _self(root: _Element) -> Iterator[Flaw]:
    own = [link for link in children(root, ATOM, "link") if link.get("rel") == "self"]
    if not own:
        yield Flaw("atom-self-missing", "the feed does not say where it is", line_of(root))
    if len({link.get("href") for link in own}) > 1:
        yield Flaw("atom-self-twice", "the feed has two addresses of its own", line_of(own[1]))


def _common(element: _Element) -> Iterator[Flaw]:
    """What may be wrong with any element, it and those in it."""
    yield from _own(element)
    if space_of(element) == ATOM and local(element) not in _TEXTS:
        for child in element:
            yield from _common(child)


def _own(element: _Element) -> Iterator[Flaw]:
    space, name, line = space_of(element), local(element), line_of(element)
    if not space:
        what = f"{shortened(name)} is in no namespace"
        yield Flaw("atom-element-without-namespace", what, line)
    for key, rule in (("lang", "atom-lang"), ("base", "atom-base")):
        value = element.get(f"{{{XML}}}{key}")
        if value is None:
            continue
        fits = is_language if key == "lang" else is_iri_reference
        if value and not fits(value):
            yield Flaw(rule, f"xml:{key} is {shortened(value)}", line)
        elif key == "base" and ":" not in value:
            yield Flaw("atom-base-relative", f"xml:base is {shortened(value)}", line)
    if space != ATOM:
        return
    parent = element.getparent()
    if parent is not None and space_of(parent) == ATOM and local(parent) not in _TEXTS:
        known = _PARTS.get(local(parent), frozenset[str]())
        if name not in known:
            what = f"no {shortened(name)} belongs into {local(parent)}"
            yield Flaw("atom-unknown-element", what, line)
            return
    if name in _PARTS and (stray := stray_text(element)):
        yield Flaw("atom-stray-text", f"in {name} stands the text {shortened(stray)}", line)
    for attribute in attributes(element):
        if attribute not in _ATTRIBUTES.get(name, ()):
            what = f"{name} has no attribute {shortened(attribute)}"
            yield Flaw("atom-unknown-attribute", what, line)


def _among(entries: Sequence[_Element]) -> Iterator[Flaw]:
    """What is wrong with entries only beside each other."""
    seen: dict[str, set[str]] = {}
    dates: set[str] = set()
    for index, entry in enumerate(entries):
        own = text_of(next(iter(children(entry, ATOM, "id")), None))
        updated = text_of(next(iter(children(entry, ATOM, "updated")), None))
        if own:
            if updated in seen.setdefault(own, set()):
                what = f"two entries have the id {shortened(own)}, and the same date of change"
                yield Flaw("atom-entry-id-twice", what, line_of(entry), entry=index)
            elif seen[own]:
                what = f"two entries have the id {shortened(own)}"
                yield Flaw("feed-id-twice", what, line_of(entry), entry=index)
            seen[own].add(updated)
        if updated in dates:
            what = f"another entry was changed at {shortened(updated)}, too"
            yield Flaw("atom-updated-same", what, line_of(entry), entry=index)
        if rfc3339_date(updated) is not None:
            dates.add(updated)
    root = entries[0].getparent() if entries else None
    if root is None:
        return
    stamp = next(iter(children(root, ATOM, "updated")), None)
    moments = [moment for text in dates if (moment := rfc3339_date(text)) is not None]
    own_date = None if stamp is None else rfc3339_date(all_text(stamp))
    if stamp is not None and own_date is not None and moments and own_date < max(moments):
        what = "the feed was changed before one of its entries was"
        yield Flaw("atom-updated-behind", what, line_of(stamp))
