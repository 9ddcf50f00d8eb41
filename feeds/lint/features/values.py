"""The features that declarations use: a property, and what its value is made of."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence, Set
from typing import Any

from feeds.lint.features.names import function, image, keyword, property_, unit
from feeds.lint.features.records import Found

__all__ = ["declared"]

_CELLS = frozenset({"td", "th", "table"})
_NO_BOXES = frozenset({"body", "div", "p", "span"})
_SHOWN_VALUE = 60
_HIDING = frozenset({"display", "max-height", "max-width", "opacity", "overflow", "visibility"})
_UNSET = ("auto", "none")
_OLD_DISPLAYS = frozenset({"block", "inline", "inline-block", "list-item"})


def declared(
    nodes: Sequence[Any], element: str = "", attributes: Container[str] = ()
) -> Iterator[Found]:
    """The features of a block's declarations, as tinycss2 parses them.

    `element` is the name of the one element that they are for and `attributes` are its own,
    where that is known. A declaration is an enhancement if who does not know it has another
    that says as much: one of the same property before it, a background colour, an attribute, or
    one more way in which the element is hidden.
    """
    declarations = [node for node in nodes if node.type == "declaration"]
    names = {node.lower_name for node in declarations}
    hidden = {"display", "max-height", "overflow"} <= names
    before: set[str] = set()
    for node in declarations:
        name = node.lower_name
        enhancing = (
            name in before
            or (hidden and name in _HIDING)
            or (name in ("height", "width") and name in attributes)
            or (name.startswith("background") and _has_colour(names - {name}, before, node))
            or _says_nothing(name, node.value)
        )
        before.add(name)
        for slug, written, at, strictly in _of(node, element):
            yield Found(slug, written, at.source_line, at.source_column, enhancing, strictly)
    for node in nodes:
        if node.type == "comment":
            yield Found("css-comments", "a comment", node.source_line, node.source_column)


def _has_colour(others: Set[str], before: Set[str], node: Any) -> bool:
    """Whether a background with a picture has a colour, too, for where the picture is missing."""
    shorthand = node.lower_name == "background" and not _has_url(node.value)
    return not shorthand and ("background-color" in others or "background" in before)


def _says_nothing(name: str, value: Sequence[Any]) -> bool:
    """Whether it only takes back what nobody would have set."""
    said = [token for token in value if token.type not in ("whitespace", "comment")]
    if name.startswith("padding"):
        return all(token.type in ("number", "dimension") and token.value == 0 for token in said)
    if name in ("height", "width", "max-height", "max-width"):
        return len(said) == 1 and said[0].type == "ident" and said[0].lower_value in _UNSET
    return False


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
    yield from _in_value(node.value, written)


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


def _in_value(tokens: Sequence[Any], written: str) -> Iterator[_Fact]:
    for token in tokens:
        kind = token.type
        if kind == "dimension":
            if slug := unit(token.lower_unit):
                yield slug, written, token, False
        elif kind == "percentage":
            yield "css-unit-percent", written, token, False
        elif kind == "ident":
            if slug := keyword(token.lower_value):
                yield slug, written, token, False
        elif kind == "url":
            if slug := image(token.value):
                yield slug, written, token, False
        elif kind == "function":
            yield from _function(token, written)
        elif kind == "() block":
            yield from _in_value(token.content, written)


def _function(token: Any, written: str) -> Iterator[_Fact]:
    name = token.lower_name
    arguments = token.arguments
    if name == "url":
        for each in arguments:
            if each.type == "string" and (slug := image(each.value)):
                yield slug, written, token, False
        return
    if slug := function(name):
        commas = [each for each in arguments if each == ","]
        newer = name in ("rgb", "rgba") and len(commas) != (3 if name == "rgba" else 2)
        yield slug, written, token, newer
    yield from _in_value(arguments, written)


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
