"""JSON Feed 1.1: https://www.jsonfeed.org/version/1.1/."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from feeds.check.feed import json_item
from feeds.check.feed.flaws import Flaw, shortened, table
from feeds.check.feed.json_item import people
from feeds.check.feed.json_values import Place, typed
from feeds.check.feed.located_json import LocatedJson
from feeds.check.feed.values import holds_markup
from feeds.errors import Level

__all__ = ["RULES", "find"]

RULES = {
    **table(
        Level.ERROR,
        {
            "json-version-missing": (
                "A JSON Feed says which version it is of.",
                'Add "version": "https://jsonfeed.org/version/1.1".',
            ),
            "json-version": (
                "The version is one that there is.",
                'Write "https://jsonfeed.org/version/1.1".',
            ),
            "json-title-missing": ("A feed has a title.", "Give it one."),
            "json-items-missing": ("A feed has items.", 'Add "items": [].'),
            "json-id-twice": (
                "No two items have one id: readers show one of them.",
                "Give each post an id of its own.",
                "feed_id",
            ),
            "json-hub-incomplete": ("A hub has a type and a url.", "Add what is missing."),
            "json-next-url-same": (
                "The next page is not the feed itself: readers would go round for ever.",
                "Leave next_url out on the last page.",
            ),
        },
    ),
    **table(
        Level.WARNING,
        {
            "json-feed-url-missing": (
                "A feed says where it is itself.",
                "Add feed_url.",
            ),
            "json-home-page-missing": (
                "A feed says where its site is.",
                "Add home_page_url.",
            ),
            "json-title-html": (
                "Titles and descriptions are plain text.",
                "Take the elements out.",
            ),
        },
    ),
    **table(
        Level.HINT,
        {
            "json-version-old": (
                "A feed is of version 1.1.",
                'Write "https://jsonfeed.org/version/1.1".',
            ),
            "json-author-old": (
                "Authors are a list, authors: author was of version 1.",
                "Write authors, and keep author for old readers only.",
            ),
        },
    ),
}

_NEWEST = "https://jsonfeed.org/version/1.1"
_OLD = "https://jsonfeed.org/version/1"
_KINDS = {
    "version": "text",
    "title": "text",
    "home_page_url": "url",
    "feed_url": "url",
    "description": "text",
    "user_comment": "text",
    "next_url": "url",
    "icon": "url",
    "favicon": "url",
    "author": "object",
    "authors": "list",
    "language": "text",
    "expired": "yes",
    "hubs": "list",
    "items": "list",
}
_HUB = {"type": "text", "url": "url"}


def find(json: LocatedJson) -> Iterator[Flaw]:
    """Every flaw of a JSON Feed's own rules."""
    feed, place = json.value, Place(json)
    if not isinstance(feed, dict):
        return
    yield from typed(feed, _KINDS, place, "the feed")
    yield from _feed(feed, place)
    yield from people(feed, place, "the feed")
    yield from _hubs(feed.get("hubs"), place.of("hubs"))
    items = feed.get("items")
    if not isinstance(items, list):
        return
    for index, item in enumerate(items):
        where = place.of("items", index)
        if not isinstance(item, dict):
            what = f"an item is {shortened(repr(item))}, and not an object"
            yield Flaw("json-wrong-type", what, where.line, entry=index)
            continue
        for flaw in json_item.find(item, where):
            yield replace(flaw, entry=index)
    yield from _twice(items, place)


def _feed(feed: Mapping[str, object], place: Place) -> Iterator[Flaw]:
    version = feed.get("version")
    if version is None:
        yield Flaw("json-version-missing", "the feed has no version", place.line)
    elif version == _OLD:
        yield Flaw("json-version-old", "the feed is of version 1", place.of("version").line)
    elif version != _NEWEST:
        what = f"the version is {shortened(str(version)) or 'empty'}"
        yield Flaw("json-version", what, place.of("version").line)
    title = feed.get("title")
    if title is None or (isinstance(title, str) and not title.strip()):
        yield Flaw("json-title-missing", "the feed has no title", place.line)
    if "items" not in feed:
        yield Flaw("json-items-missing", "the feed has no items", place.line)
    if "feed_url" not in feed:
        yield Flaw("json-feed-url-missing", "the feed does not say where it is", place.line)
    if "home_page_url" not in feed:
        yield Flaw("json-home-page-missing", "the feed does not say where its site is", place.line)
    for name in ("title", "description"):
        value = feed.get(name)
        if isinstance(value, str) and holds_markup(value):
            what = f"the {name} is {shortened(value)}"
            yield Flaw("json-title-html", what, place.of(name).line)
    following = feed.get("next_url")
    if following and following in (feed.get("feed_url"), ""):
        what = "next_url leads to the feed itself"
        yield Flaw("json-next-url-same", what, place.of("next_url").line)
    if "author" in feed and "authors" not in feed and version != _OLD:
        yield Flaw("json-author-old", "the feed has an author", place.of("author").line)


def _hubs(hubs: object, place: Place) -> Iterator[Flaw]:
    if not isinstance(hubs, list):
        return
    for index, hub in enumerate(hubs):
        where = place.of(index)
        if not isinstance(hub, dict):
            what = f"a hub is {shortened(repr(hub))}, and not an object"
            yield Flaw("json-wrong-type", what, where.line)
            continue
        yield from typed(hub, _HUB, where, "a hub")
        if missing := [name for name in _HUB if not hub.get(name)]:
            what = f"a hub has no {' and no '.join(missing)}"
            yield Flaw("json-hub-incomplete", what, where.line)


def _twice(items: Sequence[object], place: Place) -> Iterator[Flaw]:
    seen: set[str] = set()
    for index, item in enumerate(items):
        own = item.get("id") if isinstance(item, dict) else None
        if isinstance(own, (str, int, float)) and str(own):
            if str(own) in seen:
                what = f"two items have the id {shortened(str(own))}"
                line = place.of("items", index, "id").line
                yield Flaw("json-id-twice", what, line, entry=index)
            seen.add(str(own))
