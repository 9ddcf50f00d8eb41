"""A feed as its readers know it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from feeds.model import FeedFormat

__all__ = ["KnownEnclosure", "KnownEntry", "KnownFeed"]


@dataclass(frozen=True, slots=True)
class KnownEnclosure:
    """A file that belongs to an entry; `length`, in bytes, is as it is written."""

    url: str
    length: str = ""
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class KnownEntry:
    """One entry as readers know it. What the feed does not say is empty, or None.

    `id` is what readers tell it by: its id or guid, or else its link; both may be empty.
    A date that cannot be read is none; with `day_only`, the entry's is no more than a day.
    `content` and `summary` are HTML, and relative references in them are left so. An item of
    RSS that has a description alone has it as its content.
    """

    id: str
    link: str
    title: str
    published: datetime | None = None
    updated: datetime | None = None
    day_only: bool = False
    summary: str = ""
    content: str = ""
    categories: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    enclosures: tuple[KnownEnclosure, ...] = ()

    @property
    def date(self) -> datetime | None:
        """When it was published, or, if the feed does not say, when it last changed."""
        return self.published or self.updated

    @property
    def dated_by_change(self) -> bool:
        """Whether its date is when it last changed."""
        return self.published is None


@dataclass(frozen=True, slots=True)
class KnownFeed:
    """A feed as readers know it: `place` is where it was found, `address` where it is.

    `self_link` is where the feed itself says that it is. `updated` is the feed's own date.
    `archive` says that it is a page of an archive (RFC 5005 §4), to which nobody subscribes,
    and `previous` is the link to the page before. `sha256` is that of the whole document.
    Of an empty text nothing is known.
    """

    place: str
    form: str
    entries: tuple[KnownEntry, ...]
    title: str = ""
    home: str = ""
    address: str = ""
    language: str = ""
    id: str = ""
    self_link: str = ""
    hubs: tuple[str, ...] = ()
    updated: datetime | None = None
    archive: bool = False
    previous: str = ""
    sha256: str = ""

    @property
    def written_as(self) -> FeedFormat | None:
        """The format in which the program writes such a feed; None where it writes none."""
        formats: Mapping[str, FeedFormat] = {
            "Atom": "atom",
            "RSS": "rss",
            "JSON Feed": "json",
        }
        return formats.get(self.form)
