"""Patterns of paths as Hugo's cascades and permalinks have them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise

__all__ = ["matches"]

_LONGEST = 500
_MOST_ALTERNATIVES = 64
_FEW = 3
_PARTS = re.compile(r"\*\*+|\*|\?|\[[^\]]+\]|\\.|.", re.DOTALL)
_BRACES = re.compile(r"\\.|[{},]", re.DOTALL)

_Matcher = Callable[[str], object]


def matches(pattern: str, text: str) -> bool:
    """Whether the whole text is of that pattern: `*` within a segment, `**` over several.

    Neither distinguishes upper and lower case. A pattern that is too long, or has too many
    alternatives, is of no text.
    """
    lowered = text.lower()
    return any(matcher(lowered) for matcher in _matchers(pattern.lower()))


@lru_cache(256)
def _matchers(pattern: str) -> Sequence[_Matcher]:
    """One for each of the pattern's alternatives."""
    if len(pattern) > _LONGEST:
        return ()
    return [_matcher(_PARTS.findall(plain)) for plain in _alternatives(pattern)]


def _alternatives(pattern: str) -> list[str]:
    """The patterns without braces that a pattern with some stands for; none if too many."""
    waiting: list[str] = [pattern]
    done: list[str] = []
    while waiting:
        if len(waiting) + len(done) > _MOST_ALTERNATIVES:
            return []
        one = waiting.pop()
        marks = [found for found in _BRACES.finditer(one) if found[0] in "{},"]
        close = next((index for index, mark in enumerate(marks) if mark[0] == "}"), None)
        opens = [index for index, mark in enumerate(marks[:close]) if mark[0] == "{"]
        if close is None or not opens:
            done.append(one)
            continue
        inner = marks[opens[-1] : close + 1]
        before, after = one[: inner[0].start()], one[inner[-1].end() :]
        bounds = pairwise(inner)
        waiting += (before + one[left.end() : right.start()] + after for left, right in bounds)
    return done


def _matcher(parts: Sequence[str]) -> _Matcher:
    expressions = [_expression(part) for part in parts]
    if sum(part[0] == "*" for part in parts) <= _FEW:
        return re.compile("".join(expressions), re.DOTALL).fullmatch
    singles = [re.compile(one.removesuffix("*"), re.DOTALL) for one in expressions]
    return lambda text: _stepwise(singles, [part[0] == "*" for part in parts], text)


def _expression(part: str) -> str:
    if part[0] == "*":
        return "[^/]*" if part == "*" else ".*"
    if part == "?":
        return "[^/]"
    if part[0] == "[" and len(part) > 2:
        negated = part[1] in "!^" and len(part) > 3
        inner = re.sub(r"([\\\[\]^&~|])", r"\\\1", part[2:-1] if negated else part[1:-1])
        try:
            re.compile(f"[{inner}]")
        except re.error:
            return re.escape(part)
        return f"[{'^' if negated else ''}{inner}]"
    return re.escape(part[-1] if part[0] == "\\" else part)


def _stepwise(singles: Sequence[re.Pattern[str]], repeated: Sequence[bool], text: str) -> bool:
    """The same without going back, however many wildcards there are."""
    count = len(singles)

    def reached(places: set[int]) -> set[int]:
        for place in sorted(places):
            while place < count and repeated[place]:
                place += 1
                places.add(place)
        return places

    places = reached({0})
    for char in text:
        following: set[int] = set()
        for place in places:
            if place < count and singles[place].match(char):
                following.add(place if repeated[place] else place + 1)
        places = reached(following)
        if not places:
            return False
    return count in places
