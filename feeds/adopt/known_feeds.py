"""A feed that readers know, whoever made it: Atom, RSS of every version, JSON Feed.

It may be anything at all: no entity is expanded, no DTD read, and nothing else fetched.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from feeds.collect.dates import parse_date
from feeds.errors import ConfigurationError, error
from feeds.model import FeedFormat
from feeds.text import one_line

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["KnownEntry", "KnownFeed", "parse"]

_ATOM = ("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#")
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_DC = "http://purl.org/dc/elements/1.1/"
_FEEDBURNER = "http://rssnamespace.org/feedburner/ext/1.0"
_XML = "http://www.w3.org/XML/1998/namespace"
_HTML = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
_DATE_ALONE = re.compile(r"\d{4}(?:-?\d\d(?:-?\d\d)?)?")
_HTML_START = 4096


@dataclass(frozen=True, slots=True)
class KnownEntry:
    """One entry as readers know it.

    `id` is what readers tell it by: its id or guid, or else its link; both may be empty.
    `date` is when it was published, or, if the feed does not say, when `updated` last;
    with `day_only`, no more than the day. None where there is no date, or none that can be
    read.
    """

    id: str
    link: str
    title: str
    date: datetime | None = None
    updated: bool = False
    day_only: bool = False


@dataclass(frozen=True, slots=True)
class KnownFeed:
    """A feed as readers know it: `place` is where it was found, `address` where it is.

    Of an empty text nothing is known.
    """

    place: str
    form: str
    entries: tuple[KnownEntry, ...]
    title: str = ""
    home: str = ""
    address: str = ""
    language: str = ""
    id: str = ""

    @property
    def written_as(self) -> FeedFormat | None:
        """The format in which the program writes such a feed; None where it writes none."""
        formats: Mapping[str, FeedFormat] = {"Atom": "atom", "RSS": "rss"}
        return formats.get(self.form)


def parse(data: bytes, place: str, address: str = "") -> KnownFeed:
    """Reads a feed of any kind; `address` is where it came from, if from the web.

    Raises `ConfigurationError` for what is no feed or cannot be read, and says what it is.
    """
    text = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not text:
        raise _wrong(place, "this is empty, and no feed")
    if text.startswith(b"{"):
        return _json_feed(text, place, address)
    if _HTML.match(text[:_HTML_START]):
        remedy = 'Give the address in the link rel="alternate" of its head.'
        raise _wrong(place, "this is an HTML page, and no feed", remedy=remedy)
    root = _root(text if text != data else data, place)
    space, name = _name(root)
    if name == "feed" and space in _ATOM:
        return _Xml(root, place, address, space).atom()
    if name == "rss":
        return _Xml(root, place, address, space).rss("RSS")
    if name == "RDF" and space == _RDF:
        return _Xml(root, place, address, space).rss("RSS 1.0")
    if name.lower() == "html":
        raise _wrong(place, "this is an HTML page, and no feed")
    raise _wrong(place, f"this is XML, but no feed: its root is {one_line(name)[:60]}")


def _root(data: bytes, place: str) -> _Element:
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as problem:
        line = problem.lineno or None
        raise _wrong(place, f"this is not well-formed XML: {one_line(problem.msg)}", line) from None
    except ValueError as problem:
        raise _wrong(place, f"this cannot be read: {one_line(str(problem))}") from None
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and next(declared.iterentities(), None) is not None:
        remedy = "No feed needs any; make one without them."
        raise _wrong(place, "this declares entities of its own, and is not read", remedy=remedy)
    return root


class _Xml:
    """A feed in XML; `space` is the namespace of its own elements."""

    def __init__(self, root: _Element, place: str, address: str, space: str) -> None:
        self._root = root
        self._place = place
        self._address = address
        self._space = space

    def atom(self) -> KnownFeed:
        """The feed that an Atom document is, of 1.0 or 0.3."""
        root = self._root
        base = _based(root, self._address)
        address = self._address or self._atom_link(root, base, "self")
        base = base or address
        return KnownFeed(
            place=self._place,
            form="Atom",
            entries=tuple(
                self._atom_entry(entry, base) for entry in _children(root, self._space, "entry")
            ),
            title=_text(root, self._space, "title"),
            home=self._atom_link(root, base, "alternate"),
            address=address,
            language=root.get(f"{{{_XML}}}lang", ""),
            id=_text(root, self._space, "id"),
        )

    def _atom_entry(self, entry: _Element, base: str) -> KnownEntry:
        base = _based(entry, base)
        link = _text(entry, _FEEDBURNER, "origLink") or self._atom_link(entry, base, "alternate")
        published = _first(entry, self._space, "published", "issued", "created")
        date = published or _first(entry, self._space, "updated", "modified")
        return KnownEntry(
            id=_text(entry, self._space, "id") or link,
            link=link,
            title=_text(entry, self._space, "title"),
            date=_moment(date),
            updated=not published,
            day_only=_DATE_ALONE.fullmatch(date) is not None,
        )

    def _atom_link(self, element: _Element, base: str, relation: str) -> str:
        links = [
            link
            for link in _children(element, self._space, "link")
            if (link.get("rel") or "alternate") == relation and link.get("href")
        ]
        links.sort(key=lambda link: link.get("type", "text/html") != "text/html")
        return _joined(_based(links[0], base), links[0].get("href", "")) if links else ""

    def rss(self, form: str) -> KnownFeed:
        """The feed that an RSS document is; its items are in the channel, or beside it."""
        root = self._root
        rdf = root.tag == f"{{{_RDF}}}RDF"
        if rdf:
            channel = next((e for e in root if _name(e)[1] == "channel"), None)
            space = _name(channel)[0] if channel is not None else ""
        else:
            space = self._space
            channel = next(_children(root, space, "channel"), None)
        if channel is None:
            raise _wrong(self._place, "this is RSS without a channel")
        home = _joined(self._address, _text(channel, space, "link"))
        itself = self._address or next(
            (
                link.get("href", "")
                for link in _children(channel, _ATOM[0], "link")
                if link.get("rel") == "self"
            ),
            "",
        )
        items = (*_children(channel, space, "item"), *_children(root, space, "item"))
        language = _text(channel, space, "language") or _text(channel, _DC, "language")
        return KnownFeed(
            place=self._place,
            form=form,
            entries=tuple(_item(item, space, itself or home) for item in items),
            title=_text(channel, space, "title"),
            home=home,
            address=itself,
            language=language,
        )


def _item(item: _Element, space: str, base: str) -> KnownEntry:
    base = _based(item, base)
    guid = next(_children(item, space, "guid"), None)
    guid_text = _all_text(guid) if guid is not None else item.get(f"{{{_RDF}}}about", "").strip()
    is_link = guid is None or guid.get("isPermaLink", "true").strip().lower() != "false"
    link = _text(item, _FEEDBURNER, "origLink") or _text(item, space, "link")
    if not link and is_link and "://" in guid_text:
        link = guid_text
    link = _joined(base, link)
    date = _text(item, space, "pubDate") or _text(item, _DC, "date")
    return KnownEntry(
        id=guid_text or link,
        link=link,
        title=_text(item, space, "title") or _text(item, _DC, "title"),
        date=_moment(date),
        day_only=_DATE_ALONE.fullmatch(date) is not None,
    )


def _json_feed(data: bytes, place: str, address: str) -> KnownFeed:
    try:
        feed = json.loads(data)
    except RecursionError:
        raise _wrong(place, "this is nested too deeply") from None
    except UnicodeDecodeError:
        raise _wrong(place, "this is JSON that is not UTF-8") from None
    except json.JSONDecodeError as problem:
        raise _wrong(
            place, f"this is not well-formed JSON: {problem.msg}", problem.lineno
        ) from None
    except ValueError:
        raise _wrong(place, "this holds a number with too many digits") from None
    if "jsonfeed.org" not in _value(feed, "version"):
        raise _wrong(place, "this is JSON, but no JSON Feed: its version does not say so")
    address = address or _value(feed, "feed_url")
    items = feed.get("items")
    return KnownFeed(
        place=place,
        form="JSON Feed",
        entries=tuple(
            _json_item(item, address)
            for item in (items if isinstance(items, list) else [])
            if isinstance(item, dict)
        ),
        title=_value(feed, "title"),
        home=_joined(address, _value(feed, "home_page_url")),
        address=address,
        language=_value(feed, "language"),
    )


def _json_item(item: Mapping[str, object], base: str) -> KnownEntry:
    link = _joined(base, _value(item, "url"))
    published = _value(item, "date_published")
    date = published or _value(item, "date_modified")
    return KnownEntry(
        id=_value(item, "id") or link,
        link=link,
        title=_value(item, "title"),
        date=_moment(date),
        updated=not published,
        day_only=_DATE_ALONE.fullmatch(date) is not None,
    )


def _value(of: Mapping[str, object], key: str) -> str:
    value = of.get(key)
    is_text = isinstance(value, (str, int)) and not isinstance(value, bool)
    return one_line(str(value)) if is_text else ""


def _name(element: _Element) -> tuple[str, str]:
    space, brace, name = str(element.tag).removeprefix("{").rpartition("}")
    return (space, name) if brace else ("", name)


def _children(element: _Element, space: str, name: str) -> Iterator[_Element]:
    return element.iterchildren(f"{{{space}}}{name}" if space else name)


def _all_text(element: _Element) -> str:
    return one_line("".join(map(str, element.itertext())))


def _text(element: _Element, space: str, name: str) -> str:
    """The text of the first such child; empty where there is none."""
    child = next(_children(element, space, name), None)
    return _all_text(child) if child is not None else ""


def _first(element: _Element, space: str, *names: str) -> str:
    return next(filter(None, (_text(element, space, name) for name in names)), "")


def _based(element: _Element, base: str) -> str:
    """What relative references in an element count from."""
    own = element.get(f"{{{_XML}}}base")
    return _joined(base, own) if own else base


def _joined(base: str, reference: str) -> str:
    with suppress(ValueError):
        return urljoin(base, reference.strip()) if reference.strip() else ""
    return reference.strip()


def _moment(text: str) -> datetime | None:
    with suppress(ValueError):
        return parse_date(text, UTC)
    return None


def _wrong(place: str, what: str, line: int | None = None, remedy: str = "") -> ConfigurationError:
    return ConfigurationError(error(what, place, line, remedy=remedy))
