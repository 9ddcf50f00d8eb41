"""One file and all that its bytes alone tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from feeds.check.feed import (
    apple,
    atom,
    common,
    history,
    json_feed,
    media,
    names,
    opml,
    podcasting,
    rss,
)
from feeds.check.feed.elements import ATOM, children
from feeds.check.feed.flaws import Flaw
from feeds.check.feed.opening import Opened, opened
from feeds.check.feed.view import FeedView
from feeds.check.feed.viewing import seen

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["MOST_OF_A_RULE", "Checked", "check_bytes"]

MOST_OF_A_RULE = 50
"""How often a rule speaks of one file; then it says once how many more places there are."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that was looked at: `path` as messages name it, and what it is.

    `place` is its path below the output folder, or below the folder that was named.
    `view` is None where it could not be read.
    """

    path: str
    place: str
    view: FeedView | None
    flaws: tuple[Flaw, ...]


def check_bytes(data: bytes, path: str, place: str, now: datetime | None) -> Checked:
    """Looks at any bytes at all; `now` tells what is in the future, None does not ask."""
    feed = opened(data)
    view = seen(feed)
    flaws = [*feed.flaws, *_flaws(feed)]
    if view is not None:
        flaws += (*common.find(view, now), *history.websub(view))
    return Checked(path, place, view, tuple(_bounded(flaws)))


def _flaws(feed: Opened) -> Iterator[Flaw]:
    if feed.json is not None:
        yield from json_feed.find(feed.json)
    root = feed.root
    if root is None:
        return
    yield from names.find(root)
    if feed.kind == "Atom":
        yield from atom.find(root)
        yield from history.find(root)
        yield from _media(root, f"{{{ATOM}}}entry")
    elif feed.kind == "RSS":
        yield from rss.find(root)
        for channel in children(root, "", "channel")[:1]:
            yield from history.find(channel)
            yield from apple.find(channel)
            yield from podcasting.find(channel)
            yield from _media(channel, "item")
    elif feed.kind == "OPML":
        yield from opml.find(root)


def _media(feed: _Element, tag: str) -> Iterator[Flaw]:
    for index, entry in enumerate(feed.iterchildren(tag)):
        for flaw in media.find(entry):
            yield Flaw(flaw.rule, flaw.what, flaw.line, flaw.remedy, index)


def _bounded(flaws: list[Flaw]) -> Iterator[Flaw]:
    told: Counter[str] = Counter()
    for flaw in dict.fromkeys(flaws):
        told[flaw.rule] += 1
        if told[flaw.rule] <= MOST_OF_A_RULE:
            yield flaw
    for rule, count in told.items():
        if count > MOST_OF_A_RULE:
            yield Flaw(rule, f"the same is so in {count - MOST_OF_A_RULE:,} more places")
