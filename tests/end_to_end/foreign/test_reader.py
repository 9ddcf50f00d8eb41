"""The feed reader library `reader`, with the sanitising that its users get."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import lxml.html
import pytest
from reader import Reader, make_reader

WORD = re.compile(r"[^\s(),]+")
VERSIONS = {"atom": "atom10", "rss": "rss20", "json": "json11"}


@pytest.fixture
def reader(built: Any, monkeypatch: pytest.MonkeyPatch) -> Reader:
    """It, once it has subscribed to every feed of a site, by its path.

    The copy of feedparser that it brings along asks for a module that Python 3 lacks.
    """
    monkeypatch.setenv("READER_NO_VENDORED_FEEDPARSER", "1")
    made = make_reader(":memory:", feed_root=str(built.folder))
    for path in built.feeds:
        made.add_feed(path)
    for result in made.update_feeds_iter():
        assert not isinstance(result.value, Exception), result
    return made


def test_everything_is_stored_whole(built: Any, reader: Reader) -> None:
    """Its users would miss posts, or see something else than a post says."""
    stored: dict[str, dict[str, Any]] = {path: {} for path in built.feeds}
    for entry in reader.get_entries():
        stored[entry.feed_url][entry.id] = entry
    for path, form, _ in built.of("atom", "rss", "json"):
        expected = {each["id"]: each for each in built.entries(path)}
        assert set(stored[path]) == set(expected), path
        for key, entry in stored[path].items():
            check_entry(entry, expected[key], form)
    for feed in reader.get_feeds():
        check_feed(feed, built.feed(feed.url), built.feeds[feed.url][0])


def check_feed(feed: Any, expected: dict[str, Any], form: str) -> None:
    """Fails unless it knows the feed as the site has it."""
    assert feed.version == VERSIONS[form]
    assert (feed.title, feed.link) == (expected["title"], expected["link"])
    assert feed.updated == (None if form == "json" else expected["updated"])
    assert feed.subtitle in (expected["description"] or None, expected["title"])
    if form != "rss":
        assert [each.name for each in feed.authors] == expected["authors"]


def check_entry(entry: Any, expected: dict[str, Any], form: str) -> None:
    """Fails unless it knows the entry as the record has it.

    Of several authors in XML it knows the last, and takes one of RSS apart at commas and
    parentheses, as if it held addresses.
    """
    assert (entry.link, entry.title) == (expected["link"], expected["title"])
    assert (entry.published, entry.updated) == (expected["published"], expected["updated"])
    authors = [each.name for each in entry.authors]
    if form == "rss":
        parts = [part for each in entry.authors for part in (each.name, each.email) if part]
        assert sorted(WORD.findall(" ".join(parts))) == sorted(
            WORD.findall(" ".join(expected["authors"][-1:]))
        )
    else:
        assert authors == expected["authors"][-1 if form == "atom" else 0 :]
    if expected["html"]:
        (content,) = entry.content
        assert content.type == "text/html"
        assert content.language == expected["language"]
        assert words(content.value) == words(expected["html"])
    assert words(entry.summary) == words(expected["summary"]) or expected["html"]
    files = [(each.href, each.type or "", each.length) for each in entry.enclosures]
    assert Counter(files) == Counter(expected["files"])


def words(html: str) -> str:
    """The words of a piece of HTML."""
    text = lxml.html.fromstring(f"<div>{html}</div>").text_content() if html else ""
    return " ".join(text.split())
