"""A post and a site to render for, and the door with a dialect that expands nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from feeds.content.pipeline import render
from feeds.errors import Finding
from feeds.model import Body, Expanded, Post, Site

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def as_it_is(source: str, _post: Post) -> Expanded:
    """The step of a dialect without template code."""
    return Expanded(source)


@pytest.fixture
def make_post() -> Callable[..., Post]:
    """A maker of posts at one URL; keywords change what they say."""

    def make(**changes: object) -> Post:
        fields: dict[str, object] = {
            "path": "posts/one.md",
            "id": "https://blog.example/2026/one/",
            "url": "https://blog.example/2026/one/",
            "title": "One",
            "published": NOON,
            "updated": NOON,
            "language": "en",
        }
        return Post(**{**fields, **changes})

    return make


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A site whose root is an empty folder of this test."""
    root = tmp_path / "site"
    root.mkdir()
    return Site(root, "https://blog.example", "Blog", "en", ZoneInfo("UTC"))


@pytest.fixture
def rendered(
    make_post: Callable[..., Post], site: Site
) -> Callable[..., tuple[Body, tuple[Finding, ...]]]:
    """Renders a text as the body of a post; keywords change what the post says."""

    def run(source: str, **changes: object) -> tuple[Body, tuple[Finding, ...]]:
        body, findings, _ = render(source, make_post(**changes), site, as_it_is)
        return body, findings

    return run
