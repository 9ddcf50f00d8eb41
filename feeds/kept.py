"""Results kept from run to run, in SQLite in the cache folder, which nothing depends on.

The database may be damaged, locked, read-only or gone at any time: it then knows nothing
and keeps nothing. Each row carries a sum, so that a damaged one is none.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

__all__ = ["Kept", "sealed", "unsealed"]

_FILE = "results.sqlite"
_WAIT = 1.0
_FORMAT = 4
_SCHEMA = f"""
BEGIN IMMEDIATE;
DROP TABLE IF EXISTS bodies;
DROP TABLE IF EXISTS pieces;
DROP TABLE IF EXISTS media;
DROP TABLE IF EXISTS pictures;
CREATE TABLE bodies (path TEXT PRIMARY KEY, about BLOB, body BLOB);
CREATE TABLE pieces (name TEXT PRIMARY KEY, about BLOB);
CREATE TABLE media (path TEXT PRIMARY KEY, about BLOB);
CREATE TABLE pictures (name TEXT PRIMARY KEY, about BLOB, data BLOB);
PRAGMA user_version = {_FORMAT};
COMMIT;
"""
# All statements are fixed, so that one that makes no sense tells of other tables than ours.
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)
_SUM_BYTES = 16
# Where a file is damaged, what SQLite says of it may not even be text.
_ERRORS = (sqlite3.Error, UnicodeDecodeError)


class Kept:
    """The database of a cache folder; without a folder, one that knows and keeps nothing."""

    def __init__(self, cache: Path | None) -> None:
        self._database: sqlite3.Connection | None = None
        if cache is None or not cache.is_dir():
            return
        self._file = cache / _FILE
        for _ in range(2):
            try:
                self._open()
            except _ERRORS as problem:
                if not self._give_up(problem):
                    return
            else:
                return

    @property
    def usable(self) -> bool:
        """Whether it may know anything, and is worth asking."""
        return self._database is not None

    def close(self) -> None:
        """Closes the database."""
        if self._database is not None:
            self._database.close()
            self._database = None

    def rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """What a question gives; nothing where it cannot be answered."""
        if self._database is None:
            return []
        try:
            return self._database.execute(statement, values).fetchall()
        except _ERRORS as problem:
            self._give_up(problem)
            return []

    def write(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """Does it for each of the rows, in one transaction."""
        if self._database is None or not (values := list(rows)):
            return
        try:
            self._database.execute("BEGIN IMMEDIATE")
            self._database.executemany(statement, values)
            self._database.execute("COMMIT")
        except _ERRORS as problem:
            self._give_up(problem)

    def _open(self) -> None:
        database = sqlite3.connect(self._file, timeout=_WAIT, isolation_level=None)
        self._database = database
        # What a power cut leaves behind is told by the sums; waiting for disks costs more.
        database.execute("PRAGMA synchronous = OFF")
        (found,) = database.execute("PRAGMA user_version").fetchone()
        if found != _FORMAT:
            database.executescript(_SCHEMA)

    def _give_up(self, problem: Exception) -> bool:
        """Does without; says whether the file was damaged and is deleted."""
        self.close()
        if getattr(problem, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF not in _DAMAGE:
            return False
        with suppress(OSError):
            self._file.with_name(f"{_FILE}-journal").unlink(missing_ok=True)
            self._file.unlink(missing_ok=True)
            return True
        return False


def sealed(owner: str, value: object) -> bytes:
    """A value as JSON, with a sum over it and over whom it belongs to."""
    data = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    encoded = data.encode("utf-8", "surrogatepass")
    return _sum(owner, encoded) + encoded


def unsealed(owner: str, row: object) -> Any:
    """The value that was sealed for that owner; None where the row is something else."""
    if not isinstance(row, bytes) or row[:_SUM_BYTES] != _sum(owner, row[_SUM_BYTES:]):
        return None
    return json.loads(row[_SUM_BYTES:])


def _sum(owner: str, data: bytes) -> bytes:
    return sha256(owner.encode("utf-8", "surrogatepass") + b"\0" + data).digest()[:_SUM_BYTES]
