"""Liquid's own tags where Ruby's Liquid means them otherwise than python-liquid, or counts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TextIO

from liquid import Environment
from liquid.ast import BlockNode, Node
from liquid.builtin.expressions import FilteredExpression, LoopExpression, StringLiteral
from liquid.builtin.output import Output
from liquid.exceptions import BreakLoop, ContinueLoop, LiquidSyntaxError
from liquid.expression import Expression
from liquid.parser import get_parser
from liquid.stream import TokenStream
from liquid.tag import Tag
from liquid.token import TOKEN_EXPRESSION, TOKEN_OUTPUT, TOKEN_TAG, Token

from feeds.expand.liquid.context import Context
from feeds.expand.liquid.lenient import output
from feeds.expand.liquid.scanner import expression
from feeds.expand.liquid.values import RefusedError, leading_integer, shown, text, whole

__all__ = ["OWN_TAGS"]

_ASSIGNMENT = re.compile(r"\(?([\w\-.\[\]]+)\)?\s*=\s*")
_NAME = re.compile(r"[(\[\]\w.-]+")


class _Output(Node):
    __slots__ = ("expression",)

    def __init__(self, token: Token, value: Expression | None) -> None:
        super().__init__(token)
        self.expression = value
        self.blank = False

    def render_to_output(self, context: Context, buffer: TextIO) -> int:  # type: ignore[override]
        """Write the value as Ruby would."""
        return buffer.write(shown(self.expression.evaluate(context)) if self.expression else "")


class OutputTag(Output):
    """`{{ value | filter }}`; without a value it is nothing."""

    def parse(self, stream: TokenStream) -> Node:  # type: ignore[override]
        """The node."""
        token = stream.eat(TOKEN_OUTPUT)
        inner = stream.expect(TOKEN_EXPRESSION)
        if not inner.value:
            return _Output(token, None)
        return _Output(token, filtered(self.env, inner))


def filtered(environment: Environment, inner: Token) -> Expression:
    """A value and its filters, read as leniently as Ruby's Liquid does."""
    try:
        return FilteredExpression.parse(environment, expression(inner.value, inner))
    except LiquidSyntaxError as problem:
        try:
            return FilteredExpression.parse(environment, expression(output(inner.value), inner))
        except LiquidSyntaxError:
            raise problem from None


class _Assign(Node):
    __slots__ = ("expression", "name")

    def __init__(self, token: Token, name: str, value: Expression) -> None:
        super().__init__(token)
        self.name = name
        self.expression = value

    def render_to_output(self, context: Context, buffer: TextIO) -> int:  # type: ignore[override]  # noqa: ARG002
        """Keep the value."""
        context.assign(self.name, self.expression.evaluate(context))
        return 0


class AssignTag(Tag):
    """`{% assign name = value | filter %}`."""

    name = "assign"
    block = False

    def parse(self, stream: TokenStream) -> Node:
        """The node."""
        token = stream.eat(TOKEN_TAG)
        words = stream.expect(TOKEN_EXPRESSION)
        found = _ASSIGNMENT.match(words.value)
        if not found:
            raise LiquidSyntaxError("a name and a value are missing", token=token)
        start = words.start_index + found.end()
        value = Token(TOKEN_EXPRESSION, words.value[found.end() :], start, words.source)
        return _Assign(token, found[1], filtered(self.env, value))


class _Capture(Node):
    __slots__ = ("block", "name")

    def __init__(self, token: Token, name: str, block: BlockNode) -> None:
        super().__init__(token)
        self.name = name
        self.block = block

    def children(self, static_context: object, *, include_partials: bool = True) -> Iterable[Node]:  # noqa: ARG002
        """The block in it."""
        return [self.block]

    def render_to_output(self, context: Context, buffer: TextIO) -> int:  # type: ignore[override]
        """Keep what the block writes."""
        kept = context.get_buffer(buffer)
        self.block.render(context, kept)
        context.assign(self.name, kept.getvalue())
        return 0


class CaptureTag(Tag):
    """`{% capture name %}`, where the name may be in quotes."""

    name = "capture"
    end = "endcapture"

    def parse(self, stream: TokenStream) -> Node:
        """The node."""
        token = stream.eat(TOKEN_TAG)
        name = _NAME.search(stream.eat(TOKEN_EXPRESSION).value)
        if not name:
            raise LiquidSyntaxError("a name is missing", token=token)
        block = get_parser(self.env).parse_block(stream, frozenset((self.end,)))
        stream.expect(TOKEN_TAG, value=self.end)
        return _Capture(token, name[0], block)


class _Loop(Node):
    """What `for` and `tablerow` have in common: the items, cut as asked for."""

    __slots__ = ("block", "default", "expression")

    def __init__(
        self, token: Token, loop: LoopExpression, block: BlockNode, default: BlockNode | None
    ) -> None:
        super().__init__(token)
        self.expression = loop
        self.block = block
        self.default = default

    def children(self, static_context: object, *, include_partials: bool = True) -> Iterable[Node]:  # noqa: ARG002
        """The blocks in it."""
        return [self.block] if self.default is None else [self.block, self.default]

    def items(self, context: Context, as_number: Callable[[object], int]) -> Sequence[object]:
        """The items of this run."""
        loop = self.expression
        all_items = _sequence(loop.iterable.evaluate(context))
        key = f"{loop.identifier}-{loop.iterable}"
        start = 0
        if isinstance(loop.offset, StringLiteral) and loop.offset.value == "continue":
            start = context.stopindex(key)
        elif loop.offset is not None:
            start = as_number(loop.offset.evaluate(context))
        limit = None if loop.limit is None else loop.limit.evaluate(context)
        stop = len(all_items) if limit is None else as_number(limit) + start
        items = all_items[max(start, 0) : max(stop, 0)]
        context.stopindex(key, start + len(items))
        return items[::-1] if loop.reversed else items

    def turns(self, context: Context, items: Sequence[object]) -> Iterator[object]:
        """The items one after the other, each paid for."""
        for item in items:
            context.budget.turn()
            yield list(item) if isinstance(item, tuple) else item


def _sequence(value: object) -> Sequence[object]:
    if isinstance(value, Mapping):
        return list(value.items())
    if isinstance(value, str):
        return [value] if value else []
    return value if isinstance(value, (list, tuple, range)) else []


class _For(_Loop):
    __slots__ = ()

    def __init__(
        self, token: Token, loop: LoopExpression, block: BlockNode, default: BlockNode | None
    ) -> None:
        super().__init__(token, loop, block, default)
        self.blank = block.blank and (default is None or default.blank)

    def render_to_output(self, context: Context, buffer: TextIO) -> int:  # type: ignore[override]
        """Render the block for each item."""
        items = self.items(context, whole)
        if not items:
            return self.default.render(context, buffer) if self.default else 0
        outer = context.scope.get("forloop")
        length = len(items)
        loop: dict[str, object] = {
            "name": f"{self.expression.identifier}-{self.expression.iterable}",
            "length": length,
            "parentloop": outer if isinstance(outer, dict) else None,
        }
        scope: dict[str, object] = {"forloop": loop}
        with context.extend(scope):
            for index, item in enumerate(self.turns(context, items)):
                scope[self.expression.identifier] = item
                loop.update(
                    index=index + 1,
                    index0=index,
                    rindex=length - index,
                    rindex0=length - index - 1,
                    first=index == 0,
                    last=index == length - 1,
                )
                try:
                    self.block.render(context, buffer)
                except ContinueLoop:
                    continue
                except BreakLoop:
                    break
        return 0


class ForTag(Tag):
    """`{% for item in items %}`."""

    name = "for"
    end = "endfor"

    def parse(self, stream: TokenStream) -> Node:
        """The node."""
        token = stream.eat(TOKEN_TAG)
        loop = LoopExpression.parse(self.env, stream.into_inner(tag=token))
        parse_block = get_parser(self.env).parse_block
        block = parse_block(stream, frozenset((self.end, "else")))
        default: BlockNode | None = None
        if stream.current.is_tag("else"):
            next(stream)
            default = parse_block(stream, frozenset((self.end,)))
        stream.expect(TOKEN_TAG, value=self.end)
        return _For(token, loop, block, default)


class _TableRow(_Loop):
    __slots__ = ()

    def render_to_output(self, context: Context, buffer: TextIO) -> int:  # type: ignore[override]
        """Render the block as a cell for each item."""
        items = self.items(context, _as_integer)
        loop = self.expression
        length = len(items)
        columns = _as_integer(loop.cols.evaluate(context)) if loop.cols else 0
        row = column = 1
        facts: dict[str, object] = {"length": length}
        scope: dict[str, object] = {"tablerowloop": facts}
        buffer.write('<tr class="row1">\n')
        with context.extend(scope):
            for index, item in enumerate(self.turns(context, items)):
                scope[loop.identifier] = item
                last, column_last = index == length - 1, column == columns
                facts.update(index=index + 1, index0=index, rindex=length - index)
                facts.update(rindex0=length - index - 1, first=index == 0, last=last, row=row)
                facts.update(col=column, col0=column - 1, col_first=column == 1)
                facts.update(col_last=column_last)
                buffer.write(f'<td class="col{column}">')
                self.block.render(context, buffer)
                buffer.write("</td>")
                if column_last and not last:
                    buffer.write(f'</tr>\n<tr class="row{row + 1}">')
                row, column = (row + 1, 1) if column_last else (row, column + 1)
        buffer.write("</tr>\n")
        return 0


def _as_integer(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, (list, dict)):
        raise RefusedError("a whole number is wanted")
    return leading_integer(text(value))


class TableRowTag(Tag):
    """`{% tablerow item in items %}`."""

    name = "tablerow"
    end = "endtablerow"

    def parse(self, stream: TokenStream) -> Node:
        """The node."""
        token = stream.eat(TOKEN_TAG)
        loop = LoopExpression.parse(self.env, stream.into_inner(tag=token))
        block = get_parser(self.env).parse_block(stream, frozenset((self.end,)))
        stream.expect(TOKEN_TAG, value=self.end)
        node = _TableRow(token, loop, block, None)
        node.blank = False
        return node


OWN_TAGS: tuple[type[Tag], ...] = (OutputTag, AssignTag, CaptureTag, ForTag, TableRowTag)
