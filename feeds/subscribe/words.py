"""What people are told about feeds, each language a file in `languages/`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from feeds.languages import languages_of, nearest_language, words_of

__all__ = ["Words", "languages", "words"]

_FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class Words:
    """What a language's file says; `language` is its BCP 47 tag.

    Placeholders stand in braces. `groups` has a heading for each kind of group
    (`feeds.subscribe.listing`).
    """

    language: str
    feed: str
    archive: str
    more: str
    title: str
    whole_title: str
    what: str
    copy: str
    copied: str
    copy_what: str
    readers: str
    device: str
    podcasts: str
    filter: str
    shown: str
    opml: str
    opml_what: str
    groups: Mapping[str, str]


def languages() -> tuple[str, ...]:
    """The languages that have words, sorted."""
    return languages_of("feeds.subscribe")


def words(tag: str) -> Words:
    """The words for a BCP 47 tag: the most specific file there is, else English."""
    return _read(nearest_language(tag, languages()) or _FALLBACK)


@cache
def _read(language: str) -> Words:
    return Words(language, **words_of("feeds.subscribe", language))
