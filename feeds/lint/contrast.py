"""Rules about how well text is read on what is behind it, by day and in the authored dark."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from feeds.digest.colours import contrast_of
from feeds.errors import Level
from feeds.lint.cascade import Cascade
from feeds.lint.colours import Colour, colour, is_clear, over
from feeds.lint.css import StyleRule, rules_of
from feeds.lint.faults import Fault, shortened, table
from feeds.lint.page import Element, Page
from feeds.lint.view import View

__all__ = ["RULES", "find"]

_CHANGE = "Choose a darker and a lighter colour, in [design] or in the template."

RULES = {
    **table(
        Level.ERROR,
        {
            "contrast-none": (
                "Text has a contrast of at least 1.5 to what is behind it.",
                "nobody can read it",
                _CHANGE,
            ),
            "contrast-dark-none": (
                "In the dark, too, text has a contrast of at least 1.5.",
                "nobody can read it at night",
                "Give both colours in clients.css: the text's and the one behind it.",
            ),
        },
    ),
    **table(
        Level.WARNING,
        {
            "contrast-low": (
                "Text has a contrast of 4.5, large text one of 3 (WCAG 2.2 §1.4.3, AA).",
                "many cannot read it, and nobody in the sun",
                _CHANGE,
            ),
            "contrast-dark-low": (
                "In the dark, too, text has a contrast of 4.5, large text one of 3.",
                "many cannot read it",
                "Give both colours in clients.css: the text's and the one behind it.",
            ),
        },
    ),
}

_BLACK: Colour = (0, 0, 0)
_WHITE: Colour = (255, 255, 255)
_LINK: Colour = (0, 0, 238)
_INVISIBLE = 1.5
_MOST_ELEMENTS = 20_000
_SIZES = {"h1": 32.0, "h2": 24.0, "h3": 18.72, "h5": 13.28, "h6": 10.72, "small": 13.33}
_BOLD = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "b", "strong", "th"})
_SIZE = re.compile(r"([\d.]{1,6})(px|pt|em|rem|%)")
_READ = re.compile(r"\w")
_WORD = re.compile(r"(?:[^\s(]|\([^)]*\))+")
_DARK = re.compile(r"prefers-color-scheme\s*:\s*dark")


@dataclass(frozen=True, slots=True)
class _Look:
    """How text within an element looks; colours are None where they cannot be told."""

    ink: Colour | None
    behind: Colour | None
    size: float = 16
    bold: bool = False
    seen: bool = True


def find(view: View) -> Iterator[Fault]:
    """Every pair of colours that is too faint, once, with a text that has it."""
    if not view.has_html:
        return
    rules = rules_of(view.page.sheets)
    plain = [rule for rule in rules if rule.media in ("", "all", "screen")]
    dark = [rule for rule in rules if _DARK.search(rule.media) and "max-" not in rule.media]
    foreign = view.issue.kind == "html"
    yield from _faint(view.page, plain, _Look(_BLACK, _WHITE), "contrast", foreign=foreign)
    if dark:
        both = [*plain, *dark]
        yield from _faint(view.page, both, _Look(None, None), "contrast-dark", foreign=foreign)


def _faint(
    page: Page, rules: list[StyleRule], first: _Look, name: str, *, foreign: bool
) -> Iterator[Fault]:
    cascade = Cascade(rules)
    looks: dict[int, _Look] = {}
    for element in page.elements[:_MOST_ELEMENTS]:
        around = first if element.parent is None else looks.get(id(element.parent), first)
        looks[id(element)] = _look(element, cascade.of(element), around, first)
    if not cascade.sure:
        return
    told: set[tuple[Colour, Colour]] = set()
    for run in page.runs:
        look = first if run.element is None else looks.get(id(run.element), _Look(None, None))
        if look.ink is None or look.behind is None or not look.seen or not _READ.search(run.text):
            continue
        if run.element is not None and run.element.hidden:
            continue
        ratio = contrast_of(look.ink, look.behind)
        pair = (look.ink, look.behind)
        if is_clear(ratio, look.size, bold=look.bold) or pair in told:
            continue
        told.add(pair)
        what = (
            f"“{shortened(run.text)[:40]}” is {_hex(look.ink)} on {_hex(look.behind)}, {ratio:.1f}"
        )
        level = "none" if ratio < _INVISIBLE else "low"
        evidence = (run.text.strip(),) if foreign else ()
        yield Fault(f"{name}-{level}", what, evidence=evidence)


def _look(element: Element, given: Mapping[str, str], around: _Look, first: _Look) -> _Look:
    behind = _behind(element, given, around)
    ink = around.ink
    written = given.get("color") or element.attributes.get("color", "")
    if written and "inherit" not in written:
        found = colour(written)
        ink = None if found is None else found[0]
        if found is not None and found[1] < 1:
            ink = None if behind is None else over(found[0], found[1], behind)
    elif element.name == "a" and "href" in element.attributes and not written:
        ink = _LINK if first.ink is not None else None
    if given.get("opacity", "1").replace("!important", "").strip() not in ("1", "1.0"):
        ink = None
    display = given.get("display", "")
    size = _size(element, given, around.size)
    hidden = display.startswith("none") or given.get("visibility", "").startswith("hidden")
    seen = around.seen and not hidden and size > 2
    return _Look(ink, behind, size, _is_bold(element, given, around), seen)


def _behind(element: Element, given: Mapping[str, str], around: _Look) -> Colour | None:
    shorthand = given.get("background", "").lower()
    written = given.get("background-color", "")
    picture = f"{shorthand} {given.get('background-image', '').lower()}"
    if "url(" in picture or "gradient(" in picture or element.attributes.get("background"):
        return None
    if not written and shorthand:
        words = _WORD.findall(shorthand)
        written = next((word for word in words if colour(word) is not None), "")
        if not written and "var(" in shorthand:
            return None
    written = written or element.attributes.get("bgcolor", "")
    if not written or "inherit" in written:
        return around.behind
    found = colour(written)
    if found is None:
        return None
    if found[1] == 1:
        return found[0]
    return None if around.behind is None else over(found[0], found[1], around.behind)


def _size(element: Element, given: Mapping[str, str], around: float) -> float:
    found = _SIZE.match(given.get("font-size", ""))
    if found is None:
        if given.get("font-size", "").startswith("0"):
            return 0
        return _SIZES.get(element.name, around)
    try:
        number = float(found[1])
    except ValueError:
        return around
    scale = {"px": 1.0, "pt": 4 / 3, "em": around, "rem": 16.0, "%": around / 100}[found[2]]
    return number * scale


def _is_bold(element: Element, given: Mapping[str, str], around: _Look) -> bool:
    weight = given.get("font-weight", "").replace("!important", "").strip()
    if weight.isdecimal():
        return int(weight) >= 700
    if weight in ("bold", "bolder", "normal", "lighter"):
        return weight.startswith("bold")
    return element.name in _BOLD or around.bold


def _hex(value: Colour) -> str:
    return "#" + "".join(f"{round(part):02x}" for part in value)
