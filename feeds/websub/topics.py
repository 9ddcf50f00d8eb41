"""The feeds in an output folder that a hub may be told of: those that name one themselves."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

from feeds.errors import ConfigurationError, error
from feeds.model import Site
from feeds.publish import MANIFEST, read_manifest
from feeds.urls import web_url

__all__ = ["Topic", "read_topics", "topics_of"]

_ATOM = "{http://www.w3.org/2005/Atom}"
_ENTRIES = (f"{_ATOM}entry", "item")
_CHUNK = 64 * 1024
_HEAD = 1024 * 1024
_SPACE = b"\xef\xbb\xbf \t\r\n"


@dataclass(frozen=True, slots=True)
class Topic:
    """A feed as it was built: `url` is its self link, which subscribers give to a hub as topic.

    `file` holds it, at `path` below the output folder, and `sha256` is that of what was built.
    """

    url: str
    hubs: tuple[str, ...]
    path: str
    sha256: str
    file: Path


def topics_of(site: Site, output: Path) -> tuple[Topic, ...]:
    """The feeds of a site that a hub may be told of.

    Raises `ConfigurationError` where the site has no hub, or its feeds in the folder have none.
    """
    if not site.hubs:
        remedy = 'Write hubs = ["https://…"] under [websub] in feeds.toml, then build and publish.'
        raise ConfigurationError(error("the site names no hub to tell", remedy=remedy))
    if topics := read_topics(output):
        return topics
    built = (output / MANIFEST).exists()
    what = "no feed here names a hub yet" if built else "nothing has been built here yet"
    remedy = "Run feeds build, put the result on the web, and then run this."
    raise ConfigurationError(error(what, str(output), remedy=remedy))


def read_topics(output: Path) -> tuple[Topic, ...]:
    """The feeds that this program wrote to the folder and that name a hub, by output path.

    What cannot be read, or is no feed, is none. Where two claim one address, the first does.
    """
    found: dict[str, Topic] = {}
    for path, digest in sorted(read_manifest(output).files.items()):
        try:
            with (output / path).open("rb") as file:
                links = _links(file)
        except OSError:
            continue
        own = [url for relation, href in links if relation == "self" and (url := web_url(href))]
        hubs = [url for relation, href in links if relation == "hub" and (url := web_url(href))]
        if own and hubs:
            topic = Topic(own[0], tuple(dict.fromkeys(hubs)), path, digest, output / path)
            found.setdefault(topic.url, topic)
    return tuple(found.values())


def _links(file: BinaryIO) -> Sequence[tuple[str, str]]:
    """The relations and targets of the feed's own links, which stand before its entries."""
    start = file.read(_CHUNK)
    match start.lstrip(_SPACE)[:1]:
        case b"<":
            return _xml_links(chain((start,), iter(lambda: file.read(_CHUNK), b"")))
        case b"{":
            return _json_links(start + file.read(_HEAD))
        case _:
            return ()


def _xml_links(chunks: Iterable[bytes]) -> Sequence[tuple[str, str]]:
    from lxml.etree import XMLPullParser, XMLSyntaxError

    parser = XMLPullParser(("start",), resolve_entities=False, no_network=True)
    links: list[tuple[str, str]] = []
    try:
        for chunk in islice(chunks, _HEAD // _CHUNK):
            parser.feed(chunk)
            for _, element in parser.read_events():
                if element.tag in _ENTRIES:
                    return links
                if element.tag == f"{_ATOM}link":
                    links.append((element.get("rel", ""), element.get("href", "")))
    except XMLSyntaxError:
        return ()
    return links


def _json_links(head: bytes) -> Sequence[tuple[str, str]]:
    """`feed_url`, and the hubs that are WebSub's (JSON Feed 1.1)."""
    links: list[tuple[str, str]] = []
    try:
        for key, value in _members(head.decode("utf-8-sig", "replace")):
            if key == "feed_url" and isinstance(value, str):
                links.append(("self", value))
            if key == "hubs" and isinstance(value, list):
                links += [
                    ("hub", str(hub.get("url")))
                    for hub in value
                    if isinstance(hub, dict) and hub.get("type") == "WebSub"
                ]
    except (ValueError, RecursionError):
        return ()
    return links


def _members(text: str) -> Iterator[tuple[object, object]]:
    """The members of an object, one after the other, up to `items`.

    A feed's items are nearly all of it, and nobody here wants them. Raises ValueError.
    """
    decode = json.JSONDecoder().raw_decode
    place = _after(text, 0, "{")
    while not text.startswith("}", place):
        key, place = decode(text, _skip(text, place))
        if key == "items":
            return
        value, place = decode(text, _skip(text, _after(text, place, ":")))
        yield key, value
        place = _skip(text, place)
        if not text.startswith("}", place):
            place = _skip(text, _after(text, place, ","))


def _after(text: str, place: int, mark: str) -> int:
    place = _skip(text, place)
    if not text.startswith(mark, place):
        raise ValueError(f"no {mark} at {place}")
    return place + 1


def _skip(text: str, place: int) -> int:
    while text[place : place + 1] in (" ", "\t", "\r", "\n"):
        place += 1
    return place
