"""Bodies that are kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feeds import bodies
from feeds.bodies import About, Bodies, body_key, body_row, source_hash
from feeds.collect.scan import Stamp
from feeds.errors import error
from feeds.kept import Kept
from feeds.model import Body, Post

NOW = datetime(2026, 11, 23, tzinfo=UTC)
POST = Post("posts/a.md", "tag:a", "https://x.example/a/", "A", NOW, NOW, "en")
BODY = Body("<p>é\u2028</p>", "é")
ODD = (error("odd", "posts/a.md", 3, remedy="Mend it."),)
ABOUT = About(Stamp(1, 2, 3, 4), "source", "key", ODD)


@contextmanager
def opened(cache: Path | None) -> Iterator[Bodies]:
    """What is kept in that folder."""
    with closing(Kept(cache)) as kept:
        yield Bodies(kept)


def test_a_body_comes_back_with_its_findings(tmp_path: Path) -> None:
    """A kept body would differ from a rendered one, or its warning be said only once."""
    with opened(tmp_path) as kept:
        assert kept.about([POST.path]) == {}
        assert kept.recall({POST.path: "key"}) == {}
        kept.keep([body_row(POST.path, ABOUT, BODY)])
    with opened(tmp_path) as kept:
        assert kept.about([POST.path, "posts/b.md"]) == {POST.path: ABOUT}
        assert kept.recall({POST.path: "key"}) == {POST.path: BODY}


def test_a_body_is_given_for_its_key_alone(tmp_path: Path) -> None:
    """Two runs at once could give a post the body of its older text."""
    with opened(tmp_path) as kept:
        kept.keep([body_row(POST.path, ABOUT, BODY)])
        assert kept.recall({POST.path: "another"}) == {}


def test_what_is_known_can_change_without_the_body(tmp_path: Path) -> None:
    """After a fresh checkout every file would be read at every run for ever."""
    with opened(tmp_path) as kept:
        kept.keep([body_row(POST.path, ABOUT, BODY)])
        kept.correct({POST.path: replace(ABOUT, stamp=None)})
        assert kept.about([POST.path]) == {POST.path: replace(ABOUT, stamp=None)}
        assert kept.recall({POST.path: "key"}) == {POST.path: BODY}


def test_whatever_shapes_a_body_is_in_its_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """An old body would be shown after its text, its record or a library changed."""
    source = source_hash("text")
    keys = {
        body_key(source, POST, "plain"),
        body_key(source_hash("other"), POST, "plain"),
        body_key(source, POST, "jekyll"),
        body_key(source, replace(POST, url="https://x.example/b/"), "plain"),
        body_key(source, replace(POST, front_matter={"reading_time": 5}), "plain"),
    }
    monkeypatch.setattr(bodies, "versions", lambda *_: ("999",))
    keys.add(body_key(source, POST, "plain"))
    assert len(keys) == 6


def test_what_is_shown_no_more_is_forgotten(tmp_path: Path) -> None:
    """The cache would grow for as long as the blog lives."""
    with opened(tmp_path) as kept:
        kept.keep([body_row(path, ABOUT, BODY) for path in "ab"])
        kept.forget_all_but({"b"})
    with opened(tmp_path) as kept:
        assert kept.about(["a", "b"]).keys() == {"b"}
