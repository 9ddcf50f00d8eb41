"""Dates as the formats of feeds write them, read to the letter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

__all__ = ["MailDate", "mail_date", "rfc3339_date", "w3c_date"]

_RFC3339 = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:Z|([+-])(\d\d):(\d\d))", re.ASCII
)
_W3C = re.compile(
    r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01])"
    r"(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?)?)?",
    re.ASCII,
)
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MAIL = re.compile(
    r"(?:([A-Za-z]{3}), )?(\d{1,2}) ([A-Za-z]{3}) (\d{4}|\d\d) (\d\d):(\d\d)(?::(\d\d))? (\S+)",
    re.ASCII,
)
_OFFSET = re.compile(r"([+-])(\d\d)(\d\d)", re.ASCII)
_ZONES = {
    "UT": 0,
    "GMT": 0,
    "Z": 0,
    "EST": -5,
    "EDT": -4,
    "CST": -6,
    "CDT": -5,
    "MST": -7,
    "MDT": -6,
    "PST": -8,
    "PDT": -7,
}
_NUMERIC_ONLY = frozenset("ABCDEFGHIKLMNOPQRSTUVWXY")


def rfc3339_date(text: str) -> datetime | None:
    """A date construct (RFC 4287 §3.3), `T` and `Z` in capitals; None where it is none."""
    found = _RFC3339.fullmatch(text)
    if found is None:
        return None
    year, month, day, hour, minute, second = map(int, found.groups()[:6])
    try:
        offset = _offset(found[8], found[9], found[10])
        # A leap second is a date that Python cannot hold.
        return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=offset) + (
            timedelta(seconds=1) if second == 60 else timedelta()
        )
    except (ValueError, OverflowError):
        return None


def w3c_date(text: str) -> bool:
    """Whether it is a date of the W3C's profile of ISO 8601, as Dublin Core has them."""
    return _W3C.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class MailDate:
    """A date of RFC 822, and what readers may take amiss in how it is written.

    `weekday` says that the day of the week is another one, `short_year` that the year has two
    digits, and `odd_zone` that the zone is a letter, which programs read in two ways.
    """

    when: datetime
    weekday: bool = False
    short_year: bool = False
    odd_zone: bool = False


def mail_date(text: str) -> MailDate | None:
    """A date of RFC 822 §5, with a year of four digits too; None where it is none."""
    found = _MAIL.fullmatch(text)
    if found is None:
        return None
    name, day, month, year, hour, minute, second, zone = found.groups()
    if month not in _MONTHS or (name and name not in _DAYS):
        return None
    number = int(year)
    if len(year) == 2:
        number += 2000 if number < 50 else 1900
    try:
        offset = _zone(zone)
        if offset is None:
            return None
        when = datetime(
            number,
            _MONTHS.index(month) + 1,
            int(day),
            int(hour),
            int(minute),
            min(int(second or 0), 59),
            tzinfo=offset,
        )
    except (ValueError, OverflowError):
        return None
    return MailDate(
        when,
        weekday=bool(name) and _DAYS[when.weekday()] != name,
        short_year=len(year) == 2,
        odd_zone=zone in _NUMERIC_ONLY,
    )


def _zone(text: str) -> timezone | None:
    if found := _OFFSET.fullmatch(text):
        return _offset(*found.groups())
    if text in _NUMERIC_ONLY:
        return UTC
    hours = _ZONES.get(text)
    return None if hours is None else timezone(timedelta(hours=hours))


def _offset(sign: str | None, hours: str | None, minutes: str | None) -> timezone:
    """Raises ValueError for an offset that no zone has."""
    if sign is None:
        return UTC
    if int(minutes or 0) > 59:
        raise ValueError(minutes)
    size = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    return timezone(-size if sign == "-" else size)
