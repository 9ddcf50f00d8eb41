"""What readers will see, as one JSON object for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence

from feeds.compare import Change, Difference, Overall, Recognised
from feeds.errors import Finding
from feeds.known import KnownEntry, KnownFeed

__all__ = ["tell"]


def tell(overall: Overall, findings: Sequence[Finding]) -> None:
    """Prints all of it."""
    moved = {id(difference) for difference in overall.moved}
    found = {
        "feeds": [
            {**_difference(each), "moved": id(each) in moved} for each in overall.differences
        ],
        "gone": [_feed(feed) for feed in overall.gone],
        "new": [_feed(feed) for feed in overall.new],
        "findings": [
            {
                "level": finding.level,
                "rule": finding.rule,
                "what": finding.what,
                "remedy": finding.remedy,
            }
            for finding in findings
        ],
    }
    print(json.dumps(found, ensure_ascii=False, indent=2))


def _difference(difference: Difference) -> dict[str, object]:
    return {
        "old": _feed(difference.old),
        "new": _feed(difference.new),
        "changes": [*map(_change, difference.changes)],
        "unread": difference.unread,
        "same": difference.same,
        "bytes": difference.old.sha256 != difference.new.sha256,
        "entries": {
            "other_id": [*map(_pair, difference.other_id)],
            "gone": [*map(_entry, difference.gone)],
            "back": [*map(_entry, difference.back)],
            "changed": [*map(_pair, difference.changed)],
            "new": [*map(_entry, difference.new_entries)],
            "left": [*map(_entry, difference.left)],
        },
    }


def _feed(feed: KnownFeed) -> dict[str, object]:
    return {
        "place": feed.place,
        "format": feed.form,
        "id": feed.id or None,
        "address": feed.address or None,
        "title": feed.title,
        "entries": len(feed.entries),
    }


def _pair(pair: Recognised) -> dict[str, object]:
    return {
        **_entry(pair.new),
        "old_id": pair.old.id,
        "known_by": pair.by,
        "changes": [*map(_change, pair.changes)],
    }


def _entry(entry: KnownEntry) -> dict[str, object]:
    return {
        "id": entry.id,
        "link": entry.link,
        "title": entry.title,
        "date": entry.date.isoformat() if entry.date else None,
    }


def _change(change: Change) -> dict[str, object]:
    return {
        "part": change.part,
        "before": change.before,
        "after": change.after,
        "only": change.only or None,
    }
