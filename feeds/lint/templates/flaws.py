"""What the check of templates says of a place, and the rules that it knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from feeds.check.body.faults import Rule, rules
from feeds.errors import Finding, Level

__all__ = ["KEPT", "RULES", "Flaw"]

KEPT = "clients.css"
"""The style sheet that premailer leaves as it is."""

RULES: Mapping[str, Rule] = {
    **rules(
        Level.ERROR,
        {
            "template-unreadable": "A template is UTF-8 with well-formed template code.",
            "template-css-fails": "Every rule that is inlined is one that premailer can read.",
        },
    ),
    **rules(
        Level.WARNING,
        {
            "template-css-broken": "A style sheet is well-formed CSS.",
            "template-css-dropped": "Nothing is in style.css that premailer drops.",
            "template-css-important": "What must win over inlined styles is in clients.css.",
            "template-css-fallback": "Of declarations of one property, premailer keeps the last.",
            "template-css-order": "No longhand is set both before and after its shorthand.",
            "template-css-nested": "No at-rule is within another: Gmail drops the whole sheet.",
            "template-table-moved": "No table is right within a link, a paragraph or a heading.",
        },
    ),
    **rules(
        Level.HINT,
        {
            "template-css-not-inlined": "A rule in style.css is one that can be inlined.",
        },
    ),
}


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong at a place in one file; lines and columns from 1."""

    rule: str
    what: str
    remedy: str
    line: int
    column: int | None = None

    def finding(self, path: str) -> Finding:
        """The flaw as a finding about that file."""
        level = RULES[self.rule].level
        return Finding(level, self.what, path, self.line, self.column, self.remedy, self.rule)
