"""Rules about all feeds of a site beside each other, and about what was written of them."""

from __future__ import annotations

from collections.abc import Iterator

from feeds.check.checked import Checked
from feeds.check.feed.flaws import Flaw, shortened, table
from feeds.check.feed.values import is_iri
from feeds.check.shelf import Shelf, same_address
from feeds.errors import Level

__all__ = ["RULES", "find"]

RULES = {
    **table(
        Level.ERROR,
        {
            "site-file-missing": (
                "All that a build wrote is there.",
                "Build the site anew.",
            ),
            "site-file-unreadable": (
                "Every feed can be read.",
                "See to its permissions, or build the site anew.",
            ),
            "site-feed-id-twice": (
                "No two feeds have one id: readers take them for the same.",
                "Give one of them another id in feeds.toml.",
            ),
            "site-id-of-two-posts": (
                "No two posts have one id, in whatever feeds they are.",
                "Give each post a feed_id of its own.",
                "feed_id",
            ),
            "site-list-feed-missing": (
                "Every feed that a list names is there.",
                "Build the site anew.",
            ),
        },
    ),
    **table(
        Level.WARNING,
        {
            "site-file-changed": (
                "What a build wrote is as it wrote it.",
                "Build the site anew, or see what else writes there.",
            ),
            "site-post-with-two-ids": (
                "A post has one id in all feeds: readers would show it twice.",
                "Give it one feed_id.",
                "feed_id",
            ),
            "site-self-elsewhere": (
                "A feed's own address is where it is published.",
                "Set the url of the site, or the path of the feed, in feeds.toml.",
            ),
        },
    ),
}


def find(shelf: Shelf) -> Iterator[tuple[Checked, Flaw]]:
    """Every flaw of feeds beside each other, with the file that has it."""
    yield from _feeds(shelf)
    yield from _entries(shelf)
    for file, view in shelf.views:
        own = shelf.address(file)
        if own and is_iri(view.address) and not same_address(own, view.address):
            what = f"the feed says that it is at {shortened(view.address)}"
            yield file, Flaw("site-self-elsewhere", what, view.line)
        for url, line in view.feeds:
            if shelf.lacks(url):
                what = f"the feed {shortened(url)} is not there"
                yield file, Flaw("site-list-feed-missing", what, line)


def _feeds(shelf: Shelf) -> Iterator[tuple[Checked, Flaw]]:
    seen: dict[str, Checked] = {}
    for file, view in shelf.views:
        # The pages of an archive are of one feed, and may have its id.
        if view.id and not view.archive and seen.setdefault(view.id, file) is not file:
            what = f"{seen[view.id].path} has the same id, {shortened(view.id)}"
            yield file, Flaw("site-feed-id-twice", what, view.line)


def _entries(shelf: Shelf) -> Iterator[tuple[Checked, Flaw]]:
    urls: dict[str, tuple[str, Checked]] = {}
    ids: dict[str, tuple[str, Checked]] = {}
    for file, view in shelf.views:
        for index, entry in enumerate(view.entries):
            if not entry.id or not entry.url:
                continue
            url, first = urls.setdefault(entry.id, (entry.url, file))
            if not same_address(url, entry.url):
                what = f"{shortened(url)} has the same id in {first.path}"
                yield file, Flaw("site-id-of-two-posts", what, entry.line, entry=index)
            own, other = ids.setdefault(entry.url, (entry.id, file))
            if own != entry.id:
                what = f"the id is {shortened(entry.id)} here, and {shortened(own)} in {other.path}"
                yield file, Flaw("site-post-with-two-ids", what, entry.line, entry=index)
