"""How a feed in XML leads on: WebSub hubs, and archives (RFC 5005) with their pages."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.etree import SubElement, _Element

from feeds.syndicate.prepared import PreparedFeed, Way

__all__ = ["HISTORY", "link_on", "namespaces"]

HISTORY = "http://purl.org/syndication/history/1.0"


def namespaces(feed: PreparedFeed, way: Way) -> dict[str, str]:
    """The prefixes that `link_on` uses for the feed."""
    return {"fh": HISTORY} if feed.complete or way.current else {}


def link_on(parent: _Element, feed: PreparedFeed, way: Way, media_type: str, name: str) -> None:
    """Adds the feed's further links, and what it is in RFC 5005's terms, to its element.

    `media_type` is that of the pages, which are in the format of the feed, and `name` what
    a link is called there.
    """
    for relation, href in _links(feed, way):
        link = SubElement(parent, name, rel=relation, href=href)
        if relation != "hub":
            link.set("type", media_type)
    if way.current:
        SubElement(parent, f"{{{HISTORY}}}archive")
    if feed.complete:
        SubElement(parent, f"{{{HISTORY}}}complete")


def _links(feed: PreparedFeed, way: Way) -> Iterator[tuple[str, str]]:
    yield from (("hub", hub) for hub in feed.hubs)
    if way.current:
        yield "current", way.current
    if way.previous:
        yield "prev-archive", way.previous
    if way.next:
        yield "next-archive", way.next
