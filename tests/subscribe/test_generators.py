"""Generators take the snippet into their pages as the documentation says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
DOCS = (REPOSITORY / "docs" / "subscribing.md").read_text(encoding="utf-8")
ROWS = {
    name: (folder, code)
    for name, folder, code in re.findall(r"^\| (\w+) \| `(\S+/)` \| `(.+)` \|$", DOCS, re.MULTILINE)
}
PAGE = "<html><head>%s</head><body></body></html>"


def run(command, root, tmp_path):
    """Runs a generator, which is to find nothing wrong."""
    done = subprocess.run(
        command,
        cwd=root,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def write(root, files):
    """Writes the files of a site."""
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


def jekyll(root, code, program, lacking, tmp_path):
    """The page that Jekyll makes."""
    write(root, {"_config.yml": "", "index.html": f"---\n---\n{PAGE % code}"})
    run([program("jekyll"), "build", "--disable-disk-cache", "--quiet"], root, tmp_path)
    return root / "_site" / "index.html"


def hugo(root, code, program, lacking, tmp_path):
    """The page that Hugo makes."""
    beside = Path(sys.executable).parent / "hugo"
    command = str(beside) if beside.is_file() else program("hugo")
    write(root, {"hugo.toml": 'baseURL = "https://x.example"', "layouts/index.html": PAGE % code})
    run([command, "--quiet"], root, tmp_path)
    return root / "public" / "index.html"


def eleventy(root, code, program, lacking, tmp_path):
    """The page that Eleventy makes."""
    place = Path(os.environ.get("FEEDS_PEERS", REPOSITORY / "build" / "peers"))
    command = place / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs"
    if not command.is_file():
        lacking("Eleventy is not installed: make peers")
    (root / "node_modules").symlink_to(place / "node_modules")
    write(root, {"package.json": '{"type": "module"}', "index.html": PAGE % code})
    run(["node", str(command), "--quiet"], root, tmp_path)
    return root / "_site" / "index.html"


@pytest.mark.parametrize("build", [jekyll, hugo, eleventy])
def test_the_snippet_comes_into_the_page(shown, build, program, lacking, tmp_path):
    """Somebody would copy what the documentation says, and have a build that fails."""
    folder, code = ROWS[build.__name__.capitalize()]
    title = 'A {{ 6 * 7 }} & "B" {% raw %} 港'
    snippet = shown({"title": title}, title=title).document("snippet").data.decode("utf-8")
    root = tmp_path / "blog"
    write(root, {f"{folder}autodiscovery.html": snippet})
    page = build(root, code, program, lacking, tmp_path)
    assert snippet.strip() in page.read_text(encoding="utf-8")


def test_every_generator_that_is_adopted_is_named():
    """Somebody would look for their generator in vain."""
    from feeds.collect.dialects.names import NAMES, PLAIN

    assert {name.lower() for name in ROWS} == set(NAMES) - {PLAIN}
