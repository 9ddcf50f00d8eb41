"""Languages (BCP 47): which of those that have words a tag means, and what their files say.

A room's words lie in `languages/` in its package, a TOML file for each language.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["languages_of", "nearest_language", "words_of"]

_ENDING = ".toml"


def nearest_language(tag: str, known: Collection[str]) -> str | None:
    """The most specific of the known tags, in lower case, that the tag begins with.

    None where there is none.
    """
    subtags = tag.lower().split("-")
    prefixes = ("-".join(subtags[:length]) for length in range(len(subtags), 0, -1))
    return next((prefix for prefix in prefixes if prefix in known), None)


@cache
def languages_of(package: str) -> tuple[str, ...]:
    """The languages that a package has words in, sorted."""
    names = [entry.name for entry in files(package).joinpath("languages").iterdir()]
    return tuple(sorted(name.removesuffix(_ENDING) for name in names if name.endswith(_ENDING)))


def words_of(package: str, language: str) -> Mapping[str, Any]:
    """What a package's file says for one of `languages_of`."""
    source = files(package).joinpath("languages", f"{language}{_ENDING}")
    return tomllib.loads(source.read_text(encoding="utf-8"))
