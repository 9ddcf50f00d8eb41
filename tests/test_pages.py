"""Which feeds and pages are made together."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from feeds import pages
from feeds.model import Feed, Person, Post
from feeds.pages import by_period
from feeds.periods import Period
from feeds.pieces import Piece


def piece(name: str, posts: list[int], period: Period | None = None) -> Piece:
    """A feed, or a page of its archive, of posts by their numbers."""
    moment = datetime(2025, 3, 1, tzinfo=UTC)
    return Piece(
        Feed(
            title=name,
            description="",
            home="https://example.org/",
            base="https://example.org",
            language="en",
            paths={"atom": f"{name}.xml"},
            entries=(),
            authors=(Person("A"),),
        ),
        [Post(f"{n}.md", f"urn:x:{n}", f"https://example.org/{n}", "", moment, moment, "en")
         for n in posts],
        period,
    )  # fmt: skip


def grouped(*pieces: Piece) -> list[str]:
    """The names of what is made at once, in order."""
    groups = by_period(pieces)
    return [" ".join(one.of.title for one in group) for group in groups]  # type: ignore[union-attr]


def test_pages_of_a_year_are_made_together() -> None:
    """Each body would be read, and each entry made, once for every page that shows it."""
    made = grouped(
        piece("main", [1, 2]),
        piece("main-2024", [1], Period(2024)),
        piece("main-2025", [2], Period(2025)),
        piece("sea", [2]),
        piece("sea-2025", [2], Period(2025)),
    )
    assert made == ["main sea", "main-2024", "main-2025 sea-2025"]


def test_a_large_year_is_made_by_the_month(monkeypatch: pytest.MonkeyPatch) -> None:
    """All bodies of a year with thousands of posts would be in memory at once."""
    monkeypatch.setattr(pages, "_MOST_POSTS", 2)
    made = grouped(
        piece("main-2025-01", [1], Period(2025, 1)),
        piece("main-2025-02", [2, 3], Period(2025, 2)),
        piece("sea-2025", [1, 3], Period(2025)),
        piece("sky-2025-01", [1], Period(2025, 1)),
        piece("sky-2024", [4, 5], Period(2024)),
    )
    assert made == ["main-2025-01 sky-2025-01", "main-2025-02", "sea-2025", "sky-2024"]


def test_feeds_of_many_posts_are_not_made_all_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The newest posts of hundreds of tags would be in memory at once."""
    monkeypatch.setattr(pages, "_MOST_NEWEST", 3)
    made = grouped(*(piece(name, [1, 2]) for name in "abcde"))
    assert made == ["a b", "c", "d e"]
