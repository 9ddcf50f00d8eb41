"""What docs/serving.md says beside the files: moved feeds, and what happens at a publish."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

PAGE = (Path(__file__).parents[2] / "docs" / "serving.md").read_text(encoding="utf-8")


@pytest.fixture
def moved(serve: Callable[..., Any], public: Path) -> Any:
    """A server with the lines that the page has for it."""
    language = {"htaccess": "apache", "apache2": "apache", "caddy": "caddy", "nginx": "nginx"}
    (public / "atom.xml").write_text("<feed/>", encoding="utf-8")

    def lines(name: str) -> str:
        found = re.search(rf"^```{language[name]}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
        assert found
        return found[1]

    return serve(public, lines)


def test_a_moved_feed_is_followed(moved: Any) -> None:
    """Readers of the old address would hear of no new post."""
    answer = moved.ask("/feed/")
    assert answer.status == 301
    assert re.sub(r"^http://127\.0\.0\.1:\d+", "", answer.headers["location"]) == "/atom.xml"
    assert moved.ask("/atom.xml").status == 200


def test_a_publish_is_seen(serve: Callable[..., Any], public: Path) -> None:
    """Readers would keep the feed that they have, or get yesterday's from beside the new one."""
    feed = public / "atom.xml"
    feed.write_text("<feed>old</feed>", encoding="utf-8")
    os.utime(feed, (1_790_000_000, 1_790_000_000))
    server = serve(public)
    first = server.ask("/atom.xml")
    (public / ".beside").write_text("<feed>new</feed>", encoding="utf-8")
    (public / ".beside").replace(feed)
    second = server.ask("/atom.xml", If_None_Match=first.headers["etag"])
    assert (second.status, second.body) == (200, b"<feed>new</feed>")


def test_nothing_packed_is_needed(serve: Callable[..., Any], public: Path) -> None:
    """A site without packed files would not be served."""
    (public / "atom.xml").write_text("<feed/>", encoding="utf-8")
    answer = serve(public).ask("/atom.xml", Accept_Encoding="gzip, br")
    assert (answer.status, answer.body) == (200, b"<feed/>")
    assert answer.headers["content-type"] == "application/xml; charset=utf-8"
