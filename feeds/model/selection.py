"""Which posts are wanted: a selection as a value, and who answers it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol
from zoneinfo import ZoneInfo

from feeds.model.posts import Post

__all__ = ["Filter", "Month", "PostStore", "Query", "Term"]

Term = Literal["category", "tag", "author", "language", "folder"]
Month = tuple[int, int]
"""A year and a month, from 1, in the site's time zone."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What a post must have: one of each kind that is named, and none that is excluded.

    Terms match without regard to case; languages by BCP 47 prefix (`en` takes `en-GB`);
    folders are paths below the site. `front_matter` names keys, with dots into tables, and
    for each the values of which a post must have one.
    """

    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    exclude_categories: tuple[str, ...] = ()
    exclude_tags: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    exclude_folders: tuple[str, ...] = ()
    front_matter: tuple[tuple[str, tuple[str | bool, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """A selection as a value: `since` ≤ published ≤ `until`, newest first, at most `limit`.

    Posts later than `now` are left out unless `future`, drafts unless `drafts`, and those
    that have expired by `now` always. `term` is
    one more term that a post must have; a folder's is its own name or, of what lies
    deeper, that of the first folder below those that hold posts. `days` keeps what was
    published less than that many days before the newest match. `listed` leaves out what
    shall be in no feed.
    """

    now: datetime
    filter: Filter = Filter()
    term: tuple[Term, str] | None = None
    since: datetime | None = None
    until: datetime | None = None
    days: int | None = None
    drafts: bool = False
    future: bool = False
    limit: int | None = None
    listed: bool = False


class PostStore(Protocol):
    """Answers queries. Order is published, newest first, then path."""

    def select(self, query: Query) -> Sequence[Post]:
        """The posts that match, in order."""
        ...

    def count(self, query: Query) -> int:
        """How many posts match, without regard to `days` and `limit`."""
        ...

    def terms(self, kind: Term, query: Query) -> Sequence[str]:
        """Every term of that kind among the matches, by first use, each once."""
        ...

    def months(self, query: Query, zone: ZoneInfo) -> Mapping[Month, int]:
        """How many posts match by the month in which they were published, oldest first."""
        ...

    def due(self, query: Query) -> datetime | None:
        """When, after its `now`, the clock alone next changes what matches; None for never."""
        ...
