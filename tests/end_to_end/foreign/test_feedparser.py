"""Universal Feed Parser, in whose eyes no feed may be malformed."""

from __future__ import annotations

import calendar
import time
from datetime import UTC, datetime
from typing import Any

import feedparser

RELATIONS = ("self", "hub", "prev-archive", "next-archive", "current")


def moment(parsed: time.struct_time | None) -> datetime | None:
    """The date that it read."""
    return parsed and datetime.fromtimestamp(calendar.timegm(parsed), UTC)


def name_of(author: Any, form: str) -> str:
    """An author's name; one that is written as RSS has addresses is read as such there."""
    if form == "rss" and "email" in author:
        return f"{author.email} ({author.name})"
    return str(author.name)


def entry_of(read: Any, form: str) -> dict[str, Any]:
    """What it makes of an entry, in the shape of `Built.entries`.

    It takes the content for a summary where there is none, without details then.
    """
    html = [each for each in read.get("content", ()) if each.type == "text/html"]
    summary = read.summary if "summary_detail" in read else ""
    return {
        "id": read.id,
        "link": read.link,
        "title": read.title,
        "published": moment(read.published_parsed),
        "updated": moment(read["updated_parsed"]) if "updated_parsed" in read else None,
        "authors": [name_of(each, form) for each in read.get("authors", ())],
        "categories": [tag.term for tag in read.get("tags", ())],
        "summary": summary,
        "html": html[0].value if html else "",
        "files": [
            (each.href, each.get("type", ""), int(each.length) if "length" in each else None)
            for each in read.enclosures
        ],
        "language": read.title_detail.language,
    }


def test_every_entry_is_read_whole(built: Any) -> None:
    """Readers built on it would refuse a feed, or show something else than the post says."""
    for path, form, feed in built.of("atom", "rss"):
        parsed = feedparser.parse(
            built.data(path), sanitize_html=False, resolve_relative_uris=False
        )
        assert not parsed.bozo, (path, parsed.bozo_exception)
        assert parsed.version == {"atom": "atom10", "rss": "rss20"}[form]
        entries = [entry_of(each, form) for each in parsed.entries]
        for found, expected in zip(entries, built.entries(path), strict=True):
            assert found == expected, path
        links = {
            rel: [each.href for each in parsed.feed.links if each.rel == rel] for rel in RELATIONS
        }
        assert {rel: hrefs for rel, hrefs in links.items() if hrefs} == built.links(path)
        expected = built.feed(path)
        assert {name: parsed.feed.get(name) or "" for name in ("title", "link")} == {
            name: expected[name] for name in ("title", "link")
        }
        assert parsed.feed.title_detail.language == expected["language"]
        subtitle = parsed.feed.get("subtitle", "")
        assert subtitle == expected["description"] or (form, subtitle) == ("rss", feed.title)
        assert parsed.feed.get("rights", "") == expected["rights"]
        assert moment(parsed.feed.updated_parsed) == expected["updated"]
        assert ("fh_archive" in parsed.feed) == expected["archive"]
        assert ("fh_complete" in parsed.feed) == expected["complete"]
        if form == "atom":
            assert parsed.feed.id == expected["id"]
            assert [each.name for each in parsed.feed.authors] == expected["authors"]
            assert parsed.feed.get("icon", "") == expected["icon"]
            assert parsed.feed.get("logo", "") == expected["logo"]
        else:
            assert parsed.feed.language == expected["language"]
