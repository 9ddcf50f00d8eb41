"""The database of results: nothing depends on it."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds import kept as module
from feeds.kept import Kept, sealed, unsealed

ALL = "SELECT path, about FROM bodies ORDER BY path"
KEEP = "REPLACE INTO bodies VALUES (?, ?, NULL)"
ROWS = [(f"posts/{number}.md", sealed(f"posts/{number}.md", number)) for number in range(9)]


@contextmanager
def opened(cache: Path | None) -> Iterator[Kept]:
    """The database of that folder."""
    with closing(Kept(cache)) as kept:
        yield kept


def fill(cache: Path) -> Path:
    """Keeps some rows, and gives the file."""
    with opened(cache) as kept:
        kept.write(KEEP, ROWS)
    return cache / "results.sqlite"


@given(
    owner=st.text(),
    value=st.recursive(st.none() | st.integers() | st.text(), st.lists, max_leaves=9),
)
def test_what_is_sealed_comes_back(owner: str, value: object) -> None:
    """A kept result would be another one than was made."""
    assert unsealed(owner, sealed(owner, value)) == value


@given(owner=st.text(), place=st.integers(0), change=st.integers(1, 255))
def test_a_row_that_is_not_whole_is_none(owner: str, place: int, change: int) -> None:
    """A disk that forgets a bit would change what readers get."""
    row = bytearray(sealed(owner, ["something"]))
    row[place % len(row)] ^= change
    assert unsealed(owner, bytes(row)) is None


@pytest.mark.parametrize("row", [None, 1, "text", b"", b"short", sealed("b", 1)])
def test_a_row_of_another_is_none(row: object) -> None:
    """A damaged database could give one post the body of another."""
    assert unsealed("a", row) is None


def test_what_is_written_is_there_next_time(tmp_path: Path) -> None:
    """Every run would make everything anew."""
    fill(tmp_path)
    with opened(tmp_path) as kept:
        assert kept.usable
        assert kept.rows(ALL) == ROWS


@pytest.mark.parametrize("damage", [b"", b"no database" * 999])
def test_a_damaged_file_is_made_anew(tmp_path: Path, damage: bytes) -> None:
    """Nothing would ever be kept again."""
    (tmp_path / "results.sqlite").write_bytes(damage)
    (tmp_path / "results.sqlite-journal").write_bytes(damage)
    fill(tmp_path)
    with opened(tmp_path) as kept:
        assert kept.rows(ALL) == ROWS


@pytest.mark.parametrize("statement", ["DROP TABLE bodies", "PRAGMA user_version = 999"])
def test_tables_of_another_version_are_made_anew(tmp_path: Path, statement: str) -> None:
    """After an upgrade, or a step back, nothing would be kept for good."""
    with closing(sqlite3.connect(fill(tmp_path))) as database:
        database.execute(statement)
    with opened(tmp_path) as kept:
        assert kept.rows(ALL) == []
    fill(tmp_path)
    with opened(tmp_path) as kept:
        assert kept.rows(ALL) == ROWS


@given(st.lists(st.tuples(st.integers(0), st.integers(1, 255)), min_size=1, max_size=40))
def test_damage_inside_never_shows(changes: list[tuple[int, int]]) -> None:
    """A file that is damaged anywhere would end the run, or give what was never kept."""
    with tempfile.TemporaryDirectory() as name:
        file = fill(Path(name))
        data = bytearray(file.read_bytes())
        for place, change in changes:
            data[place % len(data)] ^= change
        file.write_bytes(data)
        with opened(Path(name)) as kept:
            found = dict(kept.rows(ALL))
        for number, (path, _) in enumerate(ROWS):
            assert unsealed(path, found.get(path)) in (None, number)
        fill(Path(name))


def test_without_a_folder_nothing_is_kept(tmp_path: Path) -> None:
    """A run with --no-cache, or without permission, would fail."""
    (tmp_path / "results.sqlite").mkdir()
    for cache in (None, tmp_path / "none", tmp_path):
        with opened(cache) as kept:
            kept.write(KEEP, ROWS)
            assert not kept.usable
            assert kept.rows(ALL) == []


def test_a_locked_file_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run would wait for another program, or fail, for the sake of being quick."""
    monkeypatch.setattr(module, "_WAIT", 0.01)
    with closing(sqlite3.connect(fill(tmp_path), isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with opened(tmp_path) as kept:
            kept.write(KEEP, [("another", b"")])
            assert kept.rows(ALL) == []
    with opened(tmp_path) as kept:
        assert kept.rows(ALL) == ROWS


def test_a_file_that_cannot_be_written_is_still_read(tmp_path: Path) -> None:
    """A cache on a read-only disk would be worth nothing, or end the run."""
    file = fill(tmp_path)
    data = bytearray(file.read_bytes())
    data[18] = 3  # A format that SQLite reads, and does not know how to write.
    file.write_bytes(data)
    with opened(tmp_path) as kept:
        assert kept.rows(ALL) == ROWS
        kept.write(KEEP, [("another", b"")])
        assert not kept.usable
    with opened(tmp_path) as kept:
        assert kept.rows(ALL) == ROWS


def test_a_folder_that_vanishes_is_done_without(tmp_path: Path) -> None:
    """Somebody who deletes the cache would end the run that is under way."""
    cache = tmp_path / "cache"
    cache.mkdir()
    fill(cache)
    with opened(cache) as kept:
        shutil.rmtree(cache)
        kept.write(KEEP, ROWS)
        kept.rows(ALL)
    assert not cache.exists()
