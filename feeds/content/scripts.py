"""What a line break means in scripts that write no spaces between words."""

from __future__ import annotations

import re

from feeds.columns import UNSPACED

__all__ = ["joined"]

_SPACE = re.compile(r"[ \t\n\r\f]+")


def joined(text: str) -> str:
    """Text on one line as a reader sees it: white space is one space.

    A line break between two characters of a script without spaces is none.
    """
    if text.isascii():
        return " ".join(text.split())
    if "\n" in text:
        lines = [line for part in text.split("\n") if (line := part.strip(" \t\r\f"))]
        text = "".join(
            line if _runs_on(line, following) else f"{line} "
            for line, following in zip(lines, [*lines[1:], ""], strict=True)
        )
    return _SPACE.sub(" ", text).strip(" ")


def _runs_on(line: str, following: str) -> bool:
    return bool(following) and bool(UNSPACED.match(line[-1]) and UNSPACED.match(following[0]))
