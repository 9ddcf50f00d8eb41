"""A command of the site's own runs as it is written, if it may."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from feeds.handover.command import hand_by_command
from feeds.handover.problems import NotHandedError

PATH = "editions/letter/2026-11-23.md"
TELL = "import os, sys; print(os.getcwd(), sys.argv[1:])"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """An empty folder."""
    folder = tmp_path / "site"
    folder.mkdir()
    return folder


def run(root: Path, *words: str, allowed: bool = True, seconds: float = 20) -> str:
    """What the command says."""
    environment = {"PATH": os.environ["PATH"]}
    return hand_by_command(words, root, PATH, environment, allowed=allowed, seconds=seconds)


def why(root: Path, *words: str, allowed: bool = True, seconds: float = 20) -> NotHandedError:
    """Why it did not do its work."""
    with pytest.raises(NotHandedError) as caught:
        run(root, *words, allowed=allowed, seconds=seconds)
    return caught.value


def test_the_words_reach_the_command_as_they_are(site: Path) -> None:
    """A shell would make something else of them, or run what stands in them."""
    words = ("$HOME", "a b; touch ran", "`touch ran`", "")
    said = run(site, sys.executable, "-c", TELL, *words)
    assert said == f"{site} {[*words, PATH]!r}"
    assert list(site.iterdir()) == []


def test_nothing_runs_unasked(site: Path) -> None:
    """Whoever can change `feeds.toml` could run anything on an editor's laptop."""
    assert why(site, "touch", "ran", allowed=False).why == "command_off"
    assert list(site.iterdir()) == []


def test_a_command_of_the_site(site: Path) -> None:
    """A path in the site would be looked for elsewhere."""
    script = site / "tools/hand"
    script.parent.mkdir()
    script.write_text("#!/bin/sh\necho given $1\n")
    script.chmod(0o755)
    assert run(site, "tools/hand") == f"given {PATH}"


def test_what_can_go_wrong(site: Path) -> None:
    """An editor would think that it was handed over."""
    failing = why(site, sys.executable, "-c", "import sys; sys.exit('no\\x1b way')")
    assert failing.why == "command_failed"
    assert failing.said.startswith("no")
    assert "\x1b" not in failing.said
    assert why(site, "no-such-program").why == "command_missing"
    sleep = (sys.executable, "-c", "import time; time.sleep(60)")
    assert why(site, *sleep, seconds=0.3).why == "late"
    talk = (sys.executable, "-c", "print('x' * 10_000_000)")
    assert len(run(site, *talk)) <= 600
