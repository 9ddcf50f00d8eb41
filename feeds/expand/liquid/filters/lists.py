"""Filters of lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from functools import cmp_to_key
from typing import Any

from feeds.expand.liquid.budget import MAX_DEPTH, MAX_TEXT
from feeds.expand.liquid.values import RefusedError, is_nothing, item_of, shown, size_of, text

__all__ = ["FILTERS", "compared", "items", "property_of", "same"]

_MAX_ITEMS = 500_000


def items(value: object) -> list[object]:
    """The items that Liquid sees in any value: lists within lists are opened."""
    if isinstance(value, (list, tuple)):
        return list(_flat(value, 0))
    if isinstance(value, range):
        if len(value) > _MAX_ITEMS:
            raise RefusedError("there are too many items")
        return list(value)
    return [] if value is None else [value]


def _flat(values: list[object] | tuple[object, ...], depth: int) -> Iterator[object]:
    if depth > MAX_DEPTH:
        raise RefusedError("lists are nested too deeply")
    for value in values:
        if isinstance(value, (list, tuple)):
            yield from _flat(value, depth + 1)
        else:
            yield value


def property_of(item: object, key: object) -> object:
    """What Ruby's `item[key]` gives; raises `RefusedError` where it cannot be asked."""
    if isinstance(item, Mapping):
        return item.get(key)
    if isinstance(item, str):
        return key if isinstance(key, str) and key in item else None
    if isinstance(item, list) and isinstance(key, int):
        return item_of(item, key)
    raise RefusedError(f"cannot select the property “{text(key)}”")


def same(left: object, right: object) -> bool:
    """Whether two values are equal; true is not 1 here."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    return left == right


def compared(left: object, right: object) -> int | None:
    """Ruby's `<=>`: below, at or above zero; None where the two cannot be compared."""
    numbers = (int, float)
    if isinstance(left, bool) or isinstance(right, bool):
        return 0 if left is right else None
    comparable = (
        (isinstance(left, str) and isinstance(right, str))
        or (isinstance(left, numbers) and isinstance(right, numbers))
        or (isinstance(left, datetime) and isinstance(right, datetime))
        or (type(left) is date and type(right) is date)
    )
    if comparable:
        one: Any = left
        return int(one > right) - int(one < right)
    if isinstance(left, list) and isinstance(right, list):
        for one, other in zip(left, right, strict=False):
            if (order := compared(one, other)) != 0:
                return order
        return (len(left) > len(right)) - (len(left) < len(right))
    return 0 if left == right else None


def _nil_last(left: object, right: object) -> int:
    order = compared(left, right)
    if order is not None:
        return order
    if left is None or right is None:
        return 1 if left is None else -1
    raise RefusedError("values of different kinds cannot be sorted")


def _sort(value: object, key: object = None) -> object:
    return _sorted(value, key, _nil_last)


def _sort_natural(value: object, key: object = None) -> object:
    def order(left: object, right: object) -> int:
        if left is None or right is None:
            return 1 if left is None else -1
        return compared(text(left).lower(), text(right).lower()) or 0

    return _sorted(value, key, order)


def _sorted(value: object, key: object, order: Callable[[object, object], int]) -> object:
    every = items(value)
    if key is None:
        return sorted(every, key=cmp_to_key(order))
    return sorted(every, key=lambda item: cmp_to_key(order)(property_of(item, key)))


def _where(value: object, key: object, target: object = None) -> object:
    every = items(value)
    if target is None:
        return [item for item in every if not is_nothing(property_of(item, key))]
    return [item for item in every if same(property_of(item, key), target)]


def _uniq(value: object, key: object = None) -> object:
    seen: set[str] = set()
    kept: list[object] = []
    for item in items(value):
        fact = item if key is None else property_of(item, key)
        sign = f"{type(fact).__name__} {id(fact) if _opaque(fact) else shown(fact)}"
        if sign not in seen:
            seen.add(sign)
            kept.append(item)
    return kept


def _opaque(value: object) -> bool:
    return isinstance(value, Mapping) and not isinstance(value, dict)


def _map(value: object, key: object) -> object:
    return [property_of(item, key) for item in items(value)]


def _compact(value: object, key: object = None) -> object:
    if key is None:
        return [item for item in items(value) if item is not None]
    return [item for item in items(value) if property_of(item, key) is not None]


def _join(value: object, glue: object = " ") -> str:
    words = [shown(item) for item in items(value)]
    between = text(glue)
    if sum(map(len, words)) + len(words) * len(between) > MAX_TEXT:
        raise RefusedError("a text grows too long")
    return between.join(words)


def _concat(value: object, more: object) -> object:
    if not isinstance(more, list):
        raise RefusedError("a list is wanted")
    return [*items(value), *more]


def _sum(value: object, key: object = None) -> object:
    total: int | float = 0
    for item in items(value):
        addend = item if key is None else property_of(item, key)
        if isinstance(addend, (int, float)) and not isinstance(addend, bool):
            total += addend
    return total


def _end(value: object, name: str) -> object:
    return item_of(value, name) if isinstance(value, (list, tuple, range, Mapping)) else None


FILTERS: Mapping[str, Callable[..., object]] = {
    "compact": _compact,
    "concat": _concat,
    "first": lambda value: _end(value, "first"),
    "join": _join,
    "last": lambda value: _end(value, "last"),
    "map": _map,
    "reverse": lambda value: items(value)[::-1],
    "size": size_of,
    "sort": _sort,
    "sort_natural": _sort_natural,
    "sum": _sum,
    "uniq": _uniq,
    "where": _where,
}
