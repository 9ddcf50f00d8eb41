"""A site in a real git repository, the bare one that it is pushed to, and a colleague's clone."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feeds.handover.git import Git
from feeds.handover.handing import Author
from feeds.model import Edition

EDITOR = Author("江戸 花子", "hanako@harbour.example")
DAY = datetime(2026, 11, 23, tzinfo=UTC)
EDITION = Edition("letter", "2026-11-23", "editions/letter/2026-11-23.md", DAY, DAY)
LATER = replace(EDITION, status="approved", previous="2026-11-16")


@dataclass
class Clone:
    """A clone, and the site in it."""

    home: Path
    site: Path
    environment: Mapping[str, str]

    @property
    def git(self) -> Git:
        """The site's repository as the desk sees it."""
        return Git(self.site, self.environment, seconds=20)

    def __call__(self, *words: str) -> str:
        """Runs git as a person would, and gives what it says."""
        run = ["git", *words]
        done = subprocess.run(
            run, cwd=self.site, env=self.environment, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    def write(self, path: str, text: str = "what was written\n") -> str:
        """Writes a file of the site, and gives its path."""
        file = self.site / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return path

    def edition(self, text: str = "---\nstatus: draft\n---\n", label: str = "2026-11-23") -> str:
        """Writes an edition's file."""
        return self.write(f"editions/letter/{label}.md", text)

    def files(self, revision: str = "HEAD") -> list[str]:
        """The files of a commit, below the site."""
        return self("show", "--format=", "--name-only", "--relative", revision).splitlines()


Clones = Callable[..., Clone]


@pytest.fixture
def environment(tmp_path: Path, program: Callable[[str], str]) -> Mapping[str, str]:
    """What git needs, and nothing of whoever runs the tests."""
    program("git")
    home = tmp_path / "laptop"
    home.mkdir()
    (home / ".gitconfig").write_text(
        "[user]\n\tname = Laptop\n\temail = laptop@harbour.example\n"
        "[init]\n\tdefaultBranch = main\n"
    )
    return {"PATH": os.environ["PATH"], "HOME": str(home), "GIT_CONFIG_NOSYSTEM": "1"}


@pytest.fixture
def bare(tmp_path: Path, environment: Mapping[str, str]) -> Path:
    """The repository that all push to."""
    folder = tmp_path / "bare.git"
    subprocess.run(["git", "init", "-q", "--bare", str(folder)], env=environment, check=True)
    return folder


@pytest.fixture
def clone(tmp_path: Path, bare: Path, environment: Mapping[str, str]) -> Clones:
    """Clones it; `below` is the folder in which the site lies."""

    def make(name: str = "mine", below: str = "") -> Clone:
        home = tmp_path / name
        command = ["git", "clone", "-q", str(bare), str(home)]
        subprocess.run(command, env=environment, check=True, capture_output=True)
        made = Clone(home, home / below, environment)
        made.site.mkdir(parents=True, exist_ok=True)
        if not made.git.text("rev-parse", "--verify", "--quiet", "HEAD"):
            made.write("feeds.toml", "# settings\n")
            made.write("posts/one.md", "One\n")
            made("add", ".")
            made("commit", "-q", "-m", "A site")
            made("push", "-q", "-u", "origin", "main")
        return made

    return make


@pytest.fixture
def mine(clone: Clones) -> Clone:
    """The clone of whoever hands over."""
    return clone()
