"""Renditions kept from run to run, so that Pillow sees only what is new."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import astuple, dataclass
from hashlib import sha256

from feeds.kept import Kept, sealed, unsealed
from feeds.versions import versions

__all__ = ["Drawer", "Outcome", "Stamp", "Taken", "outcome_of", "refusal"]

Stamp = tuple[int, int, int, int]
"""A file's size, its times of last change in nanoseconds, and its inode."""

_TAKE = "SELECT name, about, data FROM pictures WHERE name IN (SELECT value FROM json_each(?))"
_KEEP = "REPLACE INTO pictures VALUES (?, ?, ?)"
_FORGET = "DELETE FROM pictures WHERE rowid <= (SELECT max(rowid) FROM pictures) - ?"
_MOST = 2000
_NAME_DIGITS = 20
_EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a picture for a place of some width.

    A rendition has a `name`, which is a hash of its bytes, and a size in pixels; a picture that
    cannot be used has a reason, `why`, and a `remedy`; one that is best as it is has neither.
    """

    name: str = ""
    media_type: str = ""
    width: int = 0
    height: int = 0
    why: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """An outcome with the rendition's bytes, and what it was made from.

    `source` is a hash of the picture's file, which has had that `stamp`; None where that
    cannot tell whether the file is still the same.
    """

    outcome: Outcome
    data: bytes
    source: str
    stamp: Stamp | None


def outcome_of(data: bytes, media_type: str, width: int, height: int) -> Outcome:
    """The outcome that is a rendition with those bytes."""
    name = f"{sha256(data).hexdigest()[:_NAME_DIGITS]}.{_EXTENSIONS[media_type]}"
    return Outcome(name, media_type, width, height)


def refusal(why: str, remedy: str) -> Outcome:
    """The outcome of a picture that cannot be used."""
    return Outcome(why=why, remedy=remedy)


class Drawer:
    """What came of pictures, by file and width. What was put in first is thrown away first."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept
        self._shaped_by = " ".join(versions("pillow"))

    def take(self, wanted: Collection[tuple[str, int]]) -> Mapping[tuple[str, int], Taken]:
        """What is there of that: files, as paths below the site, and widths in CSS pixels."""
        if not (wanted and self._kept.usable):
            return {}
        names = {_name(*each): each for each in wanted}
        found: dict[tuple[str, int], Taken] = {}
        for name, row, data in self._kept.rows(_TAKE, json.dumps(list(names))):
            if value := unsealed(self._owner(name), row):
                outcome, source, stamp = value
                taken = Taken(Outcome(*outcome), data, source, tuple(stamp) if stamp else None)
                if _is_whole(taken.outcome, data):
                    found[names[name]] = taken
        return found

    def put(self, made: Iterable[tuple[tuple[str, int], Taken]]) -> None:
        """Keeps what was made."""
        rows = [
            (
                name,
                sealed(self._owner(name), (astuple(each.outcome), each.source, each.stamp)),
                data,
            )
            for name, each, data in ((_name(*key), each, each.data) for key, each in made)
        ]
        if rows:
            self._kept.write(_KEEP, rows)
            self._kept.write(_FORGET, [(_MOST,)])

    def _owner(self, name: str) -> str:
        return f"{name} {self._shaped_by}"


def _name(path: str, width: int) -> str:
    return f"{width} {path}"


def _is_whole(outcome: Outcome, data: object) -> bool:
    """Whether the bytes are those that the outcome was made with."""
    if not outcome.name:
        return True
    return isinstance(data, bytes) and outcome_of(data, outcome.media_type, 0, 0).name == (
        outcome.name
    )
