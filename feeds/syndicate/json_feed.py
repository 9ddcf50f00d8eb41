"""JSON Feed 1.1: https://www.jsonfeed.org/version/1.1/."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from feeds.dates import rfc3339
from feeds.model import Enclosure, Person
from feeds.syndicate.extra import as_json
from feeds.syndicate.prepared import PreparedEntry, PreparedFeed, Way

__all__ = ["MEDIA_TYPE", "make_item", "write"]

MEDIA_TYPE = "application/feed+json"

_VERSION = "https://jsonfeed.org/version/1.1"
_Object = dict[str, object]
_encode = json.JSONEncoder(ensure_ascii=False, indent=1).encode


def write(feed: PreparedFeed, way: Way, items: Iterable[bytes]) -> bytes:
    """The feed as a JSON Feed. `next_url` leads to the page before in its archive.

    It says no date of its own: JSON Feed has none. An item without content has its title or
    URL as text, since one of the two contents must be there.
    """
    made = _present(
        {
            "version": _VERSION,
            "title": feed.title,
            "home_page_url": feed.home,
            "feed_url": way.link,
            "description": feed.description,
            "next_url": way.previous,
            "icon": feed.logo,
            "favicon": feed.icon,
            "authors": _authors(feed.authors),
            "language": feed.language,
            "hubs": [{"type": "WebSub", "url": hub} for hub in feed.hubs],
        }
    )
    made |= as_json(feed.elements)
    # Each item is a whole value: that of a post is encoded once for all the feeds it is in.
    head = _encode(made).removesuffix("\n}")
    return b"".join((f'{head},\n "items": ['.encode(), b",\n".join(items), b"]\n}\n"))


def make_item(entry: PreparedEntry, _: PreparedFeed) -> bytes:
    """The entry as the JSON of an item."""
    content = "content_html" if entry.html else "content_text"
    made = _present(
        {
            "id": entry.id,
            "url": entry.url,
            "title": entry.title,
            content: entry.html or entry.excerpt or entry.title,
            "summary": entry.excerpt,
            "image": entry.picture.url if entry.picture else None,
            "date_published": rfc3339(entry.published),
            "date_modified": rfc3339(entry.updated),
            "authors": _authors(entry.authors),
            "tags": list(dict.fromkeys(each.term for each in entry.categories)),
            "language": entry.own_language,
            "attachments": [_attachment(each) for each in entry.enclosures if each.media_type],
        }
    )
    return _encode(made | as_json(entry.elements)).encode()


def _attachment(enclosure: Enclosure) -> _Object:
    return _present(
        {
            "url": enclosure.url,
            "mime_type": enclosure.media_type,
            "title": enclosure.title,
            "size_in_bytes": enclosure.length,
            "duration_in_seconds": enclosure.duration,
        }
    )


def _authors(people: Iterable[Person]) -> list[_Object]:
    """Authors by name and URL; one whose URL is not known may have a mail address as such."""
    return [
        _present(
            {
                "name": person.name,
                "url": person.url or (f"mailto:{person.email}" if person.email else None),
            }
        )
        for person in people
    ]


def _present(values: Mapping[str, object]) -> _Object:
    """The object without what has no value."""
    return {key: value for key, value in values.items() if value not in (None, "", [])}
