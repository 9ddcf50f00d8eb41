"""Text and HTML as readers see them, and where two of them begin to differ.

HTML is taken apart without being parsed: what matters is that the same comes out of the same,
and that the time it takes grows no faster than the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape

from feeds.known.links import joined
from feeds.text import one_line

__all__ = ["Seen", "excerpts", "plain_title", "seen", "words"]

_PIECES = re.compile(r"<!--[^<>]*-->|<(?P<close>/?)(?P<name>[A-Za-z][^\s/>]*)(?P<rest>[^<>]*)>")
_ATTRIBUTE = re.compile(
    r"""([^\s"'=/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=]+)))?""", re.DOTALL
)
_ADDRESSES = frozenset({"href", "src", "poster"})
_INLINE = frozenset(
    (
        *("a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em"),
        *("font", "i", "ins", "kbd", "mark", "q", "rb", "rp", "rt", "ruby", "s", "samp"),
        *("small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"),
    )
)
_SPACES = re.compile(r"\s+")
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_UNSPACED}\U00020000-\U0003ffff]|[^\W{_UNSPACED}]+|[^\w\s]")
_SPACED_WORD = re.compile(rf"\s*(?:{_WORD.pattern})")
_MARKUP = re.compile(r"<[^<>]*>")
_AROUND = 3
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Seen:
    """What of some HTML readers see: its text, where links and pictures lead, its markup.

    White space in the text is one space, and counts as markup where it is kept, in `pre`.
    """

    text: str
    addresses: tuple[str, ...]
    markup: tuple[str, ...]


def seen(html: str, base: str = "") -> Seen:
    """What readers see of HTML; relative addresses count from `base`."""
    texts: list[str] = []
    addresses: list[str] = []
    markup: list[str] = []
    place = kept = 0
    for found in _PIECES.finditer(html):
        text = unescape(html[place : found.start()])
        texts.append(text)
        place = found.end()
        if kept:
            markup.append(text)
        name = (found["name"] or "").lower()
        if not name:
            continue
        if name == "pre":
            kept = max(0, kept + (-1 if found["close"] else 1))
        if name not in _INLINE:
            texts.append(" ")
        markup.append(f"<{found['close']}{name}")
        for attribute, *values in sorted(_ATTRIBUTE.findall(found["rest"])):
            attribute, value = attribute.lower(), unescape("".join(values)).strip()
            if attribute in _ADDRESSES:
                addresses.append(joined(base, value))
            elif not attribute.startswith("xmlns"):
                markup.append(f"{attribute}={value}")
    texts.append(unescape(html[place:]))
    text = _SPACES.sub(" ", "".join(texts)).strip()
    return Seen(text, tuple(addresses), tuple(markup))


def words(text: str) -> list[str]:
    """The words of a text; of scripts that set no spaces, the characters."""
    return _WORD.findall(text)


def plain_title(text: str) -> str:
    """A title without the markup that some feeds have in it, and without regard to case."""
    return one_line(_MARKUP.sub("", unescape(unescape(text)))).casefold()


def excerpts(before: str, after: str) -> tuple[str, str]:
    """What differs between two texts, with a few words around it, each of one short line.

    A text that is short already is whole. The two may only be the same where the texts are.
    """
    before, after = one_line(before), one_line(after)
    if len(before) <= _LONGEST and len(after) <= _LONGEST:
        return before, after
    old, new = _SPACED_WORD.findall(before), _SPACED_WORD.findall(after)
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    return _part(old, start, len(old) - end), _part(new, start, len(new) - end)


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words both begin with."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def _part(text: Sequence[str], start: int, end: int) -> str:
    """The words from one place up to another, and those around, cut in the middle."""
    first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
    part = "".join(text[first:last]).strip()
    if len(part) > _LONGEST:
        half = _LONGEST // 2
        part = f"{part[:half].rstrip()} … {part[-half:].lstrip()}"
    return f"{'… ' if first else ''}{part}{' …' if last < len(text) else ''}"
