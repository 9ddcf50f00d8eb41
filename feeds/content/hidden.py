"""What nobody sees on the page: hidden elements, pixels that count readers, empty icons."""

from __future__ import annotations

import re

from feeds.content.lazy import NOSCRIPT
from feeds.content.tree import Element, Node, words_of

__all__ = ["unseen"]

_HIDDEN = re.compile(r"(?:\A|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.IGNORECASE)
_DOT = re.compile(r"(?:\A|;)\s*(?:max-)?(?:width|height)\s*:\s*[01](?:px)?\s*(?:!|;|\Z)")
_DOT_SIZE = re.compile(r"\s*0*[01](?:\.0*)?(?:px)?\s*")
_MOST_IN_ICON = 30
_PANELS = frozenset({"spoiler", "tab-content", "tab-pane", "tab-panel", "tabcontent", "tabpanel"})
_SOLID = ("amp-img", "audio", "embed", "iframe", "img", "input", "math", "object", "svg", "video")


def unseen(element: Element, _parent: Element) -> list[Node] | None:
    """Nothing for what is hidden, one pixel in size, or an icon that says nothing.

    A picture or a frame that a script would show keeps its place, and so do all panels
    behind tabs, of which a page shows one at a time.
    """
    attributes = element.attributes
    style = attributes.get("style", "")
    is_lazy = any(name.startswith("data-") and "src" in name for name in attributes)
    is_for_later = is_lazy or element.name == NOSCRIPT or _is_panel(element)
    if _is_hidden(attributes, style) and not is_for_later:
        return []
    if element.name in ("img", "iframe", "amp-img", "amp-pixel"):
        sizes = (attributes.get("width"), attributes.get("height"))
        if any(size is not None and _DOT_SIZE.fullmatch(size) for size in sizes):
            return []
        if _DOT.search(style.lower()):
            return []
    is_silent = attributes.get("aria-hidden") == "true" and element.name not in _SOLID
    return [] if is_silent and not _shows_anything(element) else None


def _shows_anything(element: Element) -> bool:
    if not element.has_few(_MOST_IN_ICON):
        return True
    return bool(words_of(element).strip() or element.find(*_SOLID))


def _is_panel(element: Element) -> bool:
    return element.get("role") == "tabpanel" or bool(element.classes & _PANELS)


def _is_hidden(attributes: dict[str, str], style: str) -> bool:
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return True
    return bool(style) and _HIDDEN.search(style) is not None
