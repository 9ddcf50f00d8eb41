"""Headings within an issue: those of a post's own body come below its title."""

from __future__ import annotations

import re

__all__ = ["nested"]

_TAG = re.compile(r"""<(/?)([A-Za-z][A-Za-z0-9]*)((?:[^<>"']|"[^"]*"|'[^']*')*)>""")
_HEADING = re.compile("h[1-6]", re.I)
_DEEPEST = 6


def nested(html: str, level: int) -> str:
    """The sanitised HTML with its headings below one of that level, and no level left out.

    A heading is one deeper than the nearest before it that ranked above it, to `h6` at most
    (WCAG 2.2, technique G141).
    """
    ranks: list[int] = []

    def moved(tag: re.Match[str]) -> str:
        slash, name, rest = tag.groups()
        if not _HEADING.fullmatch(name):
            return tag[0]
        rank = int(name[1])
        if not slash:
            while ranks and ranks[-1] >= rank:
                ranks.pop()
            ranks.append(rank)
        return f"<{slash}h{min(level + max(len(ranks), 1), _DEEPEST)}{rest}>"

    return _TAG.sub(moved, html)
