"""JSON Feed: https://www.jsonfeed.org/version/1.1/."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from html import escape

from feeds.known.feed import KnownEnclosure, KnownEntry, KnownFeed
from feeds.known.links import joined
from feeds.known.problems import wrong
from feeds.known.xml import is_day, moment
from feeds.text import legal, one_line

__all__ = ["json_feed"]

_Object = Mapping[str, object]


def json_feed(data: bytes, place: str, address: str) -> KnownFeed:
    """The feed that a JSON object is.

    Raises `ConfigurationError` for what is no JSON, and for JSON that is no feed.
    """
    try:
        feed = json.loads(data)
    except RecursionError:
        raise wrong(place, "this is nested too deeply") from None
    except UnicodeDecodeError:
        raise wrong(place, "this is JSON that is not UTF-8") from None
    except json.JSONDecodeError as problem:
        what = f"this is not well-formed JSON: {problem.msg}"
        raise wrong(place, what, problem.lineno) from None
    except ValueError:
        raise wrong(place, "this holds a number with too many digits") from None
    if "jsonfeed.org" not in _value(feed, "version"):
        raise wrong(place, "this is JSON, but no JSON Feed: its version does not say so")
    itself = _value(feed, "feed_url")
    address = address or itself
    return KnownFeed(
        place=place,
        form="JSON Feed",
        entries=tuple(_item(item, address) for item in _objects(feed, "items")),
        title=_value(feed, "title"),
        home=joined(address, _value(feed, "home_page_url")),
        address=address,
        language=_value(feed, "language"),
        self_link=itself,
        previous=joined(address, _value(feed, "next_url")),
        hubs=tuple(_value(hub, "url") for hub in _objects(feed, "hubs")),
    )


def _item(item: _Object, base: str) -> KnownEntry:
    link = joined(base, _value(item, "url"))
    published, updated = _value(item, "date_published"), _value(item, "date_modified")
    return KnownEntry(
        id=_value(item, "id") or link,
        link=link,
        title=_value(item, "title"),
        published=moment(published),
        updated=moment(updated),
        day_only=is_day(published or updated),
        summary=escape(_text(item, "summary"), quote=False),
        content=_text(item, "content_html") or escape(_text(item, "content_text"), quote=False),
        categories=_texts(item, "tags"),
        authors=tuple(filter(None, (_value(who, "name") for who in _people(item)))),
        enclosures=tuple(
            KnownEnclosure(
                joined(base, _value(each, "url")),
                _value(each, "size_in_bytes"),
                _value(each, "mime_type"),
            )
            for each in _objects(item, "attachments")
        ),
    )


def _people(item: _Object) -> Iterator[_Object]:
    """The authors, of which version 1.0 has one at most."""
    yield from _objects(item, "authors")
    if isinstance(author := item.get("author"), dict):
        yield author


def _objects(of: _Object, key: str) -> Iterator[_Object]:
    values = of.get(key)
    for value in values if isinstance(values, list) else ():
        if isinstance(value, dict):
            yield value


def _texts(of: _Object, key: str) -> tuple[str, ...]:
    values = of.get(key)
    found = values if isinstance(values, list) else []
    return tuple(one_line(value) for value in found if isinstance(value, str))


def _text(of: _Object, key: str) -> str:
    value = of.get(key)
    return legal(value) if isinstance(value, str) else ""


def _value(of: _Object, key: str) -> str:
    value = of.get(key)
    is_text = isinstance(value, (str, int)) and not isinstance(value, bool)
    return one_line(str(value)) if is_text else ""
