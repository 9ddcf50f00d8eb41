"""Tables of kramdown: lines that all hold a bar, with or without a head, feet and leading bars.

A bar within code belongs to the code. Lines whose only bars are within HTML are no table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.rules_block import StateBlock

__all__ = ["table"]

_HEAD_END = re.compile(r"[+|: \t-]*-[+|: \t-]*")
_FEET = re.compile(r"[+|: \t=]*=[+|: \t=]*")
_ALIGNMENT = re.compile(r"(:?)-+(:?)")
_CODE = re.compile(r"(?<!`)(`+)(?!`)[^`\n].*?(?<!`)\1(?!`)|<code[^>]{0,200}>.*?</code>")
_HTML = re.compile(r"<([A-Za-z][A-Za-z0-9]*)\b[^<>]{0,500}>.*?</\1>|</?[A-Za-z][^<>]{0,500}>")
_MAX_COLUMNS = 100
_MAX_CELLS = 50_000
_MAX_LINE = 4_000
_BAR = "\0"


def table(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """The rule for a parser; a table begins only where a block does."""
    if silent or state.is_code_block(start_line) or state.sCount[start_line] < state.blkIndent:
        return False
    last = start_line
    lines: list[str] = []
    while last < end_line and not state.isEmpty(last) and state.sCount[last] >= state.blkIndent:
        line = state.src[state.bMarks[last] + state.tShift[last] : state.eMarks[last]].strip()
        if "|" not in line or len(line) > _MAX_LINE:
            break
        lines.append(line)
        last += 1
    if not lines or not (last == end_line or state.isEmpty(last) or _is_attributes(state, last)):
        return False
    if not all("|" in _HTML.sub("", _hidden(line)).replace("\\|", "") for line in lines):
        return False
    groups, aligned = _groups(lines)
    if not groups:
        return False
    columns = min(max(len(row) for _, rows in groups for row in rows), _MAX_COLUMNS)
    if columns * sum(len(rows) for _, rows in groups) > _MAX_CELLS:
        return False
    state.push("table_open", "table", 1)
    for name, rows in groups:
        _group(state, name, rows, columns, aligned)
    state.push("table_close", "table", -1)
    state.line = last
    return True


def _is_attributes(state: StateBlock, line: int) -> bool:
    return state.src.startswith("{:", state.bMarks[line] + state.tShift[line])


def _hidden(line: str) -> str:
    """The line with the bars in code replaced."""
    if "`" not in line and "<code" not in line:
        return line
    return _CODE.sub(lambda code: code[0].replace("|", _BAR), line)


def _groups(lines: Sequence[str]) -> tuple[list[tuple[str, list[list[str]]]], list[str]]:
    """Head, bodies and feet, each with its rows, and how the columns are aligned."""
    groups: list[tuple[str, list[list[str]]]] = []
    rows: list[list[str]] = []
    aligned: list[str] = []
    name = "tbody"
    leading = lines[0].startswith("|")
    for line in lines:
        if _HEAD_END.fullmatch(line):
            if rows:
                head = not groups and name == "tbody"
                groups.append(("thead" if head else name, rows))
                aligned = aligned or [_aligned(mark) for mark in _ALIGNMENT.finditer(line)]
                rows = []
        elif _FEET.fullmatch(line):
            if rows:
                groups.append((name, rows))
                rows = []
            name = "tfoot"
        else:
            rows.append(_cells(line, leading=leading))
    if rows:
        groups.append((name, rows))
    return groups, aligned


def _aligned(mark: re.Match[str]) -> str:
    if mark[1] and mark[2]:
        return "center"
    return "left" if mark[1] else "right" if mark[2] else ""


def _cells(line: str, *, leading: bool) -> list[str]:
    parts = [part.replace(_BAR, "|") for part in re.split(r"(?<!\\)\|", _hidden(line))]
    if leading and not parts[0].strip():
        parts = parts[1:]
    if parts and not parts[-1].strip():
        parts = parts[:-1]
    return [part.strip().replace("\\|", "|") for part in parts] or [""]


def _group(
    state: StateBlock,
    name: str,
    rows: Sequence[Sequence[str]],
    columns: int,
    aligned: Sequence[str],
) -> None:
    cell = "th" if name == "thead" else "td"
    state.push(f"{name}_open", name, 1)
    for row in rows:
        state.push("tr_open", "tr", 1)
        for column in range(columns):
            token = state.push(f"{cell}_open", cell, 1)
            if column < len(aligned) and aligned[column]:
                token.attrSet("style", f"text-align:{aligned[column]}")
            inline = state.push("inline", "", 0)
            inline.content = row[column] if column < len(row) else ""
            inline.children = []
            state.push(f"{cell}_close", cell, -1)
        state.push("tr_close", "tr", -1)
    state.push(f"{name}_close", name, -1)
