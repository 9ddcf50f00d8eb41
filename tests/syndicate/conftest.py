"""Feeds from case files, and what every document must be like."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from feeds.config.extra import extra
from feeds.config.source import Source, Spot
from feeds.model import Body, Enclosure, Entry, Feed, Person, Post
from feeds.podcast.reading import episode, show
from feeds.syndicate import documents

HERE = Path(__file__).parent
CASES = HERE / "cases"
RFC_822 = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d "
    r"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d [+-]\d{4}"
)
ATOM = "{http://www.w3.org/2005/Atom}"
OF_CASES = ("{http://www.georss.org/georss}*", "{https://example.org/ns#}*")
DC = "{http://purl.org/dc/elements/1.1/}"
ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
PODCAST = "{https://podcastindex.org/namespace/1.0}"
REPEATED = {f"{ITUNES}category"} | {f"{PODCAST}{name}" for name in ("funding", "person", "trailer")}
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"


class NoMistakes:
    """A spot at which nothing may be wrong."""

    def at(self, *parts: str | int) -> NoMistakes:
        """Itself."""
        return self

    def wrong(self, what: str, remedy: str = "") -> None:
        """Fails."""
        raise AssertionError(what)


NO_MISTAKES = NoMistakes()


@dataclass(frozen=True)
class Case:
    """A feed and the folder and name under which its expected documents lie."""

    name: str
    feed: Feed

    def expected(self, form: str) -> Path:
        """The file that holds what is expected in that format."""
        ending = "json" if form == "json" else f"{form}.xml"
        return CASES / f"{self.name}.{ending}"


def entry_from(table: dict[str, Any]) -> Entry:
    """An entry from a table that names the fields of its post, its body and its files.

    A lone `enclosure` is the post's picture, too, as it is where no files are declared.
    """
    table = dict(table)
    body = Body(
        html=table.pop("html", ""),
        excerpt=table.pop("excerpt", ""),
    )
    enclosures = [Enclosure(**each) for each in table.pop("enclosures", ())]
    picture = Enclosure(**table.pop("picture")) if "picture" in table else None
    if enclosure := table.pop("enclosure", None):
        picture = Enclosure(**enclosure)
        enclosures = [picture]
    if "podcast" in table:
        table["episode"] = episode({"podcast": table.pop("podcast")}, NO_MISTAKES, str)
    for name in ("categories", "tags"):
        table[name] = tuple(table.get(name, ()))
    table["authors"] = tuple(Person(**person) for person in table.get("authors", ()))
    return Entry(Post(**table), body, tuple(enclosures), picture)


def feed_from(table: dict[str, Any], entries: list[dict[str, Any]]) -> Feed:
    """A feed from a table of its fields and one for each entry."""
    people = tuple(Person(**person) for person in table.get("authors", ()))
    if "podcast" in table:
        table = {**table, "podcast": show(table["podcast"], NO_MISTAKES, str)}
    if "extra" in table:
        table = {**table, "extra": extra(table["extra"], Spot(Source("feeds.toml")))}
    return Feed(
        **{"description": "", **table, "authors": people},
        entries=tuple(entry_from(entry) for entry in entries),
    )


@pytest.fixture(params=sorted(path.stem for path in CASES.glob("*.toml")))
def case(request: pytest.FixtureRequest) -> Case:
    """Each case in turn."""
    data = tomllib.loads((CASES / f"{request.param}.toml").read_text(encoding="utf-8"))
    return Case(request.param, feed_from(data["feed"], data.get("entries", [])))


@pytest.fixture(scope="session")
def make_entry() -> Callable[..., Entry]:
    """Entries that are complete but for what the test names."""

    def make(**given: Any) -> Entry:
        table = {
            "path": "posts/a.md",
            "id": "https://example.org/a/",
            "url": "https://example.org/a/",
            "title": "A",
            "published": datetime(2025, 11, 10, 4, 42, 48, tzinfo=UTC),
            "updated": datetime(2025, 11, 10, 4, 42, 48, tzinfo=UTC),
            "language": "en",
            **given,
        }
        return entry_from(table)

    return make


@pytest.fixture(scope="session")
def make_feed() -> Callable[..., Feed]:
    """Feeds that are complete but for what the test names."""

    def make(*entries: Entry, **given: Any) -> Feed:
        fields = {
            "title": "Notes",
            "description": "",
            "home": "https://example.org/",
            "base": "https://example.org",
            "language": "en",
            "paths": {"atom": "atom.xml", "rss": "rss.xml", "json": "feed.json"},
            "authors": (Person("Notes"),),
            **given,
        }
        return Feed(entries=entries, **fields)

    return make


@pytest.fixture(scope="session")
def write() -> Callable[[Feed], tuple[etree._Element, etree._Element]]:
    """The feed's Atom root and RSS channel, read again by lxml."""

    def roots(feed: Feed) -> tuple[etree._Element, etree._Element]:
        data = {document.media_type: document.data for document in documents(feed)}
        atom = etree.fromstring(data["application/atom+xml"])
        rss = etree.fromstring(data["application/rss+xml"])
        return atom, rss[0]

    return roots


@pytest.fixture(scope="session")
def atom_schema() -> etree.RelaxNG:
    """RFC 4287 as a grammar."""
    return etree.RelaxNG(etree.parse(HERE / "atom.rng"))


def check_links(element: etree._Element) -> None:
    """RFC 4287 §4.1.1, §4.1.2: one self link at most, one alternate a type and language."""
    links = element.findall(f"{ATOM}link")
    kinds = Counter(tuple(map(link.get, ("rel", "type", "hreflang"))) for link in links)
    alternates = [count for (rel, *_), count in kinds.items() if rel == "alternate"]
    assert alternates
    assert set(alternates) == {1}
    assert sum(count for (rel, *_), count in kinds.items() if rel == "self") <= 1


@pytest.fixture(scope="session")
def check_atom(atom_schema: etree.RelaxNG) -> Callable[[bytes], None]:
    """Fails unless the bytes are a valid Atom feed document with a self link."""

    def check(data: bytes) -> None:
        root = etree.fromstring(data)
        etree.strip_elements(root, *OF_CASES)
        atom_schema.assertValid(root)
        assert [link.get("type") for link in root if link.get("rel") == "self"] == [
            "application/atom+xml"
        ]
        check_links(root)
        for entry in root.findall(f"{ATOM}entry"):
            check_links(entry)
        ids = [entry.findtext(f"{ATOM}id") for entry in root.findall(f"{ATOM}entry")]
        assert len(set(ids)) == len(ids)

    return check


def check_item(item: etree._Element) -> None:
    """Fails unless the item is complete, and says nothing twice."""
    counts = Counter(child.tag for child in item)
    for name in ("title", "link", "guid", "pubDate"):
        assert counts[name] == 1, name
    for name in ("description", f"{CONTENT}encoded", "enclosure", f"{DC}language"):
        assert counts[name] <= 1, name
    assert not (counts["author"] and counts[f"{DC}creator"])
    assert not counts[f"{CONTENT}encoded"] or counts["description"]
    for name in ("title", "link", "guid"):
        assert item.findtext(name)
    permalink = item.findtext("guid") == item.findtext("link")
    assert item.find("guid").get("isPermaLink") == str(permalink).lower()
    assert RFC_822.fullmatch(item.findtext("pubDate"))
    for enclosure in item.iterchildren("enclosure"):
        assert sorted(enclosure.attrib) == ["length", "type", "url"]
        assert enclosure.get("length").isdigit()
    assert all(category.text and category.get("domain") for category in item.findall("category"))


_JSON_FEED = {
    **dict.fromkeys(("version", "title", "home_page_url", "feed_url", "description"), str),
    **dict.fromkeys(("next_url", "icon", "favicon", "language"), str),
    **dict.fromkeys(("authors", "hubs", "items"), list),
}
_JSON_ITEM = {
    **dict.fromkeys(("id", "url", "title", "content_html", "content_text", "summary"), str),
    **dict.fromkeys(("image", "date_published", "date_modified", "language"), str),
    **dict.fromkeys(("authors", "tags", "attachments"), list),
}
_RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")


def _is_made_of(value: dict[str, Any], types: dict[str, type]) -> None:
    value = {key: one for key, one in value.items() if not key.startswith("_")}
    assert {key: type(one) for key, one in value.items()} == {key: types[key] for key in value}
    assert all(value.values())
    assert all(set(author) <= {"name", "url", "avatar"} for author in value.get("authors", ()))


@pytest.fixture(scope="session")
def check_json() -> Callable[[bytes], None]:
    """Fails unless the bytes are a JSON Feed 1.1 of no other members than it knows."""

    def check(data: bytes) -> None:
        feed = json.loads(data)
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["title"]
        items = feed.pop("items")
        _is_made_of(feed, _JSON_FEED)
        for item in items:
            _is_made_of(item, _JSON_ITEM)
            assert item["id"]
            assert ("content_html" in item) != ("content_text" in item)
            assert _RFC_3339.fullmatch(item["date_published"])
            assert all(type(tag) is str and tag for tag in item.get("tags", ()))
            for attachment in item.get("attachments", ()):
                assert attachment["url"]
                assert attachment["mime_type"]
        assert len({item["id"] for item in items}) == len(items)

    return check


@pytest.fixture(scope="session")
def check_rss() -> Callable[[bytes], None]:
    """Fails unless the bytes are RSS 2.0 as its specification and best practices want it."""

    def check(data: bytes) -> None:
        root = etree.fromstring(data)
        assert root.tag == "rss"
        assert root.get("version") == "2.0"
        assert set(root.attrib) <= {"version", "{http://www.w3.org/XML/1998/namespace}lang"}
        (channel,) = root
        counts = Counter(child.tag for child in channel if child.tag != "item")
        required = "title link description language lastBuildDate generator docs ttl"
        assert set(required.split()) <= set(counts)
        assert all(channel.findtext(name) for name in required.split())
        assert RFC_822.fullmatch(channel.findtext("lastBuildDate"))
        links = list(channel.iterchildren(f"{ATOM}link"))
        places = {(link.get("rel"), link.get("href")) for link in links}
        assert len(places) == counts.pop(f"{ATOM}link")
        assert {count for tag, count in counts.items() if tag not in REPEATED} == {1}
        assert [each.get("type") for each in links if each.get("rel") == "self"] == [
            "application/rss+xml"
        ]
        for image in channel.iterchildren("image"):
            assert [child.tag for child in image] == ["url", "title", "link"]
            assert image.findtext("title") == channel.findtext("title")
            assert image.findtext("link") == channel.findtext("link")
        for item in channel.iterchildren("item"):
            check_item(item)

    return check
