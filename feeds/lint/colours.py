"""Colours of CSS as numbers, and how well one is read on another (WCAG 2.2 §1.4.3)."""

from __future__ import annotations

import re

from feeds.digest.colours import READABLE

__all__ = ["Colour", "colour", "is_clear", "over"]

Colour = tuple[float, float, float]
"""Red, green and blue, from 0 to 255."""

_NAMES = {
    "black": 0x000000, "silver": 0xC0C0C0, "gray": 0x808080, "grey": 0x808080, "white": 0xFFFFFF,
    "maroon": 0x800000, "red": 0xFF0000, "purple": 0x800080, "fuchsia": 0xFF00FF,
    "magenta": 0xFF00FF, "green": 0x008000, "lime": 0x00FF00, "olive": 0x808000,
    "yellow": 0xFFFF00, "navy": 0x000080, "blue": 0x0000FF, "teal": 0x008080, "aqua": 0x00FFFF,
    "cyan": 0x00FFFF, "orange": 0xFFA500, "brown": 0xA52A2A, "pink": 0xFFC0CB, "gold": 0xFFD700,
    "darkgray": 0xA9A9A9, "darkgrey": 0xA9A9A9, "dimgray": 0x696969, "dimgrey": 0x696969,
    "lightgray": 0xD3D3D3, "lightgrey": 0xD3D3D3, "whitesmoke": 0xF5F5F5, "darkblue": 0x00008B,
    "darkgreen": 0x006400, "darkred": 0x8B0000, "crimson": 0xDC143C, "tomato": 0xFF6347,
    "coral": 0xFF7F50, "indigo": 0x4B0082, "steelblue": 0x4682B4, "royalblue": 0x4169E1,
    "slategray": 0x708090, "beige": 0xF5F5DC, "ivory": 0xFFFFF0, "rebeccapurple": 0x663399,
}  # fmt: skip
_HEX = re.compile(r"#?([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})")
_FUNCTION = re.compile(
    r"rgba?\(\s*([\d.]{1,6})(%?)[\s,]+([\d.]{1,6})%?[\s,]+([\d.]{1,6})%?\s*(?:[,/]\s*([\d.]{1,6})(%?)\s*)?\)"
)


def colour(text: str) -> tuple[Colour, float] | None:
    """A colour and its opacity, from 0 to 1; None for what is none, or not known here."""
    value = text.replace("!important", "").strip().lower()
    if value == "transparent":
        return (0, 0, 0), 0
    if (number := _NAMES.get(value)) is not None:
        return _split(number), 1
    if found := _HEX.fullmatch(value):
        digits = found[1] if len(found[1]) > 4 else "".join(2 * digit for digit in found[1])
        opacity = int(digits[6:], 16) / 255 if len(digits) == 8 else 1
        return _split(int(digits[:6], 16)), opacity
    if found := _FUNCTION.fullmatch(value):
        try:
            scale = 2.55 if found[2] else 1
            red, green, blue = (min(float(found[each]) * scale, 255) for each in (1, 3, 4))
            opacity = float(found[5] or 1) / (100 if found[6] else 1)
        except ValueError:
            return None
        return (red, green, blue), min(opacity, 1)
    return None


def over(upper: Colour, opacity: float, lower: Colour) -> Colour:
    """What is seen of a colour that lets another one through."""
    red, green, blue = (
        above * opacity + below * (1 - opacity) for above, below in zip(upper, lower, strict=True)
    )
    return red, green, blue


def is_clear(ratio: float, size: float, *, bold: bool) -> bool:
    """Whether text of a size in pixels is read well enough (level AA)."""
    large = size >= 24 or (bold and size >= 18.66)
    return ratio >= (3 if large else READABLE)


def _split(number: int) -> Colour:
    return number >> 16, number >> 8 & 255, number & 255
