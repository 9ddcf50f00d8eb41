"""The feeds in an output folder that a hub may be told of: those that name one themselves."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
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
    """A feed as it is written: `url` is its self link, which subscribers give to a hub as topic.

    `path` is its output path, and `size` its length in bytes.
    """

    url: str
    hubs: tuple[str, ...]
    path: str
    sha256: str
    size: int


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
    for path in sorted(read_manifest(output).files):
        try:
            with (output / path).open("rb") as file:
                topic = _topic(path, file)
        except OSError:
            continue
        if topic is not None:
            found.setdefault(topic.url, topic)
    return tuple(found.values())


def _topic(path: str, file: BinaryIO) -> Topic | None:
    head = file.read(_HEAD)
    start = head.lstrip(_SPACE)[:1]
    links = _xml_links(head) if start == b"<" else _json_links(head) if start == b"{" else ()
    own = [url for relation, href in links if relation == "self" and (url := web_url(href))]
    hubs = [url for relation, href in links if relation == "hub" and (url := web_url(href))]
    if not own or not hubs:
        return None
    digest, size = sha256(head), len(head)
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
        size += len(chunk)
    return Topic(own[0], tuple(dict.fromkeys(hubs)), path, digest.hexdigest(), size)


def _xml_links(head: bytes) -> Sequence[tuple[str, str]]:
    """The relations and targets of the feed's own links, which stand before its entries."""
    from lxml.etree import XMLPullParser, XMLSyntaxError

    parser = XMLPullParser(("start",), resolve_entities=False, no_network=True)
    links: list[tuple[str, str]] = []
    try:
        for place in range(0, len(head), _CHUNK):
            parser.feed(head[place : place + _CHUNK])
            for _, element in parser.read_events():
                if element.tag in _ENTRIES:
                    return links
                if element.tag == f"{_ATOM}link":
                    links.append((element.get("rel", ""), element.get("href", "")))
    except XMLSyntaxError:
        return ()
    return links


def _json_links(head: bytes) -> Sequence[tuple[str, str]]:
    """The same of a JSON Feed: `feed_url`, and the hubs that are WebSub's."""
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
