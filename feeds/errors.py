"""What can go wrong, as data.

A `Finding` says what is wrong, where, and what to do; every command prints the same
findings the same way. An exception is raised only where the work at hand cannot go on::

    FeedsError
    ├── PostError            one post cannot be used; the rest is built        (exit 1)
    ├── TemplateError        a template cannot be used; its newsletter is left out  (exit 1)
    ├── ExtensionError       an extension cannot be used; its feed is left out      (exit 1)
    ├── ConfigurationError   usage or settings are wrong; nothing was done     (exit 2)
    └── BuildError           the run failed; earlier output is untouched       (exit 3)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

__all__ = [
    "BuildError",
    "ConfigurationError",
    "ExtensionError",
    "FeedsError",
    "Finding",
    "Level",
    "PostError",
    "TemplateError",
    "costs_something",
    "error",
    "hint",
    "warning",
]


class Level(StrEnum):
    """How much a finding matters: an error costs a post or an output, a warning does not."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that somebody should know of, and what to do about it.

    `path` is relative to the site, with `/` between folders; `line` and `column` count
    from 1. `remedy` is a whole sentence, or empty where `what` already says it. `rule` is the
    lasting name of the check that found it, such as `atom-entry-without-id`; empty where no
    rule of `feeds check` did.
    """

    level: Level
    what: str
    path: str | None = None
    line: int | None = None
    column: int | None = None
    remedy: str = ""
    rule: str = ""

    @property
    def place(self) -> str:
        """Where it is, as `path:line:column`, as far as that is known; else empty."""
        parts = (self.path, self.line, self.column)
        return ":".join(str(part) for part in parts if part is not None)

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        remedy = f". {self.remedy}" if self.remedy else ""
        return f"{where}{self.what}{remedy}"


def costs_something(findings: Iterable[Finding]) -> bool:
    """Whether any of them is an error, so that something had to be left out."""
    return any(finding.level is Level.ERROR for finding in findings)


def error(
    what: str,
    path: str | None = None,
    line: int | None = None,
    column: int | None = None,
    remedy: str = "",
    *,
    rule: str = "",
) -> Finding:
    """A finding that costs a post or an output."""
    return Finding(Level.ERROR, what, path, line, column, remedy, rule)


def warning(
    what: str,
    path: str | None = None,
    line: int | None = None,
    column: int | None = None,
    remedy: str = "",
    *,
    rule: str = "",
) -> Finding:
    """A finding that costs nothing yet."""
    return Finding(Level.WARNING, what, path, line, column, remedy, rule)


def hint(
    what: str,
    path: str | None = None,
    line: int | None = None,
    column: int | None = None,
    remedy: str = "",
    *,
    rule: str = "",
) -> Finding:
    """A finding that costs nothing, and names something that could be better."""
    return Finding(Level.HINT, what, path, line, column, remedy, rule)


class FeedsError(Exception):
    """The root of the tree; carries the findings that explain it."""

    exit_code: ClassVar[int] = 3

    def __init__(self, *findings: Finding) -> None:
        super().__init__("\n".join(str(finding) for finding in findings))
        self.findings: Sequence[Finding] = findings

    def __reduce__(self) -> tuple[type[FeedsError], tuple[Finding, ...]]:
        return type(self), tuple(self.findings)


class PostError(FeedsError):
    """One post cannot be used."""

    exit_code = 1


class TemplateError(FeedsError):
    """A template cannot be used; what it makes is left out, the rest is built."""

    exit_code = 1


class ExtensionError(FeedsError):
    """An extension cannot be used; the feed that names it is left out, the rest is built."""

    exit_code = 1


class ConfigurationError(FeedsError):
    """The command line or the site's settings cannot be used; every mistake is in it."""

    exit_code = 2


class BuildError(FeedsError):
    """The run failed, or `--strict` refused it; nothing already published was touched."""

    exit_code = 3
