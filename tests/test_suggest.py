"""What somebody may have meant."""

from __future__ import annotations

import pytest

from feeds.config.schema import FEED, FILTER, NEWSLETTER, POSTS, SITE
from feeds.config.tables import Schema
from feeds.suggest import did_you_mean, nearest, shown


@pytest.mark.parametrize(
    ("word", "schema", "meant"),
    [
        ("titel", SITE, "title"),
        ("Title", SITE, "title"),
        ("time_zone", SITE, "timezone"),
        ("base_url", SITE, "url"),
        ("baseURL", SITE, "url"),
        ("languageCode", SITE, "language"),
        ("author", SITE, "authors"),
        ("name", SITE, "title"),
        ("copyright", SITE, "rights"),
        ("buildDrafts", POSTS, "drafts"),
        ("permalinks", POSTS, "permalink"),
        ("format", FEED, "formats"),
        ("group-by", NEWSLETTER, "group_by"),
        ("replyTo", NEWSLETTER, "reply_to"),
        ("lang", FILTER, "languages"),
        ("excludeTags", FILTER, "exclude_tags"),
        ("zzz", SITE, None),
        ("titel" * 100, SITE, None),
        ("", SITE, None),
    ],
)
def test_the_nearest_key(word: str, schema: Schema, meant: str | None) -> None:
    """Somebody would have to look up what the key is called here."""
    assert nearest(word, schema) == meant


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", '""'),
        ("森", '"森"'),
        ('a"b\\c', r'"a\"b\\c"'),
        ("\x1b[31m\u202e\ue000\U000e0001", r'"\u001B[31m\u202E\uE000\U000E0001"'),
        ("x" * 60, f'"{"x" * 60}"'),
        ("x" * 61, f'"{"x" * 60}…"'),
    ],
)
def test_a_wrong_word_is_shown_safely(text: str, expected: str) -> None:
    """A settings file could send commands to the terminal of whoever builds the site."""
    assert shown(text) == expected


def test_no_guess_says_nothing() -> None:
    """A message would ask whether None was meant."""
    assert did_you_mean(None) == ""
    assert did_you_mean("url") == ' (did you mean "url"?)'
