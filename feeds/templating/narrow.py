"""Pictures in HTML that are no wider than the place they are shown in."""

from __future__ import annotations

import re

from markupsafe import Markup

__all__ = ["narrow"]

_PICTURE = re.compile(r"""<img\b(?:[^<>"']|"[^"]*"|'[^']*')*>""", re.I)
_LENGTH = re.compile(r'(?<=\s)(width|height)="(\d{1,6})(?:px)?"', re.I)


def narrow(html: str, most: int) -> Markup:
    """The HTML with no `width` of a picture over `most` CSS pixels, and its `height` in proportion.

    Outlook for Windows knows no other limit than these attributes. What is not HTML already is
    escaped.
    """

    def smaller(tag: re.Match[str]) -> str:
        lengths = {name.lower(): int(pixels) for name, pixels in _LENGTH.findall(tag[0])}
        width = lengths.get("width", 0)
        if width <= most:
            return tag[0]

        def scaled(length: re.Match[str]) -> str:
            pixels = max(int(length[2]) * most // width, 1)
            return f'{length[1]}="{pixels}"'

        return _LENGTH.sub(scaled, tag[0])

    return Markup(_PICTURE.sub(smaller, Markup.escape(html)))  # noqa: S704 - it is Markup already
