"""Blocks of kramdown that CommonMark does not have (https://kramdown.gettalong.org/syntax.html).

`{::comment}` and its like, lists of attributes with a name, `^` as the end of a block,
and formulas between `$$`. A number with a bracket after it begins no list.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, list_block
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from feeds.content.loose_tables import table
from feeds.content.renderer import escaped

__all__ = [
    "block_end",
    "extension",
    "guillemet",
    "hard_break",
    "inline_extension",
    "loose_blocks_plugin",
    "math",
    "math_block",
]

_BlockRule = Callable[[StateBlock, int, int, bool], bool]

_DEFINITION = re.compile(r"[:~][ \t]")
_MAX_TERMS = 30
_EXTENSION = re.compile(r"\{::(\w+)(?:[ \t][^}\n]*?)?(/)?\}[ \t]*")
_NAMED_LIST = re.compile(r"\{:(?:\w[\w-]*:[^}\n]+|[ ]?\w[\w-]*)\}[ \t]*")
_STRAY_END = re.compile(r"\{:/\w*\}[ \t]*")
_BODIES = ("comment", "nomarkdown", "options")
_INLINE_EXTENSION = re.compile(r"\{::(comment|nomarkdown|options)(?:[ \t][^}\n]*?)?(/)?\}")
_INLINE_END = re.compile(r"\{:/(?:comment|nomarkdown)?\}")
_BRACKETED = re.compile(r"[0-9]{1,9}\)")


def loose_blocks_plugin(md: MarkdownIt) -> None:
    """Teach a parser the blocks that begin with no sign of their own."""
    md.block.ruler.at("table", table)
    md.block.ruler.at("list", _list, {"alt": ["paragraph", "reference", "blockquote"]})
    md.block.ruler.before("deflist", "terms", _terms(_rule_named(md, "deflist")))


def _rule_named(md: MarkdownIt, name: str) -> _BlockRule:
    return next(rule for rule in md.block.ruler.getRules("") if rule.__name__ == name)


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def extension(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """`{::comment}` to `{:/comment}`, `{::options …/}`, and `{:name: .class}`."""
    start = state.bMarks[start_line] + state.tShift[start_line]
    if not state.src.startswith("{:", start) or state.is_code_block(start_line):
        return False
    text = _line(state, start_line)
    if _NAMED_LIST.fullmatch(text) or _STRAY_END.fullmatch(text):
        if not silent:
            state.line = start_line + 1
        return True
    found = _EXTENSION.fullmatch(text)
    if not found or found[1] not in _BODIES:
        return False
    last = start_line
    if not found[2]:
        unended: set[tuple[str, int]] = state.env.setdefault("unended_blocks", set())
        if (found[1], end_line) in unended:
            return False
        closing = ("{:/}", f"{{:/{found[1]}}}")
        last = start_line + 1
        while last < end_line and _line(state, last).rstrip() not in closing:
            last += 1
        if last == end_line:
            unended.add((found[1], end_line))
            return False
    if not silent:
        if found[1] == "nomarkdown" and last > start_line:
            token = state.push("html_block", "", 0)
            token.content = state.getLines(start_line + 1, last, state.blkIndent, True)
        state.line = last + 1
    return True


def _terms(definitions: _BlockRule) -> _BlockRule:
    """The rule for several terms, each on a line of its own, before one definition."""

    def rule(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
        last = start_line
        while last < end_line and not state.isEmpty(last):
            if _DEFINITION.match(_line(state, last)):
                break
            if state.sCount[last] < state.blkIndent or last - start_line > _MAX_TERMS:
                return False
            last += 1
        last -= 1
        begun = len(state.tokens)
        if silent or last <= start_line or not definitions(state, last, end_line, False):
            return False
        terms: list[Token] = []
        for line in range(start_line, last):
            content = _line(state, line).strip()
            inline = Token("inline", "", 0, content=content, children=[], level=state.level + 2)
            terms += (Token("dt_open", "dt", 1, block=True), inline)
            terms.append(Token("dt_close", "dt", -1, block=True))
        state.tokens[begun + 1 : begun + 1] = terms
        return True

    return rule


def block_end(state: StateBlock, start_line: int, _end_line: int, silent: bool) -> bool:
    """A line with nothing but `^`, which ends what is before it."""
    if _line(state, start_line).rstrip() != "^" or state.is_code_block(start_line):
        return False
    if not silent:
        state.line = start_line + 1
    return True


def math_block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """A formula between `$$` that is a block of its own; kept for those who can read it."""
    if silent:
        return False
    start = state.bMarks[start_line] + state.tShift[start_line]
    if not state.src.startswith("$$", start) or state.is_code_block(start_line):
        return False
    last = start_line
    while last < end_line and not state.isEmpty(last):
        text = _line(state, last).rstrip()
        if text.endswith("$$") and (last > start_line or len(text) > 3):
            break
        last += 1
    if last == end_line or state.isEmpty(last):
        return False
    formula = state.getLines(start_line, last + 1, state.blkIndent, False).strip()[2:-2]
    if "$$" in formula or (last + 1 < end_line and not state.isEmpty(last + 1)):
        return False
    token = state.push("html_block", "", 0)
    token.content = f"<div>\\[{escaped(formula.strip())}\\]</div>\n"
    state.line = last + 1
    return True


def math(state: StateInline, silent: bool) -> bool:
    """A formula between `$$` within a line."""
    if not state.src.startswith("$$", state.pos):
        return False
    end = state.src.find("$$", state.pos + 2, state.posMax)
    if end < 0:
        if not silent:
            state.pending += "$$"
        state.pos += 2
        return True
    if not silent:
        token = state.push("html_inline", "", 0)
        token.content = f"\\({escaped(state.src[state.pos + 2 : end].strip())}\\)"
    state.pos = end + 2
    return True


def guillemet(state: StateInline, silent: bool) -> bool:
    """`<<`, which never begins a tag."""
    if not state.src.startswith("<<", state.pos):
        return False
    if not silent:
        state.pending += "<<"
    state.pos += 2
    return True


def hard_break(state: StateInline, silent: bool) -> bool:
    """Two backslashes at the end of a line."""
    if not state.src.startswith("\\\\\n", state.pos):
        return False
    if not silent:
        state.push("hardbreak", "br", 0)
    state.pos += 3
    while state.pos < state.posMax and state.src[state.pos] in " \t":
        state.pos += 1
    return True


def inline_extension(state: StateInline, silent: bool) -> bool:
    """`{::comment}…{:/}` and `{::nomarkdown}…{:/}` within a line."""
    if not state.src.startswith("{::", state.pos):
        return False
    found = _INLINE_EXTENSION.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    end, position = found.start(), found.end()
    if not found[2]:
        unended: set[str] = state.env.setdefault("unended_inlines", set())
        closing = None
        if state.src not in unended:
            closing = _INLINE_END.search(state.src, position, state.posMax)
        if not closing:
            unended.add(state.src)
            return False
        end, position = closing.start(), closing.end()
    if not silent and found[1] == "nomarkdown":
        token = state.push("html_inline", "", 0)
        token.content = state.src[found.end() : end]
    state.pos = position
    return True


def _list(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """A list, whose numbers have a dot after them."""
    start = state.bMarks[start_line] + state.tShift[start_line]
    if state.src[start : start + 1].isdigit() and _BRACKETED.match(state.src, start):
        return False
    return list_block(state, start_line, end_line, silent)
