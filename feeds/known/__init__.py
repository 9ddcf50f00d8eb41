"""Feeds that readers know, whoever made them, and when two links in them are the same."""

from feeds.known.feed import KnownEnclosure, KnownEntry, KnownFeed
from feeds.known.links import plain_link
from feeds.known.parsing import looks_like_feed, parse

__all__ = [
    "KnownEnclosure",
    "KnownEntry",
    "KnownFeed",
    "looks_like_feed",
    "parse",
    "plain_link",
]
