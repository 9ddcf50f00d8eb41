"""What readers of a feed see when another one takes its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from feeds.compare.changes import Change, entry_changes, feed_changes
from feeds.compare.matching import Sign, match
from feeds.known import KnownEntry, KnownFeed

__all__ = ["Difference", "Recognised", "compare"]

_FEW = 5


@dataclass(frozen=True, slots=True)
class Recognised:
    """An entry that is in both feeds: the sign by which it was recognised, and what changes."""

    old: KnownEntry
    new: KnownEntry
    by: Sign
    changes: tuple[Change, ...]

    @property
    def other_id(self) -> bool:
        """Whether it has another id, so that every reader shows it as unread."""
        return self.old.id != self.new.id


@dataclass(frozen=True, slots=True)
class Difference:
    """What a feed's readers will see, each in the order of the feed that it is in.

    `changes` are those of the feed itself. `new` are entries that were not in it, of which
    `back` are older than all that were: they came back into its window, and only readers
    that have forgotten them show them as unread. Of entries that are in it no more, `left`
    are older than all that are, or stood below them where there are no dates, which happens
    to every entry in time; `gone` are not.
    """

    old: KnownFeed
    new: KnownFeed
    changes: tuple[Change, ...]
    new_entries: tuple[KnownEntry, ...]
    back: tuple[KnownEntry, ...]
    changed: tuple[Recognised, ...]
    other_id: tuple[Recognised, ...]
    gone: tuple[KnownEntry, ...]
    left: tuple[KnownEntry, ...]
    same: int

    @property
    def unread(self) -> int:
        """How many entries readers may show as unread."""
        return len(self.new_entries) + len(self.back) + len(self.other_id)

    def floods(self, most: int) -> bool:
        """Whether that are more than `most`, or more than half of the feed, and not few.

        Nobody is flooded by a feed that had no entries.
        """
        half = self.unread >= _FEW and self.unread * 2 > len(self.new.entries)
        return bool(self.old.entries) and (self.unread > most or half)

    @property
    def is_seen(self) -> bool:
        """Whether readers see anything of it at all, now or when they subscribe."""
        return bool(self.changes or self.unread or self.changed or self.gone or self.left)

    @property
    def only_bytes(self) -> bool:
        """Whether the document is another, though readers see nothing of that.

        Readers that tell by a hash whether a feed changed read it anew for nothing.
        """
        return not self.is_seen and self.old.sha256 != self.new.sha256


def compare(old: KnownFeed, new: KnownFeed) -> Difference:
    """What readers of the old feed see when the new one takes its place."""
    found = match(old.entries, new.entries)
    alike = old.form == new.form
    known = [
        Recognised(
            old.entries[place],
            new.entries[other],
            sign,
            entry_changes(old.entries[place], new.entries[other], alike=alike),
        )
        for place, (other, sign) in sorted(found.items(), key=lambda pair: pair[1][0])
    ]
    taken = {other for other, _ in found.values()}
    others = _without(new.entries, taken, {entry.id for entry in old.entries})
    missing = _without(old.entries, set(found), {entry.id for entry in new.entries})
    first, first_kept = _oldest(old.entries), _oldest(new.entries)
    last = max(found, default=len(old.entries))
    new_entries, back = _divided(
        (entry, bool(first and entry.date and entry.date < first)) for _, entry in others
    )
    gone, left = _divided(
        (entry, entry.date <= first_kept if entry.date and first_kept else place > last)
        for place, entry in missing
    )
    return Difference(
        old=old,
        new=new,
        changes=feed_changes(old, new),
        new_entries=new_entries,
        back=back,
        changed=tuple(each for each in known if each.changes and not each.other_id),
        other_id=tuple(each for each in known if each.other_id),
        gone=gone,
        left=left,
        same=sum(not each.changes and not each.other_id for each in known),
    )


def _without(
    entries: Sequence[KnownEntry], places: set[int], ids: set[str]
) -> Sequence[tuple[int, KnownEntry]]:
    """The entries at other places, but for those that only repeat an id of the other feed."""
    return [
        (place, entry)
        for place, entry in enumerate(entries)
        if place not in places and not (entry.id and entry.id in ids)
    ]


def _oldest(entries: Sequence[KnownEntry]) -> datetime | None:
    return min((entry.date for entry in entries if entry.date), default=None)


def _divided(
    entries: Iterable[tuple[KnownEntry, bool]],
) -> tuple[tuple[KnownEntry, ...], tuple[KnownEntry, ...]]:
    """Those of which it is not so, and those of which it is."""
    parts: tuple[list[KnownEntry], list[KnownEntry]] = [], []
    for entry, is_so in entries:
        parts[is_so].append(entry)
    return tuple(parts[0]), tuple(parts[1])
