"""Where premailer would put a shorthand after a longhand that was to win over it.

It gathers the declarations of all rules that match an element, each where its property was first
set. A property that is set again stays in its first place, before or after the shorthand.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tinycss2 import parse_blocks_contents, serialize

from feeds.check.body.markup import tokens
from feeds.lint.templates.blanking import CODE, VALUE
from feeds.lint.templates.flaws import Flaw
from feeds.lint.templates.inlined import parsed, parted

__all__ = ["Element", "elements", "misordered"]

_SHORTHANDS = (
    *("margin", "padding", "border", "background", "font", "list-style", "outline"),
    *("border-top", "border-right", "border-bottom", "border-left", "text-decoration"),
)
_NOT_RESET = frozenset(
    {"border-collapse", "border-spacing", "border-radius", "font-feature-settings"}
)


@dataclass(frozen=True, slots=True)
class Element:
    """What simple selectors ask of an element."""

    name: str
    id: str
    classes: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Rule:
    rank: tuple[bool, int, int, int, int]
    name: str
    ids: frozenset[str]
    classes: frozenset[str]
    nodes: tuple[Any, ...]

    def matches(self, element: Element) -> bool:
        return (
            self.name in ("", element.name)
            and self.ids <= {element.id}
            and self.classes <= element.classes
        )


def elements(html: str) -> set[Element]:
    """The kinds of elements that are in HTML whose template code is blanked."""
    return {
        Element(token.name, token.attributes.get("id", ""), frozenset(classes))
        for token in tokens(html)
        if token.kind == "start" and (classes := token.attributes.get("class", "").split())
    }


def misordered(css: str, known: Collection[Element]) -> Iterator[Flaw]:
    """The flaws of this kind in a style sheet that is inlined into such elements, each once.

    Only selectors of a type, classes and ids are looked at.
    """
    rules = sorted(_rules(css), key=lambda rule: rule.rank)
    said: set[tuple[int, int]] = set()
    for element in sorted(known, key=lambda each: (each.name, each.id, sorted(each.classes))):
        matching = [rule for rule in rules if rule.matches(element)]
        for lost, winner in _wrong(matching):
            place = lost.source_line, lost.source_column
            if place in said:
                continue
            said.add(place)
            yield Flaw(
                "template-css-order",
                f"premailer puts {winner.lower_name} after this {lost.lower_name} in "
                f"<{element.name} class={' '.join(sorted(element.classes))}>, so that it is lost",
                "Name all sides each time, or none of them.",
                *place,
            )


def _wrong(rules: Sequence[_Rule]) -> Iterator[tuple[Any, Any]]:
    """What loses though it was set last, and what wins over it."""
    first: dict[str, int] = {}
    last: dict[str, tuple[int, Any]] = {}
    for place, node in enumerate(node for rule in rules for node in rule.nodes):
        first.setdefault(node.lower_name, place)
        last[node.lower_name] = place, node
    for short in _SHORTHANDS:
        if short not in first:
            continue
        for long in first:
            if not _is_part(long, short):
                continue
            meant, comes = last[long][0] > last[short][0], first[long] > first[short]
            if meant and not comes:
                yield last[long][1], last[short][1]
            elif comes and not meant:
                yield last[short][1], last[long][1]


def _is_part(long: str, short: str) -> bool:
    if short == "font" and long == "line-height":
        return True
    return long.startswith(f"{short}-") and long not in _NOT_RESET


def _rules(css: str) -> Iterator[_Rule]:
    for index, rule in enumerate(parsed(css)):
        if rule.type != "qualified-rule":
            continue
        nodes = [node for node in parse_blocks_contents(rule.content) if node.type == "declaration"]
        for selector in parted(rule.prelude):
            if simple := _simple(selector):
                name, ids, classes = simple
                for important in (False, True):
                    yield _Rule(
                        (important, len(ids), len(classes), int(bool(name)), index),
                        name,
                        frozenset(ids),
                        frozenset(classes),
                        tuple(node for node in nodes if bool(node.important) is important),
                    )


def _simple(selector: Sequence[Any]) -> tuple[str, list[str], list[str]] | None:
    """The type, ids and classes of a selector that is made of nothing else."""
    name, ids, classes = "", list[str](), list[str]()
    written = serialize(selector).strip()
    if VALUE in written or CODE in written or " " in written:
        return None
    before = ""
    for token in selector:
        if token.type == "ident" and before == ".":
            classes.append(token.value)
        elif token.type == "ident" and not before:
            name = token.lower_value
        elif token.type == "hash":
            ids.append(token.value)
        elif token.type != "whitespace" and not (token.type == "literal" and token.value == "."):
            return None
        before = token.value if token.type == "literal" else ""
    return name, ids, classes
