"""Rules that are asked only where a text begins with their own sign.

A parser asks every rule at every line and at every sign in it; a flavour's own rules are
one rule to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

__all__ = ["BlockRule", "InlineRule", "by_sign_plugin"]

BlockRule = Callable[[StateBlock, int, int, bool], bool]
InlineRule = Callable[[StateInline, bool], bool]


def by_sign_plugin(
    md: MarkdownIt, blocks: Mapping[str, BlockRule], inlines: Mapping[str, InlineRule]
) -> None:
    """Teach a parser rules for blocks, which may end a paragraph, and rules for inlines."""

    def block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
        start = state.bMarks[start_line] + state.tShift[start_line]
        rule = blocks.get(state.src[start : start + 1])
        return rule is not None and rule(state, start_line, end_line, silent)

    def inline(state: StateInline, silent: bool) -> bool:
        rule = inlines.get(state.src[state.pos])
        return rule is not None and rule(state, silent)

    if blocks:
        endings = ["paragraph", "reference", "blockquote", "list"]
        md.block.ruler.before("fence", "block_by_sign", block, {"alt": endings})
    if inlines:
        md.inline.ruler.before("escape", "inline_by_sign", inline)
