"""Atom 1.0: https://www.rfc-editor.org/rfc/rfc4287."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lxml.etree import _Element

from feeds import __version__
from feeds.dates import rfc3339
from feeds.model import Enclosure, Person
from feeds.syndicate.extra import add_elements
from feeds.syndicate.generate import (
    EntryExtension,
    FeedExtension,
    Frame,
    Item,
    filled,
    generator,
    item,
)
from feeds.syndicate.links import link_on, namespaces
from feeds.syndicate.look import LANG, show_by
from feeds.syndicate.media import add_media, media_namespace
from feeds.syndicate.prepared import PreparedEntry, PreparedFeed, Way

__all__ = ["MEDIA_TYPE", "make_item", "write"]

MEDIA_TYPE = "application/atom+xml"

_FRAME = Frame(("feed",), "entry", Item.atom_entry)


class _AtomFeed(FeedExtension):
    def extend_ns(self) -> dict[str, str]:
        return {
            **namespaces(self.source, self.way),
            **media_namespace(self.source),
            **self.source.namespaces,
        }

    def extend_atom(self, feed: _Element) -> _Element:
        for updated in feed.iterchildren("updated"):
            updated.text = rfc3339(self.source.updated)
        link_on(feed, self.source, self.way, MEDIA_TYPE, "link")
        add_elements(feed, self.source.elements, self.source.namespaces)
        show_by(feed, self.way, self.source.language)
        return feed


class _AtomEntry(EntryExtension):
    """Gives links back the attributes that feedgen loses, and an entry its language."""

    links: Iterable[Mapping[str, str]]

    def extend_atom(self, entry: _Element) -> _Element:
        for element, link in zip(entry.iterchildren("link"), self.links, strict=True):
            for name in ("rel", "type", "hreflang", "length", "title"):
                if link.get(name):
                    element.set(name, link[name])
        for updated in entry.iterchildren("updated"):
            updated.text = rfc3339(self.source.updated)
        for published in entry.iterchildren("published"):
            published.text = rfc3339(self.source.published)
        if self.source.own_language:
            entry.set(LANG, self.source.own_language)
        add_media(entry, self.source)
        add_elements(entry, self.source.elements, self.namespaces)
        return entry


def make_item(entry: PreparedEntry, feed: PreparedFeed) -> Item:
    """The entry for Atom feeds."""
    made = item(entry, feed, _AtomEntry)
    for enclosure in entry.enclosures:
        made.link(**_link(enclosure))
    made.feeds.links = made.link()
    made.published(entry.published)
    made.updated(entry.updated)
    made.author(_authors(entry.authors))
    if entry.excerpt:
        made.summary(entry.excerpt, type="text")
    return made


def write(feed: PreparedFeed, way: Way, items: Iterable[Item]) -> bytes:
    """The feed as an Atom feed document. Pages of its archive have its id."""
    made = generator(feed, way, MEDIA_TYPE, _AtomFeed)
    made.id(feed.id or way.current or way.link)
    made.updated(feed.updated)
    made.generator("feeds", version=__version__)
    made.author(_authors(feed.authors))
    if feed.description:
        made.subtitle(feed.description)
    if feed.icon:
        made.icon(feed.icon)
    if feed.logo:
        made.logo(feed.logo)
    return filled(made.atom_str(pretty=True), _FRAME, items)


def _link(enclosure: Enclosure) -> dict[str, str]:
    """An enclosure as a link (RFC 4287 §4.2.7), with what is known of it."""
    link = {
        "href": enclosure.url,
        "rel": "enclosure",
        "type": enclosure.media_type or "",
        "length": "" if enclosure.length is None else str(enclosure.length),
        "title": enclosure.title,
        "hreflang": enclosure.language or "",
    }
    return {name: value for name, value in link.items() if value}


def _authors(people: Iterable[Person]) -> list[dict[str, str | None]]:
    return [{"name": each.name, "email": each.email, "uri": each.url} for each in people]
