"""Tera templates, worked out on the syntax tree that Jinja2's parser makes of them.

Tera's syntax is nearly Jinja2's. Nothing is compiled and no attribute of an object is ever
looked up: values are texts, numbers, lists and tables, and what a template may do is what this
module does. Steps and sizes are counted.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from feeds.expand.zola.tera_filters import FILTERS, TESTS, Arguments, filtered_default
from feeds.expand.zola.tera_syntax import GLOBAL
from feeds.expand.zola.tera_values import (
    MAX_TEXT,
    MISSING,
    Safe,
    TeraError,
    as_text,
    bounded,
    escaped,
    is_true,
)

if TYPE_CHECKING:
    from jinja2 import nodes

__all__ = ["Function", "Tera"]

Function = Callable[[Arguments], object]

_MAX_STEPS = 100_000
_STEP_SIZE = 256
_MAX_INCLUDES = 10
_COMPARED: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "lteq": operator.le,
    "gt": operator.gt,
    "gteq": operator.ge,
}
_RECKONED: Mapping[str, Callable[[Any, Any], int | float]] = {
    "Add": operator.add,
    "Sub": operator.sub,
    "Mul": operator.mul,
    "Mod": operator.mod,
    "Div": operator.truediv,
}


class _Break(Exception):  # noqa: N818 - no error
    pass


class _Continue(Exception):  # noqa: N818 - no error
    pass


class Tera:
    """Works out the templates of one body; what they cost is counted together."""

    def __init__(
        self,
        load: Callable[[str], object],
        functions: Mapping[str, Function],
        markdown: Callable[[str, bool], str],
    ) -> None:
        self._load = load
        self._functions = functions
        self._markdown = markdown
        self._steps = 0
        self._length = 0

    def render(self, name: str, context: Mapping[str, object]) -> str:
        """The text of the template with that name.

        Raises `TeraError` where it is not there or cannot be worked out.
        """
        return self.render_tree(name, self.tree(name), context, escapes=not name.endswith(".md"))

    def render_tree(
        self, name: str, tree: object, context: Mapping[str, object], *, escapes: bool
    ) -> str:
        """The text of a template that was read already; `escapes` where it makes HTML."""
        if isinstance(tree, TeraError):
            raise TeraError(f"{name}: {tree}")
        try:
            return _Rendering(self, dict(context), escapes=escapes).text(name, tree)
        except RecursionError:
            raise TeraError("the template is nested too deeply") from None

    def step(self, written: str = "", *, seen: object = None) -> None:
        """Counts one step, more for a large value that was seen in it, and what it writes."""
        self._steps += 1 + (len(seen) // _STEP_SIZE if isinstance(seen, (str, list)) else 0)
        self._length += len(written)
        if self._steps > _MAX_STEPS:
            raise TeraError("the template takes too many steps")
        if self._length > MAX_TEXT:
            raise TeraError("the template writes too much")

    def tree(self, name: str) -> Any:
        """The syntax tree of the template with that name."""
        tree = self._load(name)
        if tree is None:
            raise TeraError(f"there is no template {name}")
        if isinstance(tree, TeraError):
            raise TeraError(f"{name}: {tree}")
        return tree

    def called(self, name: str, arguments: Arguments) -> object:
        """What a function gives."""
        if name not in self._functions:
            raise TeraError(f"the function {name} is not worked out here")
        return self._functions[name](arguments)

    def filtered(self, name: str, value: object, arguments: Arguments) -> object:
        """What a filter makes of a value."""
        if name == "default":
            return filtered_default(value, arguments)
        if name == "markdown":
            return self._markdown(as_text(value), is_true(arguments.get("inline")))
        if name not in FILTERS:
            raise TeraError(f"the filter {name} is not worked out here")
        return bounded(FILTERS[name](value, arguments))


class _Rendering:
    """One template and those that it includes: their names and values."""

    def __init__(self, tera: Tera, values: dict[str, object], *, escapes: bool) -> None:
        self._tera = tera
        self._escapes = escapes
        self._scopes: list[dict[str, object]] = [values, {}]
        self._depth = 0

    def text(self, name: str, tree: Any) -> str:
        self._depth += 1
        if self._depth > _MAX_INCLUDES:
            raise TeraError(f"{name} includes itself, or too many others")
        try:
            text = "".join(self._all(tree.body))
        except TeraError as problem:
            if problem.is_placed:
                raise
            raise TeraError(f"{name}: {problem}", is_placed=True) from None
        self._depth -= 1
        return text

    # ── Statements ────────────────────────────────────────────────────────────────────

    def _all(self, statements: Iterable[nodes.Node]) -> Iterator[str]:
        for statement in statements:
            self._tera.step()
            act = getattr(self, f"_do_{type(statement).__name__.lower()}", None)
            if act is None:
                raise TeraError(f"{_called(statement)} is not worked out here")
            yield from act(statement)

    def _do_output(self, node: nodes.Output) -> Iterator[str]:
        for part in node.nodes:
            if type(part).__name__ == "TemplateData":
                text = str(getattr(part, "data", ""))
            else:
                value = self._value(part)
                if value is MISSING:
                    raise TeraError(f"line {part.lineno}: {_spelt(part)} has no value")
                text = as_text(value)
                if self._escapes and not isinstance(value, Safe):
                    text = escaped(text)
            self._tera.step(text)
            yield text

    def _do_if(self, node: nodes.If) -> Iterator[str]:
        for branch in (node, *node.elif_):
            if is_true(self._value(branch.test)):
                yield from self._all(branch.body)
                return
        yield from self._all(node.else_)

    def _do_for(self, node: nodes.For) -> Iterator[str]:
        items = self._items(node)
        if not items:
            yield from self._all(node.else_)
        for index, item in enumerate(items):
            self._tera.step()
            loop = {"index": index + 1, "index0": index, "first": index == 0}
            self._scopes.append({"loop": {**loop, "last": index == len(items) - 1}, **item})
            try:
                yield from self._all(node.body)
            except _Continue:
                continue
            except _Break:
                break
            finally:
                self._scopes.pop()

    def _items(self, node: nodes.For) -> list[dict[str, object]]:
        over = self._value(node.iter)
        names = [getattr(one, "name", "") for one in getattr(node.target, "items", [node.target])]
        if isinstance(over, Mapping):
            pairs = [*over.items()] if len(names) == 2 else [(key,) for key in over]
        elif isinstance(over, list) and len(names) == 1:
            pairs = [(item,) for item in over]
        else:
            raise TeraError("only lists and tables can be gone through")
        if node.recursive or node.test is not None:
            raise TeraError("a loop of that kind is not worked out here")
        return [dict(zip(names, pair, strict=True)) for pair in pairs]

    def _do_assign(self, node: nodes.Assign) -> Iterator[str]:
        name = str(getattr(node.target, "name", ""))
        scope = self._scopes[1 if name.startswith(GLOBAL) else -1]
        scope[name.removeprefix(GLOBAL)] = self._value(node.node)
        return iter(())

    def _do_include(self, node: nodes.Include) -> Iterator[str]:
        name = as_text(self._value(node.template))
        yield self.text(name, self._tera.tree(name))

    def _do_break(self, _: nodes.Node) -> Iterator[str]:
        raise _Break

    def _do_continue(self, _: nodes.Node) -> Iterator[str]:
        raise _Continue

    # ── Expressions ───────────────────────────────────────────────────────────────────

    def _value(self, node: nodes.Node) -> object:
        self._tera.step()
        kind = type(node).__name__
        if kind in _RECKONED:
            return self._reckoned(kind, node)
        act = getattr(self, f"_of_{kind.lower()}", None)
        if act is None:
            raise TeraError(f"{_called(node)} is not worked out here")
        value: object = act(node)
        self._tera.step(seen=value)
        return value

    def _of_const(self, node: nodes.Const) -> object:
        return bounded(node.value)

    def _of_name(self, node: nodes.Name) -> object:
        for scope in reversed(self._scopes):
            if node.name in scope:
                return scope[node.name]
        return MISSING

    def _of_getattr(self, node: nodes.Getattr) -> object:
        return self._item(self._value(node.node), node.attr)

    def _of_getitem(self, node: nodes.Getitem) -> object:
        return self._item(self._value(node.node), self._value(node.arg))

    def _item(self, value: object, key: object) -> object:
        if isinstance(value, Mapping) and isinstance(key, str):
            return value.get(key, MISSING)
        if isinstance(value, list) and isinstance(key, int) and 0 <= key < len(value):
            return value[key]
        return MISSING

    def _of_list(self, node: nodes.List) -> object:
        return bounded([self._value(item) for item in node.items])

    def _of_concat(self, node: nodes.Concat) -> object:
        return bounded("".join(as_text(self._value(part)) for part in node.nodes))

    def _of_and(self, node: nodes.And) -> object:
        return is_true(self._value(node.left)) and is_true(self._value(node.right))

    def _of_or(self, node: nodes.Or) -> object:
        return is_true(self._value(node.left)) or is_true(self._value(node.right))

    def _of_condexpr(self, node: nodes.CondExpr) -> object:
        if is_true(self._value(node.test)):
            return self._value(node.expr1)
        return self._value(node.expr2) if node.expr2 is not None else ""

    def _of_not(self, node: nodes.Not) -> object:
        return not is_true(self._value(node.node))

    def _of_neg(self, node: nodes.Neg) -> object:
        value = self._value(node.node)
        if isinstance(value, (int, float)):
            return -value
        raise TeraError("only a number can be negative")

    def _of_compare(self, node: nodes.Compare) -> object:
        left = self._value(node.expr)
        for operand in node.ops:
            right = self._value(operand.expr)
            if not _compare(operand.op, left, right):
                return False
            left = right
        return True

    def _of_filter(self, node: nodes.Filter) -> object:
        if node.node is None or node.args or node.dyn_args or node.dyn_kwargs:
            raise TeraError(f"the filter {node.name} is not worked out here in that form")
        return self._tera.filtered(node.name, self._value(node.node), self._named(node.kwargs))

    def _of_test(self, node: nodes.Test) -> object:
        if node.name not in TESTS or node.dyn_args or node.dyn_kwargs:
            raise TeraError(f"the test {node.name} is not worked out here")
        try:
            values = (*map(self._value, node.args), *self._named(node.kwargs).values())
            return TESTS[node.name](self._value(node.node), *values)
        except TypeError:
            raise TeraError(f"the test {node.name} has other arguments") from None

    def _of_call(self, node: nodes.Call) -> object:
        name = getattr(node.node, "name", None)
        if not isinstance(name, str) or node.args or node.dyn_args or node.dyn_kwargs:
            raise TeraError(f"{_called(node)} is not worked out here in that form")
        return self._tera.called(name, self._named(node.kwargs))

    def _named(self, arguments: Iterable[Any]) -> Arguments:
        return {one.key: self._value(one.value) for one in arguments}

    def _reckoned(self, kind: str, node: Any) -> object:
        left, right = self._value(node.left), self._value(node.right)
        numbers = all(
            isinstance(one, (int, float)) and not isinstance(one, bool) for one in (left, right)
        )
        if not numbers:
            raise TeraError("only numbers can be reckoned with")
        try:
            return bounded(_RECKONED[kind](left, right))
        except (ArithmeticError, ValueError):
            raise TeraError("the numbers cannot be reckoned with") from None


def _compare(how: str, left: object, right: object) -> bool:
    try:
        if how in ("in", "notin"):
            found = left in right if isinstance(right, (str, list, Mapping)) else False
            return found == (how == "in")
        return bool(_COMPARED[how](left, right))
    except TypeError:
        return False


def _spelt(node: Any) -> str:
    """A name with the keys that follow it, as it is written."""
    keys: list[str] = []
    while type(node).__name__ == "Getattr":
        keys.append(f".{node.attr}")
        node = node.node
    return f"{getattr(node, 'name', 'what is written here')}{''.join(reversed(keys))}"


def _called(node: nodes.Node) -> str:
    return f"line {node.lineno}: {type(node).__name__.lower()}"
