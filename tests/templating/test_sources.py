"""What stands for all templates at once."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from feeds.templating import sources
from feeds.templating.sources import templates_hash


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with templates of its own."""
    folder = tmp_path / "site" / "templates"
    (folder / "digest").mkdir(parents=True)
    (folder / "digest.txt").write_text("one")
    (folder / "digest" / "footer.html").write_text("two")
    (folder / "link.txt").symlink_to("digest.txt")
    (folder / "short").symlink_to("digest")
    return folder.parent


def relink(link: Path, target: str) -> None:
    """Has a link lead elsewhere."""
    link.unlink()
    link.symlink_to(target)


CHANGES: dict[str, Callable[[Path], object]] = {
    "edited": lambda folder: (folder / "digest.txt").write_text("eno"),
    "edited below": lambda folder: (folder / "digest/footer.html").write_text("owt"),
    "added": lambda folder: (folder / "digest.html").write_text(""),
    "deleted": lambda folder: (folder / "digest.txt").unlink(),
    "renamed": lambda folder: (folder / "digest.txt").rename(folder / "digest2.txt"),
    "moved text": lambda folder: (
        (folder / "digest.txt").write_text("tw"),
        (folder / "digest/footer.html").write_text("oone"),
    ),
    "a link to a file leads elsewhere": lambda folder: relink(folder / "link.txt", "nowhere"),
    "a link to a folder leads elsewhere": lambda folder: relink(folder / "short", "."),
    "a link becomes a file": lambda folder: (
        (folder / "link.txt").unlink(),
        (folder / "link.txt").write_text("one"),
    ),
    "all deleted": shutil.rmtree,
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_shows(site: Path, change: str) -> None:
    """The newsletter would keep its old look."""
    before = templates_hash(site)
    CHANGES[change](site / "templates")
    assert templates_hash(site) != before


def test_a_shipped_template_that_changes_shows(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An upgrade would leave the newsletter's old look."""
    shipped = tmp_path / "shipped"
    shutil.copytree(sources.shipped_templates(), shipped)
    monkeypatch.setattr(sources, "shipped_templates", lambda: shipped)
    before = templates_hash(site)
    (shipped / "digest.html").write_text("new")
    assert templates_hash(site) != before


def test_place_and_times_do_not_matter(site: Path, tmp_path: Path) -> None:
    """A fresh checkout would have to make every newsletter again."""
    other = tmp_path / "other place"
    shutil.copytree(site, other, symlinks=True)
    for path in other.rglob("*.txt"):
        os.utime(path, (1, 1))
    assert templates_hash(other) == templates_hash(site)


def test_what_is_no_file_is_passed_over(site: Path) -> None:
    """A named pipe among the templates would stop the run for ever."""
    before = templates_hash(site)
    os.mkfifo(site / "templates" / "pipe")
    (site / "templates" / "gone").symlink_to("nowhere")
    assert templates_hash(site) != before
