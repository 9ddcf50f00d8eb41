"""The patterns of `ignored_content`: `*` and `?` cross folders, `{a,b}` is either."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import translate

__all__ = ["matcher", "placed"]

_MOST = 256
_BRACES = re.compile(r"\{([^{}]*)\}")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_CLASS_NOT = re.compile(r"\[\^")
_AT_ANY_DEPTH = "/**/"
_AT_START = "**/"
_HOME = "//"


def matcher(patterns: Iterable[str]) -> re.Pattern[str] | None:
    """What matches the paths below a site that any pattern covers; None where there is none.

    The pattern is held against the whole path on the machine, so that only one that begins
    with `*` can match. Raises ValueError for a pattern that stands for too many others.
    """
    found = [translate(one) for pattern in patterns for one in _plain(pattern)]
    return re.compile("|".join(f"(?:{one})" for one in found)) if found else None


def placed(path: str) -> str:
    """A path below the site as patterns see it."""
    return f"{_HOME}{path}"


def _plain(pattern: str) -> list[str]:
    """The patterns without braces, and without folders that may be missing, that it stands for."""
    waiting = [_CLASS_NOT.sub("[!", _ESCAPED.sub(_literal, pattern))]
    plain: list[str] = []
    while waiting:
        if len(waiting) + len(plain) > _MOST:
            raise ValueError("it stands for too many patterns")
        one = waiting.pop()
        if braces := _BRACES.search(one):
            before, after = one[: braces.start()], one[braces.end() :]
            waiting += [f"{before}{part}{after}" for part in reversed(braces[1].split(","))]
        elif _AT_ANY_DEPTH in one:
            before, _, after = one.partition(_AT_ANY_DEPTH)
            waiting += [f"{before}/{after}", f"{before}/*/{after}"]
        else:
            plain.append(f"*/{one.removeprefix(_AT_START)}" if one.startswith(_AT_START) else one)
    return plain


def _literal(found: re.Match[str]) -> str:
    return f"[{found[1]}]"
