"""Elements of a feed in XML: their names, their texts and their lines."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = [
    "ATOM",
    "CONTENT",
    "DC",
    "HISTORY",
    "ITUNES",
    "MEDIA",
    "PODCAST",
    "SLASH",
    "XHTML",
    "XML",
    "all_text",
    "attributes",
    "children",
    "line_of",
    "local",
    "name_of",
    "prefixed",
    "space_of",
    "stray_text",
    "text_of",
]

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
HISTORY = "http://purl.org/syndication/history/1.0"
ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
MEDIA = "http://search.yahoo.com/mrss/"
PODCAST = "https://podcastindex.org/namespace/1.0"
SLASH = "http://purl.org/rss/1.0/modules/slash/"
XHTML = "http://www.w3.org/1999/xhtml"
XML = "http://www.w3.org/XML/1998/namespace"

_PREFIXES = {
    ATOM: "atom",
    CONTENT: "content",
    DC: "dc",
    HISTORY: "fh",
    ITUNES: "itunes",
    MEDIA: "media",
    PODCAST: "podcast",
    SLASH: "slash",
    XHTML: "xhtml",
    XML: "xml",
}


def name_of(element: _Element) -> tuple[str, str]:
    """Namespace, empty where there is none, and local name."""
    return _taken_apart(str(element.tag))


@lru_cache(maxsize=1024)
def _taken_apart(tag: str) -> tuple[str, str]:
    space, _, name = tag.rpartition("}")
    return space.removeprefix("{"), name


def space_of(element: _Element) -> str:
    """The namespace; empty where there is none."""
    return name_of(element)[0]


def local(element: _Element) -> str:
    """The local name."""
    return name_of(element)[1]


def prefixed(element: _Element) -> str:
    """The name as people know it, such as `itunes:image`."""
    space, name = name_of(element)
    prefix = _PREFIXES.get(space) or element.prefix
    own = space in ("", ATOM) and element.prefix is None
    return name if own or not prefix else f"{prefix}:{name}"


def children(parent: _Element, space: str, name: str) -> list[_Element]:
    """All children of that name, in order."""
    return list(parent.iterchildren(f"{{{space}}}{name}" if space else name))


def text_of(element: _Element | None) -> str:
    """The element's own text, without spaces around it; empty where there is no element."""
    return (element.text or "").strip() if element is not None else ""


def all_text(element: _Element) -> str:
    """The text of the element and all that is in it, as it is."""
    return "".join(map(str, element.itertext()))


def line_of(element: _Element) -> int | None:
    """The line of the feed at which the element begins, counted from 1."""
    return element.sourceline


def attributes(element: _Element) -> Iterator[str]:
    """The names of attributes that are in no namespace."""
    return (str(name) for name in element.attrib if not str(name).startswith("{"))


def stray_text(element: _Element) -> str:
    """Text directly in an element that should only hold elements."""
    parts = [element.text, *(child.tail for child in element)]
    return next((part.strip() for part in parts if part and part.strip()), "")
