"""`[feeds.extra]`: elements of a site's own, and where their texts come from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress

from feeds.config.checks import kind, line, optional_line, table
from feeds.config.source import InvalidValueError, Spot
from feeds.config.tables import Reading, Schema, read_table
from feeds.model import Element, Extra
from feeds.suggest import shown
from feeds.urls import is_absolute_uri

__all__ = ["EXTRA", "extra"]

_PREFIX = re.compile(r"[A-Za-z][\w-]*", re.ASCII)
_NAME = re.compile(r"([A-Za-z][\w-]*):[A-Za-z_][\w.-]*", re.ASCII)
_ATTRIBUTE = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)
_TAKEN = frozenset({"atom", "content", "dc", "fh", "itunes", "media", "podcast", "xml", "xmlns"})

EXTRA: Schema = {"namespaces": table, "feed": table, "entry": table}


def extra(value: object, spot: Spot) -> Extra:
    """The elements that a feed and its entries get, each with a prefix that is declared."""
    reading = read_table(value, EXTRA, spot)
    namespaces = _namespaces(reading.values.get("namespaces", {}), spot.at("namespaces"))
    feed: list[Element] = []
    entry: list[tuple[str, str]] = []
    for name, written, place in _named(reading, "feed", namespaces, spot):
        with suppress(InvalidValueError):
            feed.append(_element(name, written, place))
    for name, written, place in _named(reading, "entry", namespaces, spot):
        with suppress(InvalidValueError):
            entry.append((name, line(written, place)))
    if reading.broken:
        raise InvalidValueError
    return Extra(tuple(namespaces.items()), tuple(feed), tuple(entry))


def _namespaces(values: Mapping[str, object], spot: Spot) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for prefix, written in values.items():
        place = spot.at(prefix)
        uri = line(written, place)
        if prefix.casefold() in _TAKEN:
            place.wrong("is a prefix that the program uses itself", "Choose another prefix.")
        elif not _PREFIX.fullmatch(prefix):
            remedy = "Begin with a letter; then letters, digits, - and _."
            place.wrong(f"{shown(prefix)} cannot be a prefix", remedy)
        elif not is_absolute_uri(uri):
            place.wrong(f"must be an absolute URI, not {shown(uri)}")
        found[prefix] = uri
    return found


def _named(
    reading: Reading, table: str, namespaces: Mapping[str, str], spot: Spot
) -> Iterator[tuple[str, object, Spot]]:
    """What a table has under names that elements can have, and where."""
    for name, written in reading.values.get(table, {}).items():
        place = spot.at(table, name)
        if _is_name(name, namespaces, place):
            yield name, written, place


def _is_name(name: str, namespaces: Mapping[str, str], spot: Spot) -> bool:
    """Whether an element can be called so; notes the mistake where it cannot."""
    match = _NAME.fullmatch(name)
    if match is None:
        spot.wrong(f"{shown(name)} is no element's name", 'Write it as "prefix:name".')
    elif match[1] not in namespaces:
        spot.wrong(
            f"no namespace is declared for the prefix {match[1]}",
            f'Add {match[1]} = "https://…" to extra.namespaces.',
        )
    else:
        return True
    return False


def _element(name: str, value: object, spot: Spot) -> Element:
    """An element of a text, or of a table: its `text`, and attributes."""
    if not isinstance(value, Mapping):
        return Element(name, optional_line(value, spot))
    attributes = []
    for key, written in value.items():
        if not _ATTRIBUTE.fullmatch(key):
            raise spot.at(key).wrong(f"{shown(key)} is no attribute's name")
        if not isinstance(written, str):
            raise spot.at(key).wrong(f"must be text, not {kind(written)}")
        if key != "text":
            attributes.append((key, optional_line(written, spot.at(key))))
    return Element(name, optional_line(value.get("text", ""), spot.at("text")), tuple(attributes))
