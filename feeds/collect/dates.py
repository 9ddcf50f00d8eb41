"""Dates as people write them in front matter, as aware datetimes.

A result keeps the offset it was written with. What has no offset is in the zone that the
caller gives, never in the machine's.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime

from feeds.collect.scalars import Timestamp

__all__ = ["fixed", "parse_date"]

_LONGEST = 80

_ISO = re.compile(
    r"(?P<year>\d{4})(?P<sep>[-/.]?)(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})"
    r"(?:(?:[Tt]|\s+)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d*)?)?"
    r"\s*(?P<half>[AaPp][Mm])?(?:\s+(?P=year)\b)?"
    r"\s*(?P<offset>[Zz]|UTC|GMT|[-+]\d{1,2}(?::?\d{2})?)?)?",
    re.ASCII,
)

_COMMON = re.compile(
    r"(\d{4}-\d\d-\d\d)"
    r"(?:[ T]((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?: ?([-+](?:[01]\d|2[0-3]):?[0-5]\d|Z))?)?",
    re.ASCII,
)


def fixed(moment: datetime) -> datetime:
    """The same moment with its offset as a plain number, to the second."""
    if isinstance(moment.tzinfo, timezone) and not moment.microsecond:
        return moment
    moment = moment.astimezone(timezone(moment.utcoffset() or timedelta(0)))
    return moment.replace(microsecond=0) if moment.microsecond else moment


def parse_date(value: object, zone: tzinfo, *, timestamp_zone: tzinfo | None = None) -> datetime:
    """The moment that a value of front matter means.

    Understood: ISO 8601 and its everyday forms (`2025-11-10`, `2025-11-10 04:42:48 +0000`,
    `2025/11/10 4:42 pm`, `20251110`), RFC 5322 dates, and dates from TOML. A date without
    a time is its first minute; a year that is repeated after the time is passed over.
    What has no offset is in `zone`; a `Timestamp`, if `timestamp_zone` is given, is in
    that one.

    Raises ValueError for everything else, and for the years 1 and 9999, in which not
    every moment has a date in every zone.
    """
    if isinstance(value, Timestamp) and timestamp_zone:
        zone = timestamp_zone
    if isinstance(value, datetime):
        moment = value if value.tzinfo else value.replace(tzinfo=zone)
    elif isinstance(value, date):
        moment = datetime.combine(value, time(), zone)
    elif isinstance(value, (str, int)) and not isinstance(value, bool):
        moment = _parse_text(str(value).strip(), zone)
    else:
        raise ValueError("not a date")
    if not 1 < moment.year < 9999:
        raise ValueError("out of range")
    return fixed(moment)


def _parse_text(text: str, zone: tzinfo) -> datetime:
    if common := _COMMON.fullmatch(text):
        day, clock, offset = common.groups("")
        moment = datetime.fromisoformat(f"{day}T{clock}{offset}" if clock else day)
        return moment if moment.tzinfo else moment.replace(tzinfo=zone)
    if len(text) > _LONGEST:
        raise ValueError("not a date")
    found = _ISO.fullmatch(text)
    if not found:
        return _parse_rfc5322(text, zone)
    if not found["sep"] and len(text) < 8:
        raise ValueError("not a date")
    hour = int(found["hour"] or 0)
    if half := found["half"]:
        if not 1 <= hour <= 12:
            raise ValueError("no such hour")
        hour = hour % 12 + (12 if half.lower() == "pm" else 0)
    return datetime(
        int(found["year"]),
        int(found["month"]),
        int(found["day"]),
        hour,
        int(found["minute"] or 0),
        min(int(found["second"] or 0), 59),
        tzinfo=_parse_offset(found["offset"]) if found["offset"] else zone,
    )


def _parse_offset(text: str) -> tzinfo:
    if text[0] not in "+-":
        return UTC
    digits = text[1:].replace(":", "")
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    if minutes > 59:
        raise ValueError("no such offset")
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if text[0] == "-" else offset)


def _parse_rfc5322(text: str, zone: tzinfo) -> datetime:
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, IndexError, OverflowError):
        raise ValueError("not a date") from None
    if moment.tzinfo:
        return moment
    return moment.replace(tzinfo=UTC if text.endswith("-0000") else zone)
