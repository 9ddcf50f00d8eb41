"""What readers will see, as text for people: by feed, and nothing twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from feeds.compare import Change, Difference, Overall, Recognised
from feeds.compare.verdict import names
from feeds.known import KnownEntry
from feeds.text import one_line
from feeds.unchanged import count

__all__ = ["tell"]

_MOST = 20
_LONGEST = 76
_LEAST_SHARED = 5
_INDENT = " " * 12
_NAMES = {"published": "date published", "updated": "date updated", "enclosures": "enclosure"}
_SIGNS = {
    "link": "its link",
    "path": "the path of its link",
    "title and date": "its title and date",
    "title": "its title",
    "content": "what it says",
}
_ADDRESSES = frozenset({"link", "address", "home", "id", "hubs", "enclosures"})
_DATES = frozenset({"published", "updated"})


@dataclass(frozen=True, slots=True)
class _Line:
    """One entry, what becomes of it, and how, in lines of their own."""

    kind: str
    entry: str
    details: tuple[str, ...] = ()


def tell(overall: Overall) -> None:
    """Prints all of it: feeds with most to say first, and what several say, once."""
    said: set[_Line] = set()
    parts = [_part(each, said) for each in overall.differences if each.is_seen]
    for (counts, lines), same in groupby(parts, key=lambda part: part[1:]):
        places = one_line(names([place for place, *_ in same]))
        print(f"{places}: {counts}" if lines else f"{places}: {counts}; as above")
        _print_lines(lines)
    if overall.new:
        added = one_line(names([each.place for each in overall.new]))
        print(f"{count(len(overall.new), 'new feed')}: {added}")
    if same_as_before := sum(not each.is_seen for each in overall.differences):
        print(f"{count(same_as_before, 'feed')} as before")


def _part(difference: Difference, said: set[_Line]) -> tuple[str, str, tuple[_Line, ...]]:
    """Where the feed is, its counts, and those of its lines that were not said before."""
    lines: list[_Line] = []
    for line in _lines(difference):
        bare = _Line(line.kind, line.entry)
        each = {detail: _Line(line.kind, line.entry, (detail,)) for detail in line.details}
        fresh = tuple(detail for detail, alone in each.items() if alone not in said)
        if bare not in said or fresh:
            lines.append(_Line(line.kind, line.entry, fresh))
        said.add(bare)
        said.update(each.values())
    return difference.new.place, _counts(difference), tuple(lines)


def _counts(difference: Difference) -> str:
    """How many entries there are of each kind, the troublesome first."""
    counted = (
        (len(difference.other_id), "under another id"),
        (len(difference.gone), "gone"),
        (len(difference.back), "back"),
        (len(difference.changed), "changed"),
        (len(difference.new_entries), "new"),
        (len(difference.left), "left the window"),
        (difference.same, "as before"),
    )
    return ", ".join(f"{number} {what}" for number, what in counted if number) or "no entries"


# ── Lines ─────────────────────────────────────────────────────────────────────────────


def _lines(difference: Difference) -> Iterator[_Line]:
    for change in difference.changes:
        yield _Line("feed", _change(change))
    for pair in difference.other_id:
        yield _Line("other id", _entry(pair.new), tuple(_recognised(pair)))
    for entry in difference.gone:
        yield _Line("gone", _entry(entry))
    for entry in difference.back:
        yield _Line("back", _entry(entry))
    for pair in difference.changed:
        yield _Line("changed", _entry(pair.new), tuple(map(_change, pair.changes)))
    for entry in difference.new_entries:
        yield _Line("new", _entry(entry))


def _recognised(pair: Recognised) -> Iterator[str]:
    """The sign that it is the same post, its ids, and what else changes.

    An id that is the entry's link, before and after, is said with it.
    """
    yield f"known by {_SIGNS[pair.by]}"
    is_link = pair.old.id == pair.old.link and pair.new.id == pair.new.link
    yield f"{'id and link' if is_link else 'id'}: {_way(pair.old.id, pair.new.id)}"
    for change in pair.changes:
        if not (is_link and change.part == "link"):
            yield _change(change)


def _entry(entry: KnownEntry) -> str:
    title = f"“{_short(entry.title)}”" if entry.title else _short(entry.link or entry.id)
    return f"{title} ({entry.date:%Y-%m-%d})" if entry.date else title


def _change(change: Change) -> str:
    part = _NAMES.get(change.part, change.part)
    if change.only == "formatting":
        return f"{part}: the formatting alone"
    if change.only:
        return f"{part}: where links and pictures lead: {_way(change.before, change.after)}"
    if change.part in _DATES:
        return f"{part}: {change.before or 'none'} → {change.after or 'none'}"
    if change.part in _ADDRESSES:
        return f"{part}: {_way(change.before, change.after)}"
    before, after = (f"“{_short(text)}”" if text else "" for text in (change.before, change.after))
    return f"{part}: {before or 'none'} → {after or 'none'}"


def _way(before: str, after: str) -> str:
    """From one address to another, without much that both end with."""
    old, new = before, after
    if before and after:
        end = 0
        while end < min(len(old), len(new)) - 1 and old[-end - 1] == new[-end - 1]:
            end += 1
        slash = old[len(old) - end :].find("/")
        shared = end - slash - 1
        if slash >= 0 and shared >= _LEAST_SHARED:
            old, new = f"{old[:-shared]}…", f"{new[:-shared]}…"
    return f"{_short(old) or 'none'} → {_short(new) or 'none'}"


def _short(text: str) -> str:
    text = one_line(text)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


# ── Printing ──────────────────────────────────────────────────────────────────────────


def _print_lines(lines: Sequence[_Line]) -> None:
    """So many of each kind; entries of which all the same is to be said are said together."""
    for kind, some in groupby(lines, key=lambda line: line.kind):
        groups: dict[tuple[str, ...], list[str]] = {}
        for line in some:
            groups.setdefault(line.details, []).append(line.entry)
        left = _MOST
        for details, entries in groups.items():
            if left > 0:
                _print_group(kind, details, entries[:left], len(entries))
            left -= len(entries)
        if left < 0:
            print(f"  {kind:<9} … and {-left} more")


def _print_group(kind: str, details: Sequence[str], entries: Sequence[str], count: int) -> None:
    together = bool(details) and count > 1
    for entry in [f"{count} entries"] if together else entries:
        print(f"  {kind:<9} {entry}")
    for line in (*details, *(entries if together else ())):
        print(f"{_INDENT}{line}")
