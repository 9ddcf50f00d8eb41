"""After any history, a run that remembers gives what a run from nothing gives."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from feeds import unchanged
from feeds.cli import main

NAMES = st.sampled_from(["a", "b", "c", "deep/d", "deep/er/e"])
DATES = st.sampled_from(
    ["2026-10-01", "2026-10-01", "2026-11-02 09:00 +0900", "2026-12-24", "no", ""]
)
CATEGORIES = st.sampled_from(["", "Sea", "sea", "Land", "[Sea, Land]", "港"])
TITLES = st.sampled_from(["One", "Two", "'Three <b>'", "[broken"])
BODIES = st.sampled_from(["text", "**bold**", "{{ code }}", "![p](/media/a.png)", ""])
SETTINGS = st.sampled_from(
    [
        "",
        '[[feeds]]\nname = "main"\nlimit = 2\n',
        '[[feeds]]\nname = "main"\n[[feeds]]\nby = "category"\ncontent = "summary"\n',
        '[posts]\npermalink = "/:slug/"\n',
        "newsletters = []\n",
    ]
)
CLOCKS = st.sampled_from(["2026-09-01", "2026-11-23", "2026-12-31"])
STEPS = int(os.environ.get("FEEDS_TRUTH_STEPS", "100"))


class History(RuleBasedStateMachine):
    """A blog that is edited, and built after each edit in two ways."""

    steps = 0

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(prefix="feeds-truth-"))
        self.site = self.root / "site"
        self.kept: dict[str, str] = {}
        (self.site / "posts").mkdir(parents=True)
        self.configure("", "https://x.example")
        self.now = "2026-11-23"

    def teardown(self) -> None:
        """Leaves nothing behind."""
        shutil.rmtree(self.root)

    @rule(
        name=NAMES,
        title=TITLES,
        date=DATES,
        categories=CATEGORIES,
        body=BODIES,
        draft=st.booleans(),
    )
    def write(
        self, name: str, title: str, date: str, categories: str, body: str, draft: bool
    ) -> None:
        """Writes a post, good or bad, new or again."""
        file = self.site / f"posts/{name}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(
            f"---\ntitle: {title}\ndate: {date}\ncategories: {categories}\n"
            f"image: /media/a.png\ndraft: {str(draft).lower()}\n---\n{body}\n"
        )

    @rule(name=NAMES)
    def delete(self, name: str) -> None:
        """Deletes a post and keeps its text."""
        file = self.site / f"posts/{name}.md"
        if file.exists():
            self.kept[name] = file.read_text()
            file.unlink()

    @rule(name=NAMES)
    def restore(self, name: str) -> None:
        """Brings a deleted post back."""
        if name in self.kept:
            file = self.site / f"posts/{name}.md"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(self.kept[name])

    @rule(name=NAMES, other=NAMES)
    def move(self, name: str, other: str) -> None:
        """Renames a post, over another if there is one."""
        file, target = self.site / f"posts/{name}.md", self.site / f"posts/{other}.md"
        if file.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            file.replace(target)

    @rule(name=NAMES)
    def rewrite(self, name: str) -> None:
        """Changes a post, its length and its time kept."""
        file = self.site / f"posts/{name}.md"
        if file.exists():
            before = file.stat()
            file.write_text(file.read_text().replace("text", "TEXT").replace("One", "Uno"))
            os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))

    @rule(more=SETTINGS, url=st.sampled_from(["https://x.example", "https://y.example/blog"]))
    def configure(self, more: str, url: str) -> None:
        """Changes the settings."""
        before, after = (more, "") if more.startswith("newsletters") else ("", more)
        (self.site / "feeds.toml").write_text(
            f'{before}[site]\nurl = "{url}"\ntitle = "X"\ntimezone = "Asia/Tokyo"\n{after}'
        )

    @rule(size=st.integers(0, 3))
    def picture(self, size: int) -> None:
        """Changes the picture, or takes it away."""
        file = self.site / "media/a.png"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(b"x" * size) if size else file.unlink(missing_ok=True)

    @rule(text=st.sampled_from(["", "hello {{ count }}", "{{ nonsense }}"]))
    def template(self, text: str) -> None:
        """Puts in a template of the site's own, or takes it away."""
        file = self.site / "templates/digest.txt"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text) if text else file.unlink(missing_ok=True)

    @rule(name=st.sampled_from(["atom.xml", "rss.xml", "digest/latest.txt", ".feeds-manifest"]))
    def damage(self, name: str) -> None:
        """Edits an output by hand."""
        file = self.site / "public" / name
        if file.exists():
            file.write_text("damaged")

    @rule(now=CLOCKS)
    def clock(self, now: str) -> None:
        """Moves the clock, back or forth."""
        self.now = now

    @precondition(lambda self: (self.site / ".feeds").exists())
    @rule()
    def forget(self) -> None:
        """Deletes all that is remembered."""
        shutil.rmtree(self.site / ".feeds")

    @rule()
    def rest(self) -> None:
        """Lets the clock leave its grain."""
        time.sleep(0.06)

    @invariant()
    def same(self) -> None:
        """Both builds give the same files, findings and status."""
        History.steps += 1
        fresh = self.root / "fresh"
        shutil.rmtree(fresh, ignore_errors=True)
        expected, _ = self.build("--output", str(fresh), "--no-cache")
        before = outputs(self.site / "public")
        status, said = self.build("--prune")
        assert status == expected
        if status == 0:
            assert outputs(self.site / "public") == outputs(fresh)
        elif status == 1:
            after = outputs(self.site / "public")
            assert after == {**before, **outputs(fresh)}
        if before == outputs(self.site / "public") and status == 0:
            assert "nothing changed" in said

    def build(self, *options: str) -> tuple[int, str]:
        """The status of a build, and what it said."""
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = main(["build", str(self.site), "--now", self.now, *options])
        return status, out.getvalue()


def outputs(folder: Path) -> dict[str, bytes]:
    """Every published file."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".feeds")
    }


def test_any_history(monkeypatch: pytest.MonkeyPatch) -> None:
    """A blog with years of edits behind it would publish something else than a fresh clone."""
    recalled: list[object] = []
    real = unchanged.recall
    monkeypatch.setattr(
        unchanged, "recall", lambda *args: recalled.append(real(*args)) or recalled[-1]
    )
    for _ in range(3):
        run_state_machine_as_test(
            History,
            settings=settings(
                max_examples=max(1, (STEPS - History.steps) // 20 + 1),
                stateful_step_count=20,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
        if History.steps >= STEPS:
            break
    print(f"{History.steps} steps")
    assert History.steps >= STEPS
    assert any(recalled)
