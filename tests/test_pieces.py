"""What a piece of a site's output is made from."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from feeds import pieces
from feeds.model import (
    Choice,
    Copies,
    Edition,
    Editions,
    Feed,
    FeedSettings,
    Issue,
    NewsletterSettings,
    Person,
    PostSettings,
    Site,
    SubscribeSettings,
    Subscriptions,
)
from feeds.pieces import Piece, Shapes, subscribe_pieces
from feeds.zones import zone

FEED = Feed("T", "D", "https://x.example/", "https://x.example", "en", {"atom": "a.xml"}, ())
LETTER = NewsletterSettings("weekly", "Weekly", "en", Person("A"))
ISSUE = Issue(LETTER, Choice(()))
WHEN = datetime(2026, 11, 23, tzinfo=UTC)
EDITION = Edition("weekly", "2026-11-23", "editions/weekly/2026-11-23.md", WHEN, WHEN, "approved")
SITE = Site(Path("site"), "https://x.example", "X", "en", zone("Asia/Tokyo"), newsletters=(LETTER,))
PAGE = Subscriptions("page", SITE, (FEED,))


def other(value: object) -> Any:
    """Some other value that might stand there."""
    match value:
        case str():
            return f"{value} other"
        case int():
            return value + 1
        case dict():
            return {**value, "rss": "rss.xml"}
        case tuple():
            return (*value, "other")
        case Person():
            return Person("B")
        case PostSettings():
            return PostSettings(folders=("elsewhere",))
        case SubscribeSettings():
            return SubscribeSettings(page="elsewhere.html")
        case _:
            return "other"


@pytest.mark.parametrize("name", [field.name for field in fields(Feed)])
def test_whatever_shapes_a_feed_is_in_its_shape(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A feed would keep its old title after the settings changed."""
    monkeypatch.setattr(pieces, "sources", lambda names: {each: each for each in names})
    changed: Any = replace(FEED, **{name: other(getattr(FEED, name))})
    assert Shapes(SITE).of(changed) != Shapes(SITE).of(FEED)


@pytest.mark.parametrize("name", [field.name for field in fields(NewsletterSettings)])
def test_whatever_shapes_an_issue_is_in_its_shape(name: str) -> None:
    """A newsletter would keep its old sender after the settings changed."""
    changed: Any = replace(LETTER, **{name: other(getattr(LETTER, name))})
    assert Shapes(SITE).of(replace(ISSUE, newsletter=changed)) != Shapes(SITE).of(ISSUE)


@pytest.mark.parametrize("name", [field.name for field in fields(Site) if field.name != "root"])
def test_a_template_can_show_every_setting(name: str) -> None:
    """A newsletter would keep an old title or time zone after the settings changed."""
    changed: Any = replace(SITE, **{name: other(getattr(SITE, name))})
    assert Shapes(changed).of(ISSUE) != Shapes(SITE).of(ISSUE)
    assert Shapes(changed).of(PAGE) != Shapes(SITE).of(PAGE)


def test_whatever_is_listed_is_in_the_shape_of_a_list() -> None:
    """The page would lack a new feed, or have an old title, after the settings changed."""
    for aid in ("page", "opml", "snippet"):
        listed = replace(PAGE, aid=aid)
        more = replace(listed, feeds=(*listed.feeds, replace(FEED, title="More")))
        assert Shapes(SITE).of(more) != Shapes(SITE).of(listed)


def test_only_feeds_that_can_be_followed_are_listed() -> None:
    """Readers would subscribe to an archive's page, which never changes."""
    page = replace(FEED, paths={"atom": "a-2025.xml"}, current=FEED.paths)
    by_aid = {
        piece.of.aid: piece.of.feeds
        for piece in subscribe_pieces(SITE, [FEED, page])
        if isinstance(piece.of, Subscriptions)
    }
    assert by_aid == {"stylesheet": (), "page": (FEED,), "opml": (FEED,), "snippet": (FEED,)}


def test_what_is_not_wanted_is_not_made() -> None:
    """A site that has a page of its own would get a second one."""
    few = replace(SITE, subscribe=SubscribeSettings(stylesheet="", page="", opml="list.opml"))
    assert [piece.name for piece in subscribe_pieces(few, [FEED])] == [
        *("list.opml", "autodiscovery.html")
    ]
    assert list(subscribe_pieces(SITE, [])) == []


def test_a_feed_does_not_depend_on_other_feeds() -> None:
    """A new feed in the settings would have all others made again."""
    more = FeedSettings("more", "More", {"atom": "more.xml"})
    assert Shapes(replace(SITE, feeds=(more,))).of(FEED) == Shapes(SITE).of(FEED)


def test_the_place_of_a_site_does_not_matter() -> None:
    """A fresh checkout would have to make every newsletter again."""
    for of in (ISSUE, PAGE):
        assert Shapes(replace(SITE, root=Path("elsewhere"))).of(of) == Shapes(SITE).of(of)


@pytest.mark.parametrize(
    ("library", "feed", "letter"),
    [
        *(("feedgen", True, False), ("lxml", True, True), ("premailer", False, True)),
        *(("jinja2", False, True), ("babel", False, True), ("nh3", False, False)),
    ],
)
def test_a_library_shapes_what_it_makes(
    library: str, feed: bool, letter: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After an upgrade outputs would differ from those of a fresh machine."""
    before = Shapes(SITE).of(FEED), Shapes(SITE).of(ISSUE)
    real = pieces.versions

    def upgraded(*names: str) -> tuple[str, ...]:
        return (*real(*names), "99") if library in names else real(*names)

    monkeypatch.setattr(pieces, "versions", upgraded)
    assert (Shapes(SITE).of(FEED) != before[0], Shapes(SITE).of(ISSUE) != before[1]) == (
        feed,
        letter,
    )


def test_no_two_pieces_share_a_name() -> None:
    """Two feeds would push each other out of the cache, and be made again at every run."""
    pieces = [
        Piece(FEED, ()),
        Piece(replace(FEED, paths={"atom": "b.xml"}), ()),
        Piece(ISSUE, ()),
        Piece(replace(ISSUE, newsletter=replace(LETTER, name="daily")), ()),
        Piece(Copies(LETTER, EDITION), ()),
        Piece(Copies(LETTER, replace(EDITION, label="2026-11-30")), ()),
        Piece(Editions(LETTER, SITE, (EDITION,)), ()),
        *subscribe_pieces(SITE, [FEED]),
    ]
    assert len({piece.name for piece in pieces}) == len(pieces) == 11
