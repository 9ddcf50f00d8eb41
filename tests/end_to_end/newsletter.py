"""A blog with a weekly letter that has been sent once, and a second edition that is being written.

Tests damage it as people, git and machines do, and look at what becomes of the first edition.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

SETTINGS = """\
[site]
url = "https://harbour.example"
title = "Harbour"
language = "en"
timezone = "Asia/Tokyo"

[[newsletters]]
name = "letter"
title = "Harbour letter"
every = "week"
on = "monday 08:00"
address = "1 Quay, Harbour"
unsubscribe = "https://harbour.example/out"
"""
BODY = "We walk along the quay before the town wakes up, and count the boats that are still there."
FIRST, SECOND, THIRD = (f"2026-11-{day}T08:00" for day in (16, 23, 30))
OPEN = "editions/letter/2026-11-23.md"
DONE = "editions/letter/2026-11-16.md"
UNFINISHED = "\nerror: editions/letter/2026-11-23.md: the edition is not approved\n"


class Said(Protocol):
    """What one run of the command said and how it ended."""

    @property
    def status(self) -> int:
        """The exit status."""

    @property
    def out(self) -> str:
        """What it printed."""

    @property
    def err(self) -> str:
        """What it said of mistakes."""


@dataclass
class Blog:
    """A site's folder, and what one does there."""

    root: Path
    run: Callable[..., Said]

    def file(self, path: str) -> Path:
        """A file of the site."""
        return self.root / path

    def post(self, name: str, published: str, title: str, *lines: str, body: str = BODY) -> None:
        """Writes a post, with those lines more of front matter."""
        file = self.root / f"posts/{name}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        head = (f'title: "{title}"', f"date: {published}", *lines)
        file.write_text("\n".join(("---", *head, "---", "", body, "")), encoding="utf-8")

    def change(self, path: str, old: str, new: str) -> None:
        """Changes a file of the site by hand."""
        text = self.file(path).read_bytes()
        assert old.encode() in text
        self.file(path).write_bytes(text.replace(old.encode(), new.encode(), 1))

    def line(self, path: str, start: str) -> int:
        """The first line of a file that begins so, blanks aside."""
        lines = self.file(path).read_text(encoding="utf-8", errors="replace").split("\n")
        return next(n for n, line in enumerate(lines, 1) if line.lstrip().startswith(start))

    def digest(self, command: str, *options: object, now: str = SECOND) -> Said:
        """Runs a command of `feeds digest`."""
        return self.run("digest", command, self.root, "--now", now, *options)

    def build(self, *options: object, now: str = SECOND) -> Said:
        """Builds the site."""
        return self.run("build", self.root, "--now", now, *options)

    def lint(self) -> Said:
        """What is wrong with what would be sent next."""
        return self.run("lint", self.root, "--now", SECOND)

    def first(self) -> dict[str, bytes]:
        """What was approved of the first edition, and what was published of it."""
        folders = ("editions/letter", "public/letter")
        files = [file for each in folders for file in self.file(each).rglob("*2026-11-16*")]
        files.append(self.file("public/letter/2026-11-16/index.html"))
        files += self.file("public/letter").glob("latest.*")
        return {
            str(file.relative_to(self.root)): file.read_bytes() for file in files if file.is_file()
        }

    def begin(self) -> None:
        """Sends the first edition, and begins the second."""
        self.post("one", "2026-11-10", "The first walk")
        self.post("two", "2026-11-12", "The second walk")
        self.file("feeds.toml").write_text(SETTINGS, encoding="utf-8")
        runs = [self.digest(command, now=FIRST) for command in ("new", "approve", "sent")]
        runs.append(self.build(now=FIRST))
        self.post("three", "2026-11-18", "The third walk")
        self.post("four", "2026-11-19", "The fourth walk")
        runs.append(self.digest("new"))
        assert [run.status for run in runs] == [0] * 5, [run.err for run in runs]
