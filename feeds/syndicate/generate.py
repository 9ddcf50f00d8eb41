"""The part of a feedgen generator that Atom and RSS share.

What feedgen does not write, or writes wrong, the formats add through its extensions: two
classes each, one for the feed and one for an entry. feedgen makes them without arguments
and keeps them as the attribute `feeds`; their `source` is what they add from.
"""

from __future__ import annotations

from feedgen.feed import FeedGenerator

from feeds.syndicate.prepared import PreparedEntry, PreparedFeed, Way

__all__ = ["EntryExtension", "FeedExtension", "generator"]


class FeedExtension:
    """What feedgen asks of a feed's extension; `source` and `way` are set before it is asked."""

    source: PreparedFeed
    way: Way

    def extend_ns(self) -> dict[str, str]:
        """Prefixes and namespaces to declare on the root."""
        return {}


class EntryExtension:
    """What feedgen asks of an entry's extension; `source` is set before it is asked."""

    source: PreparedEntry


def generator(
    feed: PreparedFeed,
    way: Way,
    media_type: str,
    feed_extension: type[FeedExtension],
    entry_extension: type[EntryExtension],
) -> FeedGenerator:
    """A generator that knows all but dates, authors, descriptions and the program's name.

    `media_type` is the type of what it will write. The entries stay in the feed's order.
    """
    made = FeedGenerator()
    made.register_extension("feeds", feed_extension, entry_extension)
    made.feeds.source = feed
    made.feeds.way = way
    made.title(feed.title)
    made.language(feed.language)
    made.link(href=way.link, rel="self", type=media_type)
    # RSS takes as its <link> whichever comes last.
    made.link(href=feed.home, rel="alternate", type="text/html", hreflang=feed.language)
    if feed.rights:
        made.rights(feed.rights)
    for entry in feed.entries:
        item = made.add_entry(order="append")
        item.feeds.source = entry
        item.title(entry.title)
        item.guid(entry.id, permalink=entry.id == entry.url)
        item.link(href=entry.url, rel="alternate", type="text/html", hreflang=entry.language)
        if entry.enclosure:
            item.enclosure(entry.enclosure.url, entry.enclosure.length, entry.enclosure.media_type)
        if entry.html:
            item.content(entry.html, type="html")
        item.category([{"term": each.term, "scheme": each.scheme} for each in entry.categories])
    return made
