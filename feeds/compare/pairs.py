"""Which feed of one site is which of another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from feeds.known import KnownFeed, plain_link

__all__ = ["Pair", "pair"]

_Keys = Callable[[KnownFeed], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Pair:
    """A feed as it was and as it will be; None where there was, or will be, none.

    `moved` says that it will be elsewhere in its site.
    """

    old: KnownFeed | None
    new: KnownFeed | None
    moved: bool = False


def pair(old: Sequence[KnownFeed], new: Sequence[KnownFeed]) -> tuple[Pair, ...]:
    """Pairs of the feeds: by output path, address, id, or the path of their address.

    What is left is paired, within one form, by the entries that most of both have in
    common; such a feed has moved. Order is that of the old feeds, then of the new.
    """
    if len(old) == len(new) == 1:
        return (Pair(old[0], new[0]),)
    found: dict[int, tuple[int, bool]] = {}
    taken: set[int] = set()
    for keys in _KEYS:
        places: dict[str, int] = {}
        for place, feed in enumerate(new):
            if place not in taken:
                for key in keys(feed):
                    places.setdefault(key, place)
        for place, feed in enumerate(old):
            other = next((places[key] for key in keys(feed) if key in places), None)
            if place not in found and other is not None and other not in taken:
                found[place] = other, False
                taken.add(other)
    for place, other in _by_entries(old, new, set(found), taken):
        found[place] = other, True
    return (
        *(
            Pair(feed, new[found[place][0]], found[place][1])
            if place in found
            else Pair(feed, None)
            for place, feed in enumerate(old)
        ),
        *(
            Pair(None, feed)
            for other, feed in enumerate(new)
            if other not in {taken for taken, _ in found.values()}
        ),
    )


def _by_entries(
    old: Sequence[KnownFeed], new: Sequence[KnownFeed], found: set[int], taken: set[int]
) -> list[tuple[int, int]]:
    """Places of feeds that have most of their entries in common, those with most first."""
    having: dict[tuple[str, str], list[int]] = defaultdict(list)
    for other, feed in enumerate(new):
        if other not in taken:
            for sign in _signs(feed):
                having[feed.form, sign].append(other)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for place, feed in enumerate(old):
        if place not in found:
            for sign in _signs(feed):
                for other in having.get((feed.form, sign), ()):
                    shared[place, other] += 1
    pairs: list[tuple[int, int]] = []
    used, using = set(found), set(taken)
    for (place, other), count in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        most = max(len(old[place].entries), len(new[other].entries))
        if place not in used and other not in using and count * 2 >= most:
            used.add(place)
            using.add(other)
            pairs.append((place, other))
    return pairs


def _signs(feed: KnownFeed) -> set[str]:
    """What its entries may be known by."""
    return {sign for entry in feed.entries for sign in (entry.id or entry.link,) if sign}


def _place(feed: KnownFeed) -> Sequence[str]:
    return (feed.place,)


def _address(feed: KnownFeed) -> Sequence[str]:
    links = (plain_link(link) for link in (feed.address, feed.self_link) if link)
    return [*dict.fromkeys(links)]


def _id(feed: KnownFeed) -> Sequence[str]:
    return (f"{feed.form} {feed.id}",) if feed.id else ()


def _path(feed: KnownFeed) -> Sequence[str]:
    """Its path below its site, as far as its place and its addresses tell."""
    paths = (urlsplit(link).path for link in _address(feed))
    places = (feed.place,) if "://" not in feed.place else ()
    return [*dict.fromkeys(unquote(path).strip("/") for path in (*places, *paths) if path)]


_KEYS: Sequence[_Keys] = (_place, _address, _id, _path)
