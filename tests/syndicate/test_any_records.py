"""Any records at all, in every format: valid, read again as they were, safe, and the same bytes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Any
from unittest.mock import patch

import feedparser
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import etree

from feeds import syndicate
from feeds.content.limits import TooMuchError
from feeds.content.sanitise import sanitise
from feeds.model import Body, Element, Enclosure, Entry, Extra, Feed, Person, Post
from feeds.podcast.records import Episode, Funding, Location, Participant, Show, Soundbite, Trailer
from feeds.syndicate import Writing, documents
from feeds.text import legal, one_line
from feeds.urls import normalise

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
PATHS = {"atom": "atom.xml", "rss": "rss.xml", "json": "feed.json"}
SETTINGS = settings(
    max_examples=settings.default.max_examples // 3,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)

TEXT = st.text(st.characters(exclude_categories=()), max_size=10)
PIECES = st.sampled_from(
    [
        *("]]>", "<![CDATA[", "<!--", "-->", "&amp;", "&#0;", "&lt;b&gt;", "\r\n", "\xa0"),
        *("<script>alert(1)</script>", "<p>", "</p>", "<b onclick=x>", "</div>", "<table><td>"),
        *("<a href='javascript:x'>", "<a href=../b?c&d#e>", "<img src=/p.png alt='a\"b'>", "</a>"),
        *(
            "<svg><style>",
            "<pre>\n",
            "<iframe src=//y.example>",
            "{{ x }}",
            "潮",
            "e\u0301",
            "\U0001f30a",
        ),
    ]
)
MARKUP = st.lists(TEXT | PIECES, max_size=8).map("".join)
LINE = MARKUP.map(one_line)
NAME = LINE.filter(bool)
TERMS = st.lists(NAME, max_size=3).map(tuple)
URL = st.builds("{}{}".format, st.just("https://example.org/"), LINE).map(normalise)
ID = URL | NAME.map(lambda text: normalise(f"tag:example.org,2026:{text}"))
LANGUAGE = st.sampled_from(["en", "ja", "pt-BR", "zh-Hant-TW"])
SECOND = timedelta(seconds=1)
OFFSET = st.integers(-86_399, 86_399).map(lambda seconds: timezone(seconds * SECOND))
# The collector takes no date of the years 1 and 9999, which not every zone has.
WHEN = st.datetimes(
    datetime(2, 1, 1),  # noqa: DTZ001
    datetime(9998, 12, 31),  # noqa: DTZ001
    timezones=OFFSET | st.just(UTC),
).map(lambda when: when.replace(microsecond=0))
PEOPLE = st.lists(
    st.builds(Person, NAME, st.none() | LINE | st.just("a@example.org"), st.none() | URL),
    max_size=3,
).map(tuple)
FILE = st.builds(
    Enclosure,
    URL,
    length=st.none() | st.integers(0, 2**60),
    media_type=st.sampled_from([None, "audio/mpeg", "image/png", "application/x-y+z"]),
    duration=st.none() | st.floats(0, 1e6),
    title=LINE,
    width=st.none() | st.integers(1, 9999),
    height=st.none() | st.integers(1, 9999),
    alt=LINE,
    language=st.none() | LANGUAGE,
)
TAKING_PART = st.lists(st.builds(Participant, NAME, LINE, LINE, st.none() | URL), max_size=2)
EPISODE = st.builds(
    Episode,
    episode=st.sampled_from([None, 1, 2.5, 300]),
    season=st.none() | st.integers(1, 9),
    season_name=LINE,
    type=st.sampled_from([None, "full", "bonus"]),
    explicit=st.none() | st.booleans(),
    duration=st.none() | st.floats(0, 1e6),
    image=st.none() | URL,
    title=LINE,
    author=LINE,
    summary=LINE,
    people=TAKING_PART.map(tuple),
    soundbites=st.lists(st.builds(Soundbite, st.floats(0, 99), st.floats(1, 99), LINE)).map(tuple),
    location=st.none() | st.builds(Location, NAME),
)
SHOW = st.builds(
    Show,
    author=LINE,
    owner_name=LINE,
    owner_email=st.sampled_from([None, "a@example.org"]),
    categories=st.sampled_from([(), (("Arts", "Books"), ("Technology", None))]),
    image=st.none() | URL,
    locked=st.none() | st.booleans(),
    funding=st.lists(st.builds(Funding, URL, LINE), max_size=2).map(tuple),
    people=TAKING_PART.map(tuple),
    trailers=st.lists(st.builds(Trailer, URL, LINE, WHEN), max_size=2).map(tuple),
    copyright=LINE,
)
EXTRA = st.sampled_from(
    [
        Extra(),
        Extra(
            (("own", "https://example.org/ns#"), ("own_2", "http://www.georss.org/georss")),
            (Element("own:a.b", "T <&> ]]>", (("c.d", "e"),)), Element("own_2:f")),
            (("own:said", "said"), ("own_2:a.b", "said")),
        ),
    ]
)


@st.composite
def posts(draw: Any, number: int) -> Entry:
    """Any post, with a body that was sanitised as all are."""
    url = draw(URL)
    try:
        html = sanitise(legal(draw(MARKUP)), url)
    except TooMuchError:
        html = ""
    said = draw(st.none() | MARKUP | st.lists(MARKUP, max_size=2) | st.integers())
    post = Post(
        path=f"posts/{number}.md",
        id=draw(ID),
        url=url,
        title=draw(LINE),
        published=draw(WHEN),
        updated=draw(WHEN),
        language=draw(LANGUAGE),
        categories=draw(TERMS),
        tags=draw(TERMS),
        authors=draw(PEOPLE),
        front_matter={"said": said},
        episode=draw(st.none() | EPISODE),
    )
    files = draw(st.lists(FILE, max_size=3))
    picture = draw(st.none() | FILE | st.sampled_from(files) if files else st.none())
    return Entry(post, Body(html, draw(LINE)), tuple(files), picture)


@st.composite
def entries(draw: Any) -> tuple[Entry, ...]:
    """Some posts, each with an id of its own."""
    found = [draw(posts(number)) for number in range(draw(st.integers(0, 3)))]
    return tuple({entry.post.id: entry for entry in found}.values())


@st.composite
def feeds(draw: Any, shown: st.SearchStrategy[tuple[Entry, ...]]) -> Feed:
    """Any feed of those posts."""
    pages = st.sampled_from([{}, {form: f"old/{path}" for form, path in PATHS.items()}])
    return Feed(
        title=draw(NAME),
        description=draw(LINE),
        home=draw(URL),
        base="https://example.org",
        language=draw(LANGUAGE),
        paths=PATHS,
        entries=draw(shown),
        id=draw(st.none() | ID),
        content=draw(st.sampled_from(["full", "full", "summary", "read on"])),
        authors=draw(PEOPLE.filter(bool)),
        rights=draw(st.none() | LINE),
        icon=draw(st.none() | URL),
        logo=draw(st.none() | URL.map(lambda url: f"{url}.png")),
        extra=draw(EXTRA),
        hubs=draw(st.lists(URL, max_size=2, unique=True).map(tuple)),
        previous=draw(pages),
        next={},
        current=draw(pages),
        podcast=draw(st.none() | SHOW),
        stylesheet=draw(st.sampled_from(["", "feeds.css"])),
    )


def mailed(text: str) -> datetime:
    """A date of RFC 5322; the standard library takes a year before 100 for one of this age."""
    year = int(re.findall(r" (\d{4}) ", text)[0])
    shifted = parsedate_to_datetime(text.replace(f" {year:04} ", f" {year % 400 + 2000} ", 1))
    return shifted - (datetime(year % 400 + 2000, 1, 1) - datetime(year, 1, 1))  # noqa: DTZ001


def read(form: str, data: bytes) -> list[dict[str, Any]]:
    """What is in a document, entry by entry."""
    if form == "json":
        return [
            {
                "id": item["id"],
                "title": item["title"],
                "published": datetime.fromisoformat(item["date_published"]),
                "updated": datetime.fromisoformat(item["date_modified"]),
                "categories": item.get("tags", []),
                "html": item.get("content_html", ""),
                "summary": item.get("summary", ""),
            }
            for item in json.loads(data)["items"]
        ]
    root = etree.fromstring(data)
    if form == "atom":
        return [
            {
                "id": entry.findtext(f"{ATOM}id"),
                "title": entry.findtext(f"{ATOM}title"),
                "published": datetime.fromisoformat(entry.findtext(f"{ATOM}published")),
                "updated": datetime.fromisoformat(entry.findtext(f"{ATOM}updated")),
                "categories": [each.get("term") for each in entry.iterfind(f"{ATOM}category")],
                "html": entry.findtext(f"{ATOM}content") or "",
                "summary": entry.findtext(f"{ATOM}summary") or "",
            }
            for entry in root.iterfind(f"{ATOM}entry")
        ]
    return [
        {
            "id": item.findtext("guid"),
            "title": item.findtext("title"),
            "published": mailed(item.findtext("pubDate")),
            "categories": [each.text for each in item.iterfind("category")],
            "html": item.findtext(CONTENT) or "",
            "description": item.findtext("description") or "",
        }
        for item in root.iter("item")
    ]


def expected(form: str, entry: Entry) -> dict[str, Any]:
    """What each format has to say of an entry, whatever the feed shows of its body."""
    post = entry.post
    categories = [*dict.fromkeys(post.categories), *dict.fromkeys(post.tags)]
    found = {
        "id": post.id,
        "title": post.title or post.url,
        "published": post.published,
        "updated": post.updated,
        "categories": list(dict.fromkeys(categories)) if form == "json" else categories,
        "summary": entry.body.excerpt,
    }
    if form == "rss":
        del found["updated"], found["summary"]
    return found


@pytest.fixture(scope="session")
def checks(
    check_atom: Callable[[bytes], None],
    check_rss: Callable[[bytes], None],
    check_json: Callable[[bytes], None],
) -> Mapping[str, Callable[[bytes], None]]:
    """What fails for an invalid document, by format."""
    return {"atom": check_atom, "rss": check_rss, "json": check_json}


@SETTINGS
@given(feed=feeds(entries()))
def test_every_format_is_valid_and_says_the_same(checks: Any, feed: Feed) -> None:
    """Some post would make a feed invalid, be lost from it, or be changed on its way."""
    for form, document in zip(PATHS, documents(feed), strict=True):
        checks[form](document.data)
        found = read(form, document.data)
        for entry, one in zip(feed.entries, found, strict=True):
            wanted = expected(form, entry)
            assert {key: one[key] for key in wanted} == wanted
            if feed.content == "full" and (form != "rss" or entry.body.excerpt):
                assert one["html"] == entry.body.html


@SETTINGS
@given(feed=feeds(entries()).map(lambda feed: replace(feed, paths={"json": "feed.json"})))
def test_json_is_as_its_schema_has_it(json_feed_errors: Any, feed: Feed) -> None:
    """A reader that is strict would refuse a JSON Feed."""
    (document,) = documents(feed)
    assert not json_feed_errors(document.data)


@SETTINGS
@given(feed=feeds(entries()))
def test_html_is_what_the_sanitiser_lets_through(feed: Feed) -> None:
    """A post could run a script in readers, or leak who they are."""
    for form, document in zip(PATHS, documents(feed), strict=True):
        for entry, one in zip(feed.entries, read(form, document.data), strict=True):
            for html in (one["html"], one.get("description", "")):
                again = sanitise(html, entry.post.url)
                assert again.replace("&nbsp;", "\xa0") == html.replace("&nbsp;", "\xa0")


@SETTINGS
@given(feed=feeds(entries()))
def test_feedparser_finds_every_entry(feed: Feed) -> None:
    """A feed reader would refuse the whole feed for what one post holds."""
    for form, document in zip(PATHS, documents(feed), strict=True):
        if form != "json":
            parsed = feedparser.parse(document.data)
            assert not parsed.bozo, parsed.bozo_exception
            assert [each.id for each in parsed.entries] == [each.post.id for each in feed.entries]


@settings(SETTINGS, max_examples=25)
@given(data=st.data(), shown=entries(), most=st.sampled_from([0, 6000]))
def test_feeds_that_share_entries_do_not_meet(data: Any, shown: Any, most: int) -> None:
    """A feed would change with the feeds that are written before it, and so on every run."""
    some = st.sets(st.integers(0, 2))
    these = some.map(lambda chosen: tuple(each for n, each in enumerate(shown) if n in chosen))
    wanted = [data.draw(feeds(these)) for _ in range(3)]
    wanted += [replace(wanted[0], title="Another"), wanted[0]]
    with patch.object(syndicate, "_MOST_ITEMS", most):
        writing = Writing()
        for feed in wanted:
            assert writing.documents(feed) == documents(feed)
