"""Sites with feeds, from case files and made to order."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from feeds.model import (
    Aid,
    Document,
    Feed,
    FeedSettings,
    Filter,
    Person,
    Site,
    SubscribeSettings,
    Subscriptions,
)
from feeds.podcast import Show
from feeds.subscribe.documents import document
from feeds.templating.templates import Templates
from feeds.zones import zone

CASES = Path(__file__).parent / "cases"


@dataclass(frozen=True)
class Shown:
    """A site, its feeds, and what makes documents of them."""

    site: Site
    feeds: tuple[Feed, ...]

    def wanted(self, aid: Aid) -> Subscriptions:
        """What there is to make."""
        return Subscriptions(aid, self.site, self.feeds)

    def document(self, aid: Aid) -> Document:
        """The document, made with the site's templates."""
        return document(self.wanted(aid), Templates(self.site.root))


def show(root: Path, site: dict[str, Any], feeds: list[dict[str, Any]]) -> Shown:
    """A site of a table of its settings, and one for each of its feeds, which may say `by`."""
    site = dict(site)
    people = tuple(Person(**person) for person in site.pop("authors", ()))
    subscribe = SubscribeSettings(**site.pop("subscribe", {}))
    tables = [{"name": "main", "language": "en", "description": "", **feed} for feed in feeds]
    for table in tables:
        if table.pop("podcast", False):
            table["podcast"] = Show(author="Ann")
    made = Site(
        root=root,
        timezone=zone("UTC"),
        authors=people,
        subscribe=subscribe,
        feeds=tuple(
            FeedSettings(
                table["name"],
                "",
                {},
                by=table.pop("by", None),
                filter=Filter(**table.pop("filter", {})),
            )
            for table in tables
        ),
        **{"url": "https://x.example", "title": "Notes", "language": "en", **site},
    )
    home = {"home": f"{made.url}/", "base": made.url, "entries": ()}
    return Shown(made, tuple(Feed(**{**home, **table}) for table in tables))


@pytest.fixture(params=sorted(path.stem for path in CASES.glob("*.toml")))
def case(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, Shown]:
    """Each case in turn: its name, and what it shows."""
    data = tomllib.loads((CASES / f"{request.param}.toml").read_text(encoding="utf-8"))
    return request.param, show(tmp_path, data["site"], data["feeds"])


@pytest.fixture
def shown(tmp_path: Path) -> Callable[..., Shown]:
    """A site with one feed, or with those that the test names."""

    def make(*feeds: dict[str, Any], **site: Any) -> Shown:
        one = {"title": "Notes", "paths": {"atom": "atom.xml", "rss": "rss.xml"}}
        return show(tmp_path, site, [{**one, **feed} for feed in feeds or ({},)])

    return make


@pytest.fixture
def many(shown: Callable[..., Shown]) -> Shown:
    """A site with more feeds than can be overlooked."""
    terms = [f"Term {number:02}" for number in range(20)]
    return shown(
        {},
        *(
            {
                "name": "tags",
                "by": "tag",
                "term": term,
                "title": f"Notes – {term}",
                "paths": {"atom": f"tags/{number}/atom.xml"},
            }
            for number, term in enumerate(terms)
        ),
    )


def without(shown: Shown, **paths: str) -> Shown:
    """The same site with other output paths."""
    settings = replace(shown.site.subscribe, **paths)
    return replace(shown, site=replace(shown.site, subscribe=settings))
