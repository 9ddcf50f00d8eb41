"""The index's database: its tables, where it lies, and what is done when it is damaged."""

from __future__ import annotations

import sqlite3
from pathlib import Path

__all__ = [
    "ERRORS",
    "INDEXES",
    "Connection",
    "cache_made",
    "discard_if_damaged",
    "index_file",
    "open_index",
]


_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE files (
    folder TEXT, name TEXT, size INT, mtime INT, ctime INT, inode INT, settled INT,
    findings TEXT, PRIMARY KEY (folder, name)
) WITHOUT ROWID;
CREATE TABLE posts (
    id INTEGER PRIMARY KEY, path TEXT UNIQUE, entry INT, url INT, published INT, expires INT,
    draft INT, language TEXT, listed INT, hidden INT, record TEXT
);
CREATE TABLE chunks (folder TEXT, start TEXT, hash BLOB, PRIMARY KEY (folder, start)) WITHOUT ROWID;
CREATE TABLE names (id INTEGER PRIMARY KEY, kind TEXT, folded TEXT, UNIQUE (kind, folded));
CREATE TABLE uses (
    name INT, published INT, post INT, place INT, term TEXT, PRIMARY KEY (name, published, post)
) WITHOUT ROWID;
"""

INDEXES = (
    "CREATE INDEX IF NOT EXISTS posts_by_date ON posts (hidden, published, draft, expires)",
    "CREATE INDEX IF NOT EXISTS posts_by_end ON posts (expires) WHERE expires IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS posts_by_entry ON posts (entry)",
    "CREATE INDEX IF NOT EXISTS posts_by_url ON posts (url)",
    "CREATE INDEX IF NOT EXISTS files_at_fault ON files (folder, name) WHERE findings != ''",
)

# Where a file is damaged, what SQLite says of it may not even be text.
ERRORS = (sqlite3.Error, UnicodeDecodeError)
_DAMAGE = ("malformed", "not a database", "no such table", "no such column", "has no column")


class Connection(sqlite3.Connection):
    """A connection that knows the index's own settings."""

    def meta(self, key: str) -> str | None:
        """One of them, None where it is not set."""
        row = self.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else None

    def set_meta(self, key: str, value: str) -> None:
        """Sets one of them."""
        self.execute("REPLACE INTO meta VALUES (?, ?)", (key, value))


def index_file(cache: Path, *, drafts: bool) -> Path:
    """The index in a cache folder, which is made, and which git is told to ignore.

    The index that knows `drafts` is another: who asks for them and who does not would
    otherwise read all posts again in turn.

    Raises OSError where the folder cannot be made.
    """
    cache_made(cache)
    return cache / ("posts-and-drafts.sqlite" if drafts else "posts.sqlite")


def cache_made(cache: Path) -> None:
    """Makes a folder that git is told to ignore. Raises OSError where that cannot be."""
    cache.mkdir(parents=True, exist_ok=True)
    ignore = cache / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", encoding="utf-8")


def discard_if_damaged(file: Path, problem: Exception) -> bool:
    """Deletes an index if the problem is that it is damaged, and says whether it was."""
    if isinstance(problem, sqlite3.Error) and not any(sign in str(problem) for sign in _DAMAGE):
        return False
    for damaged in (file, *file.parent.glob(f"{file.name}-*")):
        damaged.unlink(missing_ok=True)
    return True


def open_index(file: Path | None, fingerprint: str) -> Connection:
    """The database in that file, or in memory; emptied if made under another fingerprint.

    Raises one of `ERRORS`.
    """
    place = ":memory:" if file is None else file
    connection = sqlite3.connect(place, timeout=5, isolation_level=None, factory=Connection)
    try:
        for setting in (
            "journal_mode = WAL",
            "synchronous = NORMAL",
            "wal_autocheckpoint = 4000",
            "cache_size = -8000",
        ):
            connection.execute(f"PRAGMA {setting}")
        if not _fits(connection, fingerprint):
            connection.execute("BEGIN IMMEDIATE")
            if not _fits(connection, fingerprint):
                _start_anew(connection, fingerprint)
            connection.execute("COMMIT")
    except ERRORS:
        connection.close()
        raise
    return connection


def _fits(connection: Connection, fingerprint: str) -> bool:
    names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    whole = {"meta", "files", "chunks", "posts", "names", "uses"} <= names
    return whole and connection.meta("fingerprint") == fingerprint


def _start_anew(connection: Connection, fingerprint: str) -> None:
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    for (table,) in tables:
        connection.execute(f'DROP TABLE "{table}"')
    for statement in _TABLES.split(";\n"):
        connection.execute(statement)
    connection.set_meta("fingerprint", fingerprint)
