"""Answers queries from the index: SQL on its indexes, and records only of what is asked for."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from math import ceil, floor
from typing import Any
from zoneinfo import ZoneInfo

from feeds.collect.index_file import ERRORS
from feeds.collect.places import folder_of
from feeds.collect.serial import load_front_matter, load_post
from feeds.dates import days_before
from feeds.errors import BuildError, error
from feeds.matching import answers
from feeds.model import Filter, Month, Post, Query, Term
from feeds.zones import in_zone

__all__ = ["IndexStore"]

_NO_NAME = -1

_Names = Callable[[Term, Iterable[str]], list[int]]


class IndexStore:
    """A `PostStore` over an open index. Raises `BuildError` where it cannot be read.

    `folders` are those that hold the site's posts. A record is loaded once, however many
    selections it is in.
    """

    def __init__(self, connection: sqlite3.Connection, folders: Sequence[str] = ()) -> None:
        self._connection = connection
        self._loaded: dict[str, Post] = {}
        define = partial(connection.create_function, deterministic=True)
        define("folder_of", 1, partial(folder_of, folders=folders))
        define("answers", 2, _answers)

    def select(self, query: Query) -> Sequence[Post]:
        """The posts that match, newest first, then by path."""
        windowed = self._windowed(query)
        if windowed is None:
            return []
        where = self._conditions(windowed)
        limit = -1 if query.limit is None else query.limit
        sql = f"SELECT p.id, p.path {where.sql} ORDER BY {where.date} DESC, p.path LIMIT ?"
        found = self._rows(sql, *where.values, limit)
        self._load([number for number, path in found if path not in self._loaded])
        return [self._loaded[path] for _, path in found]

    def _load(self, numbers: Sequence[int]) -> None:
        """Loads the records of posts by their numbers."""
        if numbers:
            sql = "SELECT record FROM posts WHERE id IN (SELECT value FROM json_each(?))"
            for (record,) in self._rows(sql, json.dumps(numbers)):
                post = load_post(record)
                self._loaded[post.path] = post

    def count(self, query: Query) -> int:
        """How many posts match, without regard to `days` and `limit`."""
        where = self._conditions(query)
        ((number,),) = self._rows(f"SELECT COUNT(*) {where.sql}", *where.values)
        return int(number)

    def terms(self, kind: Term, query: Query) -> Sequence[str]:
        """Every term of that kind among the matches, by first use, in its newest spelling.

        Terms that differ only in case are one. Each is asked for on its own, so that of
        its posts only the first and the last are read; languages and folders are few, and
        are counted through.
        """
        windowed = self._windowed(query)
        if windowed is None:
            return []
        if kind in _COLUMNS:
            return self._counted(_COLUMNS[kind], windowed)
        found: list[tuple[tuple[Any, ...], str]] = []
        for (name,) in self._rows("SELECT id FROM names WHERE kind = ?", kind):
            where = self._conditions(windowed, through=name)
            first = self._rows(
                f"SELECT p.published, p.path, u.place {where.sql}"
                " ORDER BY u.published, p.path DESC LIMIT 1",
                *where.values,
            )
            for published, path, place in first:
                ((term,),) = self._rows(
                    f"SELECT u.term {where.sql} ORDER BY u.published DESC, p.path LIMIT 1",
                    *where.values,
                )
                found.append(((published, _Descending(path), place), term))
        return [term for _, term in sorted(found, key=lambda pair: pair[0])]

    def _counted(self, column: str, query: Query) -> Sequence[str]:
        where = self._conditions(query)
        sql = (
            f"SELECT {column} AS term, MIN({where.date}) {where.sql}"
            " GROUP BY term HAVING term != '' ORDER BY 2, 1"
        )
        return [term for term, _ in self._rows(sql, *where.values)]

    def months(self, query: Query, zone: ZoneInfo) -> Mapping[Month, int]:
        """How many posts match by the month in which they were published, oldest first."""
        windowed = self._windowed(query)
        if windowed is None:
            return {}
        where = self._conditions(windowed)
        sql = f"SELECT {where.date} {where.sql} ORDER BY 1"
        found: Counter[Month] = Counter()
        for (seconds,) in self._rows(sql, *where.values):
            moment = in_zone(datetime.fromtimestamp(seconds, UTC), zone)
            found[moment.year, moment.month] += 1
        return found

    def due(self, query: Query) -> datetime | None:
        """When, after its `now`, a post next comes due or expires; None for never."""
        now = floor(query.now.timestamp())
        columns = ("expires",) if query.future else ("published", "expires")
        moments = [
            moment
            for column in columns
            for (moment,) in self._rows(
                f"SELECT min({column}) FROM posts WHERE hidden = 0 AND {column} > ?", now
            )
            if moment is not None
        ]
        return datetime.fromtimestamp(min(moments), UTC) if moments else None

    def _windowed(self, query: Query) -> Query | None:
        """The query with its `days` as a moment; None where nothing matches at all."""
        if query.days is None:
            return query
        newest = self.select(replace(query, days=None, limit=1))
        if not newest:
            return None
        after = days_before(newest[0].published, query.days) + timedelta(seconds=1)
        since = max(after, query.since) if query.since else after
        return replace(query, days=None, since=since)

    def _conditions(self, query: Query, through: int | None = None) -> _Conditions:
        return _Conditions(query, self._names, through)

    def _names(self, kind: Term, terms: Iterable[str]) -> list[int]:
        """The numbers of those of the terms that any post has."""
        folded = [term.casefold() for term in terms]
        marks = ", ".join("?" * len(folded))
        sql = f"SELECT id FROM names WHERE kind = ? AND folded IN ({marks})"
        return [number for (number,) in self._rows(sql, kind, *folded)]

    def _rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        try:
            return self._connection.execute(sql, values).fetchall()
        except ERRORS as problem:
            raise BuildError(
                error(
                    f"the index cannot be read: {problem}",
                    remedy="Delete the folder .feeds in the site, or use --no-cache.",
                )
            ) from None


_COLUMNS: Mapping[Term, str] = {"language": "p.language", "folder": "folder_of(p.path)"}


def _answers(record: str, wanted: str) -> bool:
    return answers(load_front_matter(record), json.loads(wanted))


class _Descending(str):
    """A text that comes before those that it would come after."""

    __slots__ = ()

    def __lt__(self, other: str) -> bool:
        return str.__gt__(self, other)


class _Conditions:
    """A query as SQL: from `FROM` to its last condition, and the values for it.

    Posts are read by date, or, where all have to have one term, by that term and date:
    `through` is such a term's number. CROSS JOIN keeps SQLite from turning round the
    order in which it reads the tables: only by date can it stop at a limit.
    """

    def __init__(self, query: Query, names: _Names, through: int | None) -> None:
        self._names = names
        self._texts = ["p.hidden = 0"]
        self.values: list[object] = []
        if query.term and query.term[0] in _COLUMNS:
            kind, term = query.term
            self._add(f"{_COLUMNS[kind]} = ?", term.casefold() if kind == "language" else term)
        elif query.term:
            kind, term = query.term
            number = next(iter(names(kind, [term])), _NO_NAME)
            if through is None:
                through = number
            else:
                self._add_uses([number], negated=False)
        self.date = "p.published"
        source = "posts p"
        if through is not None:
            self.date, source = "u.published", "uses u CROSS JOIN posts p ON p.id = u.post"
            self._add("u.name = ?", through)
        if query.listed:
            self._add("p.listed = 1")
        if not query.drafts:
            self._add("p.draft = 0")
        now = floor(query.now.timestamp())
        self._add("(p.expires IS NULL OR p.expires > ?)", now)
        if not query.future:
            self._add(f"{self.date} <= ?", now)
        if query.since is not None:
            self._add(f"{self.date} >= ?", ceil(query.since.timestamp()))
        if query.until is not None:
            self._add(f"{self.date} <= ?", floor(query.until.timestamp()))
        self._add_filter(query.filter)
        self.sql = f"FROM {source} WHERE {' AND '.join(self._texts)}"

    def _add(self, text: str, *values: object) -> None:
        self._texts.append(text)
        self.values += values

    def _add_filter(self, wanted: Filter) -> None:
        sides: tuple[tuple[Term, Sequence[str], bool], ...] = (
            ("category", wanted.categories, False),
            ("tag", wanted.tags, False),
            ("author", wanted.authors, False),
            ("category", wanted.exclude_categories, True),
            ("tag", wanted.exclude_tags, True),
        )
        for kind, terms, negated in sides:
            if terms:
                self._add_uses(self._names(kind, terms), negated=negated)
        if wanted.languages:
            tags = [language.casefold() for language in wanted.languages]
            either = "p.language = ? OR substr(p.language, 1, ?) = ?"
            self._add(
                f"({' OR '.join([either] * len(tags))})",
                *(value for tag in tags for value in (tag, len(tag) + 1, f"{tag}-")),
            )

        for folders, negated in ((wanted.folders, False), (wanted.exclude_folders, True)):
            if folders:
                starts = ["" if one == "." else f"{one}/" for one in folders]
                either = " OR ".join(["substr(p.path, 1, ?) = ?"] * len(starts))
                self._add(
                    f"{'NOT ' if negated else ''}({either})",
                    *(value for start in starts for value in (len(start), start)),
                )
        if wanted.front_matter:
            self._add("answers(p.record, ?)", json.dumps(wanted.front_matter))

    def _add_uses(self, numbers: Sequence[int], *, negated: bool) -> None:
        marks = ", ".join("?" * len(numbers))
        self._add(
            f"{'NOT ' if negated else ''}EXISTS (SELECT 1 FROM uses f"
            f" WHERE f.name IN ({marks}) AND f.published = p.published AND f.post = p.id)",
            *numbers,
        )
