"""What people see on a terminal: findings, and what a build did."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from feeds.errors import Finding, Level
from feeds.reports.text import lines
from feeds.unchanged import count, sentence

if TYPE_CHECKING:
    from feeds.build import Report

__all__ = ["print_findings", "print_report"]

_MOST_PATHS = 20


def print_findings(findings: Iterable[Finding]) -> None:
    """All of them on standard error, as text."""
    for finding in findings:
        for line in lines(finding):
            print(line, file=sys.stderr)


def print_report(report: Report, *, quiet: bool, dry_run: bool) -> int:
    """Says what a build did and gives its exit status.

    A run that changed nothing and found just what the last one of its kind found repeats
    none of it.
    """
    errors = [finding for finding in report.findings if finding.level is Level.ERROR]
    news = dry_run or report.publication.changed or report.publication.news
    if news:
        print_findings(errors if quiet else report.findings)
    if not quiet:
        _print_summary(report, dry_run=dry_run, news=news)
    return 1 if errors else 0


def _print_summary(report: Report, *, dry_run: bool, news: bool) -> None:
    publication, verb = report.publication, "would " if dry_run else ""
    if news:
        for path in publication.stale:
            print(f"no longer asked for: {report.output / path} (--prune deletes it)")
    changes = [
        *((f"{verb}write", path) for path in publication.written),
        *((f"{verb}delete", path) for path in publication.removed),
    ]
    for action, path in changes[:_MOST_PATHS]:
        print(f"{action} {report.output / path}")
    if len(changes) > _MOST_PATHS:
        print(f"… and {count(len(changes) - _MOST_PATHS, 'more file')}")
    kept = count(len(publication.unchanged), "file")
    if changes:
        print(
            f"{count(report.plan.posts, 'post')}: {count(len(changes), 'file')} "
            f"{verb + 'change' if dry_run else 'changed'}, {kept} unchanged"
        )
        return
    outcome = report.outcome
    print(sentence({**outcome, "findings": 0} if news else outcome))
