"""What a feed of any format says, taken from what it was opened as."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from html import unescape
from typing import TYPE_CHECKING

from feeds.check.feed import atom_links, opml
from feeds.check.feed.atom_text import html_of
from feeds.check.feed.dates import mail_date, rfc3339_date
from feeds.check.feed.elements import (
    ATOM,
    CONTENT,
    DC,
    HISTORY,
    XML,
    all_text,
    children,
    line_of,
    text_of,
)
from feeds.check.feed.located_json import LocatedJson
from feeds.check.feed.opening import Opened
from feeds.check.feed.view import EntryView, FeedView

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["seen"]

_TAG = re.compile(r"<[^<>]{1,500}>")


def seen(feed: Opened) -> FeedView | None:
    """The feed in terms of all formats; None where nothing can be told."""
    if feed.kind == "JSON Feed" and feed.json is not None:
        return _json(feed.json)
    if feed.root is None:
        return None
    if feed.kind == "Atom" and feed.root.tag == f"{{{ATOM}}}feed":
        return _atom(feed.root)
    if feed.kind == "RSS" and feed.root.tag == "rss":
        channel = next(iter(children(feed.root, "", "channel")), None)
        return None if channel is None else _rss(channel)
    if feed.kind == "OPML":
        return _opml(feed.root)
    return None


def _first(parent: _Element, space: str, name: str) -> _Element | None:
    return next(iter(children(parent, space, name)), None)


def _text(parent: _Element, space: str, name: str) -> str:
    found = _first(parent, space, name)
    return "" if found is None else " ".join(all_text(found).split())


def _plain(title: _Element | None) -> str:
    """A title as people read it: of HTML, the text alone."""
    text = "" if title is None else all_text(title)
    if title is not None and title.get("type") == "html":
        text = unescape(_TAG.sub("", text))
    return " ".join(text.split())


def _link(links: Mapping[str, list[str]], relation: str) -> str:
    return next(iter(links.get(relation, ())), "")


def _atom(root: _Element) -> FeedView:
    links = atom_links.addresses(root)
    return FeedView(
        kind="Atom",
        title=_text(root, ATOM, "title"),
        home=_link(links, "alternate"),
        address=_link(links, "self"),
        language=root.get(f"{{{XML}}}lang", ""),
        entries=[_atom_entry(entry) for entry in children(root, ATOM, "entry")],
        id=_text(root, ATOM, "id"),
        updated=rfc3339_date(_text(root, ATOM, "updated")),
        links=links,
        archive=_first(root, HISTORY, "archive") is not None,
        complete=_first(root, HISTORY, "complete") is not None,
        line=line_of(root),
    )


def _atom_entry(entry: _Element) -> EntryView:
    published, updated = (
        rfc3339_date(_text(entry, ATOM, name)) for name in ("published", "updated")
    )
    body = next(
        (
            element
            for name in ("content", "summary")
            if html_of(element := _first(entry, ATOM, name))
        ),
        None,
    )
    return EntryView(
        id=_text(entry, ATOM, "id"),
        url=_link(atom_links.addresses(entry), "alternate"),
        title=_plain(_first(entry, ATOM, "title")),
        date=published or updated,
        updated=updated,
        language=entry.get(f"{{{XML}}}lang", ""),
        html=html_of(body),
        line=line_of(entry),
        body_line=None if body is None else line_of(body),
        enclosures=[
            (link.get("href", ""), link.get("length", ""))
            for link in children(entry, ATOM, "link")
            if link.get("rel") == "enclosure"
        ],
    )


def _rss(channel: _Element) -> FeedView:
    links = atom_links.addresses(channel)
    return FeedView(
        kind="RSS",
        title=_text(channel, "", "title"),
        home=_text(channel, "", "link"),
        address=_link(links, "self"),
        language=_text(channel, "", "language") or _text(channel, DC, "language"),
        entries=[_rss_item(item) for item in children(channel, "", "item")],
        updated=_mail(_text(channel, "", "lastBuildDate")),
        links=links,
        archive=_first(channel, HISTORY, "archive") is not None,
        complete=_first(channel, HISTORY, "complete") is not None,
        line=line_of(channel),
    )


def _mail(text: str) -> datetime | None:
    date = mail_date(text)
    return None if date is None else date.when


def _rss_item(item: _Element) -> EntryView:
    guid = _first(item, "", "guid")
    link = _text(item, "", "link")
    if not link and guid is not None and guid.get("isPermaLink", "true") == "true":
        link = text_of(guid)
    body = _first(item, CONTENT, "encoded")
    if body is None:
        body = _first(item, "", "description")
    return EntryView(
        id=text_of(guid) or link,
        url=link,
        title=_text(item, "", "title"),
        date=_mail(_text(item, "", "pubDate")),
        language=_text(item, DC, "language"),
        html="" if body is None else all_text(body),
        line=line_of(item),
        body_line=None if body is None else line_of(body),
        enclosures=[
            (enclosure.get("url", ""), enclosure.get("length", ""))
            for enclosure in children(item, "", "enclosure")
        ],
    )


def _opml(root: _Element) -> FeedView:
    head = _first(root, "", "head")
    return FeedView(
        kind="OPML",
        title="" if head is None else _text(head, "", "title"),
        home="",
        address="",
        language="",
        entries=(),
        line=line_of(root),
        feeds=tuple(opml.feeds_in(root)),
    )


def _json(json: LocatedJson) -> FeedView | None:
    feed = json.value
    if not isinstance(feed, dict):
        return None
    items, hubs = feed.get("items"), feed.get("hubs")
    links = {
        "next": [_said(feed, "next_url")] if feed.get("next_url") else [],
        "hub": [
            _said(hub, "url")
            for hub in (hubs if isinstance(hubs, list) else ())
            if isinstance(hub, dict)
        ],
    }
    return FeedView(
        kind="JSON Feed",
        title=_said(feed, "title"),
        home=_said(feed, "home_page_url"),
        address=_said(feed, "feed_url"),
        language=_said(feed, "language"),
        entries=list(_items(json, items if isinstance(items, list) else [])),
        links={name: found for name, found in links.items() if found},
        line=1,
    )


def _items(json: LocatedJson, items: list[object]) -> Iterator[EntryView]:
    for index, item in enumerate(items):
        # An item that is none has its place among the others, so that they can be counted.
        item = item if isinstance(item, dict) else {}
        own = item.get("id")
        published, updated = (
            rfc3339_date(_said(item, name)) for name in ("date_published", "date_modified")
        )
        line = json.line("items", index)
        yield EntryView(
            id=str(own) if isinstance(own, (str, int, float)) else "",
            url=_said(item, "url"),
            title=_said(item, "title"),
            date=published or updated,
            updated=updated,
            language=_said(item, "language"),
            html=_written(item, "content_html"),
            line=line,
            body_line=json.line("items", index, "content_html") if item else line,
            enclosures=list(_attachments(item.get("attachments"))),
        )


def _attachments(attachments: object) -> Iterator[tuple[str, str]]:
    for each in attachments if isinstance(attachments, list) else ():
        if isinstance(each, dict):
            yield _said(each, "url"), str(each.get("size_in_bytes", ""))


def _said(values: Mapping[str, object], key: str) -> str:
    """A text on one line; empty where there is none."""
    return " ".join(_written(values, key).split())


def _written(values: Mapping[str, object], key: str) -> str:
    value = values.get(key)
    return value if isinstance(value, str) else ""
