"""Findings as somebody at a terminal can take them in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from feeds.errors import Finding, Level

__all__ = ["MOST_SHOWN", "for_people"]

MOST_SHOWN = 25
"""How many warnings or hints of one rule are shown."""


def for_people(findings: Iterable[Finding]) -> Iterator[Finding]:
    """All errors, and of each rule the first of its warnings and hints; then what is left out."""
    seen: Counter[tuple[Level, str]] = Counter()
    for finding in findings:
        key = (finding.level, finding.rule)
        seen[key] += 1
        if finding.level is Level.ERROR or seen[key] <= MOST_SHOWN:
            yield finding
    for (level, rule), count in seen.items():
        if level is not Level.ERROR and count > MOST_SHOWN:
            what = f"the same is so in {count - MOST_SHOWN:,} more places"
            yield Finding(level, what, remedy="See them all with --format json.", rule=rule)
