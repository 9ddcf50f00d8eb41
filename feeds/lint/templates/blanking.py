"""A template's source without its template code, with every line and column where it was."""

from __future__ import annotations

import re
from collections.abc import Iterator

import jinja2

__all__ = ["CODE", "VALUE", "blanked"]

VALUE = "\ue000"
"""What stands for a value that only rendering knows, in a name that begins with a letter."""

CODE = "\t"
"""What stands for a statement or a comment; a tab of the source itself becomes a space."""

_NEWLINES = re.compile(r"\r\n|\r|\n")
_SIGNS = re.compile("[^\n]")
_BEFORE_VALUE = re.compile(r"(?:^|>)[ \t]*\Z", re.MULTILINE)
_AFTER_VALUE = re.compile(r"[ \t]*(?:$|<)", re.MULTILINE)


def blanked(source: str) -> str:
    """The source, in which statements and comments are white space and values are names.

    A value that has its line to itself is white space too: it stands for more than a name.
    Lines end with `\\n`. Raises jinja2.TemplateSyntaxError, with the line, where the template
    code is not well formed.
    """
    text = "\n".join(_NEWLINES.split(source))
    parts: list[str] = []
    end = 0
    for kind, start, stop in _pieces(text):
        parts.append(text[end:start].replace("\t", " "))
        alone = _BEFORE_VALUE.search(text, end, start) and _AFTER_VALUE.match(text, stop)
        if kind == "variable" and not alone:
            name = _SIGNS.sub(VALUE, text[start + 1 : stop])
            parts.append(f"x{name}")
        else:
            parts.append(_SIGNS.sub(CODE, text[start:stop]))
        end = stop
    parts.append(text[end:].replace("\t", " "))
    return "".join(parts)


def _pieces(text: str) -> Iterator[tuple[str, int, int]]:
    """The template code in a text, piece by piece: its kind, and where it begins and ends."""
    begin = end = 0
    lexed = jinja2.Environment(keep_trailing_newline=True).lex(text)  # noqa: S701
    for _, token, written in lexed:
        start = text.find(written, end)
        end = start + len(written)
        kind, _, part = token.rpartition("_")
        if part == "begin":
            begin = start
        if part == "end" or kind == "raw":
            yield kind, start if kind == "raw" else begin, start + len(written.rstrip())
