"""Findings by their kind, so that a mistake made in a thousand posts is one thing to read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from feeds.errors import Finding, Level

__all__ = ["Kind", "kinds"]

_VALUES = re.compile(
    r'“[^”]*”|"[^"]*"|https?://\S*|[^\s:]*/[^\s:]*|\S+\.(?:md|html?|markdown)\b|\d+'
)
_KEY = re.compile(r"(\w+: ).*( is (?:not|no) .*)", re.DOTALL)
_ORDER = (Level.ERROR, Level.WARNING, Level.HINT)


@dataclass(frozen=True, slots=True)
class Kind:
    """Findings that differ in their places and values alone, in the order they were found."""

    findings: Sequence[Finding]

    @property
    def level(self) -> Level:
        """The level that all of them have."""
        return self.findings[0].level

    @property
    def remedies(self) -> Sequence[str]:
        """What to do about them, each remedy once."""
        return [each for each in dict.fromkeys(one.remedy for one in self.findings) if each]


def kinds(findings: Iterable[Finding]) -> Sequence[Kind]:
    """The kinds of all findings: errors first, and then what there is most of."""
    found: dict[tuple[Level, str], list[Finding]] = {}
    for finding in dict.fromkeys(findings):
        found.setdefault((finding.level, _said(finding.what)), []).append(finding)
    return sorted(
        map(Kind, found.values()), key=lambda kind: (_ORDER.index(kind.level), -len(kind.findings))
    )


def _said(what: str) -> str:
    """What a finding says, without the values that it says it of."""
    key = _KEY.fullmatch(what)
    return _VALUES.sub("…", f"{key[1]}…{key[2]}" if key else what)
