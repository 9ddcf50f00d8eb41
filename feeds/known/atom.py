"""Atom 1.0 (RFC 4287), and 0.3 of old."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

from feeds.known.feed import KnownEnclosure, KnownEntry, KnownFeed
from feeds.known.links import joined
from feeds.known.xml import (
    ATOM,
    FEEDBURNER,
    HISTORY,
    XML,
    based,
    children,
    first_text,
    is_day,
    moment,
    name_of,
    raw_text,
    text_of,
    texts_of,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["SPACES", "atom_feed"]

SPACES = (ATOM, "http://purl.org/atom/ns#")
_HTML_TYPES = ("html", "text/html")
_XHTML_TYPES = ("xhtml", "application/xhtml+xml")


def atom_feed(root: _Element, place: str, address: str, space: str) -> KnownFeed:
    """The feed that a document of that namespace is."""
    base = based(root, address)
    itself = _link(root, base, "self", space)
    address = address or itself
    base = base or address
    return KnownFeed(
        place=place,
        form="Atom",
        entries=tuple(_entry(entry, base, space) for entry in children(root, space, "entry")),
        title=text_of(root, space, "title"),
        home=_link(root, base, "alternate", space),
        address=address,
        language=root.get(f"{{{XML}}}lang", ""),
        id=text_of(root, space, "id"),
        self_link=itself,
        hubs=tuple(link.get("href", "") for link in _links(root, "hub", space)),
        updated=moment(first_text(root, space, "updated", "modified")),
        previous=_link(root, base, "prev-archive", space),
        archive=next(children(root, HISTORY, "archive"), None) is not None,
    )


def _entry(entry: _Element, base: str, space: str) -> KnownEntry:
    base = based(entry, base)
    link = text_of(entry, FEEDBURNER, "origLink") or _link(entry, base, "alternate", space)
    published = first_text(entry, space, "published", "issued", "created")
    updated = first_text(entry, space, "updated", "modified")
    return KnownEntry(
        id=text_of(entry, space, "id") or link,
        link=link,
        title=text_of(entry, space, "title"),
        published=moment(published),
        updated=moment(updated),
        day_only=is_day(published or updated),
        summary=_html(next(children(entry, space, "summary"), None)),
        content=_html(next(children(entry, space, "content"), None)),
        categories=_categories(entry, space),
        authors=tuple(
            filter(None, (text_of(who, space, "name") for who in children(entry, space, "author")))
        ),
        enclosures=tuple(
            KnownEnclosure(
                joined(based(each, base), each.get("href", "")),
                each.get("length", ""),
                each.get("type", ""),
            )
            for each in _links(entry, "enclosure", space)
        ),
    )


def _categories(entry: _Element, space: str) -> tuple[str, ...]:
    terms = [
        (each.get("label") or each.get("term") or "").strip()
        for each in children(entry, space, "category")
    ]
    return tuple(dict.fromkeys(filter(None, terms))) or texts_of(
        entry, "http://purl.org/dc/elements/1.1/", "subject"
    )


def _links(element: _Element, relation: str, space: str) -> Iterator[_Element]:
    for link in children(element, space, "link"):
        if (link.get("rel") or "alternate") == relation and link.get("href"):
            yield link


def _link(element: _Element, base: str, relation: str, space: str) -> str:
    """Where the first such link leads, one to HTML before others."""
    links = sorted(
        _links(element, relation, space),
        key=lambda link: link.get("type", "text/html") != "text/html",
    )
    return joined(based(links[0], base), links[0].get("href", "")) if links else ""


def _html(element: _Element | None) -> str:
    """A text construct, or content (RFC 4287 §3.1, §4.1.3), as HTML; empty for media."""
    if element is None:
        return ""
    kind = (element.get("type") or "text").lower()
    if kind in _HTML_TYPES:
        return raw_text(element)
    if kind in _XHTML_TYPES or element.get("mode") == "xml":
        return _inside(element)
    return escape(raw_text(element), quote=False) if kind.startswith("text") else ""


def _inside(element: _Element) -> str:
    """What is in the `div` of an element, or in itself, as HTML."""
    from lxml import etree

    only = [*element]
    holder = only[0] if len(only) == 1 and name_of(only[0])[1] == "div" else element
    parts = [escape(holder.text or "", quote=False)]
    parts += (
        str(etree.tostring(_bare(each), encoding="unicode", method="html")) for each in holder
    )
    return "".join(parts)


def _bare(element: _Element) -> _Element:
    """The same without namespaces. No parser gives anything so deep that this would not end."""
    from lxml import etree

    bare = etree.Element(
        name_of(element)[1],
        {str(name).rpartition("}")[2]: str(value) for name, value in element.items()},
    )
    bare.text, bare.tail = element.text, element.tail
    bare.extend([_bare(child) for child in element])
    return bare
