"""A mistake keeps the last good version on the page, and goes away by itself."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from feeds.preview.state import State


def test_an_error_stands_over_the_last_good_version(
    ask: Any, state: State, small_site: Path
) -> None:
    """One slip in feeds.toml would take the editor's page away, or go unnoticed."""
    settings = small_site / "feeds.toml"
    good, before = settings.read_text(), state.version
    settings.write_text(good + "\n[sight]\nx = 1\n")
    asyncio.run(state.rebuild())
    assert state.version != before
    page = ask("/posts").text
    assert 'role="alert"' in page
    assert "feeds.toml:" in page
    assert "The first ferry" in page

    settings.write_text(good.replace("Harbour Notes", "Quay Notes"))
    asyncio.run(state.rebuild())
    page = ask("/posts").text
    assert 'role="alert"' not in page
    assert "Quay Notes" in page


def test_an_edit_is_shown(ask: Any, state: State, small_site: Path) -> None:
    """The page would stay as it was when the program started."""
    post = small_site / "posts" / "ferry.md"
    post.write_text(post.read_text().replace("The first ferry", "The last ferry"))
    asyncio.run(state.rebuild())
    for path in ("/posts", "/feeds/atom.xml", "/frame/digest/weekly/latest.html"):
        assert "The last ferry" in ask(path).text


def test_versions_of_two_runs_differ(state: State) -> None:
    """A page left open would not notice that the program was started anew."""
    assert State(lambda: state.snapshot, state.snapshot).version != state.version
