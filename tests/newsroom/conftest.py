"""A blog with a weekly letter, as its editor works on it from the command line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from feeds.cli import main
from feeds.editions.listing import shelf
from feeds.model import Edition
from feeds.workspace import open_site

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
"""
POSTS = {
    "old": ("2025-01-01", "A very old one"),
    "late": ("2026-11-01", "From before the first edition"),
    "one": ("2026-11-10", "The first walk"),
    "two": ("2026-11-12 10:00", "The second walk"),
}
BODY = "We walk along the quay before the town wakes up, and count the boats that are still there."
FIRST, SECOND, THIRD = (f"2026-11-{day}T08:00" for day in (16, 23, 30))


@dataclass(frozen=True)
class Run:
    """What a command said, and its exit status."""

    status: int
    out: str
    err: str


@dataclass
class Blog:
    """A site's folder, and what one does there."""

    root: Path
    capture: pytest.CaptureFixture[str]

    @property
    def folder(self) -> Path:
        """Where the letter's editions lie."""
        return self.root / "editions/letter"

    def post(self, name: str, published: str, title: str, body: str = BODY, **keys: str) -> Path:
        """Writes a post."""
        file = self.root / f"posts/{name}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        front = {"title": f'"{title}"', "date": published, **keys}
        lines = "".join(f"{key}: {value}\n" for key, value in front.items())
        file.write_text(f"---\n{lines}---\n\n{body}\n", encoding="utf-8")
        return file

    def digest(self, command: str, *options: str, now: str = FIRST) -> Run:
        """Runs `feeds digest`."""
        self.capture.readouterr()
        where = str(self.root), "--now", now, "--no-cache"
        status = main(["digest", command, *where, *options])
        said = self.capture.readouterr()
        return Run(status, said.out, said.err)

    def editions(self) -> list[Edition]:
        """The letter's editions."""
        site = open_site(self.root).site
        return list(shelf(site, site.newsletters[0]).editions)

    def edit(self, label: str, old: str, new: str) -> None:
        """Changes an edition's file by hand."""
        file = self.folder / f"{label}.md"
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    def files(self) -> dict[str, bytes]:
        """All that lies beside the letter's editions."""
        return {
            file.relative_to(self.folder).as_posix(): file.read_bytes()
            for file in sorted(self.folder.rglob("*"))
            if file.is_file()
        }


@pytest.fixture
def blog(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Blog:
    """A blog with four posts, of which the first edition shall have two."""
    monkeypatch.delenv("CI", raising=False)
    made = Blog(tmp_path / "blog", capsys)
    for name, (published, title) in POSTS.items():
        made.post(name, published, title)
    (made.root / "feeds.toml").write_text(SETTINGS, encoding="utf-8")
    return made
