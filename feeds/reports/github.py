"""Findings as GitHub's workflow commands, which a run shows beside the lines of a change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from feeds.errors import Finding, Level
from feeds.text import clean, one_line

__all__ = ["write"]

_COMMANDS: Mapping[Level, str] = {
    Level.ERROR: "error",
    Level.WARNING: "warning",
    Level.HINT: "notice",
}
_IN_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY = _IN_DATA | str.maketrans({":": "%3A", ",": "%2C"})


def write(findings: Sequence[Finding], _: Mapping[str, str]) -> str:
    """A command a finding, on a line of its own; hints become notices."""
    return "".join(f"{_command(finding)}\n" for finding in findings)


def _command(finding: Finding) -> str:
    properties = ",".join(
        f"{name}={clean(value).translate(_IN_PROPERTY)}" for name, value in _properties(finding)
    )
    message = "\n".join(one_line(part) for part in (finding.what, finding.remedy) if part)
    space = " " if properties else ""
    return f"::{_COMMANDS[finding.level]}{space}{properties}::{message.translate(_IN_DATA)}"


def _properties(finding: Finding) -> Iterator[tuple[str, str]]:
    """The file and the place in it, as far as both are known, and the rule as the title."""
    if finding.path is not None:
        yield "file", finding.path
        if finding.line is not None:
            yield "line", str(finding.line)
            if finding.column is not None:
                yield "col", str(finding.column)
    if finding.rule:
        yield "title", finding.rule
