"""Findings for people: a line each, and one more for what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from feeds.errors import Finding
from feeds.text import one_line

__all__ = ["lines", "write"]


def write(findings: Sequence[Finding], _: Mapping[str, str]) -> str:
    """All lines, each ended; empty where there are no findings."""
    return "".join(f"{line}\n" for finding in findings for line in lines(finding))


def lines(finding: Finding) -> Iterator[str]:
    """Level, place, what is wrong and the rule's name; then the remedy, two spaces further in."""
    place = f"{finding.place}: " if finding.place else ""
    rule = f" [{finding.rule}]" if finding.rule else ""
    yield one_line(f"{finding.level}: {place}{finding.what}{rule}")
    if finding.remedy:
        yield f"  {one_line(finding.remedy)}"
