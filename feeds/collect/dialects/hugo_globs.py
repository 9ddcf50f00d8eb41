"""Patterns of paths as Hugo's cascades and permalinks have them."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["matches"]

_LONGEST = 500
_PARTS = re.compile(r"\*\*|\*|\?|\[[^\]]*\]|\{|\}|,|\\.|.", re.DOTALL)


def matches(pattern: str, text: str) -> bool:
    """Whether the whole text is of that pattern: `*` within a segment, `**` over several."""
    compiled = _compiled(pattern.lower())
    return compiled is not None and compiled.fullmatch(text.lower()) is not None


@lru_cache(256)
def _compiled(pattern: str) -> re.Pattern[str] | None:
    """The pattern as a regular expression; None where it is none."""
    if len(pattern) > _LONGEST:
        return None
    made: list[str] = []
    depth = 0
    for part in _PARTS.findall(pattern):
        if part == "**":
            made.append("(?>.*)" if made == [] and pattern == "**" else ".*")
        elif part == "*":
            made.append("[^/]*")
        elif part == "?":
            made.append("[^/]")
        elif part == "{":
            depth += 1
            made.append("(?:")
        elif part == "}" and depth:
            depth -= 1
            made.append(")")
        elif part == "," and depth:
            made.append("|")
        elif part[0] == "[" and len(part) > 2:
            inner = part[1:-1]
            negated = inner[0] in "!^"
            inner = re.sub(r"([\\\[\]^])", r"\\\1", inner[1:] if negated else inner)
            made.append(f"[{'^' if negated else ''}{inner}]")
        else:
            made.append(re.escape(part[-1] if part[0] == "\\" else part))
    try:
        return re.compile("".join(made) + ")" * depth, re.DOTALL)
    except re.error:
        return None
