"""By what a post is known again: its id, its path, its title, its date, the name of its file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal
from unicodedata import normalize

from feeds.model import Claim, Post
from feeds.text import one_line

__all__ = ["By", "Identity", "Key", "identity"]

By = Literal["all", "id", "title and date", "path and title", "title and name", "path"]
"""What two posts have in common that may be one, from the surest on.

"all" is title and date, and the id or the path; the name is the path but for the date in it.
"""

Key = tuple[str, ...]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)
_DATE = re.compile(r"(?<![0-9])[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}(?![0-9])[-_/]?")


@dataclass(frozen=True, slots=True)
class Identity:
    """What a post is known by, so written that the same is equal.

    `path` is in NFC. `title` is without regard to case, width and white space (NFKC), and
    `second` the instant of publication, in whole seconds since 1970, since files hold no more.
    `name` is the path without the date in it, empty where there is none.
    """

    id: str
    path: str
    title: str
    second: str
    name: str

    def keys(self, by: By) -> Sequence[Key]:
        """What another identity has one of that has this much in common with it."""
        match by:
            case "all":
                dated = (self.title, self.second)
                return (("id and all", self.id, *dated), ("path and all", self.path, *dated))
            case "id":
                return ((by, self.id),)
            case "title and date":
                return ((by, self.title, self.second),)
            case "path and title":
                return ((by, self.path, self.title),)
            case "title and name":
                return ((by, self.title, self.name),) if self.name else ()
            case "path":
                return ((by, self.path),)


def identity(of: Post | Claim) -> Identity:
    """What that post is known by, or was when an edition claimed it."""
    path = normalize("NFC", of.path)
    undated, dates = _DATE.subn("", path, count=1)
    return Identity(
        id=of.id,
        path=path,
        title=normalize("NFKC", one_line(of.title)).casefold(),
        second=str((of.published - _EPOCH) // _SECOND),
        name=undated if dates else "",
    )
