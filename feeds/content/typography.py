"""Typographic quotes, dashes and dots, by the rules of SmartyPants as kramdown has them.

Signs are looked at one after the other, each with what stands before and after it in the
same text (https://daringfireball.net/projects/smartypants/).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

__all__ = ["Smart", "has_signs", "smart", "typography_plugin"]

Smart = Callable[[str, str], str]
"""Makes a text typographic, given the few characters of the source that follow it."""


_QUOTES = {
    ('"', "left"): "“",
    ("'", "left"): "‘",
    ('"', "right"): "”",
    ("'", "right"): "’",
}
_PUNCTUATION = r"[!\"#$%'()*+,\-./:;<=>?@\[\\\]^_`{|}~]"
_WORD = "[A-Za-z0-9_]"
_SPACE = r"[ \t\n\v\f\r]"
_ONE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"()([\"'])(?=[_*]{1,2}[^ \t\n])"), "left"),
    (re.compile(rf"()([\"'])(?={_PUNCTUATION}(?!\.\.)\B)"), "right"),
)
_PAIRS = (
    (re.compile(rf"({_SPACE}?)\"'(?={_WORD})"), "“‘"),
    (re.compile(rf"({_SPACE}?)'\"(?={_WORD})"), "‘“"),
    (re.compile(rf"({_SPACE}?)'(?=[0-9][0-9]s)"), "’"),
)
_OTHERS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"({_SPACE})(['\"])(?={_WORD})"), "left"),
    (re.compile(r"([^ \\\t\r\n\[{(-])(['\"])"), "right"),
    (re.compile(rf"()([\"'])(?={_SPACE}|s\b|$)", re.MULTILINE), "right"),
    (re.compile(r"(.?)(['\"])", re.DOTALL), "left"),
)
_PLAIN = re.compile(r"[^\\]?[\"']|---?|\.\.\.", re.DOTALL)
_WITH_GUILLEMETS = re.compile(r"[^\\]?[\"']|---?|\.\.\.|<< ?| ?>>", re.DOTALL)
_SYMBOLS = {
    "---": "—",
    "--": "–",
    "...": "…",
    "<<": "«",
    "<< ": "«\xa0",
    ">>": "»",
    " >>": "\xa0»",
}
_AHEAD = 3
_MARKS = {"link_close": "](", "image": "![", "softbreak": "\n", "hardbreak": "\n"}


def has_signs(text: str) -> bool:
    """Whether a text holds anything that could change."""
    return (
        ("'" in text or '"' in text)
        or ("--" in text or "..." in text)
        or ("<<" in text or ">>" in text)
    )


def smart(*, guillemets: bool) -> Smart:
    """The function that makes texts typographic; with `guillemets` also `<<` and `>>`."""
    pattern = _WITH_GUILLEMETS if guillemets else _PLAIN

    def run(text: str, ahead: str) -> str:
        if not has_signs(text):
            return text
        whole, end = text + ahead, len(text)
        out: list[str] = []
        position = 0
        while found := pattern.search(whole, position, end):
            out.append(whole[position : found.start()])
            if symbol := _SYMBOLS.get(found[0]):
                out.append(symbol)
                position = found.end()
            else:
                position = _quote(whole, found.start(), end, out)
        out.append(text[position:])
        return "".join(out)

    return run


def _quote(text: str, start: int, end: int, out: list[str]) -> int:
    """Write the quotation mark at or after `start`; returns where it ends."""
    for rules in (_ONE, _PAIRS, _OTHERS):
        for pattern, written in rules:
            found = pattern.match(text, start)
            if found and found.end() <= end:
                pair = rules is _PAIRS
                out.append(found[1] + (written if pair else _QUOTES[found[2], written]))
                return found.end()
    out.append(text[start])
    return start + 1


def typography_plugin(md: MarkdownIt, make: Smart) -> None:
    """Teach a parser to make text typographic, wherever it is no code."""

    def rule(state: StateCore) -> None:
        if has_signs(state.src):
            for token in state.tokens:
                if token.type == "inline" and token.children and has_signs(token.content):
                    _smarten(token.children, make)

    md.core.ruler.before("text_join", "typography", rule)


def _smarten(children: Sequence[Token], make: Smart) -> None:
    run: list[Token] = []
    automatic = False
    for index, token in enumerate(children):
        if token.type == "link_open":
            automatic = token.info == "auto"
        if token.type in ("text", "softbreak") and not automatic:
            run.append(token)
            continue
        _rewrite(run, _ahead(children, index), make)
        run = []
        automatic = automatic and token.type != "link_close"
    _rewrite(run, "\n", make)


def _rewrite(run: Sequence[Token], ahead: str, make: Smart) -> None:
    """Texts and the line ends between them, as one text: no rule changes a line end."""
    texts = [token for token in run if token.type == "text"]
    if not any(has_signs(token.content) for token in texts):
        return
    signs = [token.content if token.type == "text" else "\n" for token in run]
    lines = iter(make("".join(signs), ahead).split("\n"))
    line: list[Token] = []
    for token in run:
        if token.type == "text":
            line.append(token)
        else:
            _spread(line, next(lines))
            line = []
    _spread(line, next(lines))


def _spread(tokens: Sequence[Token], text: str) -> None:
    for index, token in enumerate(tokens):
        token.content = "" if index else text


def _ahead(children: Sequence[Token], index: int) -> str:
    """The first characters of the source from that token on, as far as rules look."""
    seen = ""
    for token in children[index : index + _AHEAD]:
        if token.type in ("text", "html_inline"):
            seen += token.content
        elif token.type == "code_inline":
            seen += token.markup + token.content
        elif token.type == "link_open":
            seen += "<" if token.info == "auto" else "["
        else:
            seen += _MARKS.get(token.type) or token.markup
        if len(seen) >= _AHEAD:
            return seen[:_AHEAD]
    return f"{seen}\n"
