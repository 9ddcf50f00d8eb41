"""Abbreviations as PHP Markdown Extra and kramdown have them: `*[HTML]: what it stands for`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

__all__ = ["abbreviation", "abbreviations_plugin"]

_DEFINITION = re.compile(r"\*\[([^\]\n]{1,200})\]:(.*)")
_MAX_DEFINITIONS = 500


def abbreviations_plugin(md: MarkdownIt) -> None:
    """Teach a parser to mark what is defined wherever it stands."""
    md.core.ruler.after("text_join", "abbreviations", _mark_all)


def abbreviation(state: StateBlock, start_line: int, _end_line: int, silent: bool) -> bool:
    """A definition."""
    if state.is_code_block(start_line):
        return False
    start = state.bMarks[start_line] + state.tShift[start_line]
    if not state.src.startswith("*[", start):
        return False
    found = _DEFINITION.fullmatch(state.src, start, state.eMarks[start_line])
    if not found:
        return False
    if not silent:
        known = state.env.setdefault("abbreviations", {})
        if len(known) < _MAX_DEFINITIONS:
            known[found[1]] = found[2].strip()
        state.line = start_line + 1
    return True


def _mark_all(state: StateCore) -> None:
    known: Mapping[str, str] = state.env.get("abbreviations", {})
    if not known:
        return
    words = "|".join(re.escape(word) for word in sorted(known, key=len, reverse=True))
    pattern = re.compile(rf"(?<![A-Za-z0-9_])(?:{words})(?![A-Za-z0-9_])")
    for token in state.tokens:
        if token.type == "inline" and token.children:
            token.children = list(_marked(token.children, pattern, known))


def _marked(
    children: list[Token], pattern: re.Pattern[str], known: Mapping[str, str]
) -> Iterator[Token]:
    for token in children:
        if token.type != "text":
            yield token
            continue
        position = 0
        for found in pattern.finditer(token.content):
            yield _text(token, token.content[position : found.start()])
            title = known[found[0]]
            yield Token("abbr_open", "abbr", 1, attrs={"title": title} if title else {})
            yield _text(token, found[0])
            yield Token("abbr_close", "abbr", -1)
            position = found.end()
        yield _text(token, token.content[position:])


def _text(like: Token, content: str) -> Token:
    return Token("text", "", 0, level=like.level, content=content)
