"""What programs read of findings."""

from __future__ import annotations

import json
from dataclasses import asdict

from hypothesis import given
from hypothesis import strategies as st

from feeds.errors import Finding
from feeds.reports import json_

from .conftest import FINDINGS


@given(st.lists(FINDINGS, max_size=5))
def test_every_field_comes_back(findings: list[Finding]) -> None:
    """A program would miss a finding, or get another than was found."""
    written = json_.write(findings, {})
    assert written.isascii()
    report = json.loads(written)
    assert report["version"] == json_.VERSION
    assert report["findings"] == [asdict(finding) for finding in findings]


def test_counts_name_every_level(findings: list[Finding]) -> None:
    """A script would fail on a level that is not met."""
    assert json.loads(json_.write(findings[1:], {}))["counts"] == {
        "error": 0,
        "warning": 1,
        "hint": 1,
    }
