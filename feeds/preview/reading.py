"""Reads what would be published as its readers will: the feeds and the mail's headers.

What a page shows of a document comes from the document's bytes, not from what they were
made of, so that a mistake on the way can be seen.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email import policy
from email.parser import BytesHeaderParser
from typing import Any

from lxml import etree, html

__all__ = ["FORMATS", "Channel", "Format", "Item", "headers"]

_NAMES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
}
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class Item:
    """An entry as it stands in a feed: a text that the document lacks is empty.

    Dates are as written there. `summary` is plain text, `content` HTML; each of
    `enclosures` is a URL with its type and length.
    """

    title: str
    link: str
    id: str
    published: str
    updated: str
    summary: str
    content: str
    authors: tuple[str, ...]
    categories: tuple[str, ...]
    enclosures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Channel:
    """A feed as it stands in its document; only an Atom feed has an id."""

    title: str
    language: str
    id: str
    updated: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Format:
    """A feed format: what people call it, and what reads it."""

    label: str
    read: Callable[[bytes], Channel]


def headers(mail: bytes) -> tuple[tuple[str, str], ...]:
    """The header fields of a message (RFC 5322), in order, encoded words decoded."""
    parsed = BytesHeaderParser(policy=policy.default).parsebytes(mail)
    return tuple((name, str(value)) for name, value in parsed.items())


def _atom(data: bytes) -> Channel:
    feed = _parse(data)
    return Channel(
        title=_text(feed, "atom:title"),
        language=feed.get(_LANG, ""),
        id=_text(feed, "atom:id"),
        updated=_text(feed, "atom:updated"),
        items=tuple(_atom_item(entry) for entry in feed.iterfind("atom:entry", _NAMES)),
    )


def _atom_item(entry: etree._Element) -> Item:
    links = list(entry.iterfind("atom:link", _NAMES))
    alternates = [link.get("href") for link in links if link.get("rel") in (None, "alternate")]
    summary = entry.find("atom:summary", _NAMES)
    kind = "text" if summary is None else summary.get("type", "text")
    text = _text(entry, "atom:summary")
    return Item(
        title=_text(entry, "atom:title"),
        link=next(filter(None, alternates), ""),
        id=_text(entry, "atom:id"),
        published=_text(entry, "atom:published"),
        updated=_text(entry, "atom:updated"),
        summary=text if kind == "text" else _plain(text),
        content=_text(entry, "atom:content"),
        authors=_texts(entry, "atom:author/atom:name"),
        categories=tuple(each.get("term", "") for each in entry.iterfind("atom:category", _NAMES)),
        enclosures=tuple(
            _enclosure(link.get("href"), link) for link in links if link.get("rel") == "enclosure"
        ),
    )


def _rss(data: bytes) -> Channel:
    feed = _parse(data)
    return Channel(
        title=_text(feed, "channel/title"),
        language=_text(feed, "channel/language"),
        id="",
        updated=_text(feed, "channel/lastBuildDate"),
        items=tuple(_rss_item(item) for item in feed.iterfind("channel/item")),
    )


def _rss_item(item: etree._Element) -> Item:
    description, content = _text(item, "description"), _text(item, "content:encoded")
    return Item(
        title=_text(item, "title"),
        link=_text(item, "link"),
        id=_text(item, "guid"),
        published=_text(item, "pubDate"),
        updated="",
        summary=_plain(description) if content else "",
        content=content or description,
        authors=_texts(item, "dc:creator"),
        categories=_texts(item, "category"),
        enclosures=tuple(_enclosure(each.get("url"), each) for each in item.iterfind("enclosure")),
    )


def _json(data: bytes) -> Channel:
    feed = json.loads(data)
    return Channel(
        title=feed.get("title", ""),
        language=feed.get("language", ""),
        id="",
        updated="",
        items=tuple(map(_json_item, feed.get("items", ()))),
    )


def _json_item(item: Mapping[str, Any]) -> Item:
    return Item(
        title=item.get("title", ""),
        link=item.get("url", ""),
        id=item.get("id", ""),
        published=item.get("date_published", ""),
        updated=item.get("date_modified", ""),
        summary=item.get("summary", ""),
        content=item.get("content_html", ""),
        authors=tuple(author.get("name", "") for author in item.get("authors", ())),
        categories=tuple(item.get("tags", ())),
        enclosures=tuple(
            f"{each.get('url')} ({each.get('mime_type')}, {each.get('size_in_bytes')} bytes)"
            for each in item.get("attachments", ())
        ),
    )


FORMATS: Mapping[str, Format] = {
    "application/atom+xml": Format("Atom", _atom),
    "application/rss+xml": Format("RSS", _rss),
    "application/feed+json": Format("JSON", _json),
}


def _parse(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.fromstring(data, parser)


def _text(element: etree._Element, path: str) -> str:
    return (element.findtext(path, namespaces=_NAMES) or "").strip()


def _texts(element: etree._Element, path: str) -> tuple[str, ...]:
    return tuple((each.text or "").strip() for each in element.iterfind(path, _NAMES))


def _plain(fragment: str) -> str:
    """The text of an HTML fragment, on one line."""
    return " ".join(html.fragment_fromstring(fragment, create_parent="div").text_content().split())


def _enclosure(url: str | None, element: etree._Element) -> str:
    return f"{url} ({element.get('type')}, {element.get('length')} bytes)"
