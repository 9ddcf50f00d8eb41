"""Values as Ruby writes them: in output, as text, and for inspection."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import islice

from liquid.builtin.expressions.primitive import Blank, Empty

__all__ = [
    "SPACES",
    "Lazy",
    "RefusedError",
    "inspected",
    "is_nothing",
    "item_of",
    "number",
    "shown",
    "size_of",
    "text",
    "whole",
]

SPACES = " \t\n\v\f\r\0"
"""What Ruby's `strip` takes away. Unicode has more, which people write on purpose."""

_LARGEST = 10**40
_DECIMAL = re.compile(r"-?[0-9]+\.[0-9]+")
_LEADING_INTEGER = re.compile(r"\s*([-+]?[0-9]+(?:_[0-9]+)*)")
_INTEGER = re.compile(r"\s*([-+]?[0-9]+(?:_[0-9]+)*)\s*")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\x1b": "\\e"}
_ESCAPES |= {"\a": "\\a", "\b": "\\b", "\v": "\\v", "\f": "\\f"}
_SPECIAL = re.compile(r"[\"\\\x00-\x1f\x7f]|#(?=[{$@])")


class RefusedError(ValueError):
    """What a filter or a tag says where it cannot do as it is asked."""


class Lazy(Mapping[str, object]):
    """A mapping whose values are made when they are asked for, each once.

    `makers` know how to make them; `rest` holds what is there already.
    """

    def __init__(
        self,
        makers: Mapping[str, Callable[[], object]],
        rest: Mapping[str, object] | None = None,
    ) -> None:
        self._makers = makers
        self._rest = rest or {}
        self._made: dict[str, object] = {}

    def __getitem__(self, key: str) -> object:
        if key not in self._made:
            maker = self._makers.get(key)
            self._made[key] = maker() if maker else self._rest[key]
        return self._made[key]

    def __iter__(self) -> Iterator[str]:
        yield from dict.fromkeys((*self._makers, *self._rest))

    def __len__(self) -> int:
        return len(dict.fromkeys((*self._makers, *self._rest)))

    def __contains__(self, key: object) -> bool:
        return key in self._makers or key in self._rest

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)

    def __str__(self) -> str:
        raise RefusedError("this is too much to be written as text")


def is_nothing(value: object) -> bool:
    """Whether Liquid takes it for false."""
    return value is None or value is False


def shown(value: object) -> str:
    """A value in output; lists come without anything between their items."""
    if isinstance(value, (list, tuple)):
        return "".join(map(shown, value))
    return text(value)


def text(value: object) -> str:
    """A value as text, as filters see it."""
    if isinstance(value, str):
        return str(value)
    if value is None or isinstance(value, (Empty, Blank)):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _decimal(value)
    if isinstance(value, Decimal):
        return _decimal(float(value))
    if isinstance(value, range):
        return f"{value.start}..{value.stop - 1}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S} {_offset(value)}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple, dict)):
        return inspected(value)
    return str(value)


def inspected(value: object) -> str:
    """A value as Ruby's `inspect` writes it."""
    if value is None:
        return "nil"
    if isinstance(value, str):
        return f'"{_SPECIAL.sub(_escape, value)}"'
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(inspected, value))}]"
    if isinstance(value, dict):
        pairs = (f"{inspected(key)}=>{inspected(item)}" for key, item in value.items())
        return f"{{{', '.join(pairs)}}}"
    return text(value)


def _escape(match: re.Match[str]) -> str:
    sign = match[0]
    return _ESCAPES.get(sign) or (f"\\{sign}" if sign == "#" else f"\\x{ord(sign):02X}")


def _decimal(value: float) -> str:
    if value != value or value in (float("inf"), float("-inf")):
        return {"inf": "Infinity", "-inf": "-Infinity"}.get(str(value), "NaN")
    written = repr(value)
    if "e" not in written:
        return written
    digits, exponent = written.split("e")
    return f"{digits if '.' in digits else f'{digits}.0'}e{exponent[0]}{exponent[1:].zfill(2)}"


def _offset(moment: datetime) -> str:
    seconds = int((moment.utcoffset() or timedelta(0)).total_seconds())
    sign = "-" if seconds < 0 else "+"
    return f"{sign}{abs(seconds) // 3600:02}{abs(seconds) // 60 % 60:02}"


def number(value: object) -> int | Decimal:
    """The number that a value is taken for; 0 for what is none."""
    if isinstance(value, bool):
        return 0
    if isinstance(value, int):
        return bounded(value)
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):
            raise RefusedError("this is no number to count with")
        return Decimal(repr(value))
    if isinstance(value, Decimal):
        return value
    if isinstance(value, str):
        stripped = value.strip(SPACES)
        if len(stripped) <= 60 and _DECIMAL.fullmatch(stripped):
            return Decimal(stripped)
        return leading_integer(value)
    return 0


def bounded(value: int) -> int:
    """The same number; raises `RefusedError` for one that is longer than any real one."""
    if abs(value) > _LARGEST:
        raise RefusedError("a number grows too large")
    return value


def leading_integer(value: str) -> int:
    """Ruby's `to_i`: the whole number that a text begins with, else 0."""
    found = _LEADING_INTEGER.match(value[:60])
    return bounded(int(found[1].replace("_", ""))) if found else 0


def whole(value: object) -> int:
    """A whole number; raises `RefusedError` for what is none."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    found = _INTEGER.fullmatch(text(value)[:60])
    if not found:
        raise RefusedError("a whole number is wanted")
    return bounded(int(found[1].replace("_", "")))


def size_of(value: object) -> int:
    """What Ruby answers to `size`; 0 where it has no answer."""
    if isinstance(value, bool) or value is None:
        return 0
    if isinstance(value, int):
        return 8
    if isinstance(value, (str, list, tuple, Mapping, range)):
        return len(value)
    return 0


def item_of(value: object, key: object) -> object:
    """What a path such as `a.b` or `a[0]` finds; None for what is not there."""
    if isinstance(value, Mapping):
        try:
            if key in value:
                return value[key]
        except TypeError:
            return None
        if key == "size":
            return len(value)
        if key == "first":
            first = next(islice(value.items(), 1), None)
            return list(first) if first else None
        return None
    if isinstance(value, (list, tuple, range)):
        if isinstance(key, int) and not isinstance(key, bool):
            return value[key] if -len(value) <= key < len(value) else None
        if key == "size":
            return len(value)
        if key in ("first", "last") and value:
            return value[0 if key == "first" else -1]
        return None
    return size_of(value) if key == "size" and isinstance(value, (str, int)) else None
