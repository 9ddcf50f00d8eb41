"""Formulas as the text they were written in, and drawings as what they are called."""

from __future__ import annotations

import re
from html import escape

from feeds.content.tree import FLOW, Change, Element, Node, words_of

__all__ = ["FORMULA", "drawing_for"]

FORMULA = "feeds-math"
"""What `<script type="math/tex">` is called here, which holds a formula and no script."""

_MATHJAX = frozenset(
    {"mathjax", "mathjax_chtml", "mathjax_display", "mathjax_svg", "mathjax_svg_display"}
)
_WRAPPERS = frozenset({"katex", "katex-display", *_MATHJAX})
_TEX = frozenset({"application/x-tex", "tex", "latex", "application/x-latex", "text/x-tex"})
_IS_TEX = re.compile(r"[\\^_{}]")
_FEW = 8
_UNSHOWN = frozenset({"canvas", "form"})
_TWO_DIMENSIONAL = frozenset(
    {"menclose", "mmultiscripts", "mover", "mtable", "munder", "munderover"}
)
_SHAPES = {
    "mfrac": ("", "/", ""),
    "mroot": ("root(", ", ", ")"),
    "msqrt": ("√(", "", ")"),
    "msub": ("", "_", ""),
    "mtd": ("", "", " "),
    "msup": ("", "^", ""),
}


def drawing_for(lost: set[str], *, has_sources: bool) -> Change:
    """What becomes of formulas and drawings; names of those that say nothing go to `lost`.

    `has_sources` says that formulas stand in the page as they were written (`FORMULA`),
    beside what a script made of them.
    """

    def drawing(element: Element, parent: Element) -> list[Node] | None:
        if element.name == "svg":
            return _svg(element, parent, lost)
        is_copy = has_sources and element.name != "mjx-container" and element.classes & _MATHJAX
        if is_copy or element.name == "title" or "mathjax_preview" in element.classes:
            return []
        if element.name in ("math", FORMULA, "mjx-container") or element.classes & _WRAPPERS:
            return _formula(element, parent, lost)
        if element.name in _UNSHOWN:
            lost.add(f"<{element.name}>")
        if element.name == "img" and element.get("src").lower().startswith("data:"):
            lost.add("<img> with a data: URL")
        return None

    return drawing


def _formula(element: Element, parent: Element, lost: set[str]) -> list[Node]:
    """A formula once, in TeX where it says so, else in a line of text."""
    formula = element if element.name in ("math", FORMULA) else element.find("math", FORMULA)
    if formula is None:
        lost.add("<math>")
        return [escape(" ".join(words_of(element).split()), quote=False)]
    is_block = (
        formula.get("display") == "block"
        or "display" in formula.get("type")
        or element.get("display") == "true"
        or bool(element.classes & {"katex-display", "mathjax_display"})
    )
    tex = _tex_of(formula)
    if tex is not None:
        around = r"\[{}\]" if is_block else r"\({}\)"
        nodes: list[Node] = [escape(around.format(tex), quote=False)]
        return [Element("div", {}, nodes)] if is_block and parent.name in FLOW else nodes
    text = formula.get("alttext") or " ".join(_line(formula).split())
    if not text or any(one.name in _TWO_DIMENSIONAL for one in formula.elements()):
        lost.add("<math>")
    return [escape(text, quote=False)]


def _tex_of(formula: Element) -> str | None:
    if formula.name == FORMULA:
        return words_of(formula).strip()
    for one in formula.elements():
        if one.name == "annotation" and one.get("encoding").lower() in _TEX:
            return words_of(one).strip()
    alternative = formula.get("alttext")
    return alternative if _IS_TEX.search(alternative) else None


def _line(element: Element) -> str:
    """MathML in one line: fractions, roots and indices with signs of their own."""
    parts = [
        words_of(child) if isinstance(child, str) else _line(child)
        for child in element.children
        if isinstance(child, str) or not child.name.startswith("annotation")
    ]
    if element.name == "msubsup" and len(parts) == 3:
        return "{}_{}^{}".format(*parts)
    before, between, after = _SHAPES.get(element.name, ("", "", ""))
    parts = [part for part in parts if part.strip()]
    if between == "/":
        parts = [part if len(part) == 1 or part.isalnum() else f"({part})" for part in parts]
    return f"{before}{between.join(parts)}{after}"


def _svg(element: Element, parent: Element, lost: set[str]) -> list[Node]:
    """The title of a drawing, or its label; a decoration is nothing."""
    is_decoration = element.get("aria-hidden") == "true" or element.get("role") in (
        "presentation",
        "none",
    )
    title = element.find("title")
    name = element.get("aria-label") or (words_of(title) if title else "")
    if name := " ".join(name.split()):
        return [] if is_decoration or name in _words_beside(parent) else [escape(name, quote=False)]
    has_label = parent.name == "a" and _words_beside(parent).strip()
    if not (is_decoration or has_label):
        lost.add("<svg>")
    return []


def _words_beside(parent: Element) -> str:
    """The words of the few nodes beside a drawing, as long as they are few."""
    if len(parent.children) > _FEW:
        return ""
    beside = (one for one in parent.children if isinstance(one, str) or one.name != "svg")
    return " ".join(map(words_of, beside))
