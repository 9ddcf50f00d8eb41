"""A language's fixed words, each language a file in `languages/`; loads nothing heavy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from feeds.languages import languages_of, nearest_language, words_of

__all__ = ["FALLBACK", "Phrases", "languages", "phrases", "spoken"]

FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class Phrases:
    """What a language's file says.

    Placeholders stand in braces. `posts`, `minutes`, `and_more` and `more` are by CLDR plural
    category and always have `other`. `subject_width` is in terminal columns.
    """

    other: str
    read_more: str
    visit: str
    reason: str
    unsubscribe: str
    preferences: str
    view: str
    on_the_web: str
    editions: str
    feed: str
    prefixed: str
    subject_width: int
    heading_fonts: str
    text_fonts: str
    leading: str
    heading_leading: str
    posts: Mapping[str, str]
    minutes: Mapping[str, str]
    and_more: Mapping[str, str]
    more: Mapping[str, str]


def languages() -> tuple[str, ...]:
    """The languages that have words, sorted."""
    return languages_of("feeds.digest")


@cache
def phrases(language: str) -> Phrases:
    """What that language's file says; `language` is one of `languages()`."""
    return Phrases(**words_of("feeds.digest", language))


def spoken(tag: str) -> Phrases:
    """The phrases for a BCP 47 tag: the most specific file there is, else English."""
    return phrases(nearest_language(tag, languages()) or FALLBACK)
