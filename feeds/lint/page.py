"""HTML of a mail or a page as elements with ancestors, built once for all rules.

What was written is what the rules have to see, so nothing is repaired but what is left out
(WHATWG HTML §13.1.2.4). Linear in the length of the HTML, whatever it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from feeds.check.body.document import CODE, Document
from feeds.check.body.markup import VOID, Token
from feeds.lint.css import declarations

__all__ = ["LONGEST", "Element", "Link", "Page", "Run", "plain"]

LONGEST = 5_000_000
"""How many characters of HTML are looked at."""

_BLOCK_NAMES = (
    "address article aside blockquote body br center dd div dl dt figcaption figure footer h1 h2 "
    "h3 h4 h5 h6 header hr li main nav ol p pre section table tbody td tfoot th thead tr ul"
)
BLOCKS = frozenset(_BLOCK_NAMES.split())
"""Elements that begin a line of their own."""

_ENDS: Mapping[str, frozenset[str]] = {
    "li": frozenset({"li"}),
    "p": frozenset({"p"}),
    "a": frozenset({"a"}),
    "td": frozenset({"td", "th"}),
    "th": frozenset({"td", "th"}),
    "tr": frozenset({"td", "th", "tr"}),
    "option": frozenset({"option"}),
}
_ZERO = re.compile(r"0(?:\.0+)?(?:px|em|pt|%)?")
_UNSEEN = frozenset({"head", "style", "script", "title", "template", "noscript"})


@dataclass(slots=True, eq=False)
class Element:
    """A start tag: `style` are the declarations of its attribute, `post` the position of the
    post that it belongs to, as far as links to posts tell."""

    name: str
    attributes: Mapping[str, str]
    parent: Element | None
    style: Mapping[str, str]
    hidden: bool
    code: bool
    post: int | None = None
    depth: int = 0

    def ancestors(self) -> Iterator[Element]:
        """The elements around it, the innermost first."""
        element = self.parent
        while element is not None:
            yield element
            element = element.parent


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text, and the element that it is in; None outside of all."""

    text: str
    element: Element | None


@dataclass(slots=True, eq=False)
class Link:
    """An `a` with an `href`, the text within, and the pictures within.

    `follows` is the link before it where no text and no new line lies between the two.
    """

    element: Element
    url: str
    texts: list[str] = field(default_factory=list)
    pictures: list[Element] = field(default_factory=list)
    follows: Link | None = None
    heading: bool = False

    @property
    def text(self) -> str:
        """The text within, as it is written."""
        return "".join(self.texts)

    @property
    def label(self) -> str:
        """What a screen reader says of it, on one line."""
        alts = [each.attributes.get("alt", "") for each in self.pictures]
        given = self.element.attributes
        said = " ".join([self.text, *alts]).split()
        return " ".join(said) or given.get("aria-label", "") or given.get("title", "")


class Page:
    """HTML, taken apart. `posts` are the URLs of the posts that it shows."""

    def __init__(self, html: str, posts: Sequence[str] = ()) -> None:
        self.html = html[:LONGEST]
        self.document = Document(self.html, "")
        self.elements: list[Element] = []
        self.runs: list[Run] = []
        self.links: list[Link] = []
        self.sheets: list[str] = []
        self.flow: list[Element | Run] = []
        self.title: str | None = None
        self.unclosed: list[str] = []
        self._posts = {url: number for number, url in enumerate(posts)}
        self._build()

    @cached_property
    def text(self) -> str:
        """What people see of it as text, each block on lines of its own."""
        return plain(self.flow)

    @cached_property
    def ids(self) -> frozenset[str]:
        """What links within it can lead to."""
        return frozenset(
            each.attributes[name]
            for each in self.elements
            for name in ("id", "name")
            if name in each.attributes
        )

    def of(self, *names: str) -> Iterator[Element]:
        """The elements of these names, in order."""
        return (element for element in self.elements if element.name in names)

    def _build(self) -> None:
        stack: list[Element] = []
        opened: dict[str, int] = {}
        link: Link | None = None
        last: Link | None = None
        post: int | None = None
        for token in self.document.tokens:
            if token.kind == "text":
                self._text(token, stack[-1] if stack else None, link)
                if token.text.strip() and link is None and not token.raw:
                    last = None
            elif token.kind == "start":
                self._close_implied(token.name, stack, opened)
                if token.name == "a" and "href" in token.attributes:
                    post = self._posts.get(token.attributes["href"].strip(), post)
                element = self._element(token, stack[-1] if stack else None, post)
                if token.name in BLOCKS:
                    last = None
                if token.name == "a" and "href" in token.attributes:
                    heading = any(
                        each.name[:1] == "h" and each.name[1:].isdigit() for each in stack
                    )
                    link = Link(element, token.attributes["href"].strip(), follows=last)
                    link.heading = heading
                    self.links.append(link)
                    last = link
                elif token.name == "img":
                    if link is not None:
                        link.pictures.append(element)
                    else:
                        last = None
                if token.name not in VOID and token.oddity != "self-closed":
                    stack.append(element)
                    opened[token.name] = opened.get(token.name, 0) + 1
            elif token.kind == "end":
                if opened.get(token.name):
                    while stack:
                        gone = stack.pop()
                        opened[gone.name] -= 1
                        if gone.name == token.name:
                            break
                if not opened.get("a"):
                    link = None
        self.unclosed = [each.name for each in stack if each.name in ("table", "div", "a")]

    def _close_implied(self, name: str, stack: list[Element], opened: dict[str, int]) -> None:
        """Ends what the next start tag ends by itself."""
        ended = _ENDS.get(name)
        while stack and ended and stack[-1].name in ended:
            opened[stack.pop().name] -= 1

    def _element(self, token: Token, parent: Element | None, post: int | None) -> Element:
        style = declarations(token.attributes.get("style", ""))
        hidden = token.name in _UNSEEN or _is_hidden(token.attributes, style)
        element = Element(
            token.name,
            token.attributes,
            parent,
            style,
            hidden or (parent is not None and parent.hidden),
            token.name in CODE or (parent is not None and parent.code),
            post,
            0 if parent is None else parent.depth + 1,
        )
        self.elements.append(element)
        self.flow.append(element)
        return element

    def _text(self, token: Token, element: Element | None, link: Link | None) -> None:
        if token.raw:
            if token.name == "style":
                self.sheets.append(token.text)
            elif token.name == "title" and self.title is None:
                self.title = token.text
            return
        run = Run(token.text, element)
        self.runs.append(run)
        self.flow.append(run)
        if link is not None:
            link.texts.append(token.text)


def plain(flow: Sequence[Element | Run]) -> str:
    """The text of these that people see; blocks and pictures end a line."""
    parts: list[str] = []
    for each in flow:
        if isinstance(each, Element):
            if each.name in BLOCKS or each.name == "img":
                parts.append("\n")
        elif each.element is None or not each.element.hidden:
            parts.append(each.text)
    return "".join(parts)


def _is_hidden(attributes: Mapping[str, str], style: Mapping[str, str]) -> bool:
    """Whether an element is there for programs alone, like a preheader."""
    if "hidden" in attributes or style.get("display") == "none":
        return True
    if style.get("visibility") == "hidden" or _ZERO.fullmatch(style.get("opacity", "")):
        return True
    small = style.get("font-size", "") in ("0", "0px", "1px") or style.get("overflow") == "hidden"
    return small and bool(_ZERO.fullmatch(style.get("max-height", "")))
