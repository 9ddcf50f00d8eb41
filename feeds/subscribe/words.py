"""What people are told about feeds, each language a file in `languages/`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from feeds.languages import nearest_language

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


@cache
def languages() -> tuple[str, ...]:
    """The languages that have words, sorted."""
    names = [entry.name for entry in files("feeds.subscribe").joinpath("languages").iterdir()]
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def words(tag: str) -> Words:
    """The words for a BCP 47 tag: the most specific file there is, else English."""
    return _read(nearest_language(tag, languages()) or _FALLBACK)


@cache
def _read(language: str) -> Words:
    source = files("feeds.subscribe").joinpath("languages", f"{language}.toml")
    return Words(language, **tomllib.loads(source.read_text(encoding="utf-8")))
