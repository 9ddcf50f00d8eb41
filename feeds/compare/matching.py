"""Which entry of one feed is which of another: by its id, or by other signs that it is."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import UTC
from typing import Literal
from urllib.parse import parse_qsl, urlencode, urlsplit

from feeds.compare.texts import plain_title, seen, words
from feeds.known import KnownEntry, plain_link

__all__ = ["Sign", "match"]

Sign = Literal["id", "link", "path", "title and date", "title", "content"]

_INDEX = re.compile(r"/(?:index|default)\.[a-z]{3,5}$", re.IGNORECASE)
_EXTENSION = re.compile(r"\.(?:html?|php|aspx?|md)$", re.IGNORECASE)
_TRACKING = ("utm_", "fbclid", "gclid", "mc_")
_MOST_WORDS = 500
_SHINGLE = 3
_FEWEST_SHINGLES = 12
_SIMILAR = 0.5
_COMMON = 12

_NOTHING = ""
_Key = Callable[[KnownEntry], Hashable]


def match(old: Sequence[KnownEntry], new: Sequence[KnownEntry]) -> dict[int, tuple[int, Sign]]:
    """For the place of an entry in the old feed, its place in the new one, and the sign of it.

    Each entry is matched once at most. A sign other than the id counts only where no other
    entry in either feed has the same: links that all lead to one page tell nothing.
    """
    matching = _Matching(old, new)
    matching.by_id()
    for sign, key in _SIGNS:
        matching.by(sign, key)
    matching.by_content()
    return matching.found


class _Matching:
    def __init__(self, old: Sequence[KnownEntry], new: Sequence[KnownEntry]) -> None:
        self._old = old
        self._new = new
        self._taken: set[int] = set()
        self.found: dict[int, tuple[int, Sign]] = {}

    def by_id(self) -> None:
        places: dict[str, int] = {}
        for place, entry in enumerate(self._new):
            places.setdefault(entry.id, place)
        for place, entry in enumerate(self._old):
            if entry.id:
                self._take(place, places.get(entry.id), "id")

    def by(self, sign: Sign, key: _Key) -> None:
        """Matches what alone has a key in the old feed with what alone has it in the new."""
        old, new = [*map(key, self._old)], [*map(key, self._new)]
        old_times, new_times = Counter(old), Counter(new)
        places = {key: place for place, key in enumerate(new)}
        for place, value in enumerate(old):
            if value != _NOTHING and old_times[value] == new_times[value] == 1:
                self._take(place, places[value], sign)

    def by_content(self) -> None:
        """Matches what is left with what says the same, word for word or nearly."""
        old = {place: _shingles(self._old[place]) for place in self._left_of_old()}
        new = {place: _shingles(self._new[place]) for place in self._left_of_new()}
        near, back = _nearest(old, new), _nearest(new, old)
        for place, other in near.items():
            if back.get(other) == place:
                self._take(place, other, "content")

    def _left_of_old(self) -> Iterable[int]:
        return (place for place in range(len(self._old)) if place not in self.found)

    def _left_of_new(self) -> Iterable[int]:
        return (place for place in range(len(self._new)) if place not in self._taken)

    def _take(self, place: int, other: int | None, sign: Sign) -> None:
        if other is not None and place not in self.found and other not in self._taken:
            self.found[place] = other, sign
            self._taken.add(other)


# ── Signs ─────────────────────────────────────────────────────────────────────────────


def _form(entry: KnownEntry) -> Hashable:
    """The link without what servers and generators add to one and the same address."""
    host, rest = _parted(entry.link)
    return (host, rest) if host else _NOTHING


def _path(entry: KnownEntry) -> Hashable:
    """The path of the link, on whatever host; a host's first page tells nothing."""
    host, rest = _parted(entry.link)
    return rest if host and rest.strip("/") else _NOTHING


def _parted(link: str) -> tuple[str, str]:
    """A link's host, without `www.`, and the rest of it, without what can be left out."""
    try:
        parts = urlsplit(plain_link(link))
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return "", ""
    path = _EXTENSION.sub("", _INDEX.sub("/", parts.path)).rstrip("/")
    asked = [
        pair
        for pair in parse_qsl(parts.query, keep_blank_values=True)
        if not pair[0].startswith(_TRACKING)
    ]
    query = f"?{urlencode(asked)}" if asked else ""
    return host, f"{path}{query}{'#' if parts.fragment else ''}{parts.fragment}"


def _moment(entry: KnownEntry) -> Hashable:
    title = plain_title(entry.title)
    return (title, entry.date) if title and entry.date else _NOTHING


def _day(entry: KnownEntry) -> Hashable:
    """The title and the day, in the offset that the date is written with."""
    title = plain_title(entry.title)
    return (title, entry.date.date()) if title and entry.date else _NOTHING


def _utc_day(entry: KnownEntry) -> Hashable:
    title = plain_title(entry.title)
    return (title, entry.date.astimezone(UTC).date()) if title and entry.date else _NOTHING


def _undated(entry: KnownEntry) -> Hashable:
    return plain_title(entry.title) if entry.date is None else _NOTHING


_SIGNS: Sequence[tuple[Sign, _Key]] = (
    ("link", lambda entry: plain_link(entry.link)),
    ("link", _form),
    ("path", _path),
    ("title and date", _moment),
    ("title and date", _day),
    ("title and date", _utc_day),
    ("title", _undated),
)


# ── Content ───────────────────────────────────────────────────────────────────────────


def _shingles(entry: KnownEntry) -> frozenset[tuple[str, ...]]:
    """Every few words that follow one another, of the beginning of what it says."""
    said = words(seen(entry.content or entry.summary).text.casefold())[:_MOST_WORDS]
    return frozenset(zip(*(said[start:] for start in range(_SHINGLE)), strict=False))


def _nearest(
    some: dict[int, frozenset[tuple[str, ...]]], others: dict[int, frozenset[tuple[str, ...]]]
) -> dict[int, int]:
    """For each of some, which of the others is most like it, if one is like it at all.

    What very many say, such as a closing line, is passed over.
    """
    saying: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, shingles in others.items():
        for shingle in shingles:
            saying[shingle].append(place)
    nearest: dict[int, int] = {}
    for place, shingles in some.items():
        shared: Counter[int] = Counter()
        for shingle in shingles:
            having = saying.get(shingle, ())
            if len(having) <= _COMMON:
                shared.update(having)
        best = max(shared, key=lambda other: (shared[other], -other), default=None)
        if best is None or len(shingles) < _FEWEST_SHINGLES:
            continue
        whole = len(shingles | others[best])
        if shared[best] >= _SIMILAR * whole:
            nearest[place] = best
    return nearest
