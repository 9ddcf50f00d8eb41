"""Apple's categories, and covers."""

from __future__ import annotations

import pytest

from feeds.podcast.apple import CATEGORIES, category, category_meant, wrong_size


def test_there_are_all_of_them() -> None:
    """A category that Apple has would be refused."""
    assert len(CATEGORIES) == 19
    assert sum(map(len, CATEGORIES.values())) == 91
    assert all(len(set(subs)) == len(subs) for subs in CATEGORIES.values())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Technology", ("Technology", None)),
        ("Arts > Books", ("Arts", "Books")),
        ("Society & Culture > Places & Travel", ("Society & Culture", "Places & Travel")),
        ("technology", None),
        ("Arts>Books", None),
        ("Books", None),
        ("Arts > Tech News", None),
        ("", None),
    ],
)
def test_category(text: str, found: tuple[str, str | None] | None) -> None:
    """A podcast would be in no category, since Apple takes its own spelling only."""
    assert category(text) == found


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("technology", "Technology"),
        ("Arts>Books", "Arts > Books"),
        ("Books", "Arts > Books"),
        ("tv and film", "TV & Film"),
        ("Sociaty & Culture", "Society & Culture"),
        ("howto", "Education > How To"),
        ("Tech New", "News > Tech News"),
        ("zzzz", None),
        ("x" * 100_000, None),
    ],
)
def test_what_was_meant(text: str, meant: str | None) -> None:
    """Somebody would have to find the right spelling in a list of 110."""
    assert category_meant(text) == meant


@pytest.mark.parametrize(
    ("size", "wrong"),
    [
        ((1400, 1400), None),
        ((3000, 3000), None),
        ((1399, 1399), "is 1399 × 1399 pixels"),
        ((3001, 3001), "is 3001 × 3001 pixels"),
        ((1400, 1401), "is 1400 × 1401 pixels, and not square"),
    ],
)
def test_covers(size: tuple[int, int], wrong: str | None) -> None:
    """A podcast would be refused for its cover, after it has been handed in."""
    assert wrong_size(*size) == wrong
