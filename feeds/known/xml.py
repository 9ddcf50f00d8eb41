"""Elements of feeds in XML, and what is in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from feeds.collect.dates import parse_date
from feeds.known.links import joined
from feeds.known.problems import wrong
from feeds.text import one_line

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = [
    "ATOM",
    "DC",
    "FEEDBURNER",
    "HISTORY",
    "XML",
    "all_text",
    "based",
    "children",
    "first_text",
    "is_day",
    "moment",
    "name_of",
    "raw_text",
    "root_of",
    "text_of",
    "texts_of",
]

ATOM = "http://www.w3.org/2005/Atom"
DC = "http://purl.org/dc/elements/1.1/"
FEEDBURNER = "http://rssnamespace.org/feedburner/ext/1.0"
HISTORY = "http://purl.org/syndication/history/1.0"
XML = "http://www.w3.org/XML/1998/namespace"

_DATE_ALONE = re.compile(r"\d{4}(?:-?\d\d(?:-?\d\d)?)?")


def root_of(data: bytes, place: str) -> _Element:
    """The document's element; raises `ConfigurationError` for what is not well-formed XML.

    So it does for a document that declares entities, since one of a few lines can be made
    to fill all memory.
    """
    from lxml import etree

    from feeds.foreign_xml import guarded_parser

    try:
        root = etree.fromstring(data, guarded_parser())
    except etree.XMLSyntaxError as problem:
        line = problem.lineno or None
        raise wrong(place, f"this is not well-formed XML: {one_line(problem.msg)}", line) from None
    except ValueError as problem:
        raise wrong(place, f"this cannot be read: {one_line(str(problem))}") from None
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and next(declared.iterentities(), None) is not None:
        remedy = "No feed needs any; make one without them."
        raise wrong(place, "this declares entities of its own, and is not read", remedy=remedy)
    return root


def name_of(element: _Element) -> tuple[str, str]:
    """An element's namespace, empty for none, and its local name."""
    space, brace, name = str(element.tag).removeprefix("{").rpartition("}")
    return (space, name) if brace else ("", name)


def children(element: _Element, space: str, name: str) -> Iterator[_Element]:
    """The children of that name."""
    return element.iterchildren(f"{{{space}}}{name}" if space else name)


def raw_text(element: _Element) -> str:
    """All text in an element, as it is written."""
    return "".join(map(str, element.itertext()))


def all_text(element: _Element) -> str:
    """All text in an element, on one line."""
    return one_line(raw_text(element))


def text_of(element: _Element, space: str, name: str) -> str:
    """The text of the first such child; empty where there is none."""
    child = next(children(element, space, name), None)
    return all_text(child) if child is not None else ""


def first_text(element: _Element, space: str, *names: str) -> str:
    """The first text among children of those names; empty where there is none."""
    return next(filter(None, (text_of(element, space, name) for name in names)), "")


def texts_of(element: _Element, space: str, name: str) -> tuple[str, ...]:
    """The texts of all such children, each once."""
    return tuple(dict.fromkeys(filter(None, map(all_text, children(element, space, name)))))


def based(element: _Element, base: str) -> str:
    """What relative references in an element count from."""
    own = element.get(f"{{{XML}}}base")
    return joined(base, own) if own else base


def moment(text: str) -> datetime | None:
    """The date that a text is; None where it is none."""
    with suppress(ValueError):
        return parse_date(text, UTC)
    return None


def is_day(text: str) -> bool:
    """Whether a date says no more than the day."""
    return _DATE_ALONE.fullmatch(text) is not None
