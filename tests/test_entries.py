"""The entries of what a run shows: read, rendered and kept as little as possible."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from feeds import entries as module
from feeds import renderer
from feeds.collect import collect
from feeds.content import pipeline
from feeds.entries import Entries
from feeds.errors import Finding, PostError, error
from feeds.kept import Kept
from feeds.model import Body, Post, Site
from feeds.renderer import Renderer
from feeds.workspace import Workspace, eligible, moment, open_site

POST = "---\ntitle: {0}\ndate: 2026-11-0{1}\n---\ntext of {0}\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A blog of three posts, read long enough after it was written."""
    site = tmp_path / "site"
    (site / "posts").mkdir(parents=True)
    toml = '[site]\nurl = "https://x.example"\ntitle = "X"\ntimezone = "UTC"\n'
    (site / "feeds.toml").write_text(toml)
    for number, name in enumerate("abc", 1):
        (site / f"posts/{name}.md").write_text(POST.format(name, number))
    time.sleep(0.08)
    return site


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the posts that were rendered, in order."""
    paths: list[str] = []
    render = pipeline.render

    def noted(source: str, post: Post, **rest: Any) -> tuple[Body, tuple[Finding, ...]]:
        paths.append(post.path)
        return render(source, post, **rest)

    monkeypatch.setattr(pipeline, "render", noted)
    return paths


@contextmanager
def shown(site: Path, *, cache: bool = True) -> Iterator[tuple[Entries, tuple[Post, ...]]]:
    """The entries of all posts of the site, newest first, and the posts."""
    workspace: Workspace = open_site(site, cache=site / ".feeds" if cache else None)
    with (
        collect(workspace.site, workspace.dialect, workspace.cache) as collection,
        closing(Kept(workspace.cache)) as kept,
    ):
        now = moment("2026-12-01", workspace.site)
        posts = tuple(collection.store.select(eligible(workspace.site, now)))
        made = Renderer(workspace, (), remembers=kept.usable)
        yield Entries(made, posts, kept), posts


def run(site: Path) -> list[str]:
    """The HTML of all posts of the site."""
    with shown(site) as (entries, posts):
        entries.prepare(posts)
        return [entry.body.html for entry in entries.of(posts)]


def test_what_is_kept_is_what_was_rendered(site: Path, rendered: list[str]) -> None:
    """The second run would publish something else than the first."""
    first = run(site)
    assert rendered == ["posts/c.md", "posts/b.md", "posts/a.md"]
    assert run(site) == first
    assert len(rendered) == 3


def test_a_body_that_is_damaged_is_rendered_again(site: Path, rendered: list[str]) -> None:
    """A post would be published without its body."""
    first = run(site)
    with closing(sqlite3.connect(site / ".feeds/results.sqlite")) as database, database:
        database.execute("UPDATE bodies SET body = x'00' WHERE path = 'posts/b.md'")
    rendered.clear()
    assert run(site) == first
    assert rendered == ["posts/b.md"]
    assert run(site) == first
    assert rendered == ["posts/b.md"]


def test_a_file_that_changes_meanwhile_changes_the_key(site: Path) -> None:
    """A feed with the newer text would count as made from the older one."""
    run(site)
    with closing(sqlite3.connect(site / ".feeds/results.sqlite")) as database, database:
        database.execute("UPDATE bodies SET body = x'00'")
    with shown(site) as (entries, posts):
        before = entries.key(posts[0])
        (site / posts[0].path).write_text(POST.format("c", 3).replace("text", "newer"))
        entries.prepare(posts[:1])
        assert "newer" in entries.of(posts[:1])[0].body.html
        assert entries.key(posts[0]) != before


def test_a_file_that_cannot_be_read_is_said_and_read_again(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file on a disk that was away for a moment would stay without its body."""
    first = run(site)
    (site / "posts/c.md").write_text(POST.format("c", 3))
    read_body = renderer.read_body

    def refuse(site: Site, post: Post) -> str:
        if post.path == "posts/c.md":
            raise PostError(error("gone", post.path))
        return read_body(site, post)

    with monkeypatch.context() as patched:
        patched.setattr(renderer, "read_body", refuse)
        for _ in range(2):
            with shown(site) as (entries, posts):
                entries.prepare(posts)
                assert entries.of(posts)[0].body.html == ""
                assert [finding.what for finding in entries.findings] == ["gone"]
    assert run(site) == first


def test_what_was_rendered_before_a_run_is_ended_is_kept(
    site: Path, rendered: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever presses Ctrl-C in a first run would lose more than the batch under way."""
    monkeypatch.setattr(renderer, "_BATCH", 2)
    render = pipeline.render

    def ended(source: str, post: Post, **rest: Any) -> object:
        if post.path == "posts/a.md":
            raise KeyboardInterrupt
        return render(source, post, **rest)

    with monkeypatch.context() as patched:
        patched.setattr(pipeline, "render", ended)
        with pytest.raises(KeyboardInterrupt):
            run(site)
    rendered.clear()
    run(site)
    assert rendered == ["posts/a.md"]


def test_many_bodies_are_kept_some_at_a_time(
    site: Path, rendered: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A first run that is killed would lose everything."""
    monkeypatch.setattr(module, "_COMMITTED", 2)
    first = run(site)
    rendered.clear()
    assert run(site) == first
    assert rendered == []


def test_progress_is_told(site: Path) -> None:
    """A first run that takes long would look as if it hung."""
    told: list[tuple[int, ...]] = []
    with shown(site) as (entries, posts):
        entries.prepare(posts, lambda *step: told.append(step))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_without_a_cache_everything_is_rendered(site: Path, rendered: list[str]) -> None:
    """A run with --no-cache would fail, or show old bodies."""
    for _ in range(2):
        with shown(site, cache=False) as (entries, posts):
            entries.prepare(posts)
            assert len(entries.of(posts)) == 3
    assert len(rendered) == 6
