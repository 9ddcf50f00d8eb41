"""Links within a page: permalinks of headings, and footnotes there and back.

A reader shows many posts on one page and drops their ids: such links lead nowhere there.
"""

from __future__ import annotations

import re
from html import escape

from feeds.content.tree import Element, Node, change, words_of

__all__ = ["headings", "notes"]

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_PERMALINKS = frozenset(
    {
        *("anchor", "anchor-link", "anchorjs-link", "deep-link", "direct-link", "hash-link"),
        *("header-anchor", "header-link", "headerlink", "heading-anchor", "heading-link"),
        *("heading-permalink", "permalink", "sl-anchor-link"),
    }
)
_SIGNS = frozenset("#¶§🔗⚓∞\ufe0f\ufe0e\u200b ")
_BACK_CLASSES = frozenset(
    {"data-footnote-backref", "footnote-back", "footnote-backref", "fn-backref", "reversefootnote"}
)
_NOTE_CLASSES = frozenset({"footnote", "footnote-ref", "footnote-reference", "fn-ref"})
_NOTE = re.compile(r"#(?:user-content-)?(?:fn|footnote)[-:_]?(?!ref)[\w.-]", re.IGNORECASE)
_BACK = re.compile(r"#(?:user-content-)?(?:fnref|fn-ref|footnote-?ref)[-:_]?[\w.-]", re.IGNORECASE)
_ARROWS = frozenset("↩↑⤴⏎^←↵\ufe0f\ufe0e \xa0")
_SAYS_LINK = re.compile(
    r"(?:anchor|copy link|direct link|jump to|link to|permalink|permanent link|section titled)\b",
    re.IGNORECASE,
)
_REPEATED = re.compile(r"(?<=\d):\d+\Z")
_FEW = 8


def headings(element: Element, _parent: Element) -> list[Node] | None:
    """Take the links to themselves out of headings, and from beside them."""
    if element.name in _HEADINGS:
        before = sum(1 for _ in element.elements())
        change(element, _in_heading)
        if before != sum(1 for _ in element.elements()):
            _trim_start(element.children)
            _trim(element.children)
        return None
    is_permalink = _is_permalink(element) and "#" in element.get("href")
    is_bare = is_permalink and (_says_nothing(element) or _says_link(element))
    return [] if is_bare else None


def _in_heading(element: Element, parent: Element) -> list[Node] | None:
    if element.name != "a":
        return None
    leads_here = element.get("href").startswith("#")
    if (leads_here or _is_permalink(element)) and _says_nothing(element):
        return []
    if not leads_here:
        return None
    if parent.name in _HEADINGS and _is_all(element, parent):
        return element.children
    return [] if element.classes & _PERMALINKS else None


def _is_permalink(element: Element) -> bool:
    return element.name == "a" and bool(element.classes & _PERMALINKS)


def _says_nothing(link: Element) -> bool:
    return set(words_of(link).strip()) <= _SIGNS and link.find("img") is None


def _says_link(link: Element) -> bool:
    return _SAYS_LINK.match(words_of(link).strip()) is not None


def _is_all(link: Element, heading: Element) -> bool:
    if len(heading.children) > _FEW:
        return False
    return not any(words_of(node).strip() for node in heading.children if node is not link)


def notes(element: Element, parent: Element) -> list[Node] | None:
    """Footnotes as text: a mark that is no link, and no way back."""
    if element.name == "a":
        return _note_link(element, parent)
    if element.children and any(_is_back(child) for child in element.children):
        kept: list[Node] = []
        for child in element.children:
            if _is_back(child):
                _trim(kept)
            else:
                kept.append(child)
        element.children = kept
        if element.name in ("p", "sup", "span") and not kept:
            return []
    return None


def _note_link(link: Element, parent: Element) -> list[Node] | None:
    href = link.get("href")
    inner = link.find("sup")
    is_raised = parent.name == "sup" or inner is not None
    is_note = (
        link.get("role") == "doc-noteref"
        or "data-footnote-ref" in link.attributes
        or (bool(link.classes & _NOTE_CLASSES) and _NOTE.search(href) is not None)
        or (is_raised and _NOTE.match(href) is not None)
    )
    if not is_note:
        return None
    mark = _REPEATED.sub("", words_of(link).strip().strip("[]"))
    text = escape(f"[{mark}]", quote=False) if mark else ""
    if parent.name == "sup":
        few = parent.children[:_FEW]
        is_bracketed = any(isinstance(one, str) and "[" in one for one in few)
        return [escape(mark, quote=False) if is_bracketed else text]
    return [Element("sup", {}, [text])] if text else []


def _is_back(node: Node) -> bool:
    if isinstance(node, str):
        return False
    if node.name == "sup" and len(node.children) == 1:
        return _is_back(node.children[0])
    if node.name != "a" or "#" not in node.get("href"):
        return False
    if node.get("role") == "doc-backlink" or node.classes & _BACK_CLASSES:
        return True
    arrows = re.sub(r"\d+\Z", "", words_of(node).strip())
    return _BACK.match(node.get("href")) is not None and set(arrows) <= _ARROWS


def _trim_start(nodes: list[Node]) -> None:
    """Drop white space at the start of the first text."""
    if nodes and isinstance(nodes[0], str):
        nodes[0] = nodes[0].lstrip()


def _without_end(html: str) -> str:
    """A text without the spaces at its end, also those that do not break, if they are few."""
    text = html.rstrip()
    for _ in range(_FEW):
        text = text.removesuffix("&nbsp;").rstrip()
    return text


def _trim(nodes: list[Node]) -> None:
    """Drop white space at the end of the last text."""
    if nodes and isinstance(nodes[-1], str):
        nodes[-1] = _without_end(nodes[-1])
        if not nodes[-1]:
            nodes.pop()
