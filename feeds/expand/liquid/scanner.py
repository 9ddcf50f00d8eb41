"""A template in pieces, as Ruby's Liquid cuts it: text, `{{ output }}` and `{% tags %}`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from liquid.builtin.expressions import tokenize
from liquid.exceptions import LiquidSyntaxError
from liquid.stream import TokenStream
from liquid.token import (
    TOKEN_CONTENT,
    TOKEN_DOT,
    TOKEN_EOF,
    TOKEN_EXPRESSION,
    TOKEN_OUTPUT,
    TOKEN_TAG,
    TOKEN_WORD,
    Token,
)

from feeds.expand.liquid.lenient import CONDITIONS, condition
from feeds.expand.liquid.values import SPACES

__all__ = ["Stream", "expression", "scan"]

_MAX_EXPRESSION_TOKENS = 400

_LOOPS = frozenset({"for", "tablerow"})
_RESERVED = frozenset(["true", "false", "nil", "null", "empty", "and", "or", "contains"])
_NAME = re.compile(r"[a-z]+")
_OPENING = re.compile(r"\{[{%]")
_TAG = re.compile(r"\{%-?(\s*)(#|\w+)(\s*)", re.DOTALL)
_COMMENT = re.compile(r"\{%-?\s*(comment|endcomment|raw)\b[^%]*?(-?)%\}", re.DOTALL)
_END_RAW = re.compile(r"\{%(-?)\s*endraw\b[^%]*?(-?)%\}", re.DOTALL)


def scan(source: str) -> Iterator[Token]:
    """The pieces of a template in order, without comments.

    Raises `LiquidSyntaxError` for a piece that never ends.
    """
    position = 0
    trims = False
    while position < len(source):
        opening = _OPENING.search(source, position)
        start = opening.start() if opening else len(source)
        content = source[position:start]
        if trims:
            content = content.lstrip(SPACES)
        if source.startswith("-", start + 2):
            content = content.rstrip(SPACES)
        if content:
            yield Token(TOKEN_CONTENT, content, position, source)
        if not opening:
            return
        if opening[0] == "{{":
            end = _end_of_output(source, start)
            inner, begin = _inside(source, start, end)
            yield Token(TOKEN_OUTPUT, source[start:end], start, source)
            yield Token(TOKEN_EXPRESSION, inner, begin, source)
        else:
            end = source.find("%}", start + 2) + 2
            tag = _TAG.match(source, start)
            if end < 2 or not tag or tag.end() > end:
                raise LiquidSyntaxError("a tag is not complete", token=_at(source, start))
            name = tag[2]
            markup = source[tag.end() : end - 2].removesuffix("-")
            if name == "raw":
                yield from _raw(source, start, end)
                close = _closing(_END_RAW, source, end, start)
                trims, position = close[2] == "-", close.end()
                continue
            if name == "comment":
                position, trims = _after_comment(source, start, end)
                continue
            yield Token(TOKEN_TAG, name, start, source)
            if markup.strip(SPACES):
                yield Token(TOKEN_EXPRESSION, markup.strip(SPACES), tag.end(), source)
        trims = source[end - 3] == "-" and end - 3 > start + 2
        position = end


def _at(source: str, start: int) -> Token:
    return Token(TOKEN_EOF, source[start : start + 2], start, source)


def _end_of_output(source: str, start: int) -> int:
    """Where `{{` ends: Ruby's Liquid takes the first `}`, and wants another one after it."""
    brace = source.find("}", start + 2)
    if brace < 0 or not source.startswith("}", brace + 1):
        raise LiquidSyntaxError("the output is not complete", token=_at(source, start))
    return brace + 2


def _inside(source: str, start: int, end: int) -> tuple[str, int]:
    begin = start + 2 + source.startswith("-", start + 2)
    inner = source[begin : end - 2].removesuffix("-")
    stripped = inner.lstrip(SPACES)
    return stripped.rstrip(SPACES), begin + len(inner) - len(stripped)


def _closing(pattern: re.Pattern[str], source: str, position: int, start: int) -> re.Match[str]:
    found = pattern.search(source, position)
    if not found:
        raise LiquidSyntaxError("the tag is never closed", token=_at(source, start))
    return found


def _raw(source: str, start: int, end: int) -> Iterator[Token]:
    close = _closing(_END_RAW, source, end, start)
    content = source[end : close.start()]
    if source[end - 3] == "-":
        content = content.lstrip(SPACES)
    if close[1]:
        content = content.rstrip(SPACES)
    if content:
        yield Token(TOKEN_CONTENT, content, end, source)


def _after_comment(source: str, start: int, end: int) -> tuple[int, bool]:
    depth, position = 1, end
    while depth:
        tag = _closing(_COMMENT, source, position, start)
        position = tag.end()
        if tag[1] == "raw":
            position = _closing(_END_RAW, source, position, start).end()
        else:
            depth += 1 if tag[1] == "comment" else -1
    return position, source[position - 3] == "-"


class Stream(TokenStream):
    """Pieces of a template; what is inside a tag is read as leniently as Ruby's Liquid does."""

    def into_inner(self, *, tag: Token | None = None, eat: bool = True) -> TokenStream:
        """The words of the current tag."""
        token = self.current
        if token.kind != TOKEN_EXPRESSION:
            raise LiquidSyntaxError("something is missing in the tag", token=tag or token)
        if eat:
            next(self)
        name = tag.value if tag else ""
        markup = token.value
        if name in CONDITIONS:
            markup = condition(markup)
        elif name in ("case", "when", "cycle"):
            markup = markup.strip(SPACES)
        return expression(markup, token, loop=name in _LOOPS)


def expression(markup: str, token: Token, *, loop: bool = False) -> TokenStream:
    """The words of an expression; raises `LiquidSyntaxError` where there are far too many.

    Only in a loop are words such as `limit` more than names.
    """
    words: list[Token] = []
    after_dot = False
    for word in tokenize(markup, token):
        if len(words) == _MAX_EXPRESSION_TOKENS:
            raise LiquidSyntaxError("the tag is too long", token=token)
        is_name = word.kind == word.value and _NAME.fullmatch(word.value)
        if is_name and (after_dot or not (loop or word.value in _RESERVED)):
            word = word._replace(kind=TOKEN_WORD)
        after_dot = word.kind == TOKEN_DOT
        words.append(word)
    return TokenStream(iter(words))
