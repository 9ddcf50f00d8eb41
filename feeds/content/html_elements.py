"""HTML elements as kramdown and PHP Markdown Extra read them: from tag to tag.

CommonMark ends most HTML at an empty line. Here an element goes on to its closing tag;
what is in it stays HTML, but for elements with `markdown="1"`, `"block"` or `"span"`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

__all__ = ["html_element"]

_BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "center", "dd", "details", "div", "dl"),
        *("fieldset", "figure", "figcaption", "footer", "form", "header", "hgroup", "li"),
        *("main", "map", "menu", "nav", "noscript", "object", "ol", "section", "summary"),
        *("table", "tbody", "td", "tfoot", "thead", "tr", "ul", "video", "audio", "picture"),
    }
)
_LINES = frozenset({"dt", "h1", "h2", "h3", "h4", "h5", "h6", "legend", "p", "th", "caption"})
_RAW = frozenset({"pre", "code", "kbd", "samp", "var", "math", "script", "style", "textarea"})
_DEEPEST = 12
_ATTRIBUTE = r"(?:[^<>\"']|\"[^\"<]*+\"|'[^'<]*+')*+"
_TAG = re.compile(rf"<!--|<(/?)([A-Za-z][A-Za-z0-9-]*)({_ATTRIBUTE})>")
_MARKDOWN = re.compile(r"[ \t\n]+markdown=(?:\"(\w+)\"|'(\w+)')")


@dataclass(frozen=True, slots=True)
class _Element:
    """An element's place in the source: its opening tag, and where its closing tag is."""

    name: str
    start: int
    inner: int
    close: int
    end: int
    markdown: str | None


def html_element(state: StateBlock, start_line: int, _end_line: int, silent: bool) -> bool:
    """A block element as a whole."""
    start = state.bMarks[start_line] + state.tShift[start_line]
    if state.level or state.blkIndent or state.is_code_block(start_line):
        return False
    if not state.src.startswith("<", start):
        return False
    element = _elements(state).get(start)
    if element is None or element.name not in _BLOCKS | _LINES:
        return False
    if silent:
        return True
    line = start_line
    while state.eMarks[line] < element.end:
        line += 1
    _write(state, element.start, state.eMarks[line])
    state.line = line + 1
    return True


def _elements(state: StateBlock) -> dict[int, _Element]:
    """Every element of the source that is closed, by where it begins; found once a source."""
    known: dict[str, dict[int, _Element]] = state.env.setdefault("elements", {})
    if state.src not in known:
        known[state.src] = {element.start: element for element in _closed(state.src)}
    return known[state.src]


def _closed(source: str) -> Iterator[_Element]:
    opened: dict[str, list[re.Match[str]]] = {}
    position = 0
    while tag := _TAG.search(source, position):
        position = tag.end()
        if tag[2] is None:
            position = source.find("-->", position)
            if position < 0:
                return
            continue
        name = tag[2].lower()
        if not tag[1]:
            opened.setdefault(name, []).append(tag)
        elif opened.get(name):
            first = opened[name].pop()
            found = _MARKDOWN.search(first[3])
            markdown = (found[1] or found[2]) if found else None
            yield _Element(name, first.start(), first.end(), tag.start(), tag.end(), markdown)


def _write(state: StateBlock, start: int, end: int) -> None:
    """Tokens of what lies between two places: HTML, and Markdown where it is asked for."""
    elements = _elements(state)
    position = start
    for place in sorted(place for place in elements if start <= place < end):
        element = elements[place]
        if place < position or element.markdown in (None, "0") or element.end > end:
            continue
        opening = _MARKDOWN.sub("", state.src[place : element.inner], count=1)
        _html(state, state.src[position:place] + opening)
        _inside(state, element)
        position = element.close
    _html(state, state.src[position:end])


def _html(state: StateBlock, html: str) -> None:
    if html.strip():
        token = state.push("html_block", "", 0)
        token.content = f"{html}\n"


def _inside(state: StateBlock, element: _Element) -> None:
    source = state.src[element.inner : element.close]
    model = element.markdown
    if model == "1":
        model = "block" if element.name in _BLOCKS else "raw" if element.name in _RAW else "span"
    depth = state.env.get("element_depth", 0)
    if model == "raw" or depth >= _DEEPEST:
        _html(state, source)
    elif model == "block":
        state.env["element_depth"] = depth + 1
        inner: list[Token] = []
        state.md.block.parse(source, state.md, state.env, inner)
        state.tokens += inner
        state.env["element_depth"] = depth
    else:
        token = state.push("inline", "", 0)
        token.content = source.strip()
        token.children = []
