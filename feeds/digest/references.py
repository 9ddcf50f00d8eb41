"""Links of a plain text as numbers, and the list of what they stand for.

An address in the midst of a sentence is long to hear and breaks over many lines on a phone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["References"]

# As `feeds.content.plain` writes links; mail addresses and telephone numbers are to be read.
_LINK = re.compile(r"<(https?://[^\s<>]+)>")
_CODE = re.compile(r"(?:> )*    (?! *(?:- |\d+\. ))")


class References:
    """The numbers of one plain text, from 1 on; what is linked twice has one number."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._listed = 0

    def number(self, url: str) -> str:
        """The mark that stands for a URL: `[1]`."""
        return f"[{self._numbers.setdefault(url, len(self._numbers) + 1)}]"

    def numbered(self, text: str) -> str:
        """A text with marks in place of its links, but for those in code."""
        return "\n".join(
            line if _CODE.match(line) else _LINK.sub(lambda link: self.number(link[1]), line)
            for line in text.split("\n")
        )

    def listed(self) -> Sequence[tuple[str, str]]:
        """The marks, with their URLs, that were given since this was last asked."""
        new = [(f"[{number}]", url) for url, number in self._numbers.items()][self._listed :]
        self._listed = len(self._numbers)
        return new
