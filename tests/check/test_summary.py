"""What is shown at a terminal is no more than people can take in, and lacks no error."""

from __future__ import annotations

from feeds.check.summary import MOST_SHOWN, for_people
from feeds.errors import Finding, error, hint, warning


def test_many_hints_are_told_shortly() -> None:
    """Errors would be lost among thousands of hints, or be left out themselves."""
    errors = [error("x", f"{number}.md", rule="a") for number in range(100)]
    warnings = [warning("x", f"{number}.md", rule="b") for number in range(MOST_SHOWN)]
    hints = [hint("x", f"{number}.md", rule="c") for number in range(2000)]
    shown: list[Finding] = list(for_people([*errors, *warnings, *hints]))
    assert shown[:-1] == [*errors, *warnings, *hints[:MOST_SHOWN]]
    assert str(shown[-1]) == (
        "the same is so in 1,975 more places. See them all with --format json."
    )
    assert (shown[-1].level, shown[-1].rule) == (hints[0].level, "c")
