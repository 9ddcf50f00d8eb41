"""The features that declarations use: a property, and what its value is made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from feeds.lint.features.names import image, property_, unit, word
from feeds.lint.features.records import Found

__all__ = ["declared"]

_MOST_NESTED = 20
_CELLS = frozenset({"td", "th", "table"})
_NO_BOXES = frozenset({"body", "div", "p", "span"})
_SHOWN_VALUE = 60
_OLD_DISPLAYS = frozenset({"block", "inline", "inline-block", "list-item"})


def declared(nodes: Sequence[Any], element: str = "") -> Iterator[Found]:
    """The features of a block's declarations, as tinycss2 parses them.

    `element` is the name of the one element that they are for, where that is known. A
    declaration that comes after one of the same property is an enhancement: who does not know
    it has the first.
    """
    declarations = [node for node in nodes if node.type == "declaration"]
    before: set[str] = set()
    names = {node.lower_name for node in declarations}
    for node in declarations:
        name = node.lower_name
        fallback = name in before
        if name == "background-image" or (name == "background" and _has_url(node.value)):
            fallback = fallback or bool({"background-color", "background"} & names - {name})
        before.add(name)
        if name.startswith("background"):
            before.add("background")
        for slug, written, at, strictly in _of(node, element):
            yield Found(slug, written, at.source_line, at.source_column, fallback, strictly)
    for node in nodes:
        if node.type == "comment":
            yield Found("css-comments", "a comment", node.source_line, node.source_column)


_Fact = tuple[str, str, Any, bool]


def _of(node: Any, element: str) -> Iterator[_Fact]:
    name = node.lower_name
    written = _shown(node)
    if name.startswith("--"):
        yield "css-variables", written, node, False
        return
    if name == "display":
        yield _display(node, written)
    elif slug := property_(name):
        yield slug, written, node, _left_out(name, node.value, element)
    if name == "background" and _has_url(node.value):
        yield "css-background-image", written, node, False
    if node.important:
        yield "css-important", written, node, False
    yield from _in_value(node.value, written, _MOST_NESTED)


def _display(node: Any, written: str) -> _Fact:
    value = {token.lower_value for token in node.value if token.type == "ident"}
    for word_, slug in (("flex", "flex"), ("grid", "grid"), ("none", "none")):
        if value & {word_, f"inline-{word_}"}:
            return f"css-display-{slug}", written, node, False
    usual = all(each in _OLD_DISPLAYS or each.startswith("table") for each in value)
    return "css-display", written, node, not usual


def _left_out(name: str, value: Sequence[Any], element: str) -> bool:
    """Whether it is what partial support of that property, in caniemail's notes, leaves out."""
    if name.startswith("margin"):
        numbers = [token for token in value if token.type in ("number", "dimension", "percentage")]
        return any(token.value < 0 for token in numbers)
    if name.startswith("padding"):
        return bool(element) and element not in _CELLS
    if name in ("width", "max-width"):
        return element in _NO_BOXES
    return False


def _in_value(tokens: Sequence[Any], written: str, depth: int) -> Iterator[_Fact]:
    if not depth:
        return
    for token in tokens:
        kind = token.type
        if kind == "dimension":
            if slug := unit(token.lower_unit):
                yield slug, written, token, False
        elif kind == "percentage":
            yield "css-unit-percent", written, token, False
        elif kind == "ident":
            if slug := word(token.lower_value):
                yield slug, written, token, False
        elif kind == "url":
            if slug := image(token.value):
                yield slug, written, token, False
        elif kind == "function":
            yield from _function(token, written, depth)
        elif kind == "() block":
            yield from _in_value(token.content, written, depth - 1)


def _function(token: Any, written: str, depth: int) -> Iterator[_Fact]:
    name = token.lower_name
    arguments = token.arguments
    if name == "url":
        for each in arguments:
            if each.type == "string" and (slug := image(each.value)):
                yield slug, written, token, False
        return
    if slug := word(name):
        commas = [each for each in arguments if each == ","]
        newer = name in ("rgb", "rgba") and len(commas) != (3 if name == "rgba" else 2)
        yield slug, written, token, newer
    yield from _in_value(arguments, written, depth - 1)


def _has_url(tokens: Sequence[Any]) -> bool:
    return any(
        token.type == "url" or (token.type == "function" and token.lower_name == "url")
        for token in tokens
    )


def _shown(node: Any) -> str:
    """A declaration on one line, cut where it is too long for a message."""
    from tinycss2 import serialize

    value = " ".join(serialize(node.value[:_SHOWN_VALUE]).split())
    text = f"{node.name}: {value}"
    return text if len(text) <= _SHOWN_VALUE else f"{text[: _SHOWN_VALUE - 1]}…"
