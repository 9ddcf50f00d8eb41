"""What editors read in the files of editions, each language a file in `languages/`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from feeds.languages import nearest_language

__all__ = ["languages", "words"]

_FALLBACK = "en"


@cache
def languages() -> tuple[str, ...]:
    """The languages that have words, sorted."""
    names = [entry.name for entry in files("feeds.editions").joinpath("languages").iterdir()]
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def words(tag: str) -> Mapping[str, str]:
    """The words for a BCP 47 tag, by key: the most specific file there is, else English."""
    return _read(nearest_language(tag, languages()) or _FALLBACK)


@cache
def _read(language: str) -> Mapping[str, str]:
    source = files("feeds.editions").joinpath("languages", f"{language}.toml")
    return {key: text.strip() for key, text in tomllib.loads(source.read_text("utf-8")).items()}
