"""Templates within templates."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any, TextIO

from liquid import Environment
from liquid.ast import BlockNode, Node
from liquid.exceptions import LiquidError, LiquidInterrupt, LiquidSyntaxError
from liquid.parser import Parser
from liquid.token import Token

from feeds.expand.liquid.context import Context
from feeds.expand.liquid.scanner import Stream, scan
from feeds.expand.liquid.values import RefusedError

__all__ = ["include", "parsed", "render_nodes", "rendered"]

_DEEPEST = 30
_MOST_PIECES = 100_000
_NO_CONTEXT: Any = None


def parsed(environment: Environment, source: str) -> list[Node]:
    """What a template is made of; raises `LiquidError` where it cannot be read."""
    pieces = list(islice(scan(source), _MOST_PIECES + 1))
    if len(pieces) > _MOST_PIECES:
        raise LiquidSyntaxError("the template holds too many tags", token=pieces[-1])
    nodes = Parser(environment).parse(Stream(iter(pieces)))
    _make_pay(nodes)
    return nodes


class _Toll(Node):
    """What rendering a block costs, as the first thing in it: tags may render one often."""

    __slots__ = ("pieces",)

    def __init__(self, token: Token, pieces: int) -> None:
        super().__init__(token)
        self.pieces = pieces

    def render_to_output(self, context: Context, buffer: TextIO) -> int:  # type: ignore[override]  # noqa: ARG002
        """Pay."""
        context.budget.spend(self.pieces)
        return 0


def _make_pay(nodes: list[Node]) -> None:
    waiting = [*nodes]
    while waiting:
        node = waiting.pop()
        waiting += node.children(_NO_CONTEXT)
        if isinstance(node, BlockNode):
            node.nodes.insert(0, _Toll(node.token, 1 + len(node.nodes)))


def render_nodes(nodes: list[Node], context: Context, buffer: TextIO) -> None:
    """Render nodes in order; raises `LiquidError` with the tag that cannot be rendered."""
    for node in nodes:
        try:
            node.render(context, buffer)
        except LiquidError as problem:
            if problem.token is None:
                problem.token = node.token
            raise
        except RefusedError as refusal:
            raise LiquidError(str(refusal), token=node.token) from None


def rendered(source: str, context: Context) -> str:
    """The text of a template that stands in a tag's own words, such as a file's name."""
    if "{{" not in source and "{%" not in source:
        return source
    buffer = context.get_buffer()
    try:
        render_nodes(parsed(context.env, source), context, buffer)
    except LiquidInterrupt:
        pass
    except LiquidError as problem:
        raise LiquidError(str(problem.message), token=None) from None
    return buffer.getvalue()


def include(
    source: str,
    name: str,
    variables: Mapping[str, object],
    context: Context,
    buffer: TextIO,
    token: Token,
) -> None:
    """Render the template of that name in place, with variables beside those of the context.

    Whatever is wrong in it is a problem of the tag that asks for it, and names the file.
    """
    context.budget.spend(1 + len(source) // 4)
    if context.depth >= _DEEPEST:
        raise LiquidError(f"{name} is included too deeply", token=token)
    context.depth += 1
    try:
        if source not in context.partials:
            context.partials[source] = parsed(context.env, source)
        nodes = context.partials[source]
        with context.extend(variables):
            render_nodes(nodes, context, buffer)
    except LiquidError as problem:
        raise LiquidError(_within(name, source, problem), token=token) from None
    finally:
        context.depth -= 1


def _within(name: str, source: str, problem: LiquidError) -> str:
    what = str(problem.message)
    if what.startswith("in ") or problem.token is None or problem.token.source != source:
        return what
    line = source.count("\n", 0, max(problem.token.start_index, 0)) + 1
    if what.startswith("unexpected tag"):
        what = f"unknown tag “{problem.token.value}”"
    return f"in {name}, line {line}: {what}"
