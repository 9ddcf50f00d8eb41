"""The sanitiser's own HTML as a tree, for what is about elements and not about tags."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape, unescape
from itertools import islice

from feeds.content.tokens import VOID, Tag, tokens

__all__ = ["FLOW", "Change", "Element", "Node", "change", "parsed", "words_of", "written"]

FLOW = frozenset(
    {"", "div", "section", "article", "aside", "figure", "li", "dd", "td", "blockquote"}
)
"""Elements in which paragraphs stand; the root of a tree is one."""

_LONGEST_CLASSES = 1_000


class Element:
    """An element that may be changed; text among its children is HTML, as written.

    The root of a tree has no name.
    """

    __slots__ = ("attributes", "children", "name")

    def __init__(
        self,
        name: str,
        attributes: dict[str, str] | None = None,
        children: list[Node] | None = None,
    ) -> None:
        self.name = name
        self.attributes = attributes or {}
        self.children = children or []

    def get(self, name: str) -> str:
        """An attribute's value without white space around it; empty where there is none."""
        return self.attributes.get(name, "").strip()

    @property
    def classes(self) -> set[str]:
        """Its classes, in lower case; of a very long list the first ones."""
        return set(self.attributes.get("class", "")[:_LONGEST_CLASSES].lower().split())

    def elements(self) -> Iterator[Element]:
        """All elements in it, in the order of the document, each before what it holds."""
        ahead: list[Node] = self.children[::-1]
        while ahead:
            node = ahead.pop()
            if isinstance(node, Element):
                yield node
                ahead += node.children[::-1]

    def has_few(self, most: int) -> bool:
        """Whether there are no more than so many elements in it."""
        return sum(1 for _ in islice(self.elements(), most + 1)) <= most

    def find(self, *names: str) -> Element | None:
        """The first element in it that has one of these names; without names, the first."""
        return next((one for one in self.elements() if not names or one.name in names), None)


Node = Element | str


def parsed(html: str) -> Element:
    """The root of the tree of HTML that a sanitiser wrote, which is regular."""
    root = Element("")
    opened = [root]
    for text, tag in tokens(html):
        if text:
            opened[-1].children.append(text)
        if tag.closing:
            if any(element.name == tag.name for element in opened[1:]):
                while opened.pop().name != tag.name:
                    pass
        elif tag.name:
            element = Element(tag.name, _attributes(tag))
            opened[-1].children.append(element)
            if tag.name not in VOID:
                opened.append(element)
    return root


def _attributes(tag: Tag) -> dict[str, str]:
    pairs = tag.attributes.split('"')
    return {
        name.strip().removesuffix("="): unescape(value)
        for name, value in zip(pairs[::2], pairs[1::2], strict=False)
    }


def written(node: Node) -> str:
    """A tree as HTML."""
    parts: list[str] = []
    _write(node, parts)
    return "".join(parts)


def _write(node: Node, parts: list[str]) -> None:
    if isinstance(node, str):
        parts.append(node)
        return
    if node.name:
        pairs = (f' {name}="{escape(value)}"' for name, value in node.attributes.items())
        parts.append(f"<{node.name}{''.join(pairs)}>")
    for child in node.children:
        _write(child, parts)
    if node.name and node.name not in VOID:
        parts.append(f"</{node.name}>")


def words_of(node: Node) -> str:
    """All text in a tree, no longer HTML."""
    if isinstance(node, str):
        return unescape(node)
    return "".join(map(words_of, node.children))


Change = Callable[[Element, Element], "list[Node] | None"]
"""What becomes of an element in its parent: these nodes, or None where it is looked into."""


def change(root: Element, become: Change) -> None:
    """Ask for every element what becomes of it; what stands in for it is not asked for."""
    children: list[Node] = []
    for child in root.children:
        nodes = become(child, root) if isinstance(child, Element) else [child]
        if nodes is None and isinstance(child, Element):
            change(child, become)
            children.append(child)
        else:
            children += nodes or ()
    root.children = children
