"""What was read of every post, kept in SQLite, so that a run reads only what changed.

The index can be deleted at any time. It is keyed by folder and name, and knows each
file's stamp (`feeds.collect.scan.Stamp`); what was read of a file holds as long as the
stamp is the same and was settled when the file was read.
"""

from __future__ import annotations

import marshal
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from posixpath import join
from typing import Any

from feeds.collect.clashes import clashes
from feeds.collect.index_file import INDEXES, Connection
from feeds.collect.rows import Changed, Rows, term_rows
from feeds.collect.scan import Folder, Numbers, Stamp
from feeds.collect.serial import dump_findings, load_findings, load_post
from feeds.cores import Told, batches
from feeds.errors import Finding
from feeds.unchanged import settled

__all__ = ["Index", "Stamps"]

_CHUNK = 1000
_BATCH = 200
_FEW = 1000
_MOST_NAMES = 50_000
_PUBLISHED = 3
_NEW = (-1, 0, 0, 0)
_HASH_BYTES = 16

Stamps = Callable[[str, Sequence[str]], Iterator[tuple[str, Numbers]]]
"""Gives the stamps of files, by their folder and their names."""

ReadAll = Callable[[Iterable[Sequence[Changed]]], Iterable[Rows]]
"""Reads batches of files, and gives the rows of each."""


class Index:
    """One site's index, open. Raises `index_file.ERRORS` wherever the database fails."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._gone: list[tuple[str, str]] = []
        self._hashed: list[tuple[str, str, bytes]] = []
        self._new_hashes = False
        self._changed: list[str] = []
        self._changes = 0
        self._names: dict[tuple[str, str], int] = {}
        self._fingerprint = connection.meta("fingerprint")
        self._version = self._one("SELECT data_version FROM pragma_data_version")[0]

    def refresh(
        self,
        folders: Sequence[Folder],
        stamps: Stamps,
        read: ReadAll,
        told: Told | None = None,
    ) -> None:
        """Brings the index in line with the folders; `read` reads what is new or changed.

        Commits every batch, so that a run that is ended goes on from there.
        """
        unknown = self.connection.meta("clashes") is None
        if self._one("SELECT 1 FROM files"):
            self._make_indexes()
        for rows in read(batches(self._look(folders, stamps, told), _BATCH)):
            with self._writing():
                self._write(rows)
        news = self._changes or self._gone or self._new_hashes
        if not (news or unknown or self._others_wrote()):
            return
        with self._writing():
            alone = not self._others_wrote()
            self._forget(self._gone)
            if alone:
                self.connection.executemany("REPLACE INTO chunks VALUES (?, ?, ?)", self._hashed)
            self._make_indexes()
            if unknown or self._may_clash():
                self._find_clashes()
            else:
                self.connection.set_meta("clashes", "")

    def findings(self) -> Iterator[Finding]:
        """All that was found wrong with files, by path, and then between posts."""
        for (text,) in self.connection.execute(
            "SELECT findings FROM files WHERE findings != '' ORDER BY folder, name"
        ):
            yield from load_findings(text)
        yield from load_findings(self.connection.meta("clashes") or "")

    # ── What changed ──────────────────────────────────────────────────────────────────

    def _look(
        self, folders: Sequence[Folder], stamps: Stamps, told: Told | None
    ) -> Iterator[Changed]:
        """The files whose stamps are not as they are known; notes those that are gone.

        Names are looked at by chunks. Of one that is known, a hash of all its names and stamps
        tells that nothing has changed, without a look at what is known of each.
        """
        total = sum(len(folder.names) for folder in folders)
        moment = time.time_ns()
        looked = 0
        for folder in folders:
            for names, start, end in _chunks(folder.names):
                found = list(stamps(folder.path, names))
                looked += len(names)
                hashed = _hash(end, found)
                if hashed == self._chunk(folder.path, start):
                    self._hashed.append((folder.path, start, hashed))
                else:
                    known = self._known(folder.path, start, end)
                    for name, stamp in found:
                        before = known.pop(name, _NEW)
                        if before != stamp:
                            changed = Stamp(*stamp)
                            yield Changed(folder.path, name, changed, before is not _NEW)
                    self._gone += ((folder.path, name) for name in known)
                    if all(settled(stamp[1], stamp[2], moment) for _, stamp in found):
                        self._hashed.append((folder.path, start, hashed))
                        self._new_hashes = True
                if told:
                    told(looked, total)
        visited = {folder.path for folder in folders}
        for path in self._known_folders():
            if path not in visited:
                self._gone += ((path, name) for name in self._known(path, "", None))

    def _chunk(self, folder: str, start: str) -> bytes | None:
        """The hash of the chunk that begins there, as it is known."""
        row = self._one("SELECT hash FROM chunks WHERE folder = ? AND start = ?", folder, start)
        return bytes(row[0]) if row else None

    def _known(self, folder: str, start: str, end: str | None) -> dict[str, Numbers | None]:
        """The stamp of every file from one name up to another; None where it was not settled."""
        rows = self.connection.execute(
            "SELECT name, settled, size, mtime, ctime, inode FROM files"
            " WHERE folder = ? AND name >= ? AND (? IS NULL OR name < ?)",
            (folder, start, end, end),
        ).fetchall()
        return {row[0]: row[2:] if row[1] else None for row in rows}

    def _known_folders(self) -> Iterator[str]:
        found = self._one("SELECT folder FROM files ORDER BY folder")
        while found:
            yield str(found[0])
            found = self._one("SELECT folder FROM files WHERE folder > ? ORDER BY folder", *found)

    # ── Rows ──────────────────────────────────────────────────────────────────────────

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One transaction; the connection is closed if it fails."""
        self.connection.execute("BEGIN IMMEDIATE")
        yield
        self.connection.execute("COMMIT")

    def _write(self, rows: Rows) -> None:
        paths = [join(folder, name) for folder, name, *_ in rows.files]
        if self._others_wrote():
            self._names.clear()
            self._make_indexes()
            self._drop_posts(paths)
        else:
            self._drop_posts(rows.known)
        self._note_changes(paths)
        self._forget_chunks((folder, name) for folder, name, *_ in rows.files)
        many = self.connection.executemany
        many("REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows.files)
        first = self._one("SELECT ifnull(max(id), 0) + 1 FROM posts")[0]
        many(
            "INSERT INTO posts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)",
            [(id_, *row) for id_, row in enumerate(rows.posts, first)],
        )
        names = self._names_of(rows)
        published = [row[_PUBLISHED] for row in rows.posts]
        many(
            "INSERT INTO uses VALUES (?, ?, ?, ?, ?)",
            [
                (names[name], published[post], first + post, place, term)
                for post, name, place, term in rows.terms
            ],
        )

    def _names_of(self, rows: Rows) -> Mapping[tuple[str, str], int]:
        """The numbers of names, among them all of those rows."""
        if len(self._names) > _MOST_NAMES:
            self._names.clear()
        for kind, folded in {name for _, name, _, _ in rows.terms} - self._names.keys():
            self.connection.execute(
                "INSERT OR IGNORE INTO names (kind, folded) VALUES (?, ?)", (kind, folded)
            )
            found = self._one("SELECT id FROM names WHERE kind = ? AND folded = ?", kind, folded)
            self._names[kind, folded] = found[0]
        return self._names

    def _others_wrote(self) -> bool:
        """Whether another run wrote since this one began, so that what was new may not be.

        Raises `sqlite3.OperationalError` if that run has other settings.
        """
        if self._one("SELECT data_version FROM pragma_data_version")[0] == self._version:
            return False
        if self.connection.meta("fingerprint") != self._fingerprint:
            raise sqlite3.OperationalError("another run with other settings uses it")
        return True

    def _forget(self, files: Sequence[tuple[str, str]]) -> None:
        """Drops files that are gone, with their posts."""
        paths = [join(folder, name) for folder, name in files]
        self._drop_posts(paths)
        self._note_changes(paths)
        self._forget_chunks(files)
        self.connection.executemany("DELETE FROM files WHERE folder = ? AND name = ?", files)

    def _forget_chunks(self, files: Iterable[tuple[str, str]]) -> None:
        """Drops the hashes of the folders of those files.

        In the same transaction as the files' rows, so that a hash never stands for a row that
        another run has written since.
        """
        folders = {folder for folder, _ in files}
        self.connection.executemany(
            "DELETE FROM chunks WHERE folder = ?", ((folder,) for folder in folders)
        )

    def _drop_posts(self, paths: Iterable[str]) -> None:
        """Drops posts, and names that nothing uses any more."""
        for path in paths:
            found = self.connection.execute(
                "SELECT id, published, record FROM posts WHERE path = ?", (path,)
            ).fetchone()
            if not found:
                continue
            number, published, record = found
            self.connection.execute("DELETE FROM posts WHERE id = ?", (number,))
            for _, name, _, _ in term_rows(0, load_post(record)):
                used = self._one("SELECT id FROM names WHERE kind = ? AND folded = ?", *name)
                self.connection.execute(
                    "DELETE FROM uses WHERE name = ? AND published = ? AND post = ?",
                    (*used, published, number),
                )
                self.connection.execute(
                    "DELETE FROM names WHERE id = ?"
                    " AND NOT EXISTS (SELECT 1 FROM uses WHERE name = names.id)",
                    used,
                )
            self._names.clear()

    def _note_changes(self, paths: Sequence[str]) -> None:
        """From now on, and for a later run if this one is ended, what clashes is unknown."""
        if paths and not self._changes:
            self.connection.execute("DELETE FROM meta WHERE key = 'clashes'")
        self._changes += len(paths)
        if len(self._changed) <= _FEW:
            self._changed += paths

    # ── Clashes ───────────────────────────────────────────────────────────────────────

    def _may_clash(self) -> bool:
        """False where no changed post shares anything, and no post did before."""
        if len(self._changed) > _FEW or self._one("SELECT 1 FROM posts WHERE hidden = 1"):
            return True
        shared = (
            "SELECT 1 FROM posts p WHERE path = ? AND ("
            "EXISTS (SELECT 1 FROM posts o WHERE o.entry = p.entry AND o.id != p.id)"
            " OR EXISTS (SELECT 1 FROM posts o WHERE o.url = p.url AND o.id != p.id))"
        )
        return any(self._one(shared, path) for path in self._changed)

    def _find_clashes(self) -> None:
        """Hides all but one of the posts that share an id or a URL."""
        self.connection.execute("UPDATE posts SET hidden = 0 WHERE hidden = 1")
        rows = self.connection.execute(
            "SELECT record FROM posts"
            " WHERE entry IN (SELECT entry FROM posts GROUP BY entry HAVING COUNT(*) > 1)"
            " OR url IN (SELECT url FROM posts GROUP BY url HAVING COUNT(*) > 1)"
        )
        hidden, findings = clashes(load_post(record) for (record,) in rows)
        self.connection.executemany(
            "UPDATE posts SET hidden = 1 WHERE path = ?", ((post.path,) for post in hidden)
        )
        self.connection.set_meta("clashes", dump_findings(findings))

    # ── The database ──────────────────────────────────────────────────────────────────

    def _make_indexes(self) -> None:
        """Made only once there are posts: a first run would pay for them at every row."""
        for statement in INDEXES:
            self.connection.execute(statement)

    def _one(self, sql: str, *values: object) -> tuple[Any, ...]:
        """The first row, empty where there is none."""
        found: tuple[Any, ...] | None = self.connection.execute(f"{sql} LIMIT 1", values).fetchone()
        return found or ()


def _chunks(names: Sequence[str]) -> Iterator[tuple[Sequence[str], str, str | None]]:
    """Sorted names little by little: some, the name from which they count, and up to which."""
    start = ""
    for first in range(0, max(len(names), 1), _CHUNK):
        end = names[first + _CHUNK] if first + _CHUNK < len(names) else None
        yield names[first : first + _CHUNK], start, end
        start = end or ""


def _hash(end: str | None, found: Sequence[tuple[str, Numbers]]) -> bytes:
    return blake2b(marshal.dumps([end, *found], 2), digest_size=_HASH_BYTES).digest()
