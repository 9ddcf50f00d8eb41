"""Rules about one feed in several formats: all of them say the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from posixpath import dirname

from feeds.check.checked import Checked
from feeds.check.feed.flaws import Flaw, shortened, table
from feeds.check.feed.view import EntryView, FeedView
from feeds.check.shelf import Shelf
from feeds.errors import Level

__all__ = ["RULES", "find"]

RULES = {
    **table(
        Level.ERROR,
        {
            "site-formats-ids": (
                "All formats of a feed have the same entries, by the same ids.",
                "Build the site anew.",
            ),
        },
    ),
    **table(
        Level.WARNING,
        {
            "site-formats-order": (
                "All formats of a feed have their entries in the same order.",
                "Build the site anew.",
            ),
            "site-formats-titles": (
                "An entry has the same title in all formats.",
                "Build the site anew.",
            ),
            "site-formats-dates": (
                "An entry has the same date in all formats.",
                "Build the site anew.",
            ),
        },
    ),
}

Key = tuple[str, str, str, str, bool]


def find(shelf: Shelf) -> Iterator[tuple[Checked, Flaw]]:
    """Every difference between the formats of a feed, at the later one."""
    groups: dict[Key, list[tuple[Checked, FeedView]]] = {}
    for file, view in shelf.views:
        if view.kind != "OPML":
            groups.setdefault(_key(file, view), []).append((file, view))
    for group in groups.values():
        # Two of one format are two feeds, of which nothing tells which belongs to which.
        if len({view.kind for _, view in group}) == len(group):
            (first, told), *others = group
            for file, view in others:
                yield from _compared(first, told, file, view)


def _key(file: Checked, view: FeedView) -> Key:
    """What all formats of a feed have in common: folder, title, page, and name but for its end."""
    paged = view.archive or "-" in file.place.rpartition("/")[2]
    stamp = re.sub(r"\D", "", file.place.rpartition("/")[2]) if paged else ""
    return (dirname(file.place), view.title, view.home.rstrip("/"), stamp, paged)


def _compared(
    first: Checked, told: FeedView, file: Checked, view: FeedView
) -> Iterator[tuple[Checked, Flaw]]:
    theirs, ours = _ids(told.entries), _ids(view.entries)
    if set(theirs) != set(ours):
        odd = next(iter(set(theirs) ^ set(ours)))
        where = first.path if odd in theirs else file.path
        what = f"the entry {shortened(odd)} is in {where} alone"
        yield file, Flaw("site-formats-ids", what, view.line)
        return
    if theirs != ours:
        what = f"the entries are in another order than in {first.path}"
        yield file, Flaw("site-formats-order", what, view.line)
    known = {entry.id: entry for entry in told.entries}
    for index, entry in enumerate(view.entries):
        other = known[entry.id]
        if entry.title != other.title:
            what = f"the title {shortened(entry.title)} is another one in {first.path}"
            yield file, Flaw("site-formats-titles", what, entry.line, entry=index)
        if entry.date and other.date and entry.date != other.date:
            what = f"the date of an entry is another one in {first.path}"
            yield file, Flaw("site-formats-dates", what, entry.line, entry=index)


def _ids(entries: Sequence[EntryView]) -> list[str]:
    return [entry.id for entry in entries]
