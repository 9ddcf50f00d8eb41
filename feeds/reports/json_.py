"""Findings for programs: one JSON object with every field as it is."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence

from feeds.errors import Finding, Level

__all__ = ["VERSION", "write"]

VERSION = 1
"""Goes up when a field is taken away or means something else; not when one is added."""


def write(findings: Sequence[Finding], _: Mapping[str, str]) -> str:
    """`version`, `counts` by level, and `findings`, whose unknown fields are null or empty.

    ASCII alone, so that it is the same on a terminal of any encoding, and so that a file
    name that is not Unicode can be told.
    """
    counts = Counter(finding.level for finding in findings)
    report = {
        "version": VERSION,
        "counts": {level.value: counts[level] for level in Level},
        "findings": [
            {
                "level": finding.level.value,
                "rule": finding.rule,
                "what": finding.what,
                "path": finding.path,
                "line": finding.line,
                "column": finding.column,
                "remedy": finding.remedy,
            }
            for finding in findings
        ],
    }
    return json.dumps(report, indent=2) + "\n"
