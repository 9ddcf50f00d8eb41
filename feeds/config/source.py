"""Where settings come from, so that a mistake can be shown where it was made."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from feeds.config.positions import Place, positions
from feeds.errors import Finding, error, warning
from feeds.suggest import shown

__all__ = ["InvalidValueError", "Source", "Spot"]

_BARE = re.compile(r"[A-Za-z0-9_-]+")


class InvalidValueError(Exception):
    """A value cannot be used; the source has noted why."""


class Source:
    """One file of settings, and the mistakes found in it so far.

    `text` is the TOML that it holds, which tells lines; empty for another kind of file.
    """

    def __init__(self, path: str, text: str = "") -> None:
        self.path = path
        self.errors: list[Finding] = []
        self._text = text

    @cached_property
    def _lines(self) -> Mapping[Place, int]:
        return positions(self._text)

    def line(self, place: Place) -> int | None:
        """The line of that place, or of the nearest thing around it."""
        for end in range(len(place), 0, -1):
            if (line := self._lines.get(place[:end])) is not None:
                return line
        return None


@dataclass(frozen=True, slots=True)
class Spot:
    """A value's place within its source."""

    source: Source
    place: Place = ()

    def at(self, *parts: str | int) -> Spot:
        """A place further down."""
        return Spot(self.source, (*self.place, *parts))

    @property
    def where(self) -> str:
        """The place in words, to be named in a message about another one."""
        line = self.source.line(self.place)
        return f"on line {line}" if line is not None else f"in {self.source.path}"

    def wrong(self, what: str, remedy: str = "") -> InvalidValueError:
        """Notes a mistake here; the exception may be raised where nothing can follow."""
        line = self.source.line(self.place)
        message = f"{_dotted(self.place)}: {what}"
        self.source.errors.append(error(message, self.source.path or None, line, remedy=remedy))
        return InvalidValueError(message)

    def warning(self, what: str, remedy: str) -> Finding:
        """A finding about this place that is no mistake."""
        line = self.source.line(self.place)
        return warning(
            f"{_dotted(self.place)}: {what}", self.source.path or None, line, remedy=remedy
        )


def _dotted(place: Place) -> str:
    """The place as people write it; elements of arrays count from 1."""
    name = ""
    for part in place:
        if isinstance(part, int):
            name += f"[{part + 1}]"
        else:
            name += f".{part if _BARE.fullmatch(part) else shown(part)}"
    return name.removeprefix(".")
