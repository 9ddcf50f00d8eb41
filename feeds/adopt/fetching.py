"""The bytes of a feed that readers know: a file's, or those that its address gives."""

from __future__ import annotations

import zlib
from pathlib import Path

from feeds.collect.scan import MAX_POST_BYTES, read_file
from feeds.errors import BuildError, ConfigurationError, Finding, PostError, error
from feeds.known import KnownFeed, parse
from feeds.urls import is_web_url, normalise
from feeds.web import Bounds, NoAnswerError, TooLargeError, fetch

__all__ = ["MAX_FEED_BYTES", "read_feed"]

MAX_FEED_BYTES = MAX_POST_BYTES
_SECONDS = 30.0
_GZIP = b"\x1f\x8b"
_HEADERS = {"Accept": "application/atom+xml, application/rss+xml, application/feed+json, */*;q=0.1"}


def read_feed(place: str) -> KnownFeed:
    """The feed in that file or at that `http` or `https` URL.

    Raises `BuildError` where an address cannot be asked, and `ConfigurationError` where a
    file cannot be read, or what was found is no feed.
    """
    if is_web_url(place):
        try:
            address = normalise(place)
        except ValueError:
            raise ConfigurationError(error("this is no address", place)) from None
        data = _unpacked(_fetched(address), place)
        return parse(data, place, address)
    if "://" in place:
        raise ConfigurationError(
            error("a feed is fetched from http and https alone", place, remedy="Save it first.")
        )
    return parse(_unpacked(_read(place), place), place)


def _read(place: str) -> bytes:
    file = Path(place)
    try:
        return read_file(file.parent, file.name)
    except (PostError, ValueError) as problem:
        what = problem.findings[0].what if isinstance(problem, PostError) else "no file"
        remedy = "Give the file of a feed, or its address with https:// before it."
        raise ConfigurationError(error(what, place, remedy=remedy)) from None


def _unpacked(data: bytes, place: str) -> bytes:
    """The data, unpacked where they are packed by gzip, within the same limit."""
    if not data.startswith(_GZIP):
        return data
    unpacking = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        unpacked = unpacking.decompress(data, MAX_FEED_BYTES + 1)
    except zlib.error:
        raise ConfigurationError(error("what gzip packed is damaged", place)) from None
    if len(unpacked) > MAX_FEED_BYTES:
        raise ConfigurationError(_too_large(place))
    if not unpacking.eof:
        raise ConfigurationError(error("what gzip packed is cut off", place))
    return unpacked


def _fetched(address: str) -> bytes:
    """What the address gives; whoever gave it may mean a machine of their own."""
    bounds = Bounds(_SECONDS, MAX_FEED_BYTES, private=True)
    try:
        reply = fetch(address, "feeds init --against", headers=_HEADERS, bounds=bounds)
    except TooLargeError:
        raise BuildError(_too_large(address)) from None
    except NoAnswerError as problem:
        raise _failed(address, problem.why) from None
    if reply.failed:
        raise _failed(address, reply.words)
    return reply.data


def _failed(address: str, why: str) -> BuildError:
    remedy = "Or save it, and give the file."
    return BuildError(error(f"the feed cannot be fetched: {why}", address, remedy=remedy))


def _too_large(place: str) -> Finding:
    return error(f"the feed is larger than {MAX_FEED_BYTES >> 20} MiB", place)
