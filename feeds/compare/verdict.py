"""What of a difference somebody should think about before it is published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from feeds.compare.changes import Part
from feeds.compare.difference import Difference
from feeds.compare.overall import Overall
from feeds.errors import Finding, error, hint, warning

__all__ = ["names", "verdict"]

_MOST_NAMES = 3
_FOLLOWED: Mapping[Part, str] = {
    "address": "Redirect the old address to the new one for as long as anybody asks for it.",
    "id": "Some readers take it for another feed; an id under [[feeds]] keeps the old one.",
    "format": "Some readers take all its entries for new; better keep the format at an address.",
}


def verdict(overall: Overall, most: int, known: str) -> list[Finding]:
    """One finding for each kind of trouble, with the feeds that have it.

    An error is what readers notice wrongly: old posts as unread, posts and feeds that vanish,
    more than `most` unread entries at once. A warning is what they may have to follow, a hint
    what costs them for nothing. `known` is the feed, or a word for it, to pin ids from.
    """
    return [
        *_other_ids(overall, known),
        *_gone(overall),
        *_floods(overall, most),
        *_lost_feeds(overall),
        *_followed(overall),
        *_back(overall),
        *_bytes(overall),
    ]


def _other_ids(overall: Overall, known: str) -> Iterator[Finding]:
    if other := [each for each in overall.differences if each.other_id]:
        posts = len({pair.new.id for each in other for pair in each.other_id})
        yield error(
            f"{posts} {'posts come' if posts > 1 else 'post comes'} under another id, in "
            f"{_places(other)}; readers will show {'them' if posts > 1 else 'it'} as unread",
            remedy=f"Before you publish, feeds pin --feed {known} writes the ids that readers "
            "know into the posts.",
            rule="diff-other-id",
        )


def _gone(overall: Overall) -> Iterator[Finding]:
    if gone := [each for each in overall.differences if each.gone]:
        count = len({entry.id for each in gone for entry in each.gone})
        yield error(
            f"{count} {'entries are' if count > 1 else 'entry is'} gone though older ones stay, in "
            f"{_places(gone)}",
            remedy="See whether the posts are drafts, have expired, lie elsewhere or cannot be "
            "read.",
            rule="diff-entry-gone",
        )


def _floods(overall: Overall, most: int) -> Iterator[Finding]:
    if flooded := [each for each in overall.differences if each.floods(most)]:
        worst = max(flooded, key=lambda each: each.unread)
        yield error(
            f"readers of {_places(flooded)} may get {worst.unread} unread entries at once, of "
            f"{len(worst.new.entries)} in the feed",
            remedy="Publish fewer at a time, or say with --most how many are all right.",
            rule="diff-flood",
        )


def _lost_feeds(overall: Overall) -> Iterator[Finding]:
    if gone := overall.gone:
        yield error(
            f"{names([feed.place for feed in gone])} {'are' if len(gone) > 1 else 'is'} gone, and "
            "readers will get nothing more",
            remedy="Keep the path, or redirect its address to another feed.",
            rule="diff-feed-gone",
        )
    if moved := overall.moved:
        ways = [f"{each.old.place} moves to {each.new.place}" for each in moved]
        yield error(
            f"{names(ways)}, and readers will not know",
            remedy="Keep the path, or redirect the old address to the new one.",
            rule="diff-feed-moved",
        )


def _followed(overall: Overall) -> Iterator[Finding]:
    for part, remedy in _FOLLOWED.items():
        having = [
            each
            for each in overall.differences
            if any(change.part == part and change.before for change in each.changes)
        ]
        if having:
            yield warning(
                f"{_places(having)} {'have' if len(having) > 1 else 'has'} another {part}",
                remedy=remedy,
                rule=f"diff-feed-{part}",
            )


def _back(overall: Overall) -> Iterator[Finding]:
    if back := [each for each in overall.differences if each.back]:
        yield warning(
            f"entries that are older than the oldest come back in {_places(back)}; readers "
            "that have forgotten them show them as unread",
            rule="diff-entry-back",
        )


def _bytes(overall: Overall) -> Iterator[Finding]:
    if only := [each for each in overall.differences if each.only_bytes]:
        yield hint(
            f"{_places(only)} {'have' if len(only) > 1 else 'has'} other bytes, of which readers "
            "see nothing",
            remedy="Programs that compare hashes will read it all anew.",
            rule="diff-bytes",
        )


def _places(differences: Sequence[Difference]) -> str:
    return names([each.new.place for each in differences])


def names(places: Iterable[str]) -> str:
    """A few of the places, and how many more there are."""
    some = [*places]
    shown, more = some[:_MOST_NAMES], len(some) - _MOST_NAMES
    if more > 0:
        return f"{', '.join(shown)} and {more} more"
    *first, last = shown
    return f"{', '.join(first)} and {last}" if first else last
