"""Which declarations hold for an element: its own, and those of the style sheets that match it.

Selectors are those that mails have: names, classes and ids, descendants and children. What else
there is matches nothing; `Cascade.sure` tells of one that could matter, and of too many.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from feeds.lint.css import IMPORTANT, StyleRule
from feeds.lint.page import Element

__all__ = ["Cascade"]

_COMPOUND = re.compile(r"(\*|[a-zA-Z][\w-]*)?((?:[.#][\w-]+)*)")
_PART = re.compile(r"[.#][\w-]+")
_SPLIT = re.compile(r"\s*(>)\s*|\s+")
_OF_OTHERS = re.compile(
    r"\[data-ogs[bc]\]|\[owa\]|\[class~=[\"']?x_|#MessageViewBody|#outlook|\bu \+|::?[a-z-]+"
)
_HIGHEST = 1_000_000
_FARTHEST = 60
_MOST_STEPS = 500_000


@dataclass(frozen=True, slots=True)
class _Compound:
    name: str
    classes: frozenset[str]
    identity: str
    child: bool

    def matches(self, element: Element) -> bool:
        if self.name and self.name != element.name:
            return False
        if self.identity and element.attributes.get("id") != self.identity:
            return False
        return not self.classes or self.classes <= set(element.attributes.get("class", "").split())


@dataclass(frozen=True, slots=True)
class _Known:
    way: tuple[_Compound, ...]
    weight: tuple[int, int]
    declarations: Mapping[str, str]


class Cascade:
    """The rules of some style sheets, ready to be asked for elements."""

    def __init__(self, rules: Sequence[StyleRule]) -> None:
        self.sure = True
        self._steps = 0
        self._by_key: dict[str, list[_Known]] = {}
        for order, rule in enumerate(rules):
            for selector in rule.selector.split(","):
                self._add(selector.strip(), rule, order)

    def of(self, element: Element) -> Mapping[str, str]:
        """What holds for an element; important rules before its own style, that before others."""
        keys = [
            "*",
            element.name,
            *(f".{each}" for each in element.attributes.get("class", "").split()),
        ]
        if identity := element.attributes.get("id"):
            keys.append(f"#{identity}")
        found: dict[str, tuple[tuple[int, int, int], str]] = {
            name: ((int(IMPORTANT in value), _HIGHEST, 0), value)
            for name, value in element.style.items()
        }
        for known in (each for key in keys[:30] for each in self._by_key.get(key, ())):
            if self._steps > _MOST_STEPS:
                self.sure = False
                break
            if not self._matches(known.way, element):
                continue
            for name, value in known.declarations.items():
                weight = (int(IMPORTANT in value), *known.weight)
                if name not in found or found[name][0] <= weight:
                    found[name] = weight, value
        return {name: value for name, (_, value) in found.items()}

    def _matches(self, way: tuple[_Compound, ...], element: Element) -> bool:
        self._steps += 1
        if not way[-1].matches(element):
            return False
        at: Element | None = element
        for position in range(len(way) - 2, -1, -1):
            direct = way[position + 1].child
            at = at.parent if at is not None else None
            steps = 0
            while at is not None and not way[position].matches(at):
                at, steps = at.parent, steps + 1
                if direct or steps > _FARTHEST:
                    self._steps += steps
                    return False
            self._steps += steps
            if at is None:
                return False
        return True

    def _add(self, selector: str, rule: StyleRule, order: int) -> None:
        if not selector or selector == ":root" or _OF_OTHERS.search(selector):
            return
        way = _way(selector)
        if way is None:
            self.sure = False
            return
        specificity = sum(
            100 * bool(each.identity) + 10 * len(each.classes) + bool(each.name) for each in way
        )
        last = way[-1]
        key = f"#{last.identity}" if last.identity else ""
        key = key or next((f".{each}" for each in sorted(last.classes)), last.name or "*")
        known = _Known(way, (specificity, order), rule.declarations)
        self._by_key.setdefault(key, []).append(known)


def _way(selector: str) -> tuple[_Compound, ...] | None:
    """The compounds of a selector, the outermost first; None where one is not known."""
    found: list[_Compound] = []
    child = False
    for piece in filter(None, _SPLIT.split(selector)):
        if piece == ">":
            child = True
            continue
        compound = _COMPOUND.fullmatch(piece)
        if compound is None:
            return None
        parts = _PART.findall(compound[2])
        name = "" if compound[1] in (None, "*") else compound[1].lower()
        classes = frozenset(part[1:] for part in parts if part[0] == ".")
        identity = next((part[1:] for part in parts if part[0] == "#"), "")
        found.append(_Compound(name, classes, identity, child))
        child = False
    return tuple(found[:10]) or None
