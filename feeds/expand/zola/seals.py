"""Stand-ins in a text, of which it can be told whether they are in Markdown's code."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from feeds.expand.template_code import without_code

__all__ = ["Seals", "Spot", "outside_code"]

_CHARACTER = "\ue000"
_BEGINNING = r"^[ \t>]*(?:(?:[-+*]|[0-9]{1,9}[.)])[ \t]+)*"


class Spot(NamedTuple):
    """Where a stand-in is: in code, at the beginning of its line, alone in it."""

    in_code: bool
    first: bool
    alone: bool


class Seals:
    """Stand-ins that occur nowhere in a text."""

    def __init__(self, text: str) -> None:
        self._mark = _CHARACTER
        while self._mark in text:
            self._mark += _CHARACTER
        self._count = 0
        self._sealed = re.compile(
            rf"(?P<before>{_BEGINNING})?(?P<slash>\\?){self._mark}x(?P<number>[0-9]+)x{self._mark}"
            r"(?P<after>[ \t]*$)?",
            re.MULTILINE,
        )

    def seal(self) -> str:
        """The next stand-in: the first has the number 0."""
        self._count += 1
        return f"{self._mark}x{self._count - 1}x{self._mark}"

    def open(self, text: str, write: Callable[[int, Spot], str]) -> str:
        """The text with what `write` makes of each stand-in's number and place.

        A backslash before one outside of code is Markdown's, and goes.
        """
        shown = {int(found["number"]) for found in self._sealed.finditer(without_code(text))}

        def written(found: re.Match[str]) -> str:
            number = int(found["number"])
            first = found["before"] is not None
            spot = Spot(number not in shown, first, first and found["after"] is not None)
            slash = found["slash"] if spot.in_code else ""
            return f"{found['before'] or ''}{slash}{write(number, spot)}{found['after'] or ''}"

        return self._sealed.sub(written, text)


def outside_code(
    text: str, pattern: re.Pattern[str], change: Callable[[re.Match[str]], str]
) -> str:
    """The text with what matches the pattern changed where it is not in code.

    A group `before` in it is no part of what is looked at, and stays.
    """
    seals = Seals(text)
    matches: list[re.Match[str]] = []

    def seal(found: re.Match[str]) -> str:
        matches.append(found)
        return f"{_before(found)}{seals.seal()}"

    def write(number: int, spot: Spot) -> str:
        found = matches[number]
        return (found[0] if spot.in_code else change(found)).removeprefix(_before(found))

    sealed = pattern.sub(seal, text)
    return seals.open(sealed, write) if matches else text


def _before(found: re.Match[str]) -> str:
    return found.groupdict().get("before") or ""
