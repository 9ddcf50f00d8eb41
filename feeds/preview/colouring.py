"""The source of a feed in coloured pieces: XML or JSON, line by line, with not a character lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Literal

__all__ = ["Kind", "Line", "coloured"]

Kind = Literal["", "mark", "name", "attribute", "value", "note", "literal"]
"""What a piece is: text, punctuation of markup, the name of an element or a key, that of an
attribute, a value in quotes, a comment or a declaration, or a literal."""

Piece = tuple[Kind, str]
Line = Sequence[Piece]

_MOST = 60_000

_MARKUP = re.compile(
    r"(?P<note><!--.*?-->|<\?.*?\?>|<!DOCTYPE[^>]*>)"
    r"|(?P<data><!\[CDATA\[.*?\]\]>)"
    r"""|(?P<tag></?[^\s<>/"'=]+(?:[^<>"']|"[^"<]*"|'[^'<]*')*>)""",
    re.DOTALL,
)
_TAG = re.compile(r"(</?)([^\s<>/]+)(.*?)(/?>)", re.DOTALL)
_ATTRIBUTE = re.compile(r"""([^\s=<>"']+)(\s*=\s*)("[^"]*"|'[^']*')""")
_JSON = re.compile(
    r'(?P<name>"(?:[^"\\]|\\.)*"(?=\s*:))|(?P<value>"(?:[^"\\]|\\.)*")'
    r"|(?P<literal>\b(?:true|false|null)\b|-?\b[0-9][0-9.eE+-]*)|(?P<mark>[{}\[\]:,])",
    re.DOTALL,
)


def coloured(text: str, media_type: str) -> Sequence[Line]:
    """The lines of a document, each with its end; of what is very long, the rest is plain.

    What is no XML or JSON is text where it cannot be told what it is.
    """
    pieces: Callable[[str], Iterable[Piece]] = _json if media_type.endswith("json") else _xml
    found = iter(pieces(text))
    some = [*islice(found, _MOST)]
    rest = "".join(piece for _, piece in found)
    return _lines(chain(some, [("", rest)]))


def _xml(text: str) -> Iterator[Piece]:
    place = 0
    for found in _MARKUP.finditer(text):
        yield "", text[place : found.start()]
        place = found.end()
        if found["note"]:
            yield "note", found["note"]
        elif found["data"]:
            yield "mark", "<![CDATA["
            yield "", found["data"][9:-3]
            yield "mark", "]]>"
        else:
            yield from _tag(found["tag"])
    yield "", text[place:]


def _tag(text: str) -> Iterator[Piece]:
    found = _TAG.fullmatch(text)
    if found is None:
        yield "", text
        return
    opening, name, attributes, closing = found.groups()
    yield "mark", opening
    yield "name", name
    place = 0
    for each in _ATTRIBUTE.finditer(attributes):
        yield "", attributes[place : each.start()]
        yield "attribute", each[1]
        yield "mark", each[2]
        yield "value", each[3]
        place = each.end()
    yield "", attributes[place:]
    yield "mark", closing


def _json(text: str) -> Iterator[Piece]:
    place = 0
    for found in _JSON.finditer(text):
        yield "", text[place : found.start()]
        place = found.end()
        kinds: Sequence[Kind] = ("name", "value", "literal", "mark")
        yield next(kind for kind in kinds if found[kind]), found[0]
    yield "", text[place:]


def _lines(pieces: Iterable[Piece]) -> Sequence[Line]:
    lines: list[list[Piece]] = [[]]
    for kind, text in pieces:
        for number, part in enumerate(text.split("\n")):
            if number:
                lines[-1].append(("", "\n"))
                lines.append([])
            if part:
                lines[-1].append((kind, part))
    return lines if lines[-1] else lines[:-1]
