"""Every key of an edition's front matter, with its check."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Any, cast, get_args

from feeds.collect.dates import parse_date
from feeds.config.checks import array, choice, kind, line, optional_line
from feeds.config.schema import FILTER, SECTION
from feeds.config.source import InvalidValueError, Source, Spot
from feeds.config.tables import Schema, read_table
from feeds.config.values import web_url
from feeds.editions.labels import label_in
from feeds.editions.records import claim_of
from feeds.errors import Finding
from feeds.model import Claim, Exclusion, Filter, Length, Pick, SectionSettings, Status, Until
from feeds.suggest import did_you_mean, nearest, shown
from feeds.text import clean

__all__ = ["Notes", "edition_schema", "known"]

MOST_PICKS = 2_000
_MOST_SECTIONS = 200

_SHA256 = re.compile(r"[0-9a-f]{64}")


class Notes(Source):
    """An edition's file: the lines of its places, and what was found wrong or odd in it."""

    def __init__(self, path: str, lines: Mapping[tuple[str | int, ...], int]) -> None:
        super().__init__(path)
        self.warnings: list[Finding] = []
        self._places = lines

    def line(self, place: tuple[str | int, ...]) -> int | None:
        """The line of that place, or of the nearest thing around it."""
        for end in range(len(place), 0, -1):
            if (found := self._places.get(place[:end])) is not None:
                return found
        return None

    def unknown(self, spot: Spot, key: str, keys: Sequence[str]) -> None:
        """Notes a key that the program does not know, and the one that may be meant."""
        guess = nearest(key, keys)
        remedy = "It is passed over."
        if guess is None:
            remedy += f" Known here: {', '.join(keys)}."
        self.warnings.append(spot.at(key).warning(f"no such key{did_you_mean(guess)}", remedy))


def known(
    value: object, schema: Schema, spot: Spot, notes: Notes, needed: str = "", remedy: str = ""
) -> dict[str, Any]:
    """The checked values of a table; those without a value count as left out.

    Unknown keys are warnings: what is there is for the program of another day. Raises
    InvalidValueError for what is no table, or lacks the key that is `needed`.
    """
    if not isinstance(value, Mapping):
        raise spot.wrong(f"must be a table, not {kind(value)}")
    for key in value:
        if key not in schema:
            notes.unknown(spot, key, list(schema))
    given = {key: each for key, each in value.items() if key in schema and each is not None}
    reading = read_table(given, schema, spot)
    if needed and needed not in reading.values:
        if needed not in reading.broken:
            spot.wrong(f"has no {needed}", remedy)
        raise InvalidValueError
    return dict(reading.values)


def edition_schema(zone: tzinfo, notes: Notes) -> Schema:
    """The checks of an edition's keys; dates without an offset are in that zone."""

    def window(value: object, spot: Spot) -> tuple[datetime | None, datetime | None]:
        since, until = _since(zone), _until(zone)
        found = known(value, {"from": since, "to": until}, spot, notes)
        begin, end = found.get("from"), found.get("to")
        if begin and end and begin >= end:
            raise spot.wrong("ends before it begins", "Write the earlier date as from.")
        return begin, end

    def pick(value: object, spot: Spot) -> Pick:
        if isinstance(value, str):
            return Pick(line(value, spot), line=notes.line(spot.place))
        if not isinstance(value, Mapping):
            raise spot.wrong(f"must be a post's {_NAMES}, not {kind(value)}")
        found = known(value, _PICK, spot, notes, "post", _WHICH)
        return Pick(**found, line=notes.line(spot.place))

    def picks(value: object, spot: Spot) -> tuple[Pick, ...]:
        taken = tuple(_several(value, spot, pick, MOST_PICKS, "picks"))
        _each_once([each.post for each in taken], spot)
        return taken

    def exclusion(value: object, spot: Spot) -> Exclusion:
        if isinstance(value, str):
            return Exclusion(line(value, spot), line=notes.line(spot.place))
        if not isinstance(value, Mapping):
            raise spot.wrong(f"must be a post's {_NAMES}, not {kind(value)}")
        found = known(value, {"post": line, "until": _UNTIL}, spot, notes, "post", _WHICH)
        return Exclusion(**found, line=notes.line(spot.place))

    def exclude(value: object, spot: Spot) -> tuple[Exclusion, ...]:
        if isinstance(value, Mapping):
            return tuple(_several([*value.items()], spot, excluded, MOST_PICKS, "posts"))
        taken = tuple(_several(value, spot, exclusion, MOST_PICKS, "posts"))
        _each_once([each.post for each in taken], spot)
        return taken

    def excluded(member: tuple[str, object], spot: Spot) -> Exclusion:
        post, until = member
        spot = Spot(spot.source, (*spot.place[:-1], post))
        given = "later" if until is None else _UNTIL(until, spot)
        return Exclusion(line(post, spot), cast(Until, given), notes.line(spot.place))

    def section(value: object, spot: Spot) -> SectionSettings:
        remedy = "Write title: and what stands above the posts."
        found = known(value, SECTION, spot, notes, "title", remedy)
        terms = {key: found.pop(key) for key in FILTER if key in found}
        return SectionSettings(filter=Filter(**terms), **found)

    def sections(value: object, spot: Spot) -> tuple[SectionSettings, ...]:
        return tuple(_several(value, spot, section, _MOST_SECTIONS, "sections"))

    def claims(value: object, spot: Spot) -> tuple[Claim, ...] | str:
        if isinstance(value, str):
            return line(value, spot)
        return tuple(_several(value, spot, claim, 20_000, "records"))

    def claim(value: object, spot: Spot) -> Claim:
        if not isinstance(value, Mapping):
            raise spot.wrong(f"must be a table, not {kind(value)}")
        try:
            return claim_of(value, zone)
        except ValueError as problem:
            raise spot.wrong(str(problem), "Restore what approving has written here.") from None

    return {
        "subject": optional_line,
        "preheader": optional_line,
        "status": choice(*get_args(Status)),
        "window": window,
        "picks": picks,
        "lead": optional_line,
        "exclude": exclude,
        "sections": sections,
        "text": _text,
        "withdrawn": array(line),
        "posts": claims,
        "never": claims,
        "passed": claims,
        "moved": claims,
        "previous": _label,
        "files": _files,
    }


_NAMES = "path, id or URL"
_WHICH = f"Write post: and its {_NAMES}."
_LENGTH = choice(*get_args(Length))
_UNTIL = choice(*get_args(Until))
_PICK: Schema = {
    "post": line,
    "title": line,
    "excerpt": optional_line,
    "image": lambda value, spot: "" if value == "" else web_url(value, spot),
    "image_alt": optional_line,
    "length": _LENGTH,
}


def _several(value: object, spot: Spot, check: Any, most: int, what: str) -> list[Any]:
    """What the check gives for each item of a list; all mistakes are noted."""
    if not isinstance(value, (list, tuple)):
        raise spot.wrong(f"must be a list, not {kind(value)}", "Begin a line for each with -.")
    if len(value) > most:
        raise spot.wrong(f"{len(value):,} {what} are too many; {most:,} is the most")
    taken = []
    failed: InvalidValueError | None = None
    for number, each in enumerate(value):
        try:
            taken.append(check(each, spot.at(number)))
        except InvalidValueError as problem:
            failed = problem
    if failed:
        raise failed
    return taken


def _each_once(posts: Sequence[str], spot: Spot) -> None:
    seen: set[str] = set()
    for number, post in enumerate(posts):
        if post in seen:
            raise spot.at(number).wrong(f"{shown(post)} is named twice", "Keep one of the two.")
        seen.add(post)


def _moment(value: object, spot: Spot, zone: tzinfo) -> tuple[datetime, bool]:
    """A moment, and whether it is a whole day."""
    try:
        moment = parse_date(value, zone)
    except ValueError:
        raise spot.wrong(
            f"must be a date such as 2026-11-23 or 2026-11-23 08:00, not {shown(str(value))}"
        ) from None
    return moment, ":" not in str(value)


def _since(zone: tzinfo) -> Any:
    """The moment before a window; of a day alone, the last one of the day before."""

    def check(value: object, spot: Spot) -> datetime:
        moment, whole_day = _moment(value, spot, zone)
        return moment - timedelta(seconds=1) if whole_day else moment

    return check


def _until(zone: tzinfo) -> Any:
    """The last moment of a window; of a day alone, its last second."""

    def check(value: object, spot: Spot) -> datetime:
        moment, whole_day = _moment(value, spot, zone)
        return moment.replace(hour=23, minute=59, second=59) if whole_day else moment

    return check


def _text(value: object, spot: Spot) -> str:
    """Text on as many lines as it was written, without those at its ends that are empty."""
    if not isinstance(value, str):
        raise spot.wrong(f"must be text, not {kind(value)}")
    return "\n".join(clean(each).rstrip() for each in value.splitlines()).strip("\n")


def _label(value: object, spot: Spot) -> str:
    text = line(value, spot)
    if label_in(text) is None:
        raise spot.wrong(
            f"must be the name of an edition such as 2026-11-23, not {shown(text)}",
            "It is the name of the file without .md.",
        )
    return text


def _files(value: object, spot: Spot) -> Mapping[str, str]:
    if not isinstance(value, Mapping):
        raise spot.wrong(f"must be a table, not {kind(value)}")
    for name, digest in value.items():
        if not isinstance(digest, str) or not _SHA256.fullmatch(digest):
            raise spot.at(name).wrong("must be a SHA-256", "Restore what approving has written.")
    return dict(value)
