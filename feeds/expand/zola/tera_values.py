"""Values in Tera templates: what they are as text, and how large they may become."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["MISSING", "Missing", "Safe", "TeraError", "as_text", "bounded", "escaped", "is_true"]

MAX_TEXT = 1024 * 1024
_MAX_WHOLE = 2**63
_MAX_ITEMS = 10_000
_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;", "/": "&#x2F;"}
)


class TeraError(ValueError):
    """A template that is not worked out; the message says why, and if `is_placed` also where."""

    def __init__(self, what: str, *, is_placed: bool = False) -> None:
        super().__init__(what)
        self.is_placed = is_placed


class Safe(str):
    """Text that is HTML already."""

    __slots__ = ()


class Missing:
    """What a name without a value stands for."""


MISSING = Missing()


def as_text(value: object) -> str:
    """A value as Tera writes it. Raises `TeraError` for what has no value."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, list):
        return f"[{', '.join(map(as_text, value))}]"
    if isinstance(value, Mapping):
        return "[object]"
    raise TeraError("a value is wanted that is not there")


def bounded(value: object) -> object:
    """The value itself. Raises `TeraError` where it has become too large."""
    if isinstance(value, str) and len(value) > MAX_TEXT:
        raise TeraError("a text becomes too long")
    if isinstance(value, int) and abs(value) >= _MAX_WHOLE:
        raise TeraError("a number becomes too large")
    if isinstance(value, list) and _leaves(value) > _MAX_ITEMS:
        raise TeraError("a list becomes too long")
    return value


def _leaves(items: list[object]) -> int:
    """How many values are in lists and the lists in them, counted no further than needed."""
    waiting = [items]
    count = 0
    while waiting and count <= _MAX_ITEMS:
        one = waiting.pop()
        count += len(one) + 1
        waiting += [item for item in one if isinstance(item, list)]
    return count


def escaped(text: str) -> str:
    """Text as HTML."""
    return text.translate(_ESCAPES)


def is_true(value: object) -> bool:
    """What counts as true in a condition."""
    return not isinstance(value, Missing) and bool(value)
