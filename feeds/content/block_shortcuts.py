"""Blocks found by what a line begins with, where that tells which rule can match.

The library asks a dozen rules for each line. All but tables and definition lists need a
first character of their own, so nearly every line needs one or two of them. Every token
is still made by the library's rules.
"""

from __future__ import annotations

from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.rules_block import (
    StateBlock,
    blockquote,
    fence,
    heading,
    hr,
    list_block,
    paragraph,
)

__all__ = ["block_shortcuts_plugin"]

_RULES: dict[str, tuple[Callable[[StateBlock, int, int, bool], bool], ...]] = {
    "#": (heading,),
    ">": (blockquote,),
    "`": (fence,),
    "~": (fence,),
    "*": (hr, list_block),
    "-": (hr, list_block),
    "+": (list_block,),
    "_": (hr,),
    **dict.fromkeys("0123456789", (list_block,)),
}


_DEFINITIONS = (":", "~")


def block_shortcuts_plugin(md: MarkdownIt, signs: str = "", *, terms: int = 1) -> None:
    """Teach a parser the shortcuts; goes after the plugins that add rules for blocks.

    They hold for the rules of CommonMark, tables, footnotes, definition lists and
    attribute lists; `signs` are what the blocks of other rules begin with, and `terms` is
    how many lines may come before a definition.
    """
    ask_all = frozenset(f"<[{{{signs}")

    def shortcut(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
        if state.is_code_block(start_line):
            return False
        start = state.bMarks[start_line] + state.tShift[start_line]
        first = state.src[start]
        if first in ask_all or state.src.find("|", start, state.eMarks[start_line]) >= 0:
            return False
        if first == "*" and state.src.startswith("[", start + 1):
            return False
        for rule in _RULES.get(first, ()):
            if rule(state, start_line, end_line, silent):
                return True
        if _may_be_term(state, start_line, terms):
            return False
        return _paragraph(state, start_line, end_line)

    md.block.ruler.before(md.block.ruler.get_all_rules()[0], "shortcut", shortcut)


def _paragraph(state: StateBlock, start_line: int, end_line: int) -> bool:
    """A paragraph, unless one of its lines may make it a heading."""
    count = len(state.tokens)
    paragraph(state, start_line, end_line, False)
    for line in range(start_line + 1, state.line + 1):
        if _first(state, line) in ("=", "-") and state.sCount[line] >= state.blkIndent:
            del state.tokens[count:]
            state.line = start_line
            return False
    return True


def _may_be_term(state: StateBlock, line: int, terms: int) -> bool:
    """Whether a definition may follow a line and others, directly or after an empty one."""
    for below in range(line + 1, min(line + 1 + terms, state.lineMax)):
        start = state.bMarks[below] + state.tShift[below]
        if start >= state.eMarks[below]:
            return _first(state, below + 1) in _DEFINITIONS
        if state.src[start] in _DEFINITIONS:
            return True
    return False


def _first(state: StateBlock, line: int) -> str:
    """What a line begins with; nothing for an empty one, and after the last."""
    if line >= state.lineMax:
        return ""
    start = state.bMarks[line] + state.tShift[line]
    return state.src[start] if start < state.eMarks[line] else ""
