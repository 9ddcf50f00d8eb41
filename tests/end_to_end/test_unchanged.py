"""A run that is skipped, because it would change nothing, would indeed have changed nothing."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from feeds.cli import build as command

POST = "---\ntitle: A\ndate: 2026-11-01\nimage: /media/a.png\n---\ntext\n"
SETTLES = 0.08


class Blog:
    """A small blog, and whether its last run was skipped."""

    def __init__(self, site: Path, run: Callable[..., object]) -> None:
        self.site = site
        self._run = run

    def build(self, *options: object) -> bool:
        """Builds, and says whether the run was skipped; a skipped one is checked."""
        run = self._run("build", self.site, *options)
        skipped: bool = run.skipped  # type: ignore[attr-defined]
        if skipped:
            again = self._run("build", self.site, *options, "--no-cache")
            assert (again.status, again.out) == (run.status, run.out)  # type: ignore[attr-defined]
            assert not again.skipped  # type: ignore[attr-defined]
        return skipped

    def settle(self) -> None:
        """Runs until runs are skipped."""
        for _ in range(4):
            time.sleep(SETTLES)
            if self.build():
                return
        raise AssertionError("runs are never skipped")


@pytest.fixture
def blog(
    feeds: Callable[..., object],
    write_site: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
) -> Blog:
    """A blog whose runs are skipped."""
    recalled: list[int | None] = []
    real = command.recall

    def recall(args: object) -> int | None:
        recalled.append(real(args))  # type: ignore[arg-type]
        return recalled[-1]

    monkeypatch.setattr(command, "recall", recall)

    def run(*argv: object) -> object:
        done = feeds(*argv)
        object.__setattr__(done, "skipped", recalled[-1] is not None)
        return done

    site = write_site({"posts/a.md": POST, "posts/bad.md": "---\ndate: no\n---\n"})
    (site / "media").mkdir()
    (site / "media/a.png").write_bytes(b"x" * 100)
    made = Blog(site, run)
    made.settle()
    return made


def rewrite(file: Path) -> None:
    """Another text of the same length, with the old time restored."""
    before = file.stat()
    file.write_text(file.read_text().replace("text", "TEXT").replace("X", "Y"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


CHANGES: dict[str, Callable[[Path], object]] = {
    "a post is edited": lambda site: (site / "posts/a.md").write_text(POST + "more\n"),
    "a post is rewritten in secret": lambda site: rewrite(site / "posts/a.md"),
    "a post is added": lambda site: (site / "posts/b.md").write_text(POST.replace("A", "B")),
    "a post is added in a new folder": lambda site: (
        (site / "posts/n").mkdir(),
        (site / "posts/n/b.md").write_text(POST.replace("A", "B")),
    ),
    "a post is deleted": lambda site: (site / "posts/a.md").unlink(),
    "a post is renamed": lambda site: (site / "posts/a.md").rename(site / "posts/z.md"),
    "a bad post is mended": lambda site: (site / "posts/bad.md").write_text(POST + "x"),
    "the settings are edited": lambda site: rewrite(site / "feeds.toml"),
    "the site becomes Jekyll's": lambda site: (site / "_config.yml").write_text("title: J"),
    "a picture grows": lambda site: (site / "media/a.png").write_bytes(b"x" * 200),
    "a picture goes": lambda site: (site / "media/a.png").unlink(),
    "a template is put in": lambda site: (
        (site / "templates/digest").mkdir(parents=True),
        (site / "templates/digest/text.txt").write_text("hello"),
    ),
    "an output is edited": lambda site: rewrite(site / "public/atom.xml"),
    "an output is deleted": lambda site: (site / "public/rss.xml").unlink(),
    "all output is deleted": lambda site: shutil.rmtree(site / "public"),
    "the manifest is deleted": lambda site: (site / "public/.feeds-manifest").unlink(),
    "the note is damaged": lambda site: [
        file.write_bytes(file.read_bytes()[:-9]) for file in (site / ".feeds").glob("unch*")
    ],
    "the note is garbage": lambda site: [
        file.write_bytes(b"[1]\n[2]") for file in (site / ".feeds").glob("unch*")
    ],
    "the cache is deleted": lambda site: shutil.rmtree(site / ".feeds"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_never_skipped(blog: Blog, change: str) -> None:
    """Something would have changed, and readers would not get it."""
    CHANGES[change](blog.site)
    assert not blog.build()
    blog.settle()


def test_a_template_that_changes(blog: Blog) -> None:
    """The newsletter would keep its old look."""
    (blog.site / "templates/digest").mkdir(parents=True)
    (blog.site / "templates/digest/footer.html").write_text("<tr><td>one</td></tr>")
    assert not blog.build()
    blog.settle()
    (blog.site / "templates/digest/footer.html").write_text("<tr><td>two</td></tr>")
    assert not blog.build()
    assert "two" in (blog.site / "public/digest/latest.html").read_text()


def test_other_options_are_another_run(blog: Blog, tmp_path: Path) -> None:
    """Drafts, or another output folder, would be skipped because of a run without."""
    assert not blog.build("--drafts")
    assert not blog.build("--output", tmp_path / "elsewhere")
    assert not blog.build("--now", "2026-11-23")
    blog.settle()


def test_the_clock_makes_a_difference(blog: Blog, monkeypatch: pytest.MonkeyPatch) -> None:
    """A post of the future would never be published, or a jump of the clock be believed."""
    due = time.time_ns() + 3_600_000_000_000
    date = time.strftime("%Y-%m-%d %H:%M:%S +0000", time.gmtime(due // 10**9))
    (blog.site / "posts/later.md").write_text(f"---\ntitle: Later\ndate: {date}\n---\n")
    blog.settle()
    monkeypatch.setattr(time, "time_ns", lambda: due - 2_000_000_000)
    assert blog.build()
    monkeypatch.setattr(time, "time_ns", lambda: due)
    assert (
        command.unchanged.recall(str(blog.site / ".feeds/unchanged-digests"), "another key", due)
        is None
    )
    assert not blog.build()
    monkeypatch.setattr(time, "time_ns", lambda: due - 10**15)
    assert not blog.build()
