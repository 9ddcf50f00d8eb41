"""The bytes of a feed that readers know: a file's, or those that its address gives.

This is the only place in the program that asks the network for anything, and only for an
address that somebody gave for it.
"""

from __future__ import annotations

import time
import zlib
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from urllib import request
from urllib.error import HTTPError, URLError

from feeds import __version__
from feeds.collect.scan import MAX_POST_BYTES, read_file
from feeds.errors import BuildError, ConfigurationError, FeedsError, PostError, error
from feeds.known import KnownFeed, parse
from feeds.text import one_line
from feeds.urls import is_web_url, normalise

__all__ = ["MAX_FEED_BYTES", "read_feed"]

MAX_FEED_BYTES = MAX_POST_BYTES
_SECONDS = 30.0
_MOST_REDIRECTS = 5
_LONGEST = 200
_CHUNK = 64 * 1024
_GZIP = b"\x1f\x8b"
_HEADERS = (
    ("User-Agent", f"feeds/{__version__} (feeds init --against)"),
    ("Accept", "application/atom+xml, application/rss+xml, application/feed+json, */*;q=0.1"),
    ("Accept-Encoding", "identity"),
)


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
        raise ConfigurationError(_too_large(place).findings[0])
    if not unpacking.eof:
        raise ConfigurationError(error("what gzip packed is cut off", place))
    return unpacked


def _fetched(address: str) -> bytes:
    """What the address gives.

    A server that sends a byte now and then could hold up each step of a request for ever,
    so that another thread makes it, and is left to itself when the time is over.
    """
    answer: Queue[bytes | FeedsError] = Queue(1)
    Thread(target=lambda: answer.put(_asked(address)), daemon=True).start()
    try:
        got = answer.get(timeout=_SECONDS)
    except Empty:
        raise _too_slow(address) from None
    if isinstance(got, FeedsError):
        raise got
    return got


def _asked(address: str) -> bytes | FeedsError:
    try:
        with _opener().open(address, timeout=_SECONDS) as response:
            return _body(response, address)
    except HTTPError as problem:
        return _failed(address, f"the answer is {problem.code} {_short(problem.reason)}")
    except URLError as problem:
        return _failed(address, _short(problem.reason))
    except (OSError, HTTPException, ValueError) as problem:
        return _failed(address, _short(problem) or type(problem).__name__)


def _body(response: HTTPResponse, address: str) -> bytes | FeedsError:
    started, data = time.monotonic(), bytearray()
    while chunk := response.read1(_CHUNK):
        data += chunk
        if len(data) > MAX_FEED_BYTES:
            return _too_large(address)
        if time.monotonic() - started > _SECONDS:
            return _too_slow(address)
    return bytes(data)


class _Redirects(request.HTTPRedirectHandler):
    """Follows a few redirects, and to the web alone: the one of urllib would go to FTP too."""

    max_redirections = _MOST_REDIRECTS
    max_repeats = 1

    def redirect_request(  # type: ignore[no-untyped-def]
        self, req, fp, code, msg, headers, newurl
    ):
        if not is_web_url(newurl):
            raise URLError(f"it redirects to {_short(newurl)}")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _opener() -> request.OpenerDirector:
    """What opens web addresses and nothing else: no files, no FTP, no `data:`."""
    opener = request.OpenerDirector()
    for handler in (
        request.ProxyHandler,
        request.UnknownHandler,
        request.HTTPHandler,
        request.HTTPSHandler,
        request.HTTPDefaultErrorHandler,
        request.HTTPErrorProcessor,
        _Redirects,
    ):
        opener.add_handler(handler())
    opener.addheaders = list(_HEADERS)
    return opener


def _short(text: object) -> str:
    return one_line(str(text))[:_LONGEST]


def _failed(address: str, why: str) -> BuildError:
    return BuildError(
        error(
            f"the feed cannot be fetched: {why}", address, remedy="Or save it, and give the file."
        )
    )


def _too_slow(address: str) -> BuildError:
    return _failed(address, f"there was no whole answer in {_SECONDS:.0f} seconds")


def _too_large(place: str) -> BuildError:
    return BuildError(error(f"the feed is larger than {MAX_FEED_BYTES >> 20} MiB", place))
