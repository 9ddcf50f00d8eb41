"""Time zones from the `tzdata` package, so that every machine knows the same ones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from tzdata import IANA_VERSION

__all__ = ["IANA_VERSION", "UnknownZoneError", "in_zone", "zone", "zone_keys"]


class UnknownZoneError(ValueError):
    """No such key in the IANA time zone database."""


class _Zone(ZoneInfo):
    """A zone that another process can be told of, by its key."""

    def __reduce__(self) -> tuple[Callable[[str], ZoneInfo], tuple[str]]:
        return zone, (self.key,)

    def __repr__(self) -> str:
        return f"zone({self.key!r})"


@cache
def zone(key: str) -> ZoneInfo:
    """The zone of that key, such as `Asia/Tokyo`.

    Raises `UnknownZoneError` for a key that the IANA database does not have.
    """
    parts = key.split("/")
    if any(not part or part.startswith(".") or "\\" in part for part in parts):
        raise UnknownZoneError(key)
    try:
        with files("tzdata").joinpath("zoneinfo", *parts).open("rb") as data:
            return _Zone.from_file(data, key=key)
    except (OSError, ValueError):
        raise UnknownZoneError(key) from None


def in_zone(moment: datetime, zone: ZoneInfo) -> datetime:
    """The moment as it is called there; as it is where the calendar does not reach so far."""
    try:
        return moment.astimezone(zone)
    except OverflowError:
        return moment


def zone_keys() -> list[str]:
    """Every key there is, sorted: what a mistyped one is compared with."""
    return files("tzdata").joinpath("zones").read_text(encoding="utf-8").split()
