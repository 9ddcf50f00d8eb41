"""What editors read in the files of editions, each language a file in `languages/`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from feeds.languages import languages_of, nearest_language, words_of

__all__ = ["languages", "words"]

_FALLBACK = "en"


def languages() -> tuple[str, ...]:
    """The languages that have words, sorted."""
    return languages_of("feeds.editions")


def words(tag: str) -> Mapping[str, str]:
    """The words for a BCP 47 tag, by key: the most specific file there is, else English."""
    return _read(nearest_language(tag, languages()) or _FALLBACK)


@cache
def _read(language: str) -> Mapping[str, str]:
    return {key: text.strip() for key, text in words_of("feeds.editions", language).items()}
