"""What a template sees while it runs, and what that costs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from io import StringIO
from typing import Any, TextIO

from liquid import RenderContext
from liquid.ast import Node
from liquid.builtin.expressions.primitive import Blank
from liquid.exceptions import OutputStreamLimitError, UnknownFilterError
from liquid.template import BoundTemplate
from liquid.token import TOKEN_BLANK, Token
from liquid.undefined import UNDEFINED
from liquid.utils import ReadOnlyChainMap

from feeds.expand.liquid.budget import MAX_TEXT, Budget
from feeds.expand.liquid.values import item_of

__all__ = ["Buffer", "Context"]


_BLANK = {"blank": Blank(Token(TOKEN_BLANK, "blank", -1, ""))}


class Buffer(StringIO):
    """Output that is counted as it grows."""

    def __init__(self, budget: Budget) -> None:
        super().__init__()
        self._budget = budget
        self._length = 0

    def write(self, text: str) -> int:
        """As every stream."""
        self._length += len(text)
        self._budget.characters(len(text))
        if self._length > MAX_TEXT:
            raise OutputStreamLimitError("the text grows too long", token=None)
        return super().write(text)


class Context(RenderContext):
    """A context without a clock; names that are not there are nil, as in Ruby.

    `registers` is what the site's own tags and filters know beyond variables. `now` is the
    moment that `now` and `today` stand for, where there is one.
    """

    __slots__ = ("budget", "depth", "now", "partials", "registers")

    def __init__(
        self,
        template: BoundTemplate,
        variables: Mapping[str, object],
        registers: Any,
        budget: Budget,
        now: Callable[[], datetime] | None,
    ) -> None:
        super().__init__(template, globals=variables)
        self.scope = ReadOnlyChainMap(self.locals, self.globals, self.counters, _BLANK)
        self.budget = budget
        self.registers = registers
        self.now = now
        self.depth = 0
        self.partials: dict[str, list[Node]] = {}

    def get(
        self, path: list[object], *, token: Token | None, default: object = UNDEFINED
    ) -> object:
        """The value at a path; None where there is none."""
        del token
        missing = None if default is UNDEFINED else default
        value: object = self.scope.get(path[0]) if isinstance(path[0], str) else None
        for key in path[1:]:
            value = item_of(value, key)
        self.budget.spend(len(path))
        self.budget.value(value)
        return missing if value is None else value

    def filter(self, name: str, token: Token | None) -> Callable[..., object]:
        """The filter of that name; raises `UnknownFilterError` where there is none."""
        function = self.env.filters.get(name)
        if function is None:
            raise UnknownFilterError(f"unknown filter “{name}”", token=token)
        return partial(function, self)

    def get_buffer(self, buf: TextIO | None = None) -> StringIO:  # noqa: ARG002 - the library's
        """A new stream that is counted with all others."""
        return Buffer(self.budget)
