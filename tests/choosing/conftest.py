"""Newsletters, editions and posts for the tests of choosing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from feeds.model import Claim, Edition, NewsletterSettings, Person, Post, Site
from feeds.zones import zone

START = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture(scope="session")
def newsletter() -> Callable[..., NewsletterSettings]:
    """Makes the settings of a newsletter."""
    return partial(NewsletterSettings, "weekly", "The weekly", "en", Person("Mio", "mio@x.example"))


@pytest.fixture(scope="session")
def site() -> Site:
    """A site in Tokyo."""
    return Site(Path(), "https://x.example", "A site", "en", zone("Asia/Tokyo"))


@pytest.fixture(scope="session")
def post() -> Callable[..., Post]:
    """Makes a post of that name, published on that day of November."""

    def make(name: str, day: float = 1, **more: object) -> Post:
        published = START + timedelta(days=day - 1)
        known: dict[str, object] = {
            "path": f"posts/{name}.md",
            "id": f"tag:x.example,2026:{name}",
            "url": f"https://x.example/{name}/",
            "title": f"On {name}",
            "published": published,
            "updated": published,
            "language": "en",
        }
        return Post(**known | more)  # type: ignore[arg-type]

    return make


@pytest.fixture(scope="session")
def claim() -> Callable[[Post], Claim]:
    """What an edition records of a post."""
    return lambda post: Claim(post.id, post.path, post.url, post.published, post.title)


@pytest.fixture(scope="session")
def edition() -> Callable[..., Callable[..., Edition]]:
    """Makes what makes an edition of that label; its window is the week before that day."""

    def make(label: str, **known: object) -> Callable[..., Edition]:
        day = datetime.fromisoformat(label[:10]).replace(tzinfo=UTC)
        window = {"since": day - timedelta(days=7), "until": day}
        for key in ("since", "until"):
            if key in known:
                window[key] = datetime.fromisoformat(str(known.pop(key)))
        return partial(Edition, "weekly", label, f"editions/weekly/{label}.md", **window, **known)

    return make
