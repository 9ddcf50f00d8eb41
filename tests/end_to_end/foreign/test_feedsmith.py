"""feedsmith, the parser of npm: Atom, RSS, JSON Feed and OPML.

It is installed by `make peers`, or lies in the folder that FEEDS_PEERS names.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent
RELATIONS = ("self", "hub", "prev-archive", "next-archive", "current")


@pytest.fixture
def parsed(
    built: Any, lacking: Callable[[str], None], program: Callable[[str], str]
) -> dict[str, Any]:
    """What it makes of every feed of a site, by path, and of the list of them."""
    place = Path(os.environ.get("FEEDS_PEERS", HERE.parents[2] / "build" / "peers"))
    modules = place / "node_modules"
    if not (modules / "feedsmith").is_dir():
        lacking("feedsmith is not installed: make peers")
    asked = [f"{form}={path}" for path, (form, _) in built.feeds.items()]
    command = [program("node"), HERE / "feedsmith.mjs", modules, built.folder, "opml=feeds.opml"]
    done = subprocess.run([*command, *asked], capture_output=True, check=True, timeout=120)
    return dict(json.loads(done.stdout))


def test_everything_is_read_whole(built: Any, parsed: dict[str, Any]) -> None:
    """Readers built on it would refuse a feed, or show something else than the post says."""
    of = {"atom": of_atom, "rss": of_rss, "json": of_json}
    for path, form, feed in built.of("atom", "rss", "json"):
        itself, entries = of[form](parsed[path])
        expected = built.feed(path)
        for found, wanted in zip(entries, built.entries(path), strict=True):
            own = {"language": wanted["language"]} if wanted["language"] == feed.language else {}
            assert {**found, **{k: v for k, v in own.items() if not found[k]}} == wanted, path
        links = itself.pop("links")
        assert links == (built.links(path) if form != "json" else json_links(built, path))
        assert itself == {name: expected[name] for name in itself}, path


def of_atom(feed: dict[str, Any]) -> tuple[dict[str, Any], Iterator[dict[str, Any]]]:
    """An Atom feed, and its entries in the shape of `Built.entries`."""
    alternates = by_relation(feed["links"]).pop("alternate")
    itself = {
        "id": feed["id"],
        "title": feed["title"]["value"],
        "link": alternates[0],
        "description": feed.get("subtitle", {}).get("value", ""),
        "language": feed["xml"]["lang"],
        "updated": moment(feed["updated"]),
        "authors": [each["name"] for each in feed["authors"]],
        "rights": feed.get("rights", {}).get("value", ""),
        "icon": feed.get("icon", ""),
        "logo": feed.get("logo", ""),
        "links": led(feed["links"]),
    }
    return itself, (
        {
            "id": each["id"],
            "link": by_relation(each["links"])["alternate"][0],
            "title": each["title"]["value"],
            "published": moment(each["published"]),
            "updated": moment(each["updated"]),
            "authors": [author["name"] for author in each.get("authors", ())],
            "categories": [category["term"] for category in each.get("categories", ())],
            "summary": each.get("summary", {}).get("value", ""),
            "html": each.get("content", {}).get("value", ""),
            "files": [
                (link["href"], link.get("type", ""), link.get("length"))
                for link in each["links"]
                if link["rel"] == "enclosure"
            ],
            "language": each.get("xml", {}).get("lang"),
        }
        for each in feed.get("entries", ())
    )


def of_rss(feed: dict[str, Any]) -> tuple[dict[str, Any], Iterator[dict[str, Any]]]:
    """An RSS feed likewise."""
    itself = {
        "title": feed["title"],
        "link": feed["link"],
        "language": feed["language"],
        "updated": mailed(feed["lastBuildDate"]),
        "rights": feed.get("copyright", ""),
        "links": led(feed["atom"]["links"]),
    }
    return itself, (
        {
            "id": each["guid"]["value"],
            "link": each["link"],
            "title": each["title"],
            "published": mailed(each["pubDate"]),
            "updated": None,
            "authors": each["dc"]["creators"],
            "categories": [category["name"] for category in each.get("categories", ())],
            "summary": each.get("description", ""),
            "html": each.get("content", {}).get("encoded", ""),
            "files": [
                (one["url"], one["type"], one["length"]) for one in each.get("enclosures", ())
            ],
            "language": each["dc"].get("languages", [None])[0],
        }
        for each in feed.get("items", ())
    )


def of_json(feed: dict[str, Any]) -> tuple[dict[str, Any], Iterator[dict[str, Any]]]:
    """A JSON Feed likewise."""
    links = {"self": [feed["feed_url"]], "next": [feed.get("next_url")]}
    itself = {
        "title": feed["title"],
        "link": feed["home_page_url"],
        "description": feed.get("description", ""),
        "language": feed["language"],
        "authors": [each["name"] for each in feed["authors"]],
        "icon": feed.get("favicon", ""),
        "logo": feed.get("icon", ""),
        "links": {**links, "hub": [each["url"] for each in feed.get("hubs", ())]},
    }
    return itself, (
        {
            "id": each["id"],
            "link": each["url"],
            "title": each["title"],
            "published": moment(each["date_published"]),
            "updated": moment(each["date_modified"]),
            "authors": [author["name"] for author in each.get("authors", ())],
            "categories": each.get("tags", []),
            "summary": each.get("summary", ""),
            "html": each.get("content_html", ""),
            "files": [
                (one["url"], one["mime_type"], one.get("size_in_bytes"))
                for one in each.get("attachments", ())
            ],
            "language": each.get("language"),
        }
        for each in feed["items"]
    )


def json_links(built: Any, path: str) -> dict[str, list[str | None]]:
    """Where a JSON Feed leads: it calls the page before in its archive the next one."""
    links = built.links(path)
    return {
        "self": links["self"],
        "next": links.get("prev-archive", [None]),
        "hub": links.get("hub", []),
    }


def by_relation(links: list[dict[str, str]]) -> dict[str, list[str]]:
    """Links by what they are."""
    found = defaultdict(list)
    for link in links:
        found[link["rel"]].append(link["href"])
    return found


def led(links: list[dict[str, str]]) -> dict[str, list[str]]:
    """Those by which a feed leads on."""
    return {rel: hrefs for rel, hrefs in by_relation(links).items() if rel in RELATIONS}


def moment(text: str) -> datetime:
    """A date of RFC 3339."""
    return datetime.fromisoformat(text).astimezone(UTC)


def mailed(text: str) -> datetime:
    """A date of RFC 5322."""
    return parsedate_to_datetime(text).astimezone(UTC)


def test_the_list_names_every_feed(built: Any, parsed: dict[str, Any]) -> None:
    """Somebody who imports the list would lack a feed, or get it under another name."""
    listed: dict[str, dict[str, Any]] = {}
    for outline in parsed["feeds.opml"]["body"]["outlines"]:
        for each in outline.get("outlines", [outline]):
            assert each["xmlUrl"] not in listed
            listed[each["xmlUrl"]] = each
    subscribed = {
        tuple(feed.paths.values()): feed for _, feed in built.feeds.values() if not feed.current
    }
    for feed in subscribed.values():
        urls = [built.links(path)["self"][0] for path in feed.paths.values()]
        (url,) = [url for url in urls if url in listed]
        outline = listed.pop(url)
        assert outline["type"] == "rss"
        assert (outline["title"], outline["htmlUrl"]) == (feed.title, feed.home)
        assert outline.get("description", "") == feed.description
        assert outline["language"] == feed.language
    assert not listed
