"""HTML cut into tokens the way browsers cut it (WHATWG HTML §13.2.5), with what is odd about it.

Nothing is repaired here, unlike in a parser that gives a tree: what was written is what the
rules have to see. Linear in the length of the text, whatever it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from types import MappingProxyType
from typing import Literal

__all__ = ["VOID", "Kind", "Oddity", "Token", "tokens"]

Kind = Literal["start", "end", "text", "comment", "doctype"]
Oddity = Literal["", "unfinished", "attribute twice", "self-closed"]

_VOID_NAMES = "area base br col embed frame hr img input link meta param source track wbr"
VOID = frozenset(_VOID_NAMES.split())

_RAW_NAMES = "script style textarea title iframe noembed noframes xmp"
_RAW = frozenset(_RAW_NAMES.split())
_DECODED = frozenset({"textarea", "title"})
_NONE: Mapping[str, str] = MappingProxyType({})

_OPENING = re.compile(r"<(?:(?P<end>/?)(?P<name>[A-Za-z][^\s/>]*)|(?P<other>[!?]|/(?=.)))", re.S)
_SPACE = re.compile(r"[\s/]*")
_NAME = re.compile(r"=?[^\s/>=]*")
_VALUE = re.compile(r"""\s*=\s*(?:"([^"]*)(")?|'([^']*)(')?|([^\s>]*))""")
_COMMENT_END = re.compile(r"--!?>")


@dataclass(frozen=True, slots=True)
class Token:
    """A tag, a run of text, a comment or a doctype; `name` and attribute names in lower case.

    A tag that never ends is a comment with its name, since browsers drop it and all after it.
    `text` and attribute values are without character references. `raw` says that the text is
    of an element in which tags are none. `at` is where it begins, in characters.
    """

    kind: Kind
    name: str = ""
    attributes: Mapping[str, str] = field(default_factory=lambda: _NONE)
    text: str = ""
    raw: bool = False
    oddity: Oddity = ""
    at: int = field(default=0, compare=False)


def tokens(html: str) -> Iterator[Token]:
    """All tokens, in order; adjacent text is one token."""
    position = text_from = 0
    while found := _OPENING.search(html, position):
        start = found.start()
        if start > text_from:
            yield Token("text", text=unescape(html[text_from:start]), at=text_from)
        if found["other"]:
            token, position = _declaration(html, start)
        else:
            token, position = _tag(html, found)
        yield token
        if token.kind == "start" and token.name in _RAW:
            raw_from = position
            raw, position = _raw_text(html, position, token.name)
            if raw:
                yield Token(
                    "text",
                    token.name,
                    text=unescape(raw) if token.name in _DECODED else raw,
                    raw=True,
                    at=raw_from,
                )
        text_from = position
    if text_from < len(html):
        yield Token("text", text=unescape(html[text_from:]), at=text_from)


def _declaration(html: str, start: int) -> tuple[Token, int]:
    """A comment, a doctype, or what browsers make a comment of; and where it ends."""
    if html.startswith("<!--", start):
        if html.startswith((">", "->"), start + 4):
            return Token("comment", at=start), html.index(">", start) + 1
        end = _COMMENT_END.search(html, start + 4)
        if end is None:
            return (
                Token("comment", text=html[start + 4 :], oddity="unfinished", at=start),
                len(html),
            )
        return Token("comment", text=html[start + 4 : end.start()], at=start), end.end()
    end_at = html.find(">", start)
    kind: Kind = "doctype" if html[start + 2 : start + 9].lower() == "doctype" else "comment"
    if end_at < 0:
        return Token(kind, text=html[start + 2 :], oddity="unfinished", at=start), len(html)
    return Token(kind, text=html[start + 2 : end_at], at=start), end_at + 1


def _tag(html: str, found: re.Match[str]) -> tuple[Token, int]:
    """A tag and where it ends; one without an end takes all that follows."""
    kind: Kind = "end" if found["end"] else "start"
    name = found["name"].lower()
    at = found.start()
    if html.startswith(">", found.end()):
        return Token(kind, name, at=at), found.end() + 1
    attributes: dict[str, str] = {}
    oddity: Oddity = ""
    position = found.end()
    while True:
        space = _SPACE.match(html, position)
        position = space.end() if space else position
        if position >= len(html):
            return Token("comment", name, oddity="unfinished", at=at), position
        if html[position] == ">":
            if space and space[0].endswith("/") and kind == "start" and name not in VOID:
                oddity = oddity or "self-closed"
            return Token(kind, name, attributes, oddity=oddity, at=at), position + 1
        written = _NAME.match(html, position)
        key = written[0].lower() if written else ""
        position = written.end() if written else position
        value = ""
        if given := _VALUE.match(html, position):
            position = given.end()
            quoted = given[1] is not None or given[3] is not None
            if quoted and not (given[2] or given[4]):
                return Token("comment", name, oddity="unfinished", at=at), len(html)
            value = unescape(
                next(each for each in (given[1], given[3], given[5]) if each is not None)
            )
        if key in attributes:
            oddity = "attribute twice"
        attributes.setdefault(key, value)


def _raw_text(html: str, position: int, name: str) -> tuple[str, int]:
    """The text of an element in which tags are none, and where its end tag begins."""
    end = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(html, position)
    stop = end.start() if end else len(html)
    return html[position:stop], stop
