"""RSS 2.0 by its best practices: https://www.rssboard.org/rss-profile."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from html import escape
from urllib.parse import urlsplit

from lxml.etree import SubElement, _Element

from feeds import __version__
from feeds.dates import rfc5322
from feeds.model import Person
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
from feeds.syndicate.podcast import add_episode, add_show, podcast_namespaces
from feeds.syndicate.prepared import PreparedEntry, PreparedFeed, Way

__all__ = ["MEDIA_TYPE", "make_item", "write"]

MEDIA_TYPE = "application/rss+xml"

_FRAME = Frame(("rss", "channel"), "item", Item.rss_entry)

_ATOM = "http://www.w3.org/2005/Atom"
_DC = "http://purl.org/dc/elements/1.1/"
_SPECIFICATION = "https://www.rssboard.org/rss-specification"
_TTL = 60
_IN_COMMENTS = re.compile(r"[()\\]")
_IMAGES = (".gif", ".jpeg", ".jpg", ".png")


class _WithheldDate(datetime):
    """A date that is false, for which feedgen writes no element.

    Every date that feedgen writes into RSS sets the locale of the whole process; this
    keeps it from doing so, and from writing the time at which it was made.
    """

    def __bool__(self) -> bool:
        return False


_WITHHELD = _WithheldDate(1970, 1, 1, tzinfo=UTC)


class _RssFeed(FeedExtension):
    def extend_ns(self) -> dict[str, str]:
        return {
            **({"dc": _DC} if self.source.entries else {}),
            **namespaces(self.source, self.way),
            **media_namespace(self.source),
            **podcast_namespaces(self.source),
            **self.source.namespaces,
        }

    def extend_rss(self, rss: _Element) -> _Element:
        SubElement(rss[0], "lastBuildDate").text = rfc5322(self.source.updated)
        link_on(rss[0], self.source, self.way, MEDIA_TYPE, f"{{{_ATOM}}}link")
        if self.source.podcast:
            add_show(rss[0], self.source.podcast, self.way)
        add_elements(rss[0], self.source.elements, self.source.namespaces)
        show_by(rss, self.way, self.source.language)
        return rss


class _RssEntry(EntryExtension):
    """Adds the date, and as Dublin Core what RSS cannot say without an e-mail address."""

    authors: Iterable[Person]

    def extend_rss(self, item: _Element) -> _Element:
        SubElement(item, "pubDate").text = rfc5322(self.source.published)
        for author in self.authors:
            SubElement(item, f"{{{_DC}}}creator").text = author.name
        if self.source.own_language:
            SubElement(item, f"{{{_DC}}}language").text = self.source.own_language
            item.set(LANG, self.source.own_language)
        add_media(item, self.source)
        if self.source.episode:
            add_episode(item, self.source.episode, self.source)
        add_elements(item, self.source.elements, self.namespaces)
        return item


def make_item(entry: PreparedEntry, feed: PreparedFeed) -> Item:
    """The entry for RSS feeds of that feed's authors.

    Of its files, the first whose length and type are known is the enclosure; the profile
    allows no second. An item without authors names the feed's, as RFC 4287 §4.2.1 has it by
    inheritance. An item without an excerpt has its whole content as description.
    """
    made = item(entry, feed, _RssEntry)
    made.feeds.authors = entry.authors or feed.authors
    for enclosure in entry.enclosures:
        if enclosure.length is not None and enclosure.media_type:
            made.enclosure(enclosure.url, enclosure.length, enclosure.media_type)
            break
    if entry.excerpt:
        made.description(escape(entry.excerpt, quote=False), isSummary=True)
    return made


def write(feed: PreparedFeed, way: Way, items: Iterable[Item]) -> bytes:
    """The feed as an RSS document.

    A logo becomes the channel's image if it is of a kind that RSS knows.
    """
    made = generator(feed, way, MEDIA_TYPE, _RssFeed)
    made.description(feed.description or feed.title)
    made.updated(_WITHHELD)
    made.generator(f"feeds {__version__}")
    made.docs(_SPECIFICATION)
    made.ttl(_TTL)
    if urlsplit(feed.logo).path.lower().endswith(_IMAGES):
        made.image(feed.logo)
    editor = next((person for person in feed.authors if person.email), None)
    if editor:
        made.managingEditor(_mailbox(editor))
    return filled(made.rss_str(pretty=True), _FRAME, items)


def _mailbox(person: Person) -> str:
    """A mail address, and after it the name as a comment (RFC 822 §3.4.3), in which none is."""
    name = " ".join(_IN_COMMENTS.sub(" ", person.name).split())
    return f"{person.email} ({name})" if name else str(person.email)
