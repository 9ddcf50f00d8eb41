"""What of a difference somebody should think about before it is published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from feeds.compare.difference import Difference
from feeds.compare.overall import Overall
from feeds.errors import Finding, Level

__all__ = ["verdict"]

_MOST_NAMES = 3
_FOLLOWED = ("address", "id", "format")


def verdict(overall: Overall, most: int, known: str) -> list[Finding]:
    """One finding for each kind of trouble, with the feeds that have it.

    An error is what readers notice wrongly: old posts as unread, posts and feeds that vanish,
    more than `most` unread entries at once. A warning is what they may have to follow, a hint
    what costs them for nothing. `known` is the feed, or a word for it, to pin ids from.
    """
    return [*_errors(overall, most, known), *_warnings(overall), *_hints(overall)]


def _errors(overall: Overall, most: int, known: str) -> Iterator[Finding]:
    other = [each for each in overall.differences if each.other_id]
    if other:
        posts = {pair.new.id for each in other for pair in each.other_id}
        yield Finding(
            Level.ERROR,
            f"{_posts(len(posts))} under another id, in {_places(other)}; readers will show "
            "them as unread",
            remedy=f"Before you publish, feeds pin --feed {known} writes the ids that readers "
            "know into the posts.",
        )
    gone = [each for each in overall.differences if each.gone]
    if gone:
        ids = {entry.id for each in gone for entry in each.gone}
        yield Finding(
            Level.ERROR,
            f"{len(ids)} of the entries that are newer than the oldest "
            f"{'are' if len(ids) > 1 else 'is'} gone, in {_places(gone)}",
            remedy="See whether the posts are drafts, have expired, lie elsewhere or cannot be "
            "read.",
        )
    flooded = [each for each in overall.differences if each.floods(most)]
    if flooded:
        worst = max(flooded, key=lambda each: each.unread)
        yield Finding(
            Level.ERROR,
            f"readers of {_places(flooded)} may get {worst.unread} unread entries at once, of "
            f"{len(worst.new.entries)} in the feed",
            remedy="Publish fewer at a time, or say with --most how many are all right.",
        )
    for feed in overall.gone:
        yield Finding(
            Level.ERROR,
            "the feed is gone, and its readers will get nothing more",
            feed.place,
            remedy="Keep it, or redirect its address to another feed.",
        )
    for each in overall.moved:
        yield Finding(
            Level.ERROR,
            f"the feed moves to {each.new.place}, and its readers will not know",
            each.old.place,
            remedy="Keep its path, or redirect the old address to the new one.",
        )


def _warnings(overall: Overall) -> Iterator[Finding]:
    for part in _FOLLOWED:
        having = [
            each
            for each in overall.differences
            if any(change.part == part for change in each.changes)
        ]
        if having:
            yield Finding(
                Level.WARNING,
                f"{_places(having)} {'have' if len(having) > 1 else 'has'} another {part}",
                remedy=_REMEDIES[part],
            )
    back = [each for each in overall.differences if each.back]
    if back:
        yield Finding(
            Level.WARNING,
            f"entries that are older than the oldest come back in {_places(back)}; readers "
            "that have forgotten them show them as unread",
        )


_REMEDIES = {
    "address": "Redirect the old address to the new one for as long as anybody asks for it.",
    "id": "Some readers take it for another feed; an id under [[feeds]] keeps the old one.",
    "format": "Some readers take all its entries for new; better keep the format at an address.",
}


def _hints(overall: Overall) -> Iterator[Finding]:
    only = [each for each in overall.differences if each.only_bytes]
    if only:
        yield Finding(
            Level.HINT,
            f"{_places(only)} {'have' if len(only) > 1 else 'has'} other bytes, of which readers "
            "see nothing",
            remedy="Programs that compare hashes will read it all anew.",
        )


def _posts(count: int) -> str:
    return f"{count} posts come" if count > 1 else "1 post comes"


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
