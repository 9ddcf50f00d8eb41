"""Fixed words, dates and numbers in each language."""

from __future__ import annotations

from datetime import date
from string import Formatter

import pytest

from feeds.digest.phrases import languages, phrases
from feeds.digest.words import words

FIRST, LAST = date(2026, 11, 12), date(2026, 11, 18)
PLACEHOLDERS = {
    "visit": {"site"},
    "reason": {"newsletter"},
    "prefixed": {"newsletter", "head"},
    "posts": {"n"},
    "minutes": {"n"},
    "and_more": {"n", "post"},
    "more": {"n"},
}


@pytest.mark.parametrize(
    ("tag", "day", "span", "people", "minutes"),
    [
        ("en", "Nov 18, 2026", "Nov 12 – 18, 2026", "Anna, Ben, and Chie", "4 min read"),
        ("ja", "2026年11月18日", "2026年11月12日～18日", "Anna、Ben、Chie", "約4分"),
        ("ja-JP", "2026年11月18日", "2026年11月12日～18日", "Anna、Ben、Chie", "約4分"),
        ("en-GB", "18 Nov 2026", "12–18 Nov 2026", "Anna, Ben and Chie", "4 min read"),
        ("fr", "Nov 18, 2026", "Nov 12 – 18, 2026", "Anna, Ben, and Chie", "4 min read"),
        ("en-Qaaa-x-odd", "Nov 18, 2026", "Nov 12 – 18, 2026", "Anna, Ben, and Chie", "4 min read"),
    ],
)
def test_a_language_writes_its_own_way(tag, day, span, people, minutes):
    """Dates, lists and reading times would be in another language than the newsletter."""
    language = words(tag)
    assert language.day(LAST) == day
    assert language.span(FIRST, LAST).replace("\u2009", " ") == span
    assert language.span(LAST, LAST) == day
    assert language.people(["Anna", "Ben", "Chie"]) == people
    assert language.people([]) == ""
    assert language.minutes(4) == minutes


def test_counts_follow_the_plural():
    """An issue with one post would say “1 posts”."""
    assert [words("en").posts(n) for n in (1, 2)] == ["1 post", "2 posts"]
    assert words("ja").posts(1) == "1件の記事"


@pytest.mark.parametrize("language", languages())
def test_every_language_is_complete(language):
    """A language's file could lack a phrase or a placeholder, or break a style attribute."""
    file = phrases(language)
    for name in file.__slots__:
        value = getattr(file, name)
        forms = list(value.values()) if isinstance(value, dict) else [str(value)]
        for form in forms:
            found = {field for _, field, _, _ in Formatter().parse(form) if field}
            assert found == PLACEHOLDERS.get(name, set()), (name, form)
        if isinstance(value, dict):
            assert "other" in value
    assert not set("\"'") & set(file.heading_fonts + file.text_fonts)


def test_japanese_and_english_are_shipped():
    """A language would be missing from the package."""
    assert {"en", "ja"} <= set(languages())
