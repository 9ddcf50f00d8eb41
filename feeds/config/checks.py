"""Checks of plain values: each takes what somebody wrote and gives what the model wants.

A check notes a mistake at the spot and raises InvalidValueError where it has no value to give.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, time
from typing import Any, TypeAlias, TypeGuard, TypeVar

from feeds.config.source import InvalidValueError, Spot
from feeds.suggest import did_you_mean, nearest, shown
from feeds.text import one_line

__all__ = [
    "Check",
    "array",
    "block",
    "choice",
    "flag",
    "kind",
    "line",
    "one_or_more",
    "optional_line",
    "table",
    "tables",
    "whole",
]

T = TypeVar("T")
Check: TypeAlias = Callable[[object, Spot], T]


def kind(value: object) -> str:
    """What sort of value it is, in words."""
    if isinstance(value, bool):
        return "true or false"
    for types, words in (
        (str, "text"),
        (int, "a whole number"),
        (float, "a decimal number"),
        (Mapping, "a table"),
        ((list, tuple), "an array"),
        ((date, time), "a date or time"),
    ):
        if isinstance(value, types):
            return words
    return "nothing" if value is None else "something else"


def optional_line(value: object, spot: Spot) -> str:
    """Text on one line; may be empty."""
    if not isinstance(value, str):
        raise spot.wrong(f"must be text, not {kind(value)}")
    return one_line(value)


def line(value: object, spot: Spot) -> str:
    """Text on one line that says something."""
    text = optional_line(value, spot)
    if not text:
        raise spot.wrong("must not be empty", "Leave the key out for its default.")
    return text


def block(value: object, spot: Spot) -> str:
    """Text on as many lines as it was written; may be empty."""
    if not isinstance(value, str):
        raise spot.wrong(f"must be text, not {kind(value)}")
    return "\n".join(one_line(part) for part in value.splitlines()).strip()


def flag(value: object, spot: Spot) -> bool:
    """True or false."""
    if isinstance(value, bool):
        return value
    guess = f", not {kind(value)}"
    if isinstance(value, str) and value.casefold() in ("true", "false"):
        guess = f", without quotes (did you mean {value.casefold()}?)"
    raise spot.wrong(f"must be true or false{guess}")


def whole(least: int, most: int) -> Check[int]:
    """A whole number within those bounds, both included."""

    def check(value: object, spot: Spot) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise spot.wrong(f"must be a whole number, not {kind(value)}")
        if not least <= value <= most:
            raise spot.wrong(f"must be a number from {least} to {most}")
        return value

    return check


def choice(*words: str) -> Check[str]:
    """One of those words."""

    def check(value: object, spot: Spot) -> str:
        text = line(value, spot)
        if text not in words:
            listed = ", ".join(shown(word) for word in words)
            guess = did_you_mean(nearest(text, words))
            raise spot.wrong(f"must be one of {listed}, not {shown(text)}{guess}")
        return text

    return check


def array(item: Check[T], *, empty: bool = True) -> Check[tuple[T, ...]]:
    """An array of such items, each of them once."""

    def check(value: object, spot: Spot) -> tuple[T, ...]:
        if not _is_array(value):
            example = f": write [{shown(value)}]" if isinstance(value, str) else ""
            raise spot.wrong(f"must be an array, not {kind(value)}{example}")
        found: list[T] = []
        invalid: InvalidValueError | None = None
        for index, written in enumerate(value):
            try:
                one = item(written, spot.at(index))
                if one in found:
                    raise spot.at(index).wrong("is named twice")
                found.append(one)
            except InvalidValueError as problem:
                invalid = problem
        if invalid is not None:
            raise invalid
        if not found and not empty:
            raise spot.wrong("must not be empty", "Leave the key out for its default.")
        return tuple(found)

    return check


def one_or_more(item: Check[T]) -> Check[tuple[T, ...]]:
    """One such item, or an array of them."""
    several = array(item)

    def check(value: object, spot: Spot) -> tuple[T, ...]:
        return several(value, spot) if _is_array(value) else (item(value, spot),)

    return check


def table(value: object, spot: Spot) -> Mapping[str, object]:
    """A table, whatever is in it."""
    if not isinstance(value, Mapping):
        raise spot.wrong(f"must be a table, not {kind(value)}: write [{spot.place[-1]}]")
    return value


def tables(value: object, spot: Spot) -> Sequence[Mapping[str, object]]:
    """An array of tables, whatever is in them."""
    if not _is_array(value) or not all(isinstance(item, Mapping) for item in value):
        raise spot.wrong(f"must be an array of tables: write [[{spot.place[-1]}]]")
    return value


def _is_array(value: object) -> TypeGuard[Sequence[Any]]:
    return isinstance(value, (list, tuple))
