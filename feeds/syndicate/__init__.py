"""A feed in every format it is asked for: records in, documents out.

A new format is one module with `MEDIA_TYPE`, `make_item` and `write`, and a line in `FORMATS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from feeds.model import Document, Feed, FeedFormat, Person
from feeds.syndicate import atom, json_feed, rss
from feeds.syndicate.prepared import PreparedEntry, PreparedFeed, Preparing, Way, way

__all__ = ["FORMATS", "Format", "Writing", "documents"]


_MOST_ITEMS = 6000


@dataclass(frozen=True, slots=True)
class Format:
    """How a format is served and written.

    `make_item` makes of an entry what `write`, given the feed, where it is, and the items in
    order, puts into any feed of the same authors.
    """

    media_type: str
    make_item: Callable[[PreparedEntry, PreparedFeed], Any]
    write: Callable[[PreparedFeed, Way, Any], bytes]


FORMATS: Mapping[FeedFormat, Format] = {
    "atom": Format(atom.MEDIA_TYPE, atom.make_item, atom.write),
    "rss": Format(rss.MEDIA_TYPE, rss.make_item, rss.write),
    "json": Format(json_feed.MEDIA_TYPE, json_feed.make_item, json_feed.write),
}


class Writing:
    """Writes feeds that share entries: what is made of an entry is made once for them all.

    As long as they are not too many: it forgets them then, and begins anew.
    """

    def __init__(self) -> None:
        self._preparing = Preparing()
        self._items: dict[tuple[FeedFormat, tuple[Person, ...]], dict[int, Any]] = {}

    def documents(self, feed: Feed) -> tuple[Document, ...]:
        """One document for each of the feed's paths, made from the paths of its posts.

        The same feed gives the same bytes on every machine and at any time. Raises ValueError
        where a post has a naive date, or no URL can be made of the base and a path.
        """
        if sum(map(len, self._items.values())) > _MOST_ITEMS:
            self._items.clear()
            self._preparing = Preparing()
        prepared = self._preparing.feed(feed)
        inputs = tuple(entry.post.path for entry in feed.entries)
        return tuple(
            Document(
                path=path,
                media_type=FORMATS[name].media_type,
                data=FORMATS[name].write(prepared, way(feed, name), self._of(prepared, name)),
                inputs=inputs,
            )
            for name, path in feed.paths.items()
        )

    def forget_items(self) -> None:
        """Forgets what was made of entries in each format, but not what these share."""
        self._items.clear()

    def _of(self, feed: PreparedFeed, name: FeedFormat) -> list[Any]:
        """The feed's items in a format."""
        known = self._items.setdefault((name, feed.authors), {})
        items = []
        for entry in feed.entries:
            # As long as it is here it is kept, and no other has its number.
            item = known.get(id(entry))
            if item is None:
                item = known[id(entry)] = FORMATS[name].make_item(entry, feed)
            items.append(item)
        return items


def documents(feed: Feed) -> tuple[Document, ...]:
    """The documents of a feed that shares its entries with no other (`Writing.documents`)."""
    return Writing().documents(feed)
