"""The blog of the week of cron, and what is said of the week."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.blog import Blog
from benchmarks.cron import Run, growth, table

POSTS = 30
EDITS = 200


def files(folder: Path) -> dict[str, bytes]:
    """All files of a site."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.*")
            if path.is_file()}  # fmt: skip


def week(slower: float = 1.0, larger: float = 1.0) -> list[Run]:
    """A hundred runs, whose last tenth takes more."""
    return [
        Run(
            changed=number % 3 == 0,
            seconds=(0.5 if number % 3 == 0 else 0.05) * (slower if number >= 90 else 1),
            rss=60.0,
            remembered=int(4096 * (larger if number >= 90 else 1)),
            posts=POSTS,
        )
        for number in range(100)
    ]


def test_every_edit_changes_something(tmp_path):
    """Runs after an edit would be runs in which nothing changed."""
    blog = Blog(tmp_path / "blog", POSTS, seed=1)
    kinds = set()
    before = files(blog.folder)
    for _ in range(EDITS):
        kinds.add(blog.edit())
        after = files(blog.folder)
        assert after != before
        before = after
    assert len(kinds) == 8


def test_the_blog_stays_as_large_as_it_is(tmp_path):
    """Time and memory would grow because the blog does."""
    blog = Blog(tmp_path / "blog", POSTS, seed=2)
    for _ in range(EDITS):
        blog.edit()
        assert POSTS - 1 <= len(blog) <= POSTS + 1
    assert len(list((blog.folder / "_posts").iterdir())) == len(blog)


def test_a_seed_gives_the_same_blog(tmp_path):
    """A failure could not be looked into by running the week again."""
    blogs = [Blog(tmp_path / name, POSTS, seed=3) for name in ("a", "b")]
    edits = [[blog.edit() for _ in range(EDITS)] for blog in blogs]
    assert edits[0] == edits[1]
    assert files(blogs[0].folder) == files(blogs[1].folder)


def test_growth_is_seen():
    """A program that slows down or remembers more and more would pass."""
    assert growth(week()) == pytest.approx(dict.fromkeys(growth(week()), 1.0))
    grown = growth(week(slower=2.0, larger=1.5))
    assert grown["nothing changed, s"] == pytest.approx(2.0)
    assert grown["changed, s"] == pytest.approx(2.0)
    assert grown["remembered, KiB"] == pytest.approx(1.5)


def test_a_tenth_without_a_change_has_no_figure_for_it():
    """A short week would be told with a figure that is none."""
    quiet = [Run(False, 0.05, 60.0, 4096, POSTS)] * 20
    assert "| 1–2 | 0.050 |  | 60.0 | 4.00 | 30.0 |" in table(quiet)
