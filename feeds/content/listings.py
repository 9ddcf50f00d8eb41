"""Code that a highlighter coloured, as code again: its text, and nothing else.

Rouge, Chroma, Pygments, CodeRay, Pandoc, Prism, highlight.js, Shiki and what sites build
around them write spans, a line each or a table, numbers in a gutter and copy buttons.
"""

from __future__ import annotations

import re

from feeds.content.tree import Element, Node, words_of

__all__ = ["listing"]

_GUTTERS = frozenset(
    {
        *("blob-num", "code-line-number", "crayon-nums", "gl", "gutter", "hljs-ln-n"),
        *("hljs-ln-numbers", "line-number", "line-numbers", "line-numbers-rows", "lineno"),
        *("linenodiv", "linenos", "linenumber", "ln", "lnlinks", "lnt", "rouge-gutter"),
        "react-syntax-highlighter-line-number",
    }
)
_NEVER_A_GUTTER = frozenset({"code", "pre", "table", "tbody", "tr"})
_CODE_TABLES = frozenset({"crayon-table", "hljs-ln", "highlighttable", "lntable", "rouge-table"})
_CODE_CELLS = frozenset({"blob-code", "code", "hljs-ln-code", "lntd", "rouge-code"})
_HIGHLIGHTED = frozenset(
    {
        *("chroma", "code", "codehilite", "coderay", "highlight", "hljs"),
        *("prettyprint", "prism", "rouge", "shiki", "sourcecode"),
    }
)
_LANGUAGES = ("brush:", "highlight-source-", "lang-", "language-")
_COPIERS = frozenset(
    {
        *("btn-clipboard", "btn-copy", "clipboard-copy", "code-copy", "code-header", "copy"),
        *("copy-btn", "copy-button", "copy-code", "copy-code-button", "copybtn", "toolbar"),
        *("zeroclipboard-container", "js-clipboard-copy"),
    }
)
_BY_HAND = frozenset(
    {
        *("a", "abbr", "b", "cite", "del", "dfn", "em", "i", "img", "ins", "kbd", "mark", "q"),
        *("s", "samp", "small", "strong", "sub", "sup", "u", "var"),
    }
)
_LINES = frozenset({"div", "li", "ol", "p", "pre", "section", "td", "th", "ul"})
_LONGEST_BUTTON = 40
_MOST_IN_BUTTON = 30
_UNSELECTABLE = re.compile(r"user-select\s*:\s*none", re.IGNORECASE)


def listing(element: Element, parent: Element) -> list[Node] | None:
    """`<pre><code>text</code></pre>` for highlighted code, nothing for what copies it.

    Emphasis and links that somebody wrote into code stay.
    """
    if element.name == "pre":
        return [_pre(element, parent)]
    if element.name == "table" and _is_code(element):
        return [Element("pre", {}, [Element("code", {}, _Code().all_of([element]))])]
    if element.name in ("clipboard-copy", "div", "span", "a") and (
        element.name == "clipboard-copy" or element.classes & _COPIERS
    ):
        return [] if _is_button(element) else None
    return None


def _is_button(element: Element) -> bool:
    if not element.has_few(_MOST_IN_BUTTON) or element.find("pre", "img"):
        return False
    return len(words_of(element)) <= _LONGEST_BUTTON


def _pre(element: Element, parent: Element) -> Element:
    if _is_plain(element) and not _is_highlighted(element, parent):
        return element
    inside = _Code().all_of(element.children)
    if _all_in_code(element) or _is_highlighted(element, parent):
        inside = [Element("code", {}, inside)]
    elif any(child.name == "code" for child in element.elements()):
        return element
    return Element("pre", element.attributes, inside)


def _is_plain(element: Element) -> bool:
    """Whether it is text, or code that is text."""
    inner = [child for child in element.children if isinstance(child, Element)]
    return all(child.name == "code" and child.find() is None for child in inner)


def _is_highlighted(element: Element, parent: Element) -> bool:
    classes = element.classes | parent.classes
    return bool(classes & _HIGHLIGHTED) or any(name.startswith(_LANGUAGES) for name in classes)


def _all_in_code(element: Element) -> bool:
    """Whether there is code, and words in nothing else."""
    if element.name == "code":
        return True
    found = False
    for child in element.children:
        if isinstance(child, str) or (child.name != "code" and not child.find("code")):
            if words_of(child).strip():
                return False
        elif not _all_in_code(child):
            return False
        else:
            found = True
    return found


def _is_code(table: Element) -> bool:
    if table.classes & _CODE_TABLES:
        return True
    cells = [cell for cell in table.elements() if cell.name in ("td", "th")]
    return any(_is_gutter(cell) or _only_numbers(cell) for cell in cells) and any(
        cell.classes & _CODE_CELLS or cell.find("pre") for cell in cells
    )


def _is_gutter(element: Element) -> bool:
    if element.name in _NEVER_A_GUTTER:
        return False
    return bool(element.classes & _GUTTERS) or bool(
        _UNSELECTABLE.search(element.attributes.get("style", ""))
    )


class _Code:
    """The text of code as it grows, line by line."""

    def __init__(self) -> None:
        self._nodes: list[Node] = []
        self._last = "\n"
        self._pieces = 0

    def all_of(self, nodes: list[Node]) -> list[Node]:
        """The nodes without what is not code, after those there are."""
        after_line = False
        for node in nodes:
            if not (after_line and node == "\n"):
                self._add(node)
            after_line = isinstance(node, Element) and node.name in _LINES
        return self._nodes

    def _text(self, text: str) -> None:
        if text:
            self._nodes.append(text)
            self._last = text
            self._pieces += 1

    def _add(self, node: Node) -> None:
        if isinstance(node, str):
            self._text(node)
        elif node.name == "br":
            self._text("\n")
        elif node.name in ("table", "tbody", "thead", "tfoot", "tr"):
            self._table(node)
        elif _is_gutter(node) or (node.name == "a" and not words_of(node)):
            pass
        elif node.name in _LINES:
            self._line(node)
        elif node.name in _BY_HAND and not node.get("href").startswith("#"):
            outer, self._nodes = self._nodes, []
            kept = Element(node.name, node.attributes, self.all_of(node.children))
            self._nodes = [*outer, kept]
        else:
            self.all_of(node.children)

    def _line(self, block: Element) -> None:
        if not self._last.endswith("\n"):
            self._text("\n")
        before = self._pieces
        holds_code = any(isinstance(one, Element) and one.name == "pre" for one in block.children)
        self.all_of(
            [
                node
                for node in block.children
                if not (holds_code and isinstance(node, str) and not node.strip())
            ]
        )
        if self._pieces == before or not self._last.endswith("\n"):
            self._text("\n")

    def _table(self, table: Element) -> None:
        for part in table.children:
            if isinstance(part, str):
                continue
            if part.name in ("td", "th"):
                if not _is_gutter(part) and not _only_numbers(part):
                    self._line(part)
            else:
                self._table(part)


def _only_numbers(cell: Element) -> bool:
    """Whether all that a cell holds is a gutter."""
    inner = [one for one in cell.elements() if _is_gutter(one)]
    return bool(inner) and not words_of(Element("", {}, _Code().all_of(cell.children))).strip()
