"""Attribute lists as kramdown writes them, `{: .class #id key="value"}`.

kramdown (https://kramdown.gettalong.org/syntax.html#attribute-list-definitions) and
Python-Markdown put a colon after the brace, where `mdit_py_plugins.attrs` has none.
Pictures, links and code take the attributes. Blocks and emphasis mostly get ids and
classes, which no feed shows: there the list is left out.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.attrs.parse import ParseError, parse

__all__ = ["attribute_lists_plugin"]

_LIST = r"\{:((?=\s?[#.]|\s?[A-Za-z][\w-]*=[\"'\w])[^{}]{1,300})\}"
_INLINE = re.compile(_LIST)
_LINE = re.compile(rf"(?:{_LIST}|\{{:toc\}})[ \t]*")
_TAKERS = {"image", "link_close", "code_inline"}
_HEADING_END = re.compile(r"(?<![ \t])[ \t]*+\{:?[ ]?[#.][^{}\n]{0,300}\}[ \t]*\Z")


def attribute_lists_plugin(md: MarkdownIt) -> None:
    """Teach a parser to read attribute lists; goes before `attrs_block_plugin`."""
    endings: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    md.block.ruler.before("fence", "attribute_list", _line_rule, endings)
    md.core.ruler.before("inline", "heading_attributes", _heading_rule)
    md.inline.ruler.push("attribute_list", _inline_rule)


def _line_rule(state: StateBlock, start_line: int, _end_line: int, silent: bool) -> bool:
    if state.is_code_block(start_line):
        return False
    start = state.bMarks[start_line] + state.tShift[start_line]
    if not state.src.startswith("{:", start):
        return False
    if not _LINE.fullmatch(state.src, start, state.eMarks[start_line]):
        return False
    if not silent:
        state.line = start_line + 1
    return True


def _heading_rule(state: StateCore) -> None:
    if "{" not in state.src:
        return
    previous = ""
    for token in state.tokens:
        if previous == "heading_open" and "{" in token.content:
            token.content = _HEADING_END.sub("", token.content)
        previous = token.type


def _inline_rule(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("{:", state.pos) or state.pending or not state.tokens:
        return False
    match = _INLINE.match(state.src, state.pos, state.posMax)
    last = state.tokens[-1]
    if match is None or (last.type == "text" and last.content.strip("*_~")):
        return False
    if not silent and last.type in _TAKERS:
        _give(state.tokens, match[1])
    state.pos = match.end()
    return True


def _give(tokens: list[Token], attributes: str) -> None:
    try:
        _, found = parse(f"{{{attributes}}}")
    except ParseError:
        return
    depth = 0
    for token in reversed(tokens):
        depth += token.nesting
        if depth == 0:
            token.attrs.update(found)
            return
