"""From a template and variables to text, or to one problem with its line and tag."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import datetime, tzinfo

from liquid import Environment
from liquid.builtin.content import Literal
from liquid.builtin.illegal import Illegal
from liquid.builtin.tags.case_tag import CaseTag
from liquid.builtin.tags.cycle_tag import CycleTag
from liquid.builtin.tags.decrement_tag import DecrementTag
from liquid.builtin.tags.for_tag import BreakTag, ContinueTag
from liquid.builtin.tags.if_tag import IfTag
from liquid.builtin.tags.ifchanged_tag import IfChangedTag
from liquid.builtin.tags.increment_tag import IncrementTag
from liquid.builtin.tags.inline_comment_tag import InlineCommentTag
from liquid.builtin.tags.unless_tag import UnlessTag
from liquid.exceptions import LiquidError, LiquidInterrupt, LiquidSyntaxError
from liquid.tag import Tag
from liquid.template import BoundTemplate

from feeds.expand.liquid.budget import Budget
from feeds.expand.liquid.context import Buffer, Context
from feeds.expand.liquid.filters import Filter, guarded, standard
from feeds.expand.liquid.partials import parsed, render_nodes
from feeds.expand.liquid.tags import OWN_TAGS
from feeds.expand.template_code import first_tag

__all__ = ["Engine", "TemplateProblemError"]

_TAGS: list[type[Tag]] = [
    Literal,
    Illegal,
    IfTag,
    UnlessTag,
    CaseTag,
    CycleTag,
    IfChangedTag,
    IncrementTag,
    DecrementTag,
    BreakTag,
    ContinueTag,
    InlineCommentTag,
    *OWN_TAGS,
]


class TemplateProblemError(Exception):
    """Why a template gives no text: `line` counts from 1, `tag` is the code as written."""

    def __init__(self, what: str, line: int, tag: str) -> None:
        super().__init__(f"{what}: {tag}" if tag else what)
        self.what = what
        self.line = line
        self.tag = tag


class Engine:
    """Renders templates with Liquid's own tags and filters, and those that are given.

    `zone` is the time zone in which dates without any are read and written. A tag is a
    class as python-liquid wants it; a filter a function of a value and its arguments,
    with the `Context` before them where it is marked by `needs_context`.
    """

    def __init__(
        self,
        *,
        zone: tzinfo,
        tags: Iterable[type[Tag]] = (),
        filters: Mapping[str, Filter] | None = None,
    ) -> None:
        self._environment = _Environment()
        for tag in (*_TAGS, *tags):
            self._environment.add_tag(tag)
        for name, function in {**standard(zone), **(filters or {})}.items():
            self._environment.add_filter(name, guarded(name, function))

    def render(
        self,
        source: str,
        variables: Mapping[str, object],
        registers: object = None,
        now: Callable[[], datetime] | None = None,
    ) -> str:
        """The text that a template gives with those variables.

        `registers` is for tags and filters, which find it in their context. `now` says
        which moment `now` and `today` mean; without it they are refused. Raises
        `TemplateProblemError`, and nothing else, for all that a template may hold.
        """
        try:
            nodes = parsed(self._environment, source)
            template = BoundTemplate(self._environment, nodes)
            context = Context(template, variables, registers, Budget(), now)
            buffer = Buffer(context.budget)
            with suppress(LiquidInterrupt):
                render_nodes(nodes, context, buffer)
        except LiquidError as problem:
            raise _problem(source, problem) from None
        except RecursionError:
            raise TemplateProblemError("the template is nested too deeply", 1, "") from None
        return buffer.getvalue()


class _Environment(Environment):
    """Templates cut and read as Ruby's Liquid does, where anything wrong is an error."""

    block_nesting_limit = 60
    context_depth_limit = 60

    def setup_tags_and_filters(self, *, extra: bool = False) -> None:
        """None of the library's own: the engine says which."""
        del extra


def _problem(source: str, problem: LiquidError) -> TemplateProblemError:
    what = str(problem.message or "the template cannot be read")
    if isinstance(problem, LiquidSyntaxError) and what.startswith("unexpected tag"):
        what = "unknown tag"
    token = problem.token
    if token is None or token.source != source or token.start_index < 0:
        line, tag = first_tag(source) or (1, "")
        return TemplateProblemError(what, line, tag)
    index = min(token.start_index, len(source))
    start = max(source.rfind("{%", 0, index + 2), source.rfind("{{", 0, index + 2), 0)
    line = source.count("\n", 0, start) + 1
    found = first_tag(source[start : start + 1000])
    tag = found[1] if found else " ".join(source[start : start + 60].split())
    return TemplateProblemError(what, line, tag)
