"""The words a body begins with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.entities import html5

from feeds.content.scripts import joined
from feeds.content.tokens import tokens
from feeds.text import clean

__all__ = ["lead", "without_tags"]

_UNREAD = {
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "pre",
    "table",
    "figure",
    "video",
    "audio",
    "rt",
    "rp",
}
_BLOCKS = {"p", "div", "section", "article", "aside", "header", "footer", "address", "blockquote"}
_MORE_BLOCKS = {"ul", "ol", "li", "dl", "dt", "dd", "details", "summary", "hr"}
_BREAKS = _BLOCKS | _MORE_BLOCKS | _UNREAD - {"rt", "rp"}
_NOTE = re.compile(r"<sup>\[[0-9]{1,6}\]</sup>")
_HTML_TAG = re.compile(
    r"</?(?:p|a|b|i|em|strong|code|span|div|img|br|u|s|small|sup|sub|mark|abbr|kbd|h[1-6]|ul|ol|li"
    r"|blockquote|pre|q|time|figure|script|style)(?:[\s/][^<>]{0,2000})?>",
    re.IGNORECASE,
)
_UNSEEN = re.compile(
    r"<(script|style)(?:[\s/][^<>]{0,2000})?>[^<]*+(?:<(?!/?(?:script|style)\b)[^<]*+)*+</\1\s*>",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"&(?:#(?:[0-9]{1,7}|[xX][0-9A-Fa-f]{1,6});|([A-Za-z][A-Za-z0-9]{1,31};))")


def lead(html: str, *, whole: bool = False) -> str:
    """The first paragraph with words in it, on one line; with `whole`, all words.

    Headings, captions, code and tables are passed over, and so are footnote marks. Where
    there is no paragraph, all other words stand in. The HTML is `sanitise`'s.
    """
    html = _NOTE.sub("", html)
    if not whole:
        first, end, _ = html.partition("</p>")
        for markup in (first + end, html):
            for is_paragraph, text in _texts(markup):
                if is_paragraph:
                    return text
    return " ".join(text for _, text in _texts(html))


def without_tags(text: str) -> str:
    """Plain text from front matter, on one line, without the HTML that crept in.

    Tags go, scripts and style sheets with all that is in them; a character reference
    becomes its character if it ends in a semicolon, for `?a=1&copy=2` has none.
    """
    plain = _HTML_TAG.sub("", _UNSEEN.sub("", text))
    return joined(clean(_REFERENCE.sub(_character, plain)))


def _character(reference: re.Match[str]) -> str:
    name = reference[1]
    return unescape(reference[0]) if name is None else html5.get(name, reference[0])


def _texts(html: str) -> Iterator[tuple[bool, str]]:
    """Every run of words between two block tags, and whether it is a paragraph."""
    parts: list[str] = []
    unread = 0
    for text, tag in tokens(html):
        if not unread:
            parts.append(text)
        if tag.name == "br":
            parts.append("\n")
        elif tag.name in _BREAKS:
            if words := joined(clean(unescape("".join(parts)))):
                yield tag.name == "p" and tag.closing, words
            parts = []
        if tag.name in _UNREAD:
            unread += -1 if tag.closing else 1
    if words := joined(clean(unescape("".join(parts)))):
        yield False, words
