"""Filters of text."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode, b64encode, urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from html import escape as html_escape
from urllib.parse import quote_plus, unquote_to_bytes

from feeds.expand.liquid.budget import MAX_TEXT
from feeds.expand.liquid.values import SPACES, RefusedError, text, whole

__all__ = ["FILTERS", "escape"]

_ESCAPED_ONCE = re.compile(r"[\"><']|&(?!(?:[a-zA-Z]+|#\d+);)")
_SIGNS = {"&": "&amp;", ">": "&gt;", "<": "&lt;", '"': "&quot;", "'": "&#39;"}
_LINE_END = re.compile(r"\r?\n")
_WORDS = re.compile(r"[ \t\n\v\f\r\0]+")


def escape(value: object) -> str | None:
    """As CGI.escapeHTML; nil stays nil."""
    if value is None:
        return None
    return html_escape(text(value), quote=True).replace("&#x27;", "&#39;")


def _escape_once(value: object) -> str:
    return _ESCAPED_ONCE.sub(lambda sign: _SIGNS[sign[0]], text(value))


def _url_encode(value: object) -> str | None:
    return None if value is None else quote_plus(text(value), safe="*").replace("~", "%7E")


def _url_decode(value: object) -> str | None:
    if value is None:
        return None
    return unquote_to_bytes(text(value).replace("+", " ")).decode()


def _decoded(decode: Callable[[str], bytes]) -> Callable[[object], str]:
    def run(value: object) -> str:
        try:
            return decode(text(value)).decode()
        except binascii.Error:
            raise RefusedError("this is not base64") from None

    return run


def _strict_b64decode(value: str) -> bytes:
    return b64decode(value, validate=True)


def _truncate(value: object, length: object = 50, ending: object = "...") -> str | None:
    if value is None:
        return None
    words, tail, count = text(value), text(ending), whole(length)
    if len(words) <= count:
        return words
    return words[: max(count - len(tail), 0)] + tail


def _truncatewords(value: object, count: object = 15, ending: object = "...") -> str | None:
    if value is None:
        return None
    written, most = text(value), max(whole(count), 1)
    if most >= 2**31 - 1:
        raise RefusedError("the number is too large")
    words = _WORDS.split(written.lstrip(SPACES), most)
    if len(words) <= most:
        return written
    return " ".join(words[:most]) + text(ending)


def _split(value: object, pattern: object) -> list[object]:
    """As Ruby's `split`: empty pieces at the end are dropped, and a space means any."""
    written, mark = text(value), text(pattern)
    if mark == "":
        return list(written)
    if mark == " ":
        return [word for word in _WORDS.split(written) if word]
    if written.count(mark) > MAX_TEXT // 16:
        raise RefusedError("there are too many pieces")
    pieces: list[object] = [*written.split(mark)]
    while pieces and not pieces[-1]:
        pieces.pop()
    return pieces


def _strip_html(value: object) -> str:
    html = text(value)
    for opening, closing in (("<script", "</script>"), ("<!--", "-->"), ("<style", "</style>")):
        html = _without(html, opening, closing)
    return _without(html, "<", ">")


def _without(html: str, opening: str, closing: str) -> str:
    kept: list[str] = []
    position = 0
    while (start := html.find(opening, position)) >= 0:
        end = html.find(closing, start + len(opening))
        if end < 0:
            break
        kept.append(html[position:start])
        position = end + len(closing)
    return "".join((*kept, html[position:]))


def _replaced(value: object, old: object, new: object, count: int) -> str:
    written, pattern, replacement = text(value), text(old), text(new)
    times = written.count(pattern) if count < 0 else count
    if len(written) + times * max(len(replacement) - len(pattern), 0) > MAX_TEXT:
        raise RefusedError("a text grows too long")
    return written.replace(pattern, replacement, count)


def _replace(value: object, old: object, new: object = "") -> str:
    return _replaced(value, old, new, -1)


def _replace_first(value: object, old: object, new: object = "") -> str:
    return _replaced(value, old, new, 1)


def _replace_last(value: object, old: object, new: object) -> str:
    written, pattern = text(value), text(old)
    start = written.rfind(pattern)
    if start < 0:
        return written
    return written[:start] + text(new) + written[start + len(pattern) :]


def _slice(value: object, offset: object, length: object = None) -> object:
    start, count = whole(offset), 1 if length is None else whole(length)
    everything = value if isinstance(value, list) else text(value)
    size = len(everything)
    start = start + size if start < 0 else start
    if not 0 <= start <= size or count < 0:
        return [] if isinstance(everything, list) else ""
    return everything[start : start + count]


FILTERS: Mapping[str, Callable[..., object]] = {
    "append": lambda value, end: text(value) + text(end),
    "base64_decode": _decoded(_strict_b64decode),
    "base64_encode": lambda value: b64encode(text(value).encode()).decode(),
    "base64_url_safe_decode": _decoded(urlsafe_b64decode),
    "base64_url_safe_encode": lambda value: urlsafe_b64encode(text(value).encode()).decode(),
    "capitalize": lambda value: text(value)[:1].upper() + text(value)[1:].lower(),
    "downcase": lambda value: text(value).lower(),
    "escape": escape,
    "escape_once": _escape_once,
    "h": escape,
    "lstrip": lambda value: text(value).lstrip(SPACES),
    "newline_to_br": lambda value: _LINE_END.sub("<br />\n", text(value)),
    "prepend": lambda value, start: text(start) + text(value),
    "remove": lambda value, old: _replaced(value, old, "", -1),
    "remove_first": lambda value, old: _replaced(value, old, "", 1),
    "remove_last": lambda value, old: _replace_last(value, old, ""),
    "replace": _replace,
    "replace_first": _replace_first,
    "replace_last": _replace_last,
    "rstrip": lambda value: text(value).rstrip(SPACES),
    "slice": _slice,
    "split": _split,
    "strip": lambda value: text(value).strip(SPACES),
    "strip_html": _strip_html,
    "strip_newlines": lambda value: _LINE_END.sub("", text(value)),
    "truncate": _truncate,
    "truncatewords": _truncatewords,
    "upcase": lambda value: text(value).upper(),
    "url_decode": _url_decode,
    "url_encode": _url_encode,
}
