"""Which feed of one site is which of another."""

from __future__ import annotations

from feeds.compare.overall import without_archives
from feeds.compare.pairs import pair
from feeds.known import KnownEntry, KnownFeed


def feed(place: str, ids: str = "", *, form: str = "Atom", **more: str) -> KnownFeed:
    """A feed at that place, with an entry for each letter."""
    return KnownFeed(place, form, tuple(KnownEntry(x, x, x) for x in ids), **more)  # type: ignore[arg-type]


def paired(old: list[KnownFeed], new: list[KnownFeed]) -> list[tuple[str, str, bool]]:
    """The places of each pair, and whether the feed has moved."""
    return [
        (each.old.place if each.old else "", each.new.place if each.new else "", each.moved)
        for each in pair(old, new)
    ]


def test_two_feeds_are_a_pair() -> None:
    """Somebody who names two files would be told that they are not one feed."""
    assert paired([feed("a.xml", "ab")], [feed("b.xml", "cd", form="RSS")]) == [
        ("a.xml", "b.xml", False)
    ]


def test_by_path() -> None:
    """Feeds of a folder would be compared with others than those at their paths."""
    old, new = (
        [feed("a.xml", "ab"), feed("b.xml", "cd")],
        [feed("b.xml", "ab"), feed("a.xml", "cd")],
    )
    assert paired(old, new) == [("a.xml", "a.xml", False), ("b.xml", "b.xml", False)]


def test_one_of_the_web_among_those_of_a_folder() -> None:
    """The address of one's feed would not lead to the file that it is to be."""
    known = feed("https://x.example/feed/", address="https://x.example/feed/", self_link="")
    new = [feed("x.xml", "abc"), feed("y.xml", self_link="https://x.example/feed/")]
    assert paired([known], new)[0] == ("https://x.example/feed/", "y.xml", False)
    moved = [feed("x.xml", "abc"), feed("feed", self_link="https://y.example/feed")]
    assert paired([known], moved)[0] == ("https://x.example/feed/", "feed", False)


def test_by_id() -> None:
    """A feed that keeps its id would count as gone when its path changes."""
    old = [feed("a.xml", "ab", id="urn:1"), feed("b.xml")]
    new = [feed("c.xml", "xy", id="urn:1"), feed("b.xml")]
    assert paired(old, new)[0][:2] == ("a.xml", "c.xml")


def test_by_entries() -> None:
    """A category that is called otherwise would be one feed that is gone, and a new one."""
    old = [feed("all.xml", "abcdef"), feed("sea.xml", "abc"), feed("sea.rss", "abc", form="RSS")]
    new = [feed("all.xml", "abcdef"), feed("tide.rss", "abc", form="RSS"), feed("tide.xml", "abc")]
    assert paired(old, new) == [
        ("all.xml", "all.xml", False),
        ("sea.xml", "tide.xml", True),
        ("sea.rss", "tide.rss", True),
    ]


def test_feeds_with_little_in_common_are_others() -> None:
    """A feed that is gone would be taken for another that shares a post with it."""
    old = [feed("all.xml", "abcdef"), feed("sea.xml", "abcd")]
    new = [feed("all.xml", "abcdef"), feed("tide.xml", "axyz")]
    assert paired(old, new)[1:] == [("sea.xml", "", False), ("", "tide.xml", False)]


def test_pages_of_archives_are_left_out() -> None:
    """Pages to which nobody subscribes would flood the report."""
    main = feed("feed.json", self_link="https://x.example/f", previous="https://x.example/2026")
    page = feed("2026.json", self_link="https://x.example/2026", previous="https://x.example/2025")
    last = feed("2025.json", self_link="https://x.example/2025")
    marked = KnownFeed("2025.xml", "Atom", (), archive=True)
    assert without_archives([main, page, last, marked]) == [main]
