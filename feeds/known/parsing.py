"""A feed that readers know, whoever made it: Atom, RSS of every version, JSON Feed.

It may be anything at all: no entity is expanded, no DTD read, and nothing else fetched.
"""

from __future__ import annotations

import re
from dataclasses import replace
from hashlib import sha256

from feeds.known.feed import KnownFeed
from feeds.known.problems import wrong
from feeds.text import one_line

__all__ = ["looks_like_feed", "parse"]

_BOM = b"\xef\xbb\xbf"
_HTML = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
_HTML_START = 4096
_XML_FEED = re.compile(rb"<(?:[A-Za-z][\w.-]*:)?(?:feed|rss|RDF)[\s>]")
_JSON_FEED = re.compile(rb'"version"\s*:\s*"https?:(?:\\?/){2}(?:www\.)?jsonfeed\.org')
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def parse(data: bytes, place: str, address: str = "") -> KnownFeed:
    """Reads a feed of any kind; `address` is where it came from, if from the web.

    Raises `ConfigurationError` for what is no feed or cannot be read, and says what it is.
    """
    return replace(_parsed(data, place, address), sha256=sha256(data).hexdigest())


def _parsed(data: bytes, place: str, address: str) -> KnownFeed:
    text = data.removeprefix(_BOM).lstrip()
    if not text:
        raise wrong(place, "this is empty, and no feed")
    if text.startswith(b"{"):
        from feeds.known.json_feed import json_feed

        return json_feed(text, place, address)
    if _HTML.match(text[:_HTML_START]):
        remedy = 'Give the address in the link rel="alternate" of its head.'
        raise wrong(place, "this is an HTML page, and no feed", remedy=remedy)

    from feeds.known import atom, rss, xml

    root = xml.root_of(text if text != data else data, place)
    space, name = xml.name_of(root)
    if name == "feed" and space in atom.SPACES:
        return atom.atom_feed(root, place, address, space)
    if name == "rss":
        return rss.rss_feed(root, place, address, space)
    if name == "RDF" and space == rss.RDF:
        return rss.rdf_feed(root, place, address)
    if name.lower() == "html":
        raise wrong(place, "this is an HTML page, and no feed")
    raise wrong(place, f"this is XML, but no feed: its root is {one_line(name)[:60]}")


def looks_like_feed(head: bytes) -> bool:
    """Whether a file that begins so is meant as a feed, be it well-formed or not."""
    if head.startswith(_UTF_16):
        head = head[2:].replace(b"\0", b"")
    text = head.removeprefix(_BOM).lstrip()
    if text.startswith(b"{"):
        return _JSON_FEED.search(text) is not None
    return text.startswith(b"<") and _XML_FEED.search(text) is not None
