"""Text measured in columns, of which a CJK character takes two: cut, wrapped, underlined.

A grapheme (UAX #29) is never split, nor is a word or a URL; lines of Japanese neither
begin nor end with what must not stand there (JIS X 4051, kinsoku shori).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

__all__ = ["UNSPACED", "cut", "rule", "shorten", "width", "wrap"]

UNSPACED = re.compile(
    "[\u3000-\u3020\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff9f\U00020000-\U0003ffff]+"
)
"""Kana, Han and their punctuation: scripts that write no spaces between words."""

_ELLIPSIS = "…"
_LONGEST = 1_120
_ONE_WIDE = " -~\xa0-\u02ff\u0370-\u0482\u2010-\u2027"
_TWO_WIDE = "\u3000-\u3020\u3041-\u3096\u309b-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff60"
_NARROW = re.compile(f"[{_ONE_WIDE}]+")
_SIMPLE = re.compile(f"[{_ONE_WIDE}{_TWO_WIDE}]*")
_NOT_FIRST = frozenset(
    "、。，．・：；？！ー～…‥）］｝」』】〉》〕”’,.:;?!)]}%％"
    "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ々ゝゞヽヾ"
)
_NOT_LAST = frozenset("（［｛「『【〈《〔“‘([{")
_NOT_BEFORE_ELLIPSIS = _NOT_LAST | frozenset(" 　、。，．,.;:：；・\"'–—-/")
_SENTENCE = re.compile(r"[。．！？!?.…][」』）)】”’\"']*\Z")
_WIDE_STOP = re.compile(r"[。．！？」』）】]")
_QUOTE_GOES_ON = re.compile(r"[」』）】][\u3041-\u309f]")


def width(text: str) -> int:
    """How many columns a line takes."""
    if text.isascii() and text.isprintable():
        return len(text)
    if _SIMPLE.fullmatch(text):
        return len(text) + len(_NARROW.sub("", text))
    import wcwidth

    return max(wcwidth.width(text), 0)


def shorten(text: str, limit: int, *, sentences: bool = False) -> str:
    """A line itself, or its beginning, on at most `limit` columns (1 or more).

    It ends with an ellipsis before a space, or between two characters of a script that
    has no spaces, unless that would lose more than half of what fits; not after an
    opening bracket or a comma. With `sentences`, it ends with a sentence, and without an
    ellipsis, where one ends in the last third.
    """
    longest = max(_LONGEST, 4 * limit)
    graphemes: list[str] = []
    columns = characters = 0
    for grapheme in _graphemes(text[: longest + 1]):
        graphemes.append(grapheme)
        columns += _columns(grapheme)
        characters += len(grapheme)
        if columns > limit or characters > longest:
            return _beginning(graphemes, limit, sentences=sentences)
    return text


def cut(text: str, limit: int) -> tuple[str, str]:
    """A line's beginning on at most `limit` columns, and the rest, wherever words end."""
    columns = characters = 0
    for grapheme in _graphemes(text):
        columns += _columns(grapheme)
        if columns > limit:
            return text[:characters], text[characters:]
        characters += len(grapheme)
    return text, ""


def wrap(text: str, limit: int = 72) -> str:
    """The text in lines of at most `limit` columns; only an unbreakable piece is longer."""
    lines: list[str] = []
    line = ""
    for piece, space in _pieces(text):
        joined = f"{line}{space}{piece}" if line else piece
        if line and width(joined) > limit:
            lines.append(line)
            line = piece
        else:
            line = joined
    return "\n".join([*lines, line] if line else lines)


def rule(text: str, char: str = "-", limit: int = 72) -> str:
    """A line of `char` as wide as the text's widest line."""
    return char * min(limit, max(map(width, text.splitlines()), default=0))


def _graphemes(text: str) -> Iterable[str]:
    """The graphemes of a text; where it is simple, its characters."""
    if _SIMPLE.fullmatch(text):
        return text
    import wcwidth

    return wcwidth.iter_graphemes(text)


_columns = lru_cache(maxsize=2_048)(width)


def _beginning(graphemes: list[str], limit: int, *, sentences: bool) -> str:
    """The best part of `graphemes`, of which all but the last fit."""
    size = len(graphemes) - 1
    if sentences:
        for end in range(size, size * 2 // 3, -1):
            if _ends_sentence(graphemes, end):
                return "".join(graphemes[:end])
    room = limit - width(_ELLIPSIS) - sum(map(_columns, graphemes[:size]))
    while size and room < 0:
        size -= 1
        room += _columns(graphemes[size])
    breaks = (
        end
        for end in range(size, size // 2, -1)
        if " " in graphemes[end - 1 : end + 1] or _may_break(*graphemes[end - 1 : end + 1])
    )
    kept = graphemes[: next(breaks, size)]
    while kept and kept[-1] in _NOT_BEFORE_ELLIPSIS:
        kept.pop()
    return "".join(kept) + _ELLIPSIS


def _ends_sentence(graphemes: list[str], end: int) -> bool:
    following = graphemes[end]
    if following != " " and not _WIDE_STOP.match(graphemes[end - 1]):
        return False
    if _QUOTE_GOES_ON.match(graphemes[end - 1] + following):
        return False
    before = "".join(graphemes[max(end - 4, 0) : end])
    return following not in _NOT_FIRST and _SENTENCE.search(before) is not None


def _may_break(last: str, following: str) -> bool:
    """Whether a line may end between these two, without a space."""
    unspaced = UNSPACED.match(last) or UNSPACED.match(following)
    return unspaced is not None and following not in _NOT_FIRST and last not in _NOT_LAST


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """What cannot be broken, and the space that stands before it in a line."""
    for word in text.split():
        space, piece, last = " ", "", ""
        for grapheme in _graphemes(word):
            if piece and _may_break(last, grapheme):
                yield piece, space
                space, piece = "", ""
            piece += grapheme
            last = grapheme
        yield piece, space
