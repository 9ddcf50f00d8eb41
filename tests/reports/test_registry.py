"""Which forms there are, what is a failure, and where paths begin."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.errors import Finding, Level
from feeds.reports import FAIL_ON, FORMATS, below, fails

from .conftest import FINDINGS


def test_the_forms_that_the_command_line_offers() -> None:
    """A form would be offered that is not there, or be there and never offered."""
    assert list(FORMATS) == ["text", "json", "sarif", "github"]
    assert list(FAIL_ON) == ["error", "warning", "hint", "never"]


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize(
    ("fail_on", "failing"),
    [
        ("error", {"error"}),
        ("warning", {"error", "warning"}),
        ("hint", {"error", "warning", "hint"}),
        ("never", set()),
    ],
)
def test_what_is_as_grave_or_graver_fails(level: Level, fail_on: str, failing: set[str]) -> None:
    """A deploy would go on with errors, or stop for a hint."""
    assert fails([Finding(level, "x")], fail_on) is (level.value in failing)
    assert not fails([], fail_on)


@pytest.mark.parametrize(
    ("path", "folder", "seen"),
    [
        ("posts/a.md", "", "posts/a.md"),
        ("posts/a.md", ".", "posts/a.md"),
        ("posts/a.md", "docs/blog", "docs/blog/posts/a.md"),
        ("posts/a.md", "blog/", "blog/posts/a.md"),
        ("/srv/public/feed.xml", "blog", "/srv/public/feed.xml"),
        ("https://x.example/feed.xml", "blog", "https://x.example/feed.xml"),
        (None, "blog", None),
    ],
)
def test_paths_begin_at_the_repository(path: str | None, folder: str, seen: str | None) -> None:
    """Annotations of a site in a folder of a repository would lie on no file."""
    (moved,) = below([Finding(Level.ERROR, "x", path, 2)], folder)
    assert (moved.path, moved.line) == (seen, 2)


@pytest.mark.parametrize("form", FORMATS)
@given(findings=st.lists(FINDINGS, max_size=5))
def test_every_form_takes_any_findings(form: str, findings: list[Finding]) -> None:
    """One odd post would cost the report of all."""
    assert FORMATS[form](findings, {}) == FORMATS[form](findings, {})
    FORMATS[form](findings, {"entry-without-id": "Every entry has an id."}).encode()
