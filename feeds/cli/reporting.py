"""What commands share that look for faults: how findings are written, and what fails."""

from __future__ import annotations

import argparse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from feeds.check.body.faults import Rule
    from feeds.errors import Finding

__all__ = ["BESIDE_FILES", "add_reporting", "counted", "report"]

BESIDE_FILES = ("sarif", "github")
"""What is shown beside the files of a repository, whose root need not be the site's."""


def add_reporting(parser: argparse.ArgumentParser) -> None:
    """`--format` and `--fail-on`."""
    parser.add_argument(
        "--format",
        choices=("text", "json", "sarif", "github"),
        default="text",
        help="how findings are written: for people, for programs, for code scanning, or as "
        "GitHub's annotations (default: text)",
    )
    parser.add_argument(
        "--fail-on",
        choices=("error", "warning", "hint", "never"),
        default="error",
        metavar="LEVEL",
        help="what makes the exit status 1: error, warning, hint or never (default: error)",
    )


def report(
    args: argparse.Namespace, findings: Sequence[Finding], rules: Mapping[str, Rule], what: str
) -> int:
    """Prints findings and, for people, how many there are in `what`; gives the exit status."""
    from feeds.check.summary import for_people
    from feeds.reports import FORMATS, fails

    sentences = {name: rule.sentence for name, rule in rules.items()}
    people = args.format == "text"
    shown = tuple(for_people(findings)) if people else findings
    print(FORMATS[args.format](shown, sentences), end="")
    if people:
        print(f"{what} checked: {counted(findings)}")
    return 1 if fails(findings, args.fail_on) else 0


def counted(findings: Sequence[Finding]) -> str:
    """How many of each level there are."""
    from collections import Counter

    from feeds.errors import Level
    from feeds.unchanged import count

    counts = Counter(finding.level for finding in findings)
    return ", ".join(count(counts[level], level.value) for level in Level)
