"""The same posts and settings give the same bytes everywhere."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path


def build(site: Path, **environment: str) -> dict[str, bytes]:
    """Builds in a process of its own and gives every published file's bytes."""
    subprocess.run(
        [sys.executable, "-m", "feeds", "build", ".", "--quiet", "--now", "2026-11-23T03:00:00Z"],
        cwd=site,
        env={**os.environ, **environment},
        check=True,
    )
    public = site / "public"
    return {
        path.relative_to(public).as_posix(): path.read_bytes()
        for path in public.rglob("*")
        if path.is_file() and path.name != ".feeds-lock"
    }


def test_path_zone_locale_and_hashing_do_not_matter(sample: Path, tmp_path: Path) -> None:
    """Two machines that build one blog would publish different feeds, in turn, for ever."""
    other = tmp_path / "somewhere else" / "別の場所"
    shutil.copytree(sample, other)
    for number, path in enumerate(sorted(other.rglob("*"))):
        os.utime(path, (number * 1000, number * 1000))
    first = build(sample, TZ="Asia/Tokyo", LC_ALL="C", PYTHONHASHSEED="1")
    second = build(other, TZ="America/St_Johns", LC_ALL="ja_JP.UTF-8", PYTHONHASHSEED="2")
    assert len(first) > 20
    assert first == second
