"""Expressions that Ruby's Liquid reads although they are wrong, in a form that is right.

Where its strict reading fails, Liquid passes over what it does not understand, as long as
`error_mode` is not `strict`; people's templates hold a good deal of that.
"""

from __future__ import annotations

import re

__all__ = ["CONDITIONS", "condition", "output"]

CONDITIONS = frozenset({"if", "unless", "elsif"})
"""The tags whose words are a condition."""

_QUOTED = r"\"[^\"]*\"|'[^']*'"
_FRAGMENT = rf"(?:{_QUOTED}|(?:[^\s,|'\"]|{_QUOTED})+)"
_STRICT = re.compile(
    rf"\s*{_FRAGMENT}(?:\s*(?:==|!=|<>|<=?|>=?|contains\b)\s*{_FRAGMENT})?"
    rf"(?:\s+(?:and|or)\s+{_FRAGMENT}(?:\s*(?:==|!=|<>|<=?|>=?|contains\b)\s*{_FRAGMENT})?)*\s*"
)
_STRANGE = re.compile(r"[&|;$%#@!^~`\\]|(?<![=!<>])=(?!=)|===")
_OPERATORS = re.compile(r"\s+(and|or)\s+")
_COMPARISON = re.compile(
    rf"\s*({_FRAGMENT})\s*(?:(==|!=|<>|<=|>=|<|>|contains\b|[=!<>a-z_]+)\s*({_FRAGMENT})?)?"
)
_WORD = re.compile(r"\w+")
_FILTER = re.compile(rf"(?:\s+|{_FRAGMENT}|,)+")
_ARGUMENT = re.compile(rf"[:,]\s*((?:\w+\s*:\s*)?{_FRAGMENT})")
_FIRST = re.compile(rf"\s*({_FRAGMENT})(.*)", re.DOTALL)
_LONGEST = 2_000


def condition(markup: str) -> str:
    """A condition without what Liquid passes over, such as all after `&&`."""
    bare = re.sub(_QUOTED, "''", markup[:_LONGEST])
    if not _STRANGE.search(re.sub(r"!=", "", bare)) or len(markup) > _LONGEST:
        return markup
    parts = _OPERATORS.split(markup)
    read: list[str] = []
    for part in parts:
        if part in ("and", "or"):
            read.append(part)
            continue
        found = _COMPARISON.match(part)
        if not found:
            return markup
        left, operator, right = found[1], found[2], found[3]
        read.append(f"{left} {operator} {right}" if operator and right else left)
    return " ".join(read)


def output(markup: str) -> str:
    """An output without what Liquid passes over, such as a bar with no filter after it."""
    found = _FIRST.match(markup[:_LONGEST])
    if not found:
        return markup
    written = [found[1]]
    _, bar, rest = found[2].partition("|")
    for part in _split(rest) if bar else ():
        name = _WORD.search(part)
        if name:
            arguments = ", ".join(_ARGUMENT.findall(part))
            written.append(f"{name[0]}: {arguments}" if arguments else name[0])
    return " | ".join(written)


def _split(filters: str) -> list[str]:
    return [found[0] for found in _FILTER.finditer(filters)]
