"""The page of findings: by level and by file, with filters."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lxml import html


@pytest.fixture
def faulty(small_site: Path) -> Path:
    """The small site with two posts that cannot be used and one that is odd."""
    posts = small_site / "posts"
    (posts / "broken.md").write_text("---\ntitle: [<b>\n---\n", encoding="utf-8")
    (posts / "dated.md").write_text("---\ntitle: A\ndate: tomorrowish\n---\n", encoding="utf-8")
    (posts / "odd.md").write_text("---\ntitle: A\ndate: 2026-11-21\ntags: 1\nlang: '?'\n---\n")
    return small_site


def page_of(ask: Any, address: str, language: str = "en") -> html.HtmlElement:
    """A page that is there."""
    answer = ask(address, language=language)
    assert answer.status == 200
    return html.document_fromstring(answer.text)


def test_findings_stand_by_level_and_file(ask: Any, faulty: Path) -> None:
    """An editor would not learn why a post is missing, or what to do first."""
    assert faulty.is_dir()
    page = page_of(ask, "/findings")
    levels = page.xpath("//section/h2/@id")
    assert levels[0] == "level-error"
    assert levels == [
        each for each in ("level-error", "level-warning", "level-hint") if each in levels
    ]
    errors = page.xpath('//section[contains(@class, "error")]/h3/code/text()')
    assert errors == ["posts/broken.md", "posts/dated.md"]
    (place,) = page.xpath('//h3[code="posts/dated.md"]/following-sibling::ul[1]/li/code')
    assert place.text_content() == "posts/dated.md:3"
    remedy = page.xpath('//h3[code="posts/dated.md"]/following-sibling::ul[1]//p[@class="remedy"]')
    assert remedy
    assert not page.xpath("//li//b")


@pytest.mark.parametrize(
    ("query", "files"),
    [
        ("text=DATED", ["posts/dated.md"]),
        ("text=is+not+a+date", ["posts/dated.md"]),
        ("level=error&text=posts/", ["posts/broken.md", "posts/dated.md"]),
        ("text=nothing+like+it", []),
    ],
)
def test_filters(ask: Any, faulty: Path, query: str, files: list[str]) -> None:
    """An editor would not find what is wrong with one post among those of all."""
    assert faulty.is_dir()
    assert page_of(ask, f"/findings?{query}").xpath("//section/h3/code/text()") == files


def test_levels_are_counted_in_both_languages(ask: Any, faulty: Path) -> None:
    """An editor would have to count what is left to do."""
    assert faulty.is_dir()
    assert "error (2)" in page_of(ask, "/findings").xpath("//select/option/text()")
    assert "エラー（2）" in page_of(ask, "/findings", "ja").xpath("//select/option/text()")
    assert page_of(ask, "/findings?level=nonsense").xpath("//section")


def test_many_findings_come_by_pages(ask: Any, small_site: Path) -> None:
    """A site with thousands of findings would make a page that never ends."""
    for number in range(130):
        file = small_site / "posts" / f"p{number:03}.md"
        file.write_text("---\ntitle: A\ndate: never\n---\n", encoding="utf-8")
    first = page_of(ask, "/findings?level=error")
    (following,) = first.xpath('//a[@rel="next"]/@href')
    second = page_of(ask, f"/findings{following}")
    files = [page.xpath("//section/h3/code/text()") for page in (first, second)]
    assert len(files[0]) == 100
    assert len(set(files[0] + files[1])) == 130


def test_a_site_without_findings_says_so(ask: Any) -> None:
    """An empty page would look like one that is not ready."""
    assert "Nothing was found" in ask("/findings").text
