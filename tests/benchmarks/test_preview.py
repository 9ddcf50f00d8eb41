"""What the page of results says of the desk is what was measured."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.preview import Measured, page

FOUND = Measured(
    posts=1_000,
    first=0.5,
    newsletter=0.9,
    saves=(0.2, 0.25, 0.9),
    pages=20,
    many=(1.0, 1.5, 2.0),
    changes=1_000,
    before=120.4,
    after=119.6,
)


def test_medians_and_slowest_are_told() -> None:
    """A reader would take one lucky run for what is usual."""
    told = page([FOUND, replace(FOUND, posts=10_000)], "A machine")
    assert "0.25, 0.90" in told
    assert "1.50, 2.00 (20 pages)" in told
    assert "120 → 120 (1,000 changes)" in told
    assert "A machine." in told


@pytest.mark.parametrize(("median", "verdict"), [(0.3, "is reached"), (0.31, "is not reached")])
def test_the_verdict_is_about_the_smallest_site(median: float, verdict: str) -> None:
    """The target would seem to be reached where it is not."""
    slow = replace(FOUND, posts=10_000, saves=(9.0,))
    told = page([slow, replace(FOUND, saves=(0.1, median, 9.0))], "A machine")
    assert verdict in told
    assert "1,000 posts" in told
