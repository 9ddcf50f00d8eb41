"""RSS: 2.0 and its forerunners, and 1.0, whose items are beside the channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feeds.known.feed import KnownEnclosure, KnownEntry, KnownFeed
from feeds.known.links import joined
from feeds.known.problems import wrong
from feeds.known.xml import (
    ATOM,
    DC,
    FEEDBURNER,
    HISTORY,
    all_text,
    based,
    children,
    is_day,
    moment,
    name_of,
    raw_text,
    text_of,
    texts_of,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["RDF", "rdf_feed", "rss_feed"]

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"


def rss_feed(root: _Element, place: str, address: str, space: str) -> KnownFeed:
    """The feed that an `rss` element is."""
    channel = next(children(root, space, "channel"), None)
    return _feed(root, channel, place, address, space, "RSS")


def rdf_feed(root: _Element, place: str, address: str) -> KnownFeed:
    """The feed that a document of RSS 1.0 is."""
    channel = next((each for each in root if name_of(each)[1] == "channel"), None)
    space = name_of(channel)[0] if channel is not None else ""
    return _feed(root, channel, place, address, space, "RSS 1.0")


def _feed(
    root: _Element, channel: _Element | None, place: str, address: str, space: str, form: str
) -> KnownFeed:
    if channel is None:
        raise wrong(place, "this is RSS without a channel")
    links = [*children(channel, ATOM, "link")]
    home = joined(address, text_of(channel, space, "link"))
    by_relation = {link.get("rel"): link.get("href", "") for link in reversed(links)}
    itself = by_relation.get("self", "")
    address = address or itself
    items = (*children(channel, space, "item"), *children(root, space, "item"))
    built = text_of(channel, space, "lastBuildDate") or text_of(channel, space, "pubDate")
    return KnownFeed(
        place=place,
        form=form,
        entries=tuple(_item(item, space, address or home) for item in items),
        title=text_of(channel, space, "title"),
        home=home,
        address=address,
        language=text_of(channel, space, "language") or text_of(channel, DC, "language"),
        self_link=itself,
        hubs=tuple(link.get("href", "") for link in links if link.get("rel") == "hub"),
        updated=moment(built or text_of(channel, DC, "date")),
        previous=by_relation.get("prev-archive", ""),
        archive=next(children(channel, HISTORY, "archive"), None) is not None,
    )


def _item(item: _Element, space: str, base: str) -> KnownEntry:
    base = based(item, base)
    guid = next(children(item, space, "guid"), None)
    guid_text = all_text(guid) if guid is not None else item.get(f"{{{RDF}}}about", "").strip()
    is_link = guid is None or guid.get("isPermaLink", "true").strip().lower() != "false"
    link = text_of(item, FEEDBURNER, "origLink") or text_of(item, space, "link")
    if not link and is_link and "://" in guid_text:
        link = guid_text
    link = joined(base, link)
    date = text_of(item, space, "pubDate") or text_of(item, DC, "date")
    description = _raw(item, space, "description")
    encoded = _raw(item, _CONTENT, "encoded")
    return KnownEntry(
        id=guid_text or link,
        link=link,
        title=text_of(item, space, "title") or text_of(item, DC, "title"),
        published=moment(date),
        updated=moment(text_of(item, ATOM, "updated")),
        day_only=is_day(date),
        summary=description if encoded else "",
        content=encoded or description,
        categories=texts_of(item, space, "category") or texts_of(item, DC, "subject"),
        authors=texts_of(item, DC, "creator") or texts_of(item, space, "author"),
        enclosures=tuple(
            KnownEnclosure(
                joined(base, each.get("url", "")), each.get("length", ""), each.get("type", "")
            )
            for each in children(item, space, "enclosure")
        ),
    )


def _raw(element: _Element, space: str, name: str) -> str:
    child = next(children(element, space, name), None)
    return raw_text(child) if child is not None else ""
