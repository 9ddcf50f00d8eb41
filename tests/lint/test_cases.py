"""Every rule finds its fault, at its place, and nothing is said of what is good."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest

from feeds.lint.issue import Issue
from feeds.lint.linting import lint

from .issues import CASES, Case, base_parts, compose, good_issue, own, pictures

BAD = sorted((CASES / "bad").glob("*.toml"))
GOOD = sorted(path for path in (CASES / "good").iterdir() if path.suffix in (".eml", ".html"))


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_each_fault_is_found_at_its_place_and_nothing_else(path: Path, tmp_path: Path) -> None:
    """A fault would reach every subscriber, or hide behind others that are none.

    A case is named for its rule.
    """
    case = Case(path)
    issue, files = case.issue(tmp_path)
    findings = own(lint(issue, files))
    assert {finding.rule for finding in findings} == case.expected
    if case.place is not None:
        assert case.place in [finding.place for finding in findings if finding.rule == case.rule]


def test_nothing_is_wrong_with_the_issue_that_the_cases_spoil(tmp_path: Path) -> None:
    """The cases would tell nothing, and people would learn to look away."""
    parts = base_parts()
    assert own(lint(good_issue(tmp_path, parts, compose(parts)), pictures(tmp_path, {}))) == []


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.name)
def test_nothing_is_wrong_with_good_mails_of_others(path: Path) -> None:
    """Whoever lints the mails of another engine would be told of what is no fault."""
    kind: Literal["html", "message"] = "html" if path.suffix == ".html" else "message"
    assert own(lint(Issue(path.name, path.read_bytes(), kind))) == []
