"""The words of the interface, in English and Japanese: a file a view in `languages/LANGUAGE/`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from feeds.languages import nearest_language

__all__ = ["LANGUAGES", "Words", "spoken", "words"]

LANGUAGES = ("en", "ja")
_MOST = 20


@dataclass(frozen=True, slots=True)
class Words:
    """A language's words by name, such as `letter.phone`; the language is a BCP 47 tag."""

    language: str
    by_name: Mapping[str, str]

    def __call__(self, name: str, **values: object) -> str:
        """The words of that name, with the values in their braces. Raises KeyError."""
        return self.by_name[name].format(**values)

    def count(self, name: str, number: int) -> str:
        """A number of something: the words `NAME.one`, where there are, or `NAME.other`."""
        one = self.by_name.get(f"{name}.one")
        form = one if one is not None and number == 1 else self.by_name[f"{name}.other"]
        return form.format(n=number)


@cache
def words(language: str) -> Words:
    """The words of one of `LANGUAGES`."""
    found: dict[str, str] = {}
    for file in files("feeds.preview").joinpath("languages", language).iterdir():
        view, dot, _ = file.name.partition(".toml")
        if dot:
            tables = tomllib.loads(file.read_text(encoding="utf-8"))
            found |= _flat(f"{view}.", tables)
    return Words(language, found)


def spoken(accepted: str) -> Words:
    """The words for an `Accept-Language` (RFC 9110 §12.5.4); English where none fits."""
    for tag in _by_preference(accepted):
        found = nearest_language(tag, LANGUAGES)
        if found is not None:
            return words(found)
    return words(LANGUAGES[0])


def _by_preference(accepted: str) -> list[str]:
    ranked: list[tuple[float, int, str]] = []
    for number, part in enumerate(accepted.split(",")[:_MOST]):
        tag, _, weight = part.partition(";")
        try:
            quality = float(weight.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        if tag.strip() and quality > 0:
            ranked.append((-quality, number, tag.strip()))
    return [tag for _, _, tag in sorted(ranked)]


def _flat(start: str, tables: Mapping[str, object]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in tables.items():
        name = f"{start}{key}"
        found += _flat(f"{name}.", value) if isinstance(value, dict) else [(name, str(value))]
    return found
