"""Filters for HTML that is finished and sanitised, such as a post's body."""

from __future__ import annotations

import re

from markupsafe import Markup

__all__ = ["aligned", "narrow"]

_TAG = re.compile(r"""<([A-Za-z][A-Za-z0-9]*)\b(?:[^<>"']|"[^"]*"|'[^']*')*>""")
_ALIGN = re.compile(r"""(?<=\s)align="(?P<side>[a-z]+)"|"[^"]*"|'[^']*'""")
# A length, or the value of something else, in which what looks like a length is none.
_LENGTH = re.compile(
    r"""(?<=\s)(?P<name>width|height)="(?P<pixels>\d{1,6})(?:px)?"|"[^"]*"|'[^']*'""", re.I
)


def aligned(html: str) -> Markup:
    """The HTML with `class="align-right"` and its like where it has `align`, which HTML 5 lacks.

    What is not HTML already is escaped.
    """

    def classed(found: re.Match[str]) -> str:
        return f'class="align-{found["side"]}"' if found["side"] else found[0]

    def modern(tag: re.Match[str]) -> str:
        return _ALIGN.sub(classed, tag[0])

    return Markup(_TAG.sub(modern, Markup.escape(html)))  # noqa: S704 - it is Markup already


def narrow(html: str, most: int) -> Markup:
    """The HTML with no `width` of a picture over `most` CSS pixels, and its `height` in proportion.

    Outlook for Windows knows no other limit than these attributes. What is not HTML already is
    escaped.
    """

    def smaller(tag: re.Match[str]) -> str:
        if tag[1].lower() != "img":
            return tag[0]
        found = [length for length in _LENGTH.finditer(tag[0]) if length["name"]]
        width = next((int(each["pixels"]) for each in found if each["name"].lower() == "width"), 0)
        if width <= most:
            return tag[0]

        def scaled(length: re.Match[str]) -> str:
            if not length["name"]:
                return length[0]
            return f'{length["name"]}="{max(int(length["pixels"]) * most // width, 1)}"'

        return _LENGTH.sub(scaled, tag[0])

    return Markup(_TAG.sub(smaller, Markup.escape(html)))  # noqa: S704 - it is Markup already
