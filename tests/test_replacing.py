"""A post's file is replaced whole, or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from feeds.errors import PostError
from feeds.replacing import replace_file


def test_permissions_stay(tmp_path: Path) -> None:
    """A post would become readable for others, or unreadable for its group."""
    file = tmp_path / "a.md"
    file.write_bytes(b"old")
    file.chmod(0o640)
    replace_file(tmp_path, "a.md", b"old", b"new")
    assert file.read_bytes() == b"new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == ["a.md"]


def test_a_link_within_the_site_stays_a_link(tmp_path: Path) -> None:
    """A linked post would become two posts."""
    (tmp_path / "real").mkdir()
    (tmp_path / "real/a.md").write_bytes(b"old")
    (tmp_path / "a.md").symlink_to("real/a.md")
    replace_file(tmp_path, "a.md", b"old", b"new")
    assert (tmp_path / "a.md").is_symlink()
    assert (tmp_path / "real/a.md").read_bytes() == b"new"


@pytest.mark.parametrize("where", ["file", "folder"])
def test_nothing_outside_the_site_is_written(tmp_path: Path, where: str) -> None:
    """A link in a site could make the command write to any file."""
    site, outside = tmp_path / "site", tmp_path / "outside"
    site.mkdir()
    outside.mkdir()
    (outside / "a.md").write_bytes(b"old")
    if where == "file":
        (site / "posts").mkdir()
        (site / "posts/a.md").symlink_to(outside / "a.md")
    else:
        (site / "posts").symlink_to(outside)
    with pytest.raises(PostError, match="leads out of the site"):
        replace_file(site, "posts/a.md", b"old", b"new")
    assert (outside / "a.md").read_bytes() == b"old"


def test_what_somebody_saved_meanwhile_stays(tmp_path: Path) -> None:
    """An editor's work of the last second would be lost."""
    (tmp_path / "a.md").write_bytes(b"newer")
    with pytest.raises(PostError, match="changed meanwhile"):
        replace_file(tmp_path, "a.md", b"old", b"new")
    assert (tmp_path / "a.md").read_bytes() == b"newer"
    assert len([each for each in tmp_path.iterdir() if each.is_file()]) == 1


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """A traceback would stand in for the reason."""
    folder = tmp_path / "posts"
    folder.mkdir()
    (folder / "a.md").write_bytes(b"old")
    folder.chmod(0o500)
    try:
        with pytest.raises(PostError, match="cannot be written"):
            replace_file(tmp_path, "posts/a.md", b"old", b"new")
    finally:
        folder.chmod(0o700)


def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file would be cut off, or its half be left beside it."""
    (tmp_path / "a.md").write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(PostError, match="cannot be written: No space left"):
        replace_file(tmp_path, "a.md", b"old", b"new")
    assert (tmp_path / "a.md").read_bytes() == b"old"
    assert len([each for each in tmp_path.iterdir() if each.is_file()]) == 1
