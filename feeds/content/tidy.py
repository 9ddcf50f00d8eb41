"""What the sanitiser leaves behind and a reader has no use for."""

from __future__ import annotations

import re
from unicodedata import is_normalized

from feeds.content.tokens import Tag
from feeds.text import clean, legal

__all__ = ["tidy"]

_TAG = re.compile(r'<(/?)(a|span|img|source|h[1-6])((?: [^\s"=<>]+="[^"]*")*)>')
_BETWEEN = re.compile(r"[^<>]+")
_PRE_BREAKS = re.compile(r"(<pre(?: [^>]*)?>)\n+")
_SHOWN = re.compile(r"<(?:img|video|audio)\b")
_TAGS = re.compile(r"<[^>]*>")
_ANCHOR_SIGNS = {"", "#", "¶", "§", "🔗"}
_PIXEL = {"0", "1"}
_SHELL = re.compile(r'<(?:span|source|a>|a [^<>]*>[\s#¶§🔗]*<|img(?! src="[^"]*" alt="[^"]*">))')
"""Whatever could be gone: most bodies have nothing of it."""


def tidy(html: str) -> str:
    """Sanitised HTML without empty shells; doing it again changes nothing.

    Gone are `span` and `a` without attributes (what they hold stays), empty links,
    anchors in headings, tracking pixels, and pictures without a source, for which their
    alternative text stands. Every picture has an `alt`. All text is cleaned.
    """
    if not is_normalized("NFC", html) or legal(html) != html:
        # Piece by piece: NFC would melt a `>` and the U+0338 after it into one character.
        html = _BETWEEN.sub(lambda match: clean(match[0]), html)
    if _SHELL.search(html):
        html = _without_shells(html)
    return _PRE_BREAKS.sub(r"\1", html) if "<pre" in html else html


def _without_shells(html: str) -> str:
    out: list[str] = []
    opened: list[int | None] = []
    headings = position = 0
    for match in _TAG.finditer(html):
        out.append(html[position : match.start()])
        position = match.end()
        name, attributes = match[2], match[3]
        closing = match[1] == "/"
        written = match[0]
        if name in ("a", "span"):
            if not closing:
                opened.append(len(out) if attributes else None)
                written = written if attributes else ""
            elif (start := opened.pop()) is None:
                written = ""
            elif name == "a" and _is_empty(out[start + 1 :], in_heading=headings > 0):
                del out[start:]
                written = ""
        elif name == "img":
            written = _picture(Tag(name, closing, attributes), written)
        elif name == "source":
            written = written if attributes else ""
        else:
            headings += -1 if closing else 1
        out.append(written)
    out.append(html[position:])
    return "".join(out)


def _is_empty(content: list[str], *, in_heading: bool) -> bool:
    html = "".join(content)
    if _SHOWN.search(html):
        return False
    text = _TAGS.sub("", html).strip()
    return not text or (in_heading and text in _ANCHOR_SIGNS)


def _picture(tag: Tag, written: str) -> str:
    if tag.attribute("width") in _PIXEL or tag.attribute("height") in _PIXEL:
        return ""
    alt = tag.attribute("alt")
    if tag.attribute("src") is None and tag.attribute("srcset") is None:
        return _as_text(clean(alt or ""))
    return written if alt is not None else f'{written[:-1]} alt="">'


def _as_text(text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace("\xa0", "&nbsp;")
