"""The colours of an issue, each readable where it stands: few are given, the rest is mixed.

Contrast is that of WCAG 2.2 (success criterion 1.4.3, AA: 4.5 to 1). Colours are `#rrggbb`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from feeds.model import Design

__all__ = ["READABLE", "Colours", "contrast", "contrast_of", "palette", "readable"]

READABLE = 4.5
"""The least contrast of text with what it stands on."""

_BLACK, _WHITE = "#000000", "#ffffff"
_STEPS = 64
_DARKEST_GLARE = 0.12
_SEEN = 1.25
_QUIET = (1.04, 1.3)


@dataclass(frozen=True, slots=True)
class Colours:
    """What an issue is painted with, in the light or in the dark.

    `background` lies around the `paper`, and `around` and `around_ink` are its small print and
    its titles. On paper stand `ink`, titles; `text`; `soft`, small print; `accent`, links and
    labels; `line`, hairlines; and `well`, a quiet surface on which the same texts are readable.
    The button and the masthead have inks of their own; `edge` is the masthead's lower edge.
    """

    background: str
    around: str
    around_ink: str
    paper: str
    ink: str
    text: str
    soft: str
    accent: str
    line: str
    well: str
    button: str
    button_ink: str
    masthead: str
    masthead_ink: str
    masthead_soft: str
    edge: str


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21."""
    return contrast_of(_channels(one), _channels(other))


def contrast_of(one: Iterable[float], other: Iterable[float]) -> float:
    """The contrast ratio of two colours in red, green and blue, from 0 to 255 each."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def readable(colour: str, *surfaces: str) -> str:
    """The colour, or the nearest mixed with black or white that can be read on all surfaces.

    Where none can, because the surfaces are too unlike each other, the one that is best.
    """

    def least(candidate: str) -> float:
        return min(contrast(candidate, surface) for surface in surfaces)

    end = max((_BLACK, _WHITE), key=least)
    steps = [_mixed(colour, end, step / _STEPS) for step in range(_STEPS + 1)]
    return next((each for each in steps if least(each) >= READABLE), max(steps, key=least))


@lru_cache(maxsize=16)
def palette(design: Design) -> tuple[Colours, Colours]:
    """All colours for light and for dark: what the design gives, as far as it can be read.

    A dark accent that is not given is made of the light one. A masthead is the same in both,
    but that a bright one is dimmed in the dark.
    """
    masthead = design.masthead or "#1f2d4d"
    masthead_ink = design.masthead_ink or "#fffaf0"
    accent = design.accent or "#b23c22"
    light = _colours(
        background=design.background or "#efe9dd",
        paper=design.paper or "#fffdf9",
        ink=design.ink or "#1c2436",
        accent=accent,
        button=accent,
        masthead=masthead,
        masthead_ink=masthead_ink,
    )
    dark_accent = design.accent_dark or (design.accent or "#f39a80")
    dark = _colours(
        background=design.background_dark or "#0f1219",
        paper=design.paper_dark or "#191d27",
        ink=design.ink_dark or "#f3eee3",
        accent=dark_accent,
        button=design.accent_dark or accent,
        masthead=_dimmed(design.masthead or "#1b2744"),
        masthead_ink=masthead_ink,
    )
    return light, dark


def _colours(
    *,
    background: str,
    paper: str,
    ink: str,
    accent: str,
    button: str,
    masthead: str,
    masthead_ink: str,
) -> Colours:
    between = _mixed(paper, background, 0.5)
    well = _well(paper, between, _mixed(paper, ink, 0.06))
    ink = readable(ink, paper, well)
    accent = readable(accent, paper, well)
    button = button if contrast(button, paper) >= _SEEN else accent
    masthead_ink = readable(masthead_ink, masthead)
    around_ink = readable(ink, background)
    return Colours(
        background=background,
        around=readable(_mixed(around_ink, background, 0.3), background),
        around_ink=around_ink,
        paper=paper,
        ink=ink,
        text=readable(_mixed(ink, paper, 0.12), paper, well),
        soft=readable(_mixed(ink, paper, 0.34), paper, well),
        accent=accent,
        line=_mixed(between, ink, 0.11),
        well=well,
        button=button,
        button_ink=next(each for each in (_WHITE, ink, _BLACK) if _reads(each, button)),
        masthead=masthead,
        masthead_ink=masthead_ink,
        masthead_soft=readable(_mixed(masthead_ink, masthead, 0.22), masthead),
        edge=button,
    )


def _well(paper: str, *candidates: str) -> str:
    """The first that is unlike the paper, but not so much that no ink is readable on both."""
    least, most = _QUIET
    for well in candidates:
        inks = (min(contrast(ink, each) for each in (paper, well)) for ink in (_BLACK, _WHITE))
        if least <= contrast(well, paper) <= most and max(inks) >= READABLE:
            return well
    return paper


def _reads(ink: str, surface: str) -> bool:
    return contrast(ink, surface) >= READABLE


def _dimmed(colour: str) -> str:
    """The colour, or as much of it in black as does not glare in the dark."""
    steps = (_mixed(colour, _BLACK, step / _STEPS) for step in range(_STEPS + 1))
    return next(each for each in steps if _luminance(_channels(each)) <= _DARKEST_GLARE)


def _mixed(colour: str, other: str, share: float) -> str:
    """The colour with that share of the other, from 0 to 1, channel by channel."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    mixed = (round(one + (two - one) * share) for one, two in pairs)
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[start : start + 2], 16) for start in (1, 3, 5))


def _luminance(channels: Iterable[float]) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    red, green, blue = (_linear(channel / 255) for channel in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
