"""Blocks of kramdown that CommonMark does not have (https://kramdown.gettalong.org/syntax.html).

`{::comment}` and its like, lists of attributes with a name, `^` as the end of a block,
formulas between `$$`, and tables without a head.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from feeds.content.renderer import escaped

__all__ = ["loose_blocks_plugin", "math_plugin"]

_EXTENSION = re.compile(r"\{::(\w+)(?:[ \t][^}\n]*?)?(/)?\}[ \t]*")
_NAMED_LIST = re.compile(r"\{:(?:\w[\w-]*:[^}\n]+|[ ]?\w[\w-]*)\}[ \t]*")
_STRAY_END = re.compile(r"\{:/\w*\}[ \t]*")
_BODIES = ("comment", "nomarkdown", "options")
_SEPARATOR = re.compile(r"[+|: \t=-]*[-=][+|: \t=-]*")
_ALIGNMENT = re.compile(r"(:?)-+(:?)")
_CELL = re.compile(r"(?:[^|\\`]|\\.|(`+)(?:(?!\1).)+?\1(?!`)|[`\\])+", re.DOTALL)
_MAX_COLUMNS = 200


def loose_blocks_plugin(md: MarkdownIt) -> None:
    """Teach a parser these blocks."""
    endings: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    md.block.ruler.before("fence", "extension", _extension, endings)
    md.block.ruler.before("fence", "block_end", _block_end, endings)
    md.block.ruler.after("table", "loose_table", _table)


def math_plugin(md: MarkdownIt) -> None:
    """Teach a parser to keep what is between `$$` as it is, for those who can read it."""
    md.block.ruler.before("fence", "math", _math_block, {"alt": []})
    md.inline.ruler.before("escape", "math", _math)


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _extension(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
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
        closing = ("{:/}", f"{{:/{found[1]}}}")
        last = start_line + 1
        while last < end_line and _line(state, last).rstrip() not in closing:
            last += 1
        if last == end_line:
            return False
    if not silent:
        if found[1] == "nomarkdown" and last > start_line:
            token = state.push("html_block", "", 0)
            token.content = state.getLines(start_line + 1, last, state.blkIndent, True)
        state.line = last + 1
    return True


def _block_end(state: StateBlock, start_line: int, _end_line: int, silent: bool) -> bool:
    if _line(state, start_line).rstrip() != "^" or state.is_code_block(start_line):
        return False
    if not silent:
        state.line = start_line + 1
    return True


def _math_block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
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
    if not silent:
        state.push("paragraph_open", "p", 1)
        token = state.push("inline", "", 0)
        token.content, token.children = f"$${formula}$$", []
        state.push("paragraph_close", "p", -1)
        state.line = last + 1
    return True


def _math(state: StateInline, silent: bool) -> bool:
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


def _table(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Lines with `|` in all of them, as kramdown makes a table of."""
    if silent or state.is_code_block(start_line) or state.sCount[start_line] < state.blkIndent:
        return False
    last = start_line
    while last < end_line and "|" in _line(state, last) and not state.isEmpty(last):
        last += 1
    if last < end_line and not state.isEmpty(last) and not _line(state, last).startswith("{:"):
        return False
    lines = [_line(state, line).strip() for line in range(start_line, last)]
    if not any(len(_cells(line)) > 1 or line.startswith("|") for line in lines):
        return False
    rows: list[list[list[str]]] = [[]]
    aligned: list[str] = []
    for line in lines:
        if _SEPARATOR.fullmatch(line):
            if rows[-1]:
                rows.append([])
                aligned = aligned or [_aligned(mark) for mark in _ALIGNMENT.finditer(line)]
        else:
            rows[-1].append(_cells(line))
    groups = [group for group in rows if group]
    if not groups:
        return False
    columns = min(max(len(row) for group in groups for row in group), _MAX_COLUMNS)
    state.push("table_open", "table", 1)
    if len(rows) > 1 and len(groups) > 1:
        _group(state, "thead", "th", groups.pop(0), columns, aligned)
    for group in groups:
        _group(state, "tbody", "td", group, columns, aligned)
    state.push("table_close", "table", -1)
    state.line = last
    return True


def _aligned(mark: re.Match[str]) -> str:
    if mark[1] and mark[2]:
        return "center"
    return "left" if mark[1] else "right" if mark[2] else ""


def _cells(line: str) -> list[str]:
    """A row's cells; a bar at either end does not begin or end one."""
    cells: list[str] = []
    position = 0
    while position <= len(line):
        found = _CELL.match(line, position)
        end = found.end() if found else position
        cells.append(line[position:end].strip())
        position = end + 1
    if line.startswith("|"):
        cells = cells[1:]
    return cells[:-1] if line.endswith("|") and cells else cells


def _group(
    state: StateBlock,
    group: str,
    cell: str,
    rows: Sequence[Sequence[str]],
    columns: int,
    aligned: Sequence[str],
) -> None:
    state.push(f"{group}_open", group, 1)
    for row in rows:
        state.push("tr_open", "tr", 1)
        for column in range(columns):
            token = state.push(f"{cell}_open", cell, 1)
            if column < len(aligned) and aligned[column]:
                token.attrSet("style", f"text-align:{aligned[column]}")
            inline = state.push("inline", "", 0)
            inline.content = row[column].replace("\\|", "|") if column < len(row) else ""
            inline.children = []
            state.push(f"{cell}_close", cell, -1)
        state.push("tr_close", "tr", -1)
    state.push(f"{group}_close", group, -1)
