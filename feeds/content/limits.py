"""How much work one body may ask for.

Both parsers behind this room are quadratic for some inputs, and a few bytes of such text
can stand for gigabytes of markup. The limits below are far above what people write.
They count characters, never seconds, so that every machine refuses the same bodies.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from feeds.content.tokens import VOID

__all__ = [
    "MAX_CHARACTERS",
    "MAX_DEPTH",
    "TooMuchError",
    "check_blocks",
    "check_depth",
    "check_inlines",
    "check_length",
    "check_markup",
]

MAX_CHARACTERS = 16 * 1024 * 1024
MAX_DEPTH = 200

_TOO_DEEP = f"the HTML is nested more than {MAX_DEPTH} levels deep"
_HARMLESS = 16_384
_MAX_ATTRIBUTES = 5_000
_MAX_BRACKET_PAIRS = 20_000_000
_MAX_ATTRIBUTE_LINES = 20_000
_MAX_SCAN = 2_000_000_000
_MAX_EXPANSION = 50_000_000

_BALANCED = re.compile(rf"<(/?)(?!(?:{'|'.join(sorted(VOID))})\b)[a-z]")
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)[^>]*>?")
_SELF_CLOSING = {"p", "li", "dt", "dd", "td", "th", "tr", "rt", "rp", "option"}
_UNCOUNTED = VOID | _SELF_CLOSING | {"thead", "tbody", "tfoot", "colgroup", "a"}
_FORMATTING = {
    "a",
    "b",
    "big",
    "code",
    "em",
    "font",
    "i",
    "nobr",
    "s",
    "small",
    "strike",
    "strong",
    "tt",
    "u",
}


class TooMuchError(ValueError):
    """A body asks for more than any real post does; the message says of what."""


def check_length(text: str) -> None:
    """Raise `TooMuchError` for a body longer than `MAX_CHARACTERS`."""
    if len(text) > MAX_CHARACTERS:
        raise TooMuchError(f"the body is longer than {MAX_CHARACTERS:,} characters")


def check_blocks(text: str) -> None:
    """Raise `TooMuchError` for Markdown with more lines of attributes than any post has."""
    if text.count("\n{") > _MAX_ATTRIBUTE_LINES:
        raise TooMuchError("there are too many lines that begin with {")


def check_inlines(paragraphs: Iterable[str], longest_reference: int) -> None:
    """Raise `TooMuchError` where reading these paragraphs would cost too much.

    `longest_reference` is the length of the longest link target that a `[label]` in
    them can stand for.
    """
    pairs = scan = brackets = 0
    for text in paragraphs:
        opening = text.count("[")
        brackets += opening
        pairs += opening * opening
        scan += (text.count("{") + text.count("&")) * len(text)
    if pairs > _MAX_BRACKET_PAIRS:
        raise TooMuchError("there are too many [ in one paragraph")
    if scan > _MAX_SCAN:
        raise TooMuchError("there are too many { or & in one paragraph")
    if brackets * longest_reference > _MAX_EXPANSION:
        raise TooMuchError("a long link target is used too often")


def check_markup(html: str) -> None:
    """Raise `TooMuchError` for HTML nested deeper than `MAX_DEPTH`, or that would swell.

    HTML repeats every formatting element left open in each block that follows. The HTML
    may be as broken as it likes: depth is an upper bound, counted by name. What is short
    can do no harm.
    """
    if len(html) <= _HARMLESS:
        return
    depth: dict[str, int] = {}
    formatting: dict[str, list[int]] = {}
    total = carried = cost = 0
    for tag in _TAG.finditer(html):
        name = tag[2].lower()
        if len(tag[0]) > _HARMLESS and len(tag[0].split()) > _MAX_ATTRIBUTES:
            raise TooMuchError("an element has too many attributes")
        if name in _FORMATTING:
            open_tags = formatting.setdefault(name, [])
            if open_tags and (tag[1] or name == "a"):
                carried -= open_tags.pop()
            if not tag[1]:
                open_tags.append(len(tag[0]))
                carried += len(tag[0])
        cost += carried
        if name not in _UNCOUNTED:
            if not tag[1]:
                depth[name] = depth.get(name, 0) + 1
                total += 1
            elif depth.get(name):
                depth[name] -= 1
                total -= 1
        if total > MAX_DEPTH:
            raise TooMuchError(_TOO_DEEP)
        if cost > _MAX_EXPANSION:
            raise TooMuchError("formatting elements are left open")


def check_depth(html: str) -> None:
    """Raise `TooMuchError` for balanced HTML nested deeper than `MAX_DEPTH`."""
    if html.count("</") <= MAX_DEPTH:
        return
    depth = 0
    for closing in _BALANCED.findall(html):
        depth += -1 if closing else 1
        if depth > MAX_DEPTH:
            raise TooMuchError(_TOO_DEEP)
