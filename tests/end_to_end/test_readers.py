"""Real feed readers subscribe to what was built."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import urllib.request
from collections.abc import Callable
from pathlib import Path

import feedparser

NOW = ("--now", "2026-11-23T12:00:00+09:00")


def test_feedparser_over_http(
    feeds: Callable[..., object], sample: Path, serve: Callable[[Path], str]
) -> None:
    """A reader that fetches the feed as its server sends it would not understand it."""
    feeds("build", sample, *NOW)
    address = serve(sample / "public")
    for path in ("atom.xml", "rss.xml", "categories/%E5%8F%B0%E6%89%80/atom.xml"):
        with urllib.request.urlopen(f"{address}/{path}") as answer:
            headers = {name.lower(): value for name, value in answer.headers.items()}
            feed = feedparser.parse(answer.read(), response_headers=headers)
        assert not feed.bozo
        assert feed.entries


def test_newsboat(
    feeds: Callable[..., object],
    sample: Path,
    serve: Callable[[Path], str],
    program: Callable[[str], str],
    tmp_path: Path,
) -> None:
    """A reader in wide use would not list the posts."""
    newsboat = program("newsboat")
    feeds("build", sample, *NOW)
    address = serve(sample / "public")
    for name in ("atom.xml", "rss.xml"):
        urls, cache = tmp_path / f"{name}.urls", tmp_path / f"{name}.db"
        urls.write_text(f"{address}/{name}\n")
        subprocess.run(
            [newsboat, "-u", urls, "-c", cache, "-x", "reload"],
            env={**os.environ, "TERM": "dumb"},
            stdin=subprocess.DEVNULL,
            timeout=60,
            check=True,
        )
        database = sqlite3.connect(cache)
        rows = database.execute(
            "SELECT title, author, url, pubDate, content FROM rss_item"
        ).fetchall()
        database.close()
        assert len(rows) == 17
        assert {"最終便の窓", "Rye for the night ferry"} <= {row[0] for row in rows}
        assert all(author and url.startswith("https://") for _, author, url, _, _ in rows)
        assert all(date > 1_780_000_000 and content for _, _, _, date, content in rows)
