"""Findings as people, programs and the services around a repository read them.

A new form is one module with `write`, and a line in `FORMATS`. All of it is text that any
terminal can be given: whatever a finding holds, it stays on its line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from feeds.errors import Finding, Level
from feeds.reports import github, json_, sarif, text

__all__ = ["FAIL_ON", "FORMATS", "below", "fails"]

Write = Callable[[Sequence[Finding], Mapping[str, str]], str]
"""Takes the findings, in order, and what is known of rules: a sentence for each name."""

FORMATS: Mapping[str, Write] = {
    "text": text.write,
    "json": json_.write,
    "sarif": sarif.write,
    "github": github.write,
}

FAIL_ON: Mapping[str, frozenset[Level]] = {
    "error": frozenset({Level.ERROR}),
    "warning": frozenset({Level.ERROR, Level.WARNING}),
    "hint": frozenset(Level),
    "never": frozenset(),
}
"""What `--fail-on` may say, and the levels that are then a failure."""


def fails(findings: Iterable[Finding], fail_on: str) -> bool:
    """Whether any finding is as grave as `fail_on`, one of `FAIL_ON`, or graver."""
    return any(finding.level in FAIL_ON[fail_on] for finding in findings)


def below(findings: Iterable[Finding], folder: str) -> list[Finding]:
    """The same findings, with paths as seen from the folder that has the site in it.

    SARIF and annotations are shown beside the files of a repository, whose root need not be
    the site's. `folder` is the site's path from there, with `/`; empty or `.` where it is
    the same one. Addresses and absolute paths stay.
    """
    if folder in ("", "."):
        return list(findings)
    return [
        finding
        if finding.path is None or finding.path.startswith(("/", "http://", "https://"))
        else replace(finding, path=f"{folder.rstrip('/')}/{finding.path}")
        for finding in findings
    ]
