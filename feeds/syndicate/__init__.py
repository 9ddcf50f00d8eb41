"""A feed in every format it is asked for: records in, documents out.

A new format is one module with `MEDIA_TYPE` and `write`, and a line in `FORMATS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from feeds.model import Document, Feed, FeedFormat
from feeds.syndicate import atom, json_feed, rss
from feeds.syndicate.prepared import PreparedFeed, Way, prepare, way

__all__ = ["FORMATS", "Format", "documents"]


@dataclass(frozen=True, slots=True)
class Format:
    """How a format is served and written; `write` takes the feed and where it is."""

    media_type: str
    write: Callable[[PreparedFeed, Way], bytes]


FORMATS: Mapping[FeedFormat, Format] = {
    "atom": Format(atom.MEDIA_TYPE, atom.write),
    "rss": Format(rss.MEDIA_TYPE, rss.write),
    "json": Format(json_feed.MEDIA_TYPE, json_feed.write),
}


def documents(feed: Feed) -> tuple[Document, ...]:
    """One document for each of the feed's paths, made from the paths of its posts.

    The same feed gives the same bytes on every machine and at any time. Raises ValueError
    where a post has a naive date, or no URL can be made of the base and a path.
    """
    prepared = prepare(feed)
    inputs = tuple(entry.post.path for entry in feed.entries)
    return tuple(
        Document(
            path=path,
            media_type=FORMATS[name].media_type,
            data=FORMATS[name].write(prepared, way(feed, name)),
            inputs=inputs,
        )
        for name, path in feed.paths.items()
    )
