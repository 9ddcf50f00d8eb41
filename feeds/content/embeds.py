"""What feeds and mail cannot show, told in words: frames become links, boxes signs."""

from __future__ import annotations

import re
from html import escape

from feeds.content.tokens import VOID, Tag, tokens

__all__ = ["EMBED_ATTRIBUTES", "EMBED_TAGS", "has_embeds", "left_out", "without_embeds"]

EMBED_TAGS = frozenset({"embed", "iframe", "input", "object"})
EMBED_ATTRIBUTES = {
    "embed": frozenset({"src"}),
    "iframe": frozenset({"src"}),
    "input": frozenset({"type", "checked"}),
    "object": frozenset({"data"}),
}

_EMBED = re.compile(r"<(?:embed|iframe|input|object)\b", re.IGNORECASE)
_FRAME_TEXT = re.compile(r"(<iframe[^>]*>).*?</iframe>", re.DOTALL)
_UNSHOWN = re.compile(r"<(svg|math|canvas|form)\b", re.IGNORECASE)
_INLINE_PICTURE = re.compile(r"""<img\s[^<>]*\bsrc\s*=\s*(?:["']\s*)?data:""", re.IGNORECASE)
_EMPTY_FRAME = re.compile(r"<iframe(?![^<>]*\ssrc\s*=)", re.IGNORECASE)
_FLOW = {"", "div", "section", "article", "aside", "figure", "li", "dd", "td", "blockquote"}


def has_embeds(html: str) -> bool:
    """Whether any HTML, safe or not, may hold something for `without_embeds`."""
    return _EMBED.search(html) is not None


def without_embeds(html: str) -> str:
    """HTML that was sanitised with `EMBED_TAGS` allowed, without them.

    An embed becomes a link to what it shows, a check box ☐ or ☑. The result must be
    sanitised again.
    """
    parts: list[str] = []
    around: list[str] = [""]
    for text, tag in tokens(_FRAME_TEXT.sub(r"\1", html)):
        parts.append(text)
        if tag.name in EMBED_TAGS:
            if not tag.closing:
                parts.append(_stand_in(tag, around[-1]))
        elif tag.closing:
            around.pop()
            parts.append(f"</{tag.name}>")
        elif tag.name:
            if tag.name not in VOID:
                around.append(tag.name)
            parts.append(f"<{tag.name}{tag.attributes}>")
    return "".join(parts)


def left_out(html: str) -> list[str]:
    """The names of what an unsanitised body holds and no stand-in exists for, each once."""
    names = {f"<{match[1].lower()}>" for match in _UNSHOWN.finditer(html)}
    if _INLINE_PICTURE.search(html):
        names.add("<img> with a data: URL")
    if _EMPTY_FRAME.search(html):
        names.add("<iframe> without src")
    return sorted(names)


def _stand_in(tag: Tag, parent: str) -> str:
    if tag.name == "input":
        if tag.attribute("type") != "checkbox":
            return ""
        return "☐" if tag.attribute("checked") is None else "☑"
    url = tag.attribute("data" if tag.name == "object" else "src")
    if url is None:
        return ""
    title = tag.attribute("title") or url
    link = f'<a href="{escape(url)}">{escape(title)}</a>'
    return f"<p>{link}</p>" if parent in _FLOW else link
