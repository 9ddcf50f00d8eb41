"""Liquid's own filters, with Ruby's meaning, and the guard around each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import tzinfo

from liquid.exceptions import FilterArgumentError

from feeds.expand.liquid.context import Context
from feeds.expand.liquid.filters import dates, lists, numbers, words
from feeds.expand.liquid.values import RefusedError, text

__all__ = ["NAMES", "Filter", "guarded", "needs_context", "standard"]

Filter = Callable[..., object]

_FILTERS: Mapping[str, Filter] = {**words.FILTERS, **numbers.FILTERS, **lists.FILTERS}
NAMES = frozenset((*_FILTERS, "date"))
"""The names of Liquid's own filters."""

_PRICE = 5


def needs_context(function: Filter) -> Filter:
    """Marks a filter that is called with the context before its value."""
    function.needs_context = True  # type: ignore[attr-defined]
    return function


def standard(zone: tzinfo) -> Mapping[str, Filter]:
    """Liquid's own filters, with dates in that zone."""

    def date_filter(context: Context, value: object, form: object) -> object:
        pattern = text(form)
        moment = dates.moment_of(value, zone, context.now) if pattern else None
        return value if moment is None else dates.strftime(moment, pattern)

    return {**_FILTERS, "date": needs_context(date_filter)}


def guarded(name: str, function: Filter) -> Filter:
    """The filter so that it is paid for, and fails in one way only."""
    wants_context = getattr(function, "needs_context", False)

    def run(context: Context, value: object, *arguments: object, **named: object) -> object:
        context.budget.spend(_PRICE)
        context.budget.value(value)
        given = (context, value, *arguments) if wants_context else (value, *arguments)
        try:
            result = function(*given, **named)
        except RefusedError as refusal:
            raise FilterArgumentError(f"{name}: {refusal}", token=None) from None
        except (TypeError, ValueError, ArithmeticError, LookupError):
            raise FilterArgumentError(f"{name}: this cannot be done", token=None) from None
        context.budget.value(result)
        return result

    return run
