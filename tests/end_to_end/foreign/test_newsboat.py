"""newsboat, a reader in a terminal, subscribes to whole sites."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pytest

Rows = list[tuple[Any, ...]]
Reload = Callable[[str, Sequence[str]], tuple[Rows, Rows]]


@pytest.fixture
def reload(built: Any, program: Callable[[str], str], tmp_path: Path) -> Reload:
    """Subscribes to files of a site, and gives what newsboat stored: its feeds and items."""
    newsboat = program("newsboat")

    def run(name: str, paths: Sequence[str]) -> tuple[Rows, Rows]:
        urls, cache, log = (tmp_path / f"{name}.{kind}" for kind in ("urls", "db", "log"))
        lines = (f"file://{quote(str(built.folder / path))}\n" for path in paths)
        urls.write_text("".join(lines))
        subprocess.run(
            [newsboat, "-u", urls, "-c", cache, "-d", log, "-l", "2", "-x", "reload"],
            env={**os.environ, "TERM": "dumb"},
            stdin=subprocess.DEVNULL,
            timeout=60,
            check=True,
        )
        assert not log.exists() or not log.read_text()
        with closing(sqlite3.connect(cache)) as database:
            feeds = database.execute("SELECT rssurl, title, url FROM rss_feed").fetchall()
            items = database.execute(
                "SELECT guid, title, author, url, pubDate, content, enclosure_url, enclosure_type "
                "FROM rss_item"
            ).fetchall()
        start = len(f"file://{quote(str(built.folder))}/")
        return [(unquote(url[start:]), *rest) for url, *rest in feeds], items

    return run


def test_every_feed_is_taken(built: Any, reload: Reload) -> None:
    """It would say that a feed is broken."""
    wanted = {path: feed for path, _, feed in built.of("atom", "rss") if feed.entries}
    feeds, _ = reload("all", list(wanted))
    assert {path: rest for path, *rest in feeds} == {
        path: [feed.title, feed.home] for path, feed in wanted.items()
    }


@pytest.mark.parametrize("form", ["atom", "rss"])
def test_the_posts_of_an_archive_are_listed(built: Any, reload: Reload, form: str) -> None:
    """It would not list a post, or would show something else than the post says.

    It plays the last of a post's files that can be, which RSS has as `media:content`, and
    knows the last author of RSS.
    """
    pages = [path for path, _, feed in built.of(form) if feed.current and feed.name == "whole"]
    _, items = reload(form, pages)
    expected = {each["id"]: each for path in pages for each in built.entries(path)}
    assert {item[0] for item in items} == set(expected)
    whole = [path for path, _, feed in built.of("atom") if feed.current and feed.name == "whole"]
    files = {each["id"]: each["files"] for path in whole for each in built.entries(path)}
    for guid, title, author, url, published, content, *file in items:
        wanted = expected[guid]
        assert (title, url) == (wanted["title"], wanted["link"])
        assert published == int(wanted["published"].timestamp())
        assert author == ", ".join(wanted["authors"][-1 if form == "rss" else 0 :])
        assert content == (wanted["html"] or wanted["summary"])
        played = [each[:2] for each in files[guid] if each[1].startswith(("audio/", "video/"))]
        assert tuple(file) == (played or [("", "")])[-1]
