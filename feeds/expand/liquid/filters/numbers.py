"""Filters of numbers, counted as Ruby does: whole ones stay whole, and division rounds down."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from feeds.expand.liquid.values import RefusedError, bounded, is_nothing, number

__all__ = ["FILTERS"]

_Number = int | Decimal


def _plain(value: _Number) -> int | float:
    return float(value) if isinstance(value, Decimal) else bounded(value)


def _counted(operation: Callable[[_Number, _Number], _Number]) -> Callable[..., object]:
    def run(value: object, operand: object) -> int | float:
        left, right = number(value), number(operand)
        if isinstance(left, Decimal) or isinstance(right, Decimal):
            left, right = Decimal(left), Decimal(right)
        return _plain(operation(left, right))

    return run


def _absolute(value: object) -> int | float:
    written = number(value)
    return _plain(-written if written < 0 else written)


def _divided(left: _Number, right: _Number) -> _Number:
    if not right:
        raise RefusedError("divided by 0")
    if isinstance(left, int) and isinstance(right, int):
        return left // right
    return Decimal(left) / Decimal(right)


def _modulo(left: _Number, right: _Number) -> _Number:
    if not right:
        raise RefusedError("divided by 0")
    if isinstance(left, int) and isinstance(right, int):
        return left % right
    rest = Decimal(left) % Decimal(right)
    return rest + Decimal(right) if rest and (rest < 0) != (right < 0) else rest


def _round(value: object, digits: object = 0) -> int | float:
    written, places = number(value), int(number(digits))
    if abs(places) > 40:
        raise RefusedError("there are too many digits")
    if isinstance(written, int) and places >= 0:
        return written
    rounded = Decimal(written).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return int(rounded) if places <= 0 else float(rounded)


def _whole(rounding: str) -> Callable[[object], int]:
    return lambda value: int(Decimal(number(value)).to_integral_value(rounding))


def _default(value: object, other: object = "", *, allow_false: object = False) -> object:
    nothing = value is None if not is_nothing(allow_false) else is_nothing(value)
    empty = isinstance(value, (str, list, dict)) and not value
    return other if nothing or empty else value


FILTERS: Mapping[str, Callable[..., object]] = {
    "abs": _absolute,
    "at_least": _counted(max),
    "at_most": _counted(min),
    "ceil": _whole(ROUND_CEILING),
    "default": _default,
    "divided_by": _counted(_divided),
    "floor": _whole(ROUND_FLOOR),
    "minus": _counted(operator.sub),
    "modulo": _counted(_modulo),
    "plus": _counted(operator.add),
    "round": _round,
    "times": _counted(operator.mul),
}
