"""Jekyll's filters that search, sort and group."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cmp_to_key

from liquid.builtin.expressions import BooleanExpression, FilteredExpression
from liquid.token import TOKEN_EXPRESSION, Token

from feeds.expand.liquid import Context, Filter, Lazy, RefusedError, needs_context, text
from feeds.expand.liquid.filters.lists import compared
from feeds.expand.liquid.scanner import expression
from feeds.expand.liquid.values import is_nothing, leading_integer

__all__ = ["SEARCHES"]

_FLOAT = re.compile(r"\s*-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)\s*")
_INTEGER = re.compile(r"\s*-?[0-9]+\s*")


def _listed(value: object) -> list[object] | None:
    """What can be searched: a list, or a mapping's values."""
    if isinstance(value, dict):
        return list(value.values())
    if isinstance(value, range):
        return list(value[:500_000])
    return value if isinstance(value, list) else None


def _property(item: object, key: object) -> object:
    """A property as Jekyll compares it: what looks like a number is one."""
    name = text(key)
    found: object = item
    if isinstance(item, Mapping):
        for part in name.split(".") if "." in name else (name,):
            found = found.get(part) if isinstance(found, Mapping) else None
    elif isinstance(item, str):
        found = name if name in item else None
    else:
        raise RefusedError(f"there is no property “{name}”")
    if isinstance(found, Mapping) or not isinstance(found, (str, int, float)):
        return found
    written = text(found)[:100]
    if _INTEGER.fullmatch(written):
        return leading_integer(written)
    return float(written) if _FLOAT.fullmatch(written) else found


def _matches(found: object, target: object) -> bool:
    if target is None:
        return found is None
    wanted = text(target)
    if isinstance(found, str):
        return found == wanted
    every = found if isinstance(found, list) else [] if found is None else [found]
    return any(text(each) == wanted for each in every if not isinstance(each, Lazy))


def _where(value: object, key: object, target: object = None) -> object:
    every = _listed(value)
    if every is None or is_nothing(key) or isinstance(target, (list, dict)):
        return value
    return [item for item in every if _matches(_property(item, key), target)]


def _find(value: object, key: object, target: object = None) -> object:
    every = _listed(value)
    if every is None or is_nothing(key) or isinstance(target, (list, dict)):
        return value
    return next((item for item in every if _matches(_property(item, key), target)), None)


def _chosen(context: Context, every: Sequence[object], name: str, words: str) -> list[object]:
    """The items for which a condition holds, with each in a variable of that name."""
    token = Token(TOKEN_EXPRESSION, words, -1, "")
    condition = BooleanExpression.parse(context.env, expression(words, token))
    chosen: list[object] = []
    scope: dict[str, object] = {}
    with context.extend(scope):
        for item in every:
            context.budget.turn()
            scope[name] = item
            if condition.evaluate(context):
                chosen.append(item)
    return chosen


@needs_context
def _where_exp(context: Context, value: object, name: object, words: object) -> object:
    every = _listed(value)
    return value if every is None else _chosen(context, every, text(name), text(words))


@needs_context
def _find_exp(context: Context, value: object, name: object, words: object) -> object:
    every = _listed(value)
    if every is None:
        return value
    return next(iter(_chosen(context, every, text(name), text(words))), None)


def _groups(grouped: Mapping[str, list[object]]) -> list[object]:
    return [{"name": name, "items": each, "size": len(each)} for name, each in grouped.items()]


def _group_by(value: object, key: object) -> object:
    if not isinstance(value, list):
        return value
    grouped: dict[str, list[object]] = {}
    for item in value:
        grouped.setdefault(text(_property(item, key)), []).append(item)
    return _groups(grouped)


@needs_context
def _group_by_exp(context: Context, value: object, name: object, words: object) -> object:
    if not isinstance(value, list):
        return value
    token = Token(TOKEN_EXPRESSION, text(words), -1, "")
    wanted = FilteredExpression.parse(context.env, expression(text(words), token))
    grouped: dict[str, list[object]] = {}
    scope: dict[str, object] = {}
    with context.extend(scope):
        for item in value:
            context.budget.turn()
            scope[text(name)] = item
            grouped.setdefault(text(wanted.evaluate(context)), []).append(item)
    return _groups(grouped)


def _sort(value: object, key: object = None, nils: object = "first") -> object:
    if value is None:
        raise RefusedError("nil cannot be sorted")
    every = list(map(list, value.items())) if isinstance(value, dict) else _listed(value)
    if every is None:
        raise RefusedError("a list is wanted")
    if key is None:
        return sorted(every, key=cmp_to_key(_strictly))
    if nils not in ("first", "last"):
        raise RefusedError("nils come “first” or “last”")
    order = -1 if nils == "first" else 1

    def by_property(left: object, right: object) -> int:
        if left is None or right is None:
            return 0 if left is right else order if left is None else -order
        result = compared(left, right)
        return (compared(text(left), text(right)) or 0) if result is None else result

    return sorted(every, key=lambda item: cmp_to_key(by_property)(_property(item, key)))


def _strictly(left: object, right: object) -> int:
    if isinstance(left, Lazy) and isinstance(right, Lazy):
        left, right = ([each.get("date"), each.get("path")] for each in (left, right))
    result = compared(left, right)
    if result is None:
        raise RefusedError("values of different kinds cannot be sorted")
    return result


SEARCHES: Mapping[str, Filter] = {
    "find": _find,
    "find_exp": _find_exp,
    "group_by": _group_by,
    "group_by_exp": _group_by_exp,
    "sort": _sort,
    "where": _where,
    "where_exp": _where_exp,
}
