"""The page of posts: each with where it is shown and why not elsewhere, and filters for them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import pytest
from lxml import html

from feeds.model import By
from feeds.newsroom.reasons import Why
from feeds.preview.searching import STATES
from feeds.preview.words import LANGUAGES, words

FERRY = "posts/ferry.md"


def write(site: Path, name: str, front: str) -> None:
    """A post of which nothing matters but its front matter."""
    (site / "posts" / f"{name}.md").write_text(f"---\n{front}\n---\nText.\n", encoding="utf-8")


def rows(ask: Any, address: str = "/posts", language: str = "en") -> dict[str, str]:
    """The text of each row, by the path in it."""
    answer = ask(address, language=language)
    assert answer.status == 200
    page = html.document_fromstring(answer.text)
    return {
        row.xpath("string(.//code[1])"): " ".join(row.text_content().split())
        for row in page.xpath('//ol[contains(@class, "posts")]/li')
    }


def test_a_post_says_where_it_is_shown(ask: Any) -> None:
    """An editor could not tell which posts made it into which newsletter and feed."""
    page = html.document_fromstring(ask("/posts").text)
    first = page.xpath('//li[@class="row"]')[0]
    assert "The first ferry" in first.text_content()
    assert FERRY in first.text_content()
    shown_at = first.xpath('.//a[contains(@class, "chip")]/@href')
    assert shown_at[:2] == ["/newsletters/weekly", "/feeds/atom.xml"]
    assert any(address.startswith("/feeds/categories/") for address in shown_at)


@pytest.mark.parametrize(
    ("front", "why", "mark"),
    [
        ("draft: true\ndate: 2026-11-01", "Shown nowhere: it is a draft", "draft"),
        ("date: 2026-12-24 10:00", "it is dated in the future, 2026-12-24 10:00", "future"),
        ("date: 2026-11-01\nexpires: 2026-11-02", "it expired at 2026-11-02 00:00", "expired"),
        ("date: 2026-11-21\nfeed: false\ncategory: Sea", "it says feed: false", "in no feed"),
        ("date: 2025-01-01", "it is older than the days that are shown (7)", ""),
        ("date: 2026-11-21", "it has no category", ""),
    ],
)
def test_a_post_says_what_keeps_it_out(
    ask: Any, small_site: Path, front: str, why: str, mark: str
) -> None:
    """An editor would search for a post in vain, and not learn what to do about it."""
    write(small_site, "held", f"title: Held back\n{front}")
    text = rows(ask)["posts/held.md"]
    assert why in text
    assert mark in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_is_said_has_words(language: str) -> None:
    """A page would end in an error as soon as a post is kept out by what is rare."""
    known = words(language).by_name
    assert {name for name in get_args(Why) if f"posts.why.{name}" not in known} == set()
    assert {name for name in STATES if f"posts.state.{name or 'any'}" not in known} == set()
    assert {name for name in get_args(By) if f"posts.by.{name}" not in known} == set()


def test_reasons_are_said_in_japanese(ask: Any, small_site: Path) -> None:
    """A Japanese editor would read English."""
    write(small_site, "held", "title: 控え\ndate: 2026-11-01\nexpires: 2026-11-02")
    assert "2026-11-02 00:00 に期限が切れました" in rows(ask, language="ja")["posts/held.md"]


def test_an_edition_says_what_it_leaves_out(ask: Any, small_site: Path) -> None:
    """An editor could not tell what the open edition has, and who decided so."""
    edition = small_site / "editions/weekly/2026-11-23.md"
    edition.parent.mkdir(parents=True)
    window = "window:\n  from: 2026-11-16\n  to: 2026-11-23\n"
    picks = "picks:\n  - posts/ferry.md\n"
    exclude = "exclude:\n  posts/hostile.md: later\n"
    edition.write_text(f"---\n{window}{picks}{exclude}---\n", encoding="utf-8")
    found = rows(ask)
    assert "Harbour Weekly 2026-11-23 – picked – leads" in found[FERRY]
    left = found["posts/hostile.md"]
    assert "Newsletter Harbour Weekly 2026-11-23" in left
    assert "edition 2026-11-23 leaves it to the next one" in left


def test_a_broken_post_is_there_with_its_line(ask: Any, small_site: Path) -> None:
    """The post that somebody looks for would be the one that is not in the list."""
    write(small_site, "broken", "title: [<b>\ndate: 2026-11-01")
    first, text = next(iter(rows(ask).items()))
    assert first == "posts/broken.md"
    assert "cannot be used" in text
    assert "posts/broken.md:2" in text or "posts/broken.md:3" in text
    assert list(rows(ask, "/posts?state=unread")) == ["posts/broken.md"]
    assert "posts/broken.md" not in rows(ask, "/posts?category=sea")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("text=FERRY+first", {FERRY}),
        ("text=posts/quay", {"posts/quay.md"}),
        ("text=%EF%BC%B1uay", {"posts/quay.md"}),
        ("text=anna+berg", {"posts/quay.md"}),
        ("text=nothing+like+it", set()),
        ("category=sea", {FERRY}),
        ("tag=walks", {"posts/quay.md"}),
        ("author=anna+berg", {"posts/quay.md"}),
        ("language=ja", {"posts/quay.md"}),
        ("since=2026-11-20", {FERRY}),
        ("until=2026-11-02", {"posts/quay.md"}),
        ("since=2026-11-02&until=2026-11-02", {"posts/quay.md"}),
        ("state=draft", {"posts/draft.md"}),
        ("state=nowhere", {"posts/draft.md"}),
        ("state=shown&text=posts/", {FERRY, "posts/hostile.md", "posts/quay.md"}),
        ("state=draft&category=sea", set()),
    ],
)
def test_filters(ask: Any, small_site: Path, query: str, expected: set[str]) -> None:
    """An editor of ten thousand posts would not find the one that is wanted."""
    quay = "title: Quay\ntags: [Walks]\nauthor: Anna Berg\nlang: ja"
    write(small_site, "quay", f"{quay}\ndate: 2026-11-02T00:30:00+09:00")
    write(small_site, "draft", "title: A draft\ndraft: true\ndate: 2026-11-10")
    assert set(rows(ask, f"/posts?{query}")) == expected


def test_filters_stay_in_the_form(ask: Any) -> None:
    """Who changes one filter would lose the others."""
    page = html.document_fromstring(ask("/posts?text=a%22b&state=shown&since=2026-11-02").text)
    (form,) = page.xpath("//form")
    expected = {"text": 'a"b', "state": "shown", "since": "2026-11-02"}
    assert {name: value for name, value in form.fields.items() if value} == expected
    assert form.method == "GET"
    assert page.xpath("//details/@open")
    labels = set(page.xpath("//form//label/@for"))
    assert labels == set(page.xpath("//form//input/@id | //form//select/@id"))


@pytest.mark.parametrize(
    "query",
    ["since=tomorrow&until=9", "state=x", "page=-1", "page=999999999999", "page=x", "text=%00"],
)
def test_nonsense_is_not_asked_for(ask: Any, query: str) -> None:
    """An address that somebody mistyped would end in an error."""
    assert ask(f"/posts?{query}").status == 200


def test_many_posts_come_by_pages(ask: Any, small_site: Path) -> None:
    """A page of ten thousand posts would never end, or lose its filters on the way."""
    for number in range(120):
        write(small_site, f"p{number:03}", f"title: P {number}\ndate: 2026-10-01\ntags: many")
    seen: list[str] = []
    address = "/posts?tag=many"
    for _ in range(3):
        page = html.document_fromstring(ask(address).text)
        seen += page.xpath('//ol[contains(@class, "posts")]/li//code[1]/text()')
        following = page.xpath('//a[@rel="next"]/@href')
        address = f"/posts{following[0]}" if following else ""
    assert address == ""
    assert len(seen) == len(set(seen)) == 120
    assert "Page 3 of 3" in page.text_content()
