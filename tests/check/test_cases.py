"""Every rule about a single file finds its fault, and nothing is said of what is good."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import pytest

from feeds.check.checked import Checked, check_bytes
from feeds.check.checking import check_files
from feeds.check.rules import RULES
from feeds.errors import Level

CASES = Path(__file__).parent / "cases"
NOW = datetime(2026, 11, 25, tzinfo=UTC)
BAD = sorted(path for path in (CASES / "bad").iterdir() if path.name != "cases.toml")
GOOD = sorted((CASES / "good").iterdir())
KNOWN = tomllib.loads((CASES / "bad" / "cases.toml").read_text(encoding="utf-8"))


def checked(path: Path) -> Checked:
    """What is told of a case."""
    return check_bytes(path.read_bytes(), path.name, path.name, NOW)


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.name)
def test_each_fault_is_found_at_its_line_and_nothing_else(path: Path) -> None:
    """A fault would reach readers, or hide behind others that are none.

    A case is named for its rule; `cases.toml` has the line, and what comes with it.
    """
    rule = path.name.split(".")[0]
    known = KNOWN.get(path.name, {})
    flaws = checked(path).flaws
    assert {flaw.rule for flaw in flaws} == {rule, *known.get("also", [])}
    if "line" in known:
        assert known["line"] in [flaw.line for flaw in flaws if flaw.rule == rule]


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.name)
def test_nothing_is_wrong_with_what_is_good(path: Path) -> None:
    """People would learn to look away."""
    file = checked(path)
    assert file.view is not None
    assert [flaw for flaw in file.flaws if RULES[flaw.rule].level is not Level.HINT] == []


@pytest.mark.parametrize(
    "path", [path for path in GOOD if path.suffix == ".xml"], ids=lambda path: path.name
)
def test_what_is_good_is_so_to_others_too(path: Path) -> None:
    """The check would hold people to what no other program asks for, or call broken feeds good."""
    parsed = feedparser.parse(path.read_bytes())
    view = checked(path).view
    assert not parsed.bozo
    assert view is not None
    assert [entry.id for entry in parsed.entries] == [entry.id for entry in view.entries]
    assert [entry.link for entry in parsed.entries if "link" in entry] == [
        entry.url for entry in view.entries if entry.url
    ]
    assert parsed.feed.title == view.title


SETS = sorted((CASES / "sets").iterdir())


@pytest.mark.parametrize("folder", SETS, ids=lambda path: path.name)
def test_feeds_beside_each_other(folder: Path) -> None:
    """What is wrong with several feeds, or right, would not be seen as such.

    A folder is named for its rule, or begins with `good-`.
    """
    expected = set() if folder.name.startswith("good-") else {folder.name.split(".")[0]}
    report = check_files([folder], NOW)
    assert {finding.rule for finding in report.findings} == expected
    assert report.feeds == len(list(folder.iterdir()))
