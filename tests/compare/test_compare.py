"""Any two feeds: nothing is lost, nothing is counted twice, and a feed is like itself."""

from __future__ import annotations

import time
from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from feeds.compare import compare
from feeds.known import KnownEntry, KnownFeed

START = datetime(2026, 1, 1, tzinfo=UTC)
WORDS = st.sampled_from(["", "a", "b", "https://x.example/a", "https://y.example/a", "tag:x,1:1"])
DATES = st.none() | st.integers(0, 5).map(lambda days: START + timedelta(days=days))
ENTRIES = st.builds(
    KnownEntry, id=WORDS, link=WORDS, title=WORDS, published=DATES, updated=DATES, content=WORDS
)
FEEDS = st.lists(ENTRIES, max_size=8).map(lambda some: KnownFeed("x", "RSS", tuple(some)))


@given(FEEDS, FEEDS)
def test_every_entry_is_accounted_for(old: KnownFeed, new: KnownFeed) -> None:
    """An entry would be lost between the lists, or be in two of them."""
    found = compare(old, new)
    both = [*found.changed, *found.other_id]
    gone = [*(each.old for each in both), *found.gone, *found.left]
    come = [*(each.new for each in both), *found.new_entries, *found.back]
    shared = {each.id for each in old.entries} & {each.id for each in new.entries} - {""}
    for entries, listed in ((old.entries, gone), (new.entries, come)):
        rest = Counter(entries)
        rest.subtract(listed)
        assert min(rest.values(), default=0) >= 0
        repeated = sum(
            count - 1 for id_, count in Counter(e.id for e in entries).items() if id_ in shared
        )
        assert found.same <= sum(rest.values()) <= found.same + repeated
    assert all(each.old.id != each.new.id for each in found.other_id)
    assert all(each.old.id == each.new.id for each in found.changed)


@given(FEEDS)
def test_a_feed_is_like_itself(feed: KnownFeed) -> None:
    """Readers would be said to see something where nothing changes."""
    found = compare(feed, feed)
    if len({each.id for each in feed.entries}) == len(feed.entries):
        assert not found.changed
    assert not found.changes
    assert not found.other_id


def test_large_feeds_are_compared_in_time() -> None:
    """A feed of all posts of twenty years could not be compared."""
    words = [f"word{number}" for number in range(997)]

    def feed(shift: int) -> KnownFeed:
        entries = (
            KnownEntry(
                id=f"https://x.example/{n}-{shift}",
                link=f"https://x.example/{n}-{shift}",
                title=f"Post {n} of {shift}",
                published=START + timedelta(days=n + shift),
                content=" ".join(words[(n * k) % 997] for k in range(1, 300)),
            )
            for n in range(700)
        )
        return KnownFeed("x", "RSS", tuple(entries))

    started = time.process_time()
    found = compare(feed(0), feed(1))
    assert time.process_time() - started < 60
    assert len(found.other_id) > 600
    assert {each.by for each in found.other_id} == {"content"}
