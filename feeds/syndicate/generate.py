"""The part of a feedgen generator that Atom and RSS share.

What feedgen does not write, or writes wrong, the formats add through its extensions: two
classes each, one for the feed and one for an entry. feedgen makes them without arguments
and keeps them as the attribute `feeds`; their `source` is what they add from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from lxml.etree import _Element

from feeds.syndicate.prepared import PreparedEntry, PreparedFeed, Way

__all__ = ["EntryExtension", "FeedExtension", "Item", "generator", "item"]


class FeedExtension:
    """What feedgen asks of a feed's extension; `source` and `way` are set before it is asked."""

    source: PreparedFeed
    way: Way

    def extend_ns(self) -> dict[str, str]:
        """Prefixes and namespaces to declare on the root."""
        return {}


class EntryExtension:
    """What feedgen asks of an entry's extension; both are set before it is asked."""

    source: PreparedEntry
    namespaces: Mapping[str, str]


class Item(FeedEntry):  # type: ignore[misc]
    """An entry whose element is made once, and moves from feed to feed."""

    _element: _Element | None = None

    def atom_entry(self, extensions: bool = True) -> _Element:
        """The `entry` element."""
        if self._element is None:
            self._element = super().atom_entry(extensions)
        return self._element

    def rss_entry(self, extensions: bool = True) -> _Element:
        """The `item` element."""
        if self._element is None:
            self._element = super().rss_entry(extensions)
        return self._element


def item(entry: PreparedEntry, feed: PreparedFeed, extension: type[EntryExtension]) -> Item:
    """An entry that knows all but dates, authors and descriptions, for one format."""
    made = Item()
    made.register_extension("feeds", extension)
    made.feeds.source = entry
    made.feeds.namespaces = feed.namespaces
    made.title(entry.title)
    made.guid(entry.id, permalink=entry.id == entry.url)
    made.link(href=entry.url, rel="alternate", type="text/html", hreflang=entry.language)
    if entry.html:
        made.content(entry.html, type="html")
    made.category([{"term": each.term, "scheme": each.scheme} for each in entry.categories])
    return made


def generator(
    feed: PreparedFeed,
    way: Way,
    media_type: str,
    extension: type[FeedExtension],
    items: Iterable[Item],
) -> FeedGenerator:
    """A generator that knows all but dates, authors, descriptions and the program's name.

    `media_type` is the type of what it will write. The items stay in order.
    """
    made = FeedGenerator()
    made.register_extension("feeds", extension)
    made.feeds.source = feed
    made.feeds.way = way
    made.title(feed.title)
    made.language(feed.language)
    made.link(href=way.link, rel="self", type=media_type)
    # RSS takes as its <link> whichever comes last.
    made.link(href=feed.home, rel="alternate", type="text/html", hreflang=feed.language)
    if feed.rights:
        made.rights(feed.rights)
    made.entry([*items])
    return made
