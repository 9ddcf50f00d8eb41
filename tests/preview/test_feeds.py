"""Feeds as their readers see them, and what those will see when they are published."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args
from urllib.parse import quote

import pytest
from lxml import html

from feeds.cli import main
from feeds.compare import Part
from feeds.preview.words import LANGUAGES, words

HOSTILE = '<script>alert("&amp;")</script><img src=x onerror=alert(1)>'
FERRY_ID = "https://harbour.example/blog/2026/11/20/ferry/"


def page_of(ask: Any, address: str, language: str = "en") -> html.HtmlElement:
    """A page that is there."""
    answer = ask(address, language=language)
    assert answer.status == 200
    return html.document_fromstring(answer.text)


def said(page: html.HtmlElement) -> str:
    """The text of the page, in one line."""
    return " ".join(page.xpath('string(//div[@id="content"])').split())


@pytest.fixture
def published(small_site: Path) -> Path:
    """The small site, built as it is."""
    assert main(["build", str(small_site), "--now", "2026-11-23", "--quiet"]) == 0
    return small_site


@pytest.mark.parametrize("path", ["/feeds/atom.xml", "/feeds/rss.xml"])
def test_a_feed_shows_its_entries_in_order(ask: Any, path: str) -> None:
    """An editor could not see what a feed holds."""
    page = page_of(ask, path)
    titles = page.xpath('//ol[contains(@class, "reader")]/li/h2/a')
    assert [title.text_content() for title in titles] == ["The first ferry", HOSTILE]
    entry = page_of(ask, path + titles[0].get("href"))
    assert entry.xpath("string(//h1)") == "The first ferry"
    assert entry.xpath('//a[@rel="next"]/@href') == [titles[1].get("href")]
    (frame,) = entry.xpath("//iframe/@src")
    assert "before the bread is done" in ask(frame).text


def test_an_entry_that_is_gone_says_so(ask: Any) -> None:
    """A page of an entry would become another entry's."""
    assert ask("/feeds/atom.xml?entry=none").status == 404
    assert ask("/feeds/atom.xml?entry=0").status == 404


def test_before_anything_is_published_all_is_new(ask: Any) -> None:
    """An editor would see an error before the first build."""
    assert "There is no public/atom.xml yet" in said(page_of(ask, "/feeds/atom.xml?view=changes"))
    assert "No feed is published in public/" in said(page_of(ask, "/feeds?view=changes"))
    assert not page_of(ask, "/feeds/atom.xml").xpath('//li[contains(@class, "unread")]')


def test_what_is_published_as_it_is_changes_nothing(ask: Any, published: Path) -> None:
    """An editor would worry about changes that nobody will see."""
    assert published.is_dir()
    assert "Readers will see no change" in said(page_of(ask, "/feeds/atom.xml?view=changes"))
    assert "Readers will see no change" in said(page_of(ask, "/feeds?view=changes"))


def test_readers_see_what_is_new_changed_and_gone(ask: Any, published: Path) -> None:
    """An editor would publish without knowing what readers get."""
    posts = published / "posts"
    ferry = posts / "ferry.md"
    ferry.write_text(ferry.read_text().replace("first ferry", "early ferry"), encoding="utf-8")
    (posts / "new.md").write_text("---\ntitle: New\ndate: 2026-11-21\n---\nNew.\n", "utf-8")
    (posts / "hostile.md").rename(posts / "hostile.txt")
    page = page_of(ask, "/feeds/atom.xml")
    unread = page.xpath('//li[contains(@class, "unread")]')
    assert [" ".join(each.xpath("string(h2)").split()) for each in unread] == ["New unread: new"]
    changed = page.xpath('//span[@class="mark changed"]/../a/text()')
    assert changed == ["The early ferry"]
    changes = said(page_of(ask, "/feeds/atom.xml?view=changes"))
    assert "The first ferry → The early ferry" in changes
    assert "1 new" in changes
    entry = said(page_of(ask, f"/feeds/atom.xml?entry={quote(FERRY_ID)}"))
    assert "TitleThe first ferry → The early ferry" in entry
    every = said(page_of(ask, "/feeds?view=changes"))
    assert "atom.xml rss.xml" in every
    assert "1 changed" in every
    japanese = said(page_of(ask, "/feeds/atom.xml?view=changes", "ja"))
    assert "新着 1件" in japanese


def test_posts_under_other_ids_are_an_error(ask: Any, published: Path) -> None:
    """Every reader would show old posts as unread, and nobody had been warned."""
    ferry = published / "posts/ferry.md"
    text = ferry.read_text().replace("category:", "feed_id: tag:harbour.example,2026:x\ncategory:")
    ferry.write_text(text, encoding="utf-8")
    page = page_of(ask, "/feeds/atom.xml?view=changes")
    (finding,) = page.xpath('//li[contains(@class, "finding error")]')
    assert "under another id" in finding.text_content()
    assert f"{FERRY_ID} → tag:harbour.example,2026:x" in said(page)
    assert page_of(ask, "/feeds/atom.xml").xpath('//span[@class="mark other_id"]')


def test_what_is_published_may_be_anything(ask: Any, published: Path) -> None:
    """A damaged file in the output folder would take the page away."""
    (published / "public/atom.xml").write_bytes(b"<feed>\xff & <script>")
    for address in ("/feeds/atom.xml", "/feeds/atom.xml?view=changes", "/feeds?view=changes"):
        page = page_of(ask, address)
        assert not page.xpath("//script[not(@src)]")
    (published / "public/atom.xml").unlink()
    (published / "public/atom.xml").symlink_to("/etc/passwd")
    assert "root:" not in ask("/feeds/atom.xml?view=changes").text


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_changes_has_words(language: str) -> None:
    """A page would end in an error as soon as something rare changes."""
    known = words(language).by_name
    parts = {name for some in get_args(Part) for name in get_args(some)}
    assert {name for name in parts if f"feed.part.{name}" not in known} == set()
    kinds = ("new", "back", "changed", "other_id", "gone", "left")
    assert {name for name in kinds if f"feed.means.{name}" not in known} == set()
    assert {name for name in kinds if f"feed.counted.{name}.other" not in known} == set()
    assert {name for name in kinds[:4] if f"feed.mark.{name}" not in known} == set()


def test_the_source_has_lines_that_findings_lead_to(ask: Any) -> None:
    """A finding would name a line that nobody can find."""
    page = page_of(ask, "/feeds/atom.xml?view=source")
    lines = page.xpath('//pre/span[@class="line"]')
    text = page.xpath("//pre")[0].text_content().removeprefix("\n")
    assert [line.get("id") for line in lines] == [f"L{n}" for n in range(1, len(lines) + 1)]
    assert [line.text_content() for line in lines] == text.splitlines(keepends=True)
    assert "title" in page.xpath('//pre//span[@class="name"]/text()')


def test_a_feed_says_what_feeds_check_says(ask: Any, small_site: Path) -> None:
    """An editor would publish what directories and readers stumble over."""
    post = '---\ntitle: Bare\ndate: 2026-11-21\n---\n\n<img src="nowhere.png">\n'
    (small_site / "posts/bare.md").write_text(post, encoding="utf-8")
    page = page_of(ask, "/feeds/atom.xml?view=findings")
    found = {
        (each.xpath('string(.//*[contains(@class, "place")])'), each.xpath("string(.//p/code)"))
        for each in page.xpath('//li[contains(@class, "finding")]')
    }
    assert ("posts/bare.md:6", "body-size-missing") in found
    assert all(place.startswith("posts/") for place, _ in found if place)
