"""What the readers of all feeds of a site see when others take their places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from feeds.compare.difference import Difference, compare
from feeds.compare.pairs import pair
from feeds.known import KnownFeed, plain_link

__all__ = ["Overall", "compare_all", "without_archives"]


@dataclass(frozen=True, slots=True)
class Overall:
    """All feeds, those first of which there is most to say.

    `moved` are differences of feeds that will be elsewhere in the site; they are among the
    `differences` too. `gone` feeds have nothing in their place, and nobody knows `new` ones.
    """

    differences: tuple[Difference, ...]
    moved: tuple[Difference, ...]
    gone: tuple[KnownFeed, ...]
    new: tuple[KnownFeed, ...]


def compare_all(old: Sequence[KnownFeed], new: Sequence[KnownFeed]) -> Overall:
    """What the readers of the old feeds see when the new ones take their places.

    Where one side is a single feed, the others of the other side are not asked about, and
    whether it moves is known only if it says where it is.
    """
    pairs = pair(old, new)
    both = [
        (compare(each.old, each.new), each.moved and (len(old) > 1 or bool(each.old.address)))
        for each in pairs
        if each.old and each.new
    ]
    both.sort(key=lambda found: _order(found[0]))
    return Overall(
        differences=tuple(difference for difference, _ in both),
        moved=tuple(difference for difference, moved in both if moved),
        gone=tuple(each.old for each in pairs if each.old and not each.new and len(new) != 1),
        new=tuple(each.new for each in pairs if each.new and not each.old and len(old) != 1),
    )


def without_archives(feeds: Sequence[KnownFeed]) -> list[KnownFeed]:
    """The feeds that readers subscribe to: none that is a page of another's archive."""
    pages = {plain_link(feed.previous) for feed in feeds if feed.previous != feed.self_link}
    return [
        feed
        for feed in feeds
        if not feed.archive and not (feed.self_link and plain_link(feed.self_link) in pages)
    ]


def _order(difference: Difference) -> tuple[int, int, str]:
    """Those with most to say first, and of these the largest."""
    parts = (difference.changes, difference.changed, difference.other_id, difference.gone)
    weight = sum(map(len, parts)) + len(difference.new_entries) + len(difference.back)
    return -weight, -len(difference.new.entries), difference.new.place
