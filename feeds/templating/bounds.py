"""A sandbox whose templates end: loops, calls, texts and output are counted, never timed.

So every machine refuses the same templates, whatever else it has to do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextvars import ContextVar
from functools import wraps
from typing import Any, cast

from jinja2 import nodes
from jinja2.environment import Template
from jinja2.exceptions import TemplateRuntimeError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

__all__ = ["Bounded", "TooMuchError", "bounded"]

_MOST_STEPS = 2_000_000
_STEPS_A_CALL = 50
_MOST_OUTPUT = 20_000_000
_MOST_TEXT = 5_000_000
_MOST_EXPONENT = 1_000
_COUNTED, _MEASURED = "feeds_counted", "feeds_measured"
_WIDE_FORMAT = re.compile(r"[0-9]{5,}|\*")


class TooMuchError(TemplateRuntimeError):
    """A template repeats, calls or writes more than any newsletter needs."""


class _Steps:
    def __init__(self) -> None:
        self._left = _MOST_STEPS

    def take(self, count: int = 1) -> None:
        self._left -= count
        if self._left < 0:
            raise TooMuchError("it repeats or calls something too often")


_steps: ContextVar[_Steps] = ContextVar("steps")


class Bounded(ImmutableSandboxedEnvironment):
    """Jinja2's sandbox, with bounds; templates are run by `bounded`."""

    intercepted_binops = frozenset(("+", "*", "**", "%"))

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.filters = {name: _checked(name, each) for name, each in self.filters.items()}
        self.filters |= {_COUNTED: _counted, _MEASURED: _measured}

    def _generate(
        self,
        source: nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,
    ) -> str:
        return super()._generate(_Counting(self).visit(source), name, filename, defer_init)

    def call(self, context: Context, obj: Any, *args: Any, **kwargs: Any) -> Any:
        """Calls what a template calls, and counts it."""
        _steps.get().take(_STEPS_A_CALL)
        owner = getattr(getattr(obj, "__wrapped__", obj), "__self__", None)
        if isinstance(owner, str):
            _check(getattr(obj, "__name__", ""), owner, args, kwargs)
        else:
            _check_numbers((*args, *kwargs.values()))
        return super().call(context, obj, *args, **kwargs)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Works out what could become large, if it does not."""
        if operator == "**":
            _check_numbers((left, right), _MOST_EXPONENT)
        elif operator == "%" and isinstance(left, str):
            _check("format", left, (), {})
        elif operator == "*":
            for text, times in ((left, right), (right, left)):
                if isinstance(times, int) and hasattr(text, "__len__"):
                    _check_size(len(text) * times)
        elif operator == "+" and hasattr(left, "__len__") and hasattr(right, "__len__"):
            _check_size(len(left) + len(right))
        return super().call_binop(context, operator, left, right)


class _Counting(NodeTransformer):
    """Has every loop counted, and every text measured that is put together."""

    def __init__(self, environment: Bounded) -> None:
        self._environment = environment

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802 - named for the node
        """Puts what is looped over through the counter."""
        self.generic_visit(node)
        node.iter = self._through(_COUNTED, cast(nodes.Expr, node.iter))
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802 - named for the node
        """Measures what `~` makes."""
        self.generic_visit(node)
        return self._through(_MEASURED, node)

    def _through(self, name: str, node: nodes.Expr) -> nodes.Expr:
        through = nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)
        through.set_environment(self._environment)
        return through


def bounded(template: Template, context: Mapping[str, object]) -> str:
    """The template's text with the context filled in. Raises `TooMuchError`."""
    before = _steps.set(_Steps())
    written: list[str] = []
    size = 0
    try:
        for piece in template.generate(context):
            size += len(piece)
            if size > _MOST_OUTPUT:
                raise TooMuchError(f"it writes more than {_MOST_OUTPUT:,} characters")
            written.append(piece)
    finally:
        _steps.reset(before)
    return "".join(written)


def _counted(items: Iterable[Any]) -> Iterator[Any]:
    steps = _steps.get()
    for item in items:
        steps.take()
        yield item


def _measured(text: Any) -> Any:
    _check_size(len(text))
    return text


def _checked(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
    """A filter that refuses what would become too large."""
    takes_context = hasattr(work, "jinja_pass_arg")

    @wraps(work)
    def checked(*args: Any, **kwargs: Any) -> Any:
        value, *others = args[1:] if takes_context else args
        if name == "join":
            value = list(value)
            args = (*args[: int(takes_context)], value, *others)
        _check(name, value, others, kwargs)
        return work(*args, **kwargs)

    return checked


def _check(name: str, value: Any, args: Iterable[Any], kwargs: Mapping[str, Any]) -> None:
    """Refuses a method or filter of that name where its result would be too large."""
    given = [*args, *kwargs.values()]
    _check_numbers(given)
    if name in ("format", "format_map") and _WIDE_FORMAT.search(str(value)):
        raise TooMuchError("a format is too wide")
    if name == "replace" and len(given) > 1:
        old, new = str(given[0]), str(given[1])
        text = str(value)
        _check_size(len(text) + text.count(old) * len(new))
    if name == "join":
        first = given[0] if given else ""
        parts, between = (first, value) if isinstance(value, str) else (value, first)
        sizes = [len(str(part)) for part in parts]
        _check_size(sum(sizes) + len(str(between)) * len(sizes))


def _check_numbers(values: Iterable[Any], most: int = _MOST_TEXT) -> None:
    for value in values:
        if isinstance(value, int) and abs(value) > most:
            raise TooMuchError(f"a number is larger than {most:,}")


def _check_size(size: int) -> None:
    if size > _MOST_TEXT:
        raise TooMuchError(f"a text or list is longer than {_MOST_TEXT:,}")
