"""Two feeds, and what readers of the one see when the other takes its place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from feeds.compare import Difference, compare
from feeds.known import parse

CASES = Path(__file__).with_name("cases")
NAMES = sorted(file.stem for file in CASES.glob("*.json"))


def difference(name: str) -> Difference:
    """The difference between the two feeds of a case."""
    old, new = (next(CASES.glob(f"{name}.{which}.*")) for which in ("old", "new"))
    return compare(parse(old.read_bytes(), "old"), parse(new.read_bytes(), "new"))


def told(found: Difference) -> Mapping[str, Any]:
    """All that a difference says, but for what there is nothing of."""
    changes = {each.new.title: each.changes for each in found.changed}
    everything = {
        "feed": [[each.part, each.before, each.after] for each in found.changes],
        "new": [each.title for each in found.new_entries],
        "back": [each.title for each in found.back],
        "changed": {
            title: [[each.part, each.before, each.after] for each in some]
            for title, some in changes.items()
        },
        "only": {title: only for title, some in changes.items() for only in [some[0].only] if only},
        "other_id": {each.new.title: each.by for each in found.other_id},
        "gone": [each.title for each in found.gone],
        "left": [each.title for each in found.left],
        "same": found.same,
        "only_bytes": found.only_bytes,
    }
    return {key: value for key, value in everything.items() if value}


@pytest.mark.parametrize("name", NAMES)
def test_what_readers_see(name: str) -> None:
    """An editor would hear of something that readers do not see, or not hear of what they do."""
    assert told(difference(name)) == json.loads((CASES / f"{name}.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("new", "most", "window", "floods"),
    [
        (4, 10, 6, False),
        (5, 10, 10, False),
        (6, 10, 10, True),
        (3, 2, 10, True),
        (3, 3, 10, False),
        (10, 10, 30, False),
        (11, 10, 30, True),
    ],
)
def test_a_flood(new: int, most: int, window: int, floods: bool) -> None:
    """Readers would be flooded without a warning, or two posts be called a flood."""

    def feed(first: int, last: int) -> str:
        items = (f"<item><guid>https://x.example/{n}</guid></item>" for n in range(last, first, -1))
        return f"<rss><channel>{''.join(items)}</channel></rss>"

    old = parse(feed(0, window).encode(), "old")
    found = compare(old, parse(feed(new, window + new).encode(), "new"))
    assert found.unread == new
    assert found.floods(most) is floods
    assert not compare(parse(feed(0, 0).encode(), "old"), old).floods(1)
