"""Elements that a site's own package adds to feeds."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

WORKING = """
from feeds.model import Element

class Own:
    namespaces = {"own": "https://own.example/ns#"}

    def feed(self, feed):
        yield Element("own:size", str(len(feed.entries)))

    def entry(self, entry):
        yield Element("own:words", str(len(entry.body.html.split())), (("of", entry.post.title),))
"""
POST = "---\ntitle: A\ndate: 2026-11-0{}\n---\nSome words & more.\n"
SETTINGS = """
[[feeds]]
name = "main"
archive = "year"
extensions = ["own"]
[[feeds]]
name = "plain"
"""

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A folder with an installed package, `own`, that has an extension of that name."""
    folder = tmp_path / "packages"
    about = folder / "own-1.0.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: own\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[feeds.extensions]\nown = own_module:Own\n")
    (folder / "own_module.py").write_text(WORKING)
    return folder


@pytest.fixture
def run(package: Path, write_site: Callable[..., Path]) -> tuple[Path, Run]:
    """A site whose main feed names the extension, and what builds it beside the package."""
    site = write_site({"posts/a.md": POST.format(1), "posts/b.md": POST.format(2)}, SETTINGS)

    def build(*options: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "feeds", "build", str(site), *options],
            env={
                **os.environ,
                "PYTHONDONTWRITEBYTECODE": "1",
                "PYTHONPATH": f"{package}{os.pathsep}{Path(__file__).parents[2]}",
            },
            capture_output=True,
            text=True,
            check=False,
        )

    return site, build


def test_an_extension_adds_to_the_feeds_that_name_it(run: tuple[Path, Run], package: Path) -> None:
    """A site would have to change the program for one element of its own."""
    site, build = run
    done = build()
    assert done.returncode == 0, done.stderr
    for name in ("atom.xml", "atom-2026.xml", "rss.xml"):
        text = (site / "public" / name).read_text()
        assert "<own:size>2</own:size>" in text
        assert text.count('<own:words of="A">4</own:words>') == 2
        assert text.count("xmlns:own=") == 1
    assert "own" not in (site / "public/plain/atom.xml").read_text()
    (package / "own_module.py").write_text(WORKING.replace("own:words", "own:count"))
    for _ in range(2):
        assert build().returncode == 0
    assert "own:count" in (site / "public/atom.xml").read_text()


@pytest.mark.parametrize(
    ("module", "said"),
    [
        ("raise RuntimeError('broken')", "cannot be loaded: RuntimeError('broken')"),
        (WORKING.replace("entry.post.title", "1 / 0"), "failed: ZeroDivisionError"),
        (WORKING.replace('"own:words"', '"other:words"'), "'other:words', which no namespace"),
    ],
)
def test_an_extension_that_fails_costs_its_feeds_alone(
    run: tuple[Path, Run], package: Path, module: str, said: str
) -> None:
    """One mistake in a site's own code would stop every feed, or end in a traceback."""
    site, build = run
    build()
    before = (site / "public/atom.xml").read_bytes()
    (package / "own_module.py").write_text(module)
    (site / "posts/c.md").write_text(POST.format(3))
    done = build()
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert (site / "public/atom.xml").read_bytes() == before
    assert (site / "public/plain/atom.xml").read_text().count("<entry>") == 3
    assert not list((site / "public").rglob("*.feeds-new"))


def test_an_extension_that_is_not_there(run: tuple[Path, Run], package: Path) -> None:
    """Nobody would know what to install."""
    site, build = run
    (package / "own-1.0.dist-info/entry_points.txt").unlink()
    done = build()
    assert done.returncode == 1
    assert "no extension named own is installed" in done.stderr
    assert not (site / "public/atom.xml").exists()
