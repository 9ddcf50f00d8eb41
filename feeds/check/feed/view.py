"""A feed as all formats have it, for the rules that do not ask which one it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from feeds.check.feed.opening import Kind

__all__ = ["EntryView", "FeedView"]


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry: texts as they are written, and empty where there is none.

    `date` is when it was published, or else updated; None where no date can be read. `html`
    is its body, `enclosures` are addresses of files with the lengths that are given, and
    `body_line` is the line of the feed at which the body begins.
    """

    id: str
    url: str
    title: str
    date: datetime | None = None
    updated: datetime | None = None
    language: str = ""
    html: str = ""
    line: int | None = None
    body_line: int | None = None
    enclosures: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class FeedView:
    """One feed; `links` are the addresses of a relation, by its name.

    `archive` and `complete` are what RFC 5005 means by them, and `id` is Atom's.
    """

    kind: Kind
    title: str
    home: str
    address: str
    language: str
    entries: Sequence[EntryView]
    id: str = ""
    updated: datetime | None = None
    links: Mapping[str, Sequence[str]] = field(default_factory=dict)
    archive: bool = False
    complete: bool = False
    line: int | None = None
    feeds: Sequence[tuple[str, int | None]] = ()
