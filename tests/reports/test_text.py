"""What people read of findings."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from feeds.errors import Finding, Level
from feeds.reports import text

from .conftest import FINDINGS


def test_every_part_has_its_place(findings: list[Finding]) -> None:
    """An editor could not find the place, the rule, or what to do."""
    assert text.write(findings, {}) == (
        "error: posts/2026/a: b, c.md:12:7: the picture /media/港, 50%.png is not there"
        " [picture-not-there]\n"
        "  Add it: or take it out.\n"
        "warning: the site has no language [feed-without-language]\n"
        "hint: posts/café.md:3: two lines [picture-not-there]\n"
    )


def test_nothing_is_said_of_nothing() -> None:
    """A cron job would send a mail every day."""
    assert text.write([], {}) == ""


@given(st.lists(FINDINGS, max_size=5))
def test_a_line_stays_one(findings: list[Finding]) -> None:
    """What a post holds would look like a finding of its own, or change the terminal."""
    written = text.write(findings, {})
    assert written.count("\n") == len(written.splitlines())
    assert len(written.splitlines()) == len(findings) + sum(
        bool(finding.remedy) for finding in findings
    )
    assert "\x1b" not in written
    written.encode()


def test_without_a_rule_there_are_no_brackets() -> None:
    """Findings of other commands would end with empty brackets."""
    assert text.write([Finding(Level.ERROR, "broken")], {}) == "error: broken\n"
