"""Outputs that are refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from benchmarks.check import UnfitError, check
from benchmarks.site import Site
from feeds.cli import main

POSTS = 40
DIGESTS = ("digest/latest.html", "digest/latest.txt", "digest/latest.eml")


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """What this program writes of a few posts after the first edit of the newest."""
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.setattr("benchmarks.site.GRAIN", 0.0)
    site = Site(tmp_path_factory.mktemp("work"), POSTS, short=False)
    site.prepare({"jekyll"})
    site.change_newest()
    monkeypatch.undo()
    root = site.root("jekyll")
    assert main(["build", "--quiet", "--no-cache", str(root)]) == 0
    return root / "public"


@pytest.fixture
def output(built: Path, tmp_path: Path) -> Path:
    """A copy that a test may spoil."""
    return Path(shutil.copytree(built, tmp_path / "output"))


def checked(output: Path, edit: int = 1):
    """The check of what this program has to write."""
    return check(output, POSTS, ("atom", "rss"), DIGESTS, edit)


def test_a_whole_output_is_counted(output):
    """A program that did all it was asked for would be refused."""
    count = checked(output)
    assert count.feeds == 2 * 13
    assert count.items == 2 * (20 + POSTS)


def test_a_feed_less_is_refused(output):
    """A program would win by writing fewer feeds."""
    next(output.glob("categories/*/rss.xml")).unlink()
    with pytest.raises(UnfitError, match="1 of 13 rss feeds are not there"):
        checked(output)


def test_a_post_that_is_cut_off_is_refused(output):
    """A program would win by writing excerpts."""
    feed = output / "atom.xml"
    feed.write_text(feed.read_text("utf-8").replace("end-of-post-0000033", "…"), "utf-8")
    with pytest.raises(UnfitError, match="1 of 13 atom feeds are not there"):
        checked(output)


def test_markdown_is_refused(output):
    """A program would win by not rendering what it shows."""
    feed = output / "atom.xml"
    feed.write_text(feed.read_text("utf-8").replace("&lt;h2&gt;", "\n## ", 1), "utf-8")
    with pytest.raises(UnfitError, match="as Markdown"):
        checked(output)


def test_an_old_output_is_refused(output):
    """A program would win by not noticing an edit."""
    with pytest.raises(UnfitError, match="as it was before"):
        checked(output, edit=2)


def test_an_old_digest_is_refused(output):
    """This program would win by not writing its newsletter anew."""
    page = output / DIGESTS[0]
    page.write_text(page.read_text("utf-8").replace("edit-0001-of-the-head", ""), "utf-8")
    with pytest.raises(UnfitError, match=r"latest\.html is not there, or as it was before"):
        checked(output)
