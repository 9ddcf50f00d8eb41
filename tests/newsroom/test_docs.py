"""What docs/editions.md tells people who make a newsletter works."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from feeds.cli import main
from feeds.editions.reading import parse_edition
from feeds.editions.schema import Notes, edition_schema
from feeds.workspace import open_site
from feeds.zones import zone

from .conftest import FIRST, Blog

PAGE = (Path(__file__).parents[2] / "docs/editions.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The code blocks of the page in that language."""
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def test_a_week_goes_as_it_is_told(
    blog: Blog, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Somebody who follows the page would see something else."""
    (blog.root / "feeds.toml").write_text(blocks("toml")[0], encoding="utf-8")
    monkeypatch.chdir(blog.root)
    for block in blocks("console"):
        for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, expected = step.partition("\n")
            capsys.readouterr()
            assert main([*shlex.split(command)[1:], "--now", FIRST]) == 0
            assert capsys.readouterr() == (expected, "")


def test_every_key_is_explained_and_read(blog: Blog) -> None:
    """An editor would learn of a key that is not there, or not of one that is."""
    table = re.findall(r"^\| (`.*?`) \|", PAGE, re.MULTILINE)
    told = {key for cell in table for key in re.findall(r"`(.*?)`", cell)}
    assert told == edition_schema(zone("UTC"), Notes("", {})).keys()
    site = open_site(blog.root).site
    example = blocks("yaml")[0]
    file = parse_edition(f"---\n{example}---\n".encode(), site, site.newsletters[0], "2026-11-23")
    assert file.findings == ()
    assert file.edition
    left = "posts", "never", "passed", "moved", "files", "withdrawn"
    assert file.edition.lines.keys() == told - {*left}
    assert yaml.safe_load(blocks("yaml")[1]).keys() == {"withdrawn"}


def git(folder: Path, *arguments: str) -> str:
    """Runs git there, as nobody in particular."""
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    done = subprocess.run(
        ["git", *who, *arguments], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout


def test_the_job_begins_an_edition_once(
    blog: Blog, program: Callable[[str], str], tmp_path: Path
) -> None:
    """A job that is copied from the page would begin an edition each hour."""
    program("git")
    job = yaml.safe_load(blocks("yaml")[2])["jobs"]["begin"]
    steps = [step["run"] for step in job["steps"] if "run" in step and "pip" not in step["run"]]
    assert steps[0] == "feeds digest new --will-commit"
    now = f"--now {FIRST}"
    script = "\n".join(steps).replace("--will-commit", f"--will-commit {now}")
    feeds = f'feeds() {{ "{sys.executable}" -m feeds "$@"; }}\n'
    origin = tmp_path / "origin.git"
    git(tmp_path, "init", "-q", "--bare", "-b", "main", str(origin))
    git(blog.root, "init", "-q", "-b", "main")
    git(blog.root, "add", "posts", "feeds.toml")
    git(blog.root, "commit", "-qm", "Posts")
    git(blog.root, "push", "-q", str(origin), "main")
    source = str(Path(__file__).parents[2])
    environment = {**os.environ, "CI": "true", "PYTHONPATH": source}
    for attempt in range(2):
        checkout = tmp_path / f"checkout{attempt}"
        git(tmp_path, "clone", "-q", str(origin), str(checkout))
        subprocess.run(
            [program("bash"), "-euc", feeds + script],
            cwd=checkout, env=environment, check=True, capture_output=True, text=True,
        )  # fmt: skip
    log = git(origin, "log", "--format=%s", "main").splitlines()
    assert log == ["Begin an edition of the newsletter", "Posts"]
    files = git(origin, "ls-tree", "-r", "--name-only", "main").split()
    assert "editions/letter/2026-11-16.md" in files
    assert "editions/.gitattributes" in files


def test_git_leaves_stored_files_alone(
    blog: Blog, program: Callable[[str], str], tmp_path: Path
) -> None:
    """After a checkout on Windows nothing that was approved would be published."""
    program("git")
    blog.digest("new")
    blog.digest("approve")
    stored = blog.files()
    git(blog.root, "init", "-q", "-b", "main")
    git(blog.root, "-c", "core.autocrlf=true", "add", ".")
    git(blog.root, "commit", "-qm", "All")
    other = tmp_path / "other"
    git(tmp_path, "-c", "core.autocrlf=true", "clone", "-q", str(blog.root), str(other))
    there = replace(blog, root=other)
    for name, data in stored.items():
        if not name.endswith(".md"):
            assert (other / "editions/letter" / name).read_bytes() == data
    assert there.digest("list").status == 0
