"""Dates as Ruby's `Time.parse` understands them, which reads nearly all that people write.

It looks for a time of day first, then for a day in one form after the other; what it does not
know it passes over, an unknown zone too. Tried against Ruby 3.1 by `tests/peers/test_jekyll.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import NamedTuple

from feeds.collect.dates import fixed
from feeds.collect.scalars import Timestamp

__all__ = ["moment_of"]

_LONGEST = 128
_SIMPLE = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d:\d\d)(?: ?([-+]\d\d:?\d\d|Z))?)?\Z", re.ASCII
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = f"(?P<month>{'|'.join(_MONTHS)})"
_FLAGS = re.IGNORECASE | re.ASCII
_NOISE = re.compile(r"[^-+',./:@\w\[\]]+|_+")
_WEEKDAY = re.compile(r"\b(?:sun|mon|tue|wed|thu|fri|sat)[^-/\d\s]*", _FLAGS)
_ZONE = (
    r"(?:(?:gmt|utc?)?[-+]\d+(?:[,.:]\d+(?::\d+)?)?"
    r"|[a-z.\s]+(?:standard|daylight)\stime\b"
    r"|[a-z]+(?:\sdst)?\b)"
)
_CLOCK = re.compile(
    r"(?P<hour>\d+)\s*(?:"
    r"(?::\s*(?P<minute>\d+)(?:\s*:\s*(?P<second>\d+)(?:[,.]\d*)?)?"
    r"|h(?:\s*(?P<hminute>\d+)m?(?:\s*(?P<hsecond>\d+)s?)?)?)"
    r"(?:\s*(?P<half>[ap])(?:m\b|\.m\.))?"
    r"|(?P<bare>[ap])(?:m\b|\.m\.))"
    rf"(?:\s*(?P<zone>{_ZONE}))?",
    _FLAGS,
)
_OFFSET = re.compile(r"([-+])(\d\d)(?:(:?)(\d\d)(?:\3(\d\d))?)?\Z")
_HOURS = {
    **dict.fromkeys(("UTC", "Z", "UT", "GMT"), 0),
    **dict(
        zip(
            ("EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT"),
            (-5, -4, -6, -5, -7, -6, -8, -7),
            strict=True,
        )
    ),
    **{letter: number for number, letter in enumerate("ABCDEFGHIKLM", 1)},
    **{letter: -number for number, letter in enumerate("NOPQRSTUVWXY", 1)},
}
_ERAS = {"m": 1867, "t": 1911, "s": 1925, "h": 1988, "r": 2018}

_YEAR = r"'?-?\d+"
_EUROPEAN = re.compile(
    rf"(?P<day>'?\d+)[^-\d\s]*\s*{_MONTH}[^-\d\s']*(?:\s*(?:ce|ad)?\s*(?P<year>{_YEAR}))?", _FLAGS
)
_AMERICAN = re.compile(
    rf"\b{_MONTH}[^-\d\s']*\s*(?P<day>'?\d+)[^-\d\s']*(?:\s*,?\s*(?:ce|ad)?\s*(?P<year>{_YEAR}))?",
    _FLAGS,
)
_HYPHENS = re.compile(r"(?P<year>'?[-+]?\d+)-(?P<number>\d+)-(?P<day>'?-?\d+)", _FLAGS)
_JAPANESE = re.compile(r"\b(?P<era>[mtshr])(?P<year>\d+)\.(?P<number>\d+)\.(?P<day>\d+)", _FLAGS)
_NAMED = (
    re.compile(rf"(?P<day>'?-?\d+)-{_MONTH}[^-/.]*-(?P<year>{_YEAR})", _FLAGS),
    re.compile(rf"\b{_MONTH}[^-/.]*-(?P<day>'?\d+)(?:-(?P<year>{_YEAR}))?", _FLAGS),
)
_SLASHES = re.compile(rf"(?P<year>{_YEAR})/\s*(?P<number>'?\d+)(?:\D\s*(?P<day>'?-?\d+))?", _FLAGS)
_DOTS = re.compile(rf"(?P<year>{_YEAR})\.\s*(?P<number>'?\d+)\.\s*(?P<day>'?-?\d+)", _FLAGS)
_FORMS = (_EUROPEAN, _AMERICAN, _HYPHENS, _JAPANESE, *_NAMED, _SLASHES, _DOTS)
_WEEK = re.compile(r"\b(?:\d{2}|\d{4})?-?w\d{2}(?:-?\d)?\b|-w-\d\b|--(?:\d{2})?-?\d{2}\b", _FLAGS)
_OF_YEAR = re.compile(r"\b(\d{2}|\d{4})-(\d{3})\b", _FLAGS)
_DIGITS = re.compile(
    r"(?P<sign>[-+]?)(?P<digits>\d{2,14})(?:\s*t?\s*(?P<clock>\d{2,6})?(?:[,.]\d*)?)?"
    r"(?P<zone>z\b|[-+]\d{1,4}\b)?",
    _FLAGS,
)
_NUMBER = re.compile(r"[-+]?\d+", re.ASCII)


class _Day(NamedTuple):
    """A day of a month, or with `month` 0 the day of the year; and a clock, if it has one."""

    year: int
    month: int = 1
    day: int = 1
    clock: Sequence[int] = ()
    zone: str | None = None


def moment_of(value: object, zone: tzinfo) -> datetime:
    """A date of front matter or a file's name, in `zone`; an unquoted timestamp is UTC.

    Raises ValueError where Ruby finds no date, and where it would take what is missing,
    such as the year, from its clock; also for the years 1 and 9999, in which not every
    moment has a date in every zone.
    """
    text = str(value).strip()
    own = UTC if isinstance(value, Timestamp) else zone
    moment = _simple(text, own) or _ruby_time(text, own)
    return fixed(moment.astimezone(zone) if moment.tzinfo is not zone else _later(moment))


def _simple(text: str, zone: tzinfo) -> datetime | None:
    """What the commonest forms mean; None for all others."""
    found = _SIMPLE.match(text)
    if found is None:
        return None
    day, clock, offset = found.groups("")
    try:
        moment = datetime.fromisoformat(f"{day}T{clock or '00:00:00'}{offset}")
    except ValueError:
        return None
    if not 1 < moment.year < 9999:
        raise ValueError("out of range")
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _later(moment: datetime) -> datetime:
    """Of an hour that a zone has twice the second, and of one that it skips the next."""
    first, second = (moment.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    return max(first, second).astimezone(moment.tzinfo)


def _ruby_time(text: str, zone: tzinfo) -> datetime:
    """The moment that Ruby reads out of a text; what has no offset is in `zone`."""
    if len(text) > _LONGEST:
        raise ValueError("not a date")
    text = _WEEKDAY.sub(" ", _NOISE.sub(" ", text), count=1)
    hours: Sequence[int] = ()
    written: str | None = None
    if clock := _CLOCK.search(text):
        hours, written = _clock(clock), clock["zone"]
        text = f"{text[: clock.start()]} {text[clock.end() :]}"
    day = _day(text)
    hours, written = hours or day.clock, written or day.zone
    hour, minute, second = (*hours, 0, 0, 0)[:3]
    if not (1 < day.year < 9999 and 0 <= hour <= 24 and minute <= 59 and second <= 60):
        raise ValueError("out of range")
    if hour == 24 and (minute or second):
        raise ValueError("out of range")
    moment = _first(day) + timedelta(hours=hour, minutes=minute, seconds=second)
    if not 1 < moment.year < 9999:
        raise ValueError("out of range")
    return moment.replace(tzinfo=_offset(written, zone, day.year))


def _first(day: _Day) -> datetime:
    """The first minute of that day; the 30th of February is the second or first of March."""
    if day.month == 0:
        if not 1 <= day.day <= 366:
            raise ValueError("out of range")
        first = datetime(day.year, 1, 1) + timedelta(days=day.day - 1)  # noqa: DTZ001 - local
        if first.year != day.year:
            raise ValueError("out of range")
        return first
    if not (1 <= day.month <= 12 and 1 <= day.day <= 31):
        raise ValueError("out of range")
    return datetime(day.year, day.month, 1) + timedelta(days=day.day - 1)  # noqa: DTZ001 - local


def _clock(found: re.Match[str]) -> Sequence[int]:
    hour = int(found["hour"])
    if half := found["half"] or found["bare"]:
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    minute, second = found["minute"] or found["hminute"], found["second"] or found["hsecond"]
    return (hour, int(minute or 0), int(second or 0))


def _offset(written: str | None, zone: tzinfo, year: int) -> tzinfo:
    """The zone that a text names, where Ruby knows it; else the site's."""
    if not written:
        return zone
    name = written.upper()
    if found := _OFFSET.match(name):
        sign, hours, _, minutes, seconds = found.groups("0")
        offset = timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds))
        if offset >= timedelta(days=1):
            raise ValueError("no such offset")
        return timezone(-offset if sign == "-" else offset)
    if name in _HOURS:
        return timezone(timedelta(hours=_HOURS[name])) if _HOURS[name] else UTC
    for month in (1, 7):
        local = datetime(year, month, 1, tzinfo=zone)
        if (local.tzname() or "").upper() == name:
            return timezone(local.utcoffset() or timedelta(0))
    return zone


def _day(text: str) -> _Day:
    for form in _FORMS:
        if found := form.search(text):
            return _arranged(found.groupdict())
    if _WEEK.search(text):
        raise ValueError("not a date")
    if found := _OF_YEAR.search(text):
        return _Day(_century(found[1]), 0, int(found[2]))
    return _run_of_digits(text)


def _arranged(parts: dict[str, str | None]) -> _Day:
    """Which of the numbers is the year: the one that is long, or has an apostrophe."""
    year, day = parts.get("year"), parts.get("day")
    named = parts.get("month")
    month: str | None = str(_MONTHS.index(named.lower()) + 1) if named else parts.get("number")
    if era := parts.get("era"):
        return _Day(_ERAS[era.lower()] + int(year or 0), int(month or 0), int(day or 0))
    if year and month and not day:
        year, month, day = day, year, month
    if not year and _stands_out(day):
        year, day = day, None
    if month and _stands_out(month):
        year, month, day = month, day, year
    if _stands_out(day):
        year, day = day, year
    if not year:
        raise ValueError("the year is missing")
    named_month, named_day = _whole(month), _whole(day)
    if named_month == 0:
        raise ValueError("out of range")
    return _Day(_century(year), named_month, named_day)


def _stands_out(number: str | None) -> bool:
    return number is not None and (number.startswith("'") or len(number) > 2)


def _whole(number: str | None) -> int:
    """The number without its sign; 1 where there is none."""
    found = _NUMBER.search(number or "")
    return abs(int(found[0])) if found else 1


def _century(year: str) -> int:
    """A year of two digits is one between 1969 and 2068."""
    found = _NUMBER.search(year)
    number = found[0] if found else "0"
    if len(number) > 2 or number[:1] in "+-":
        return int(number)
    return int(number) + (1900 if int(number) >= 69 else 2000)


def _run_of_digits(text: str) -> _Day:
    """A day, and perhaps a time of day, written as one long number."""
    found = _DIGITS.search(text)
    digits = found["digits"] if found else ""
    make = _LENGTHS.get(len(digits))
    if found is None or make is None:
        raise ValueError("not a date")
    day = make(digits)
    clock = found["clock"] or ""
    more = tuple(int(clock[at : at + 2]) for at in range(0, len(clock) // 2 * 2, 2))
    return day._replace(clock=day.clock or more, zone=found["zone"])


def _in_pairs(digits: str) -> _Day:
    year = 4 if len(digits) != 6 else 2
    month, day, *clock = (int(digits[at : at + 2]) for at in range(year, len(digits), 2))
    return _Day(_century(digits[:year]), month, day, clock)


_LENGTHS: dict[int, Callable[[str], _Day]] = {
    5: lambda digits: _Day(_century(digits[:2]), 0, int(digits[2:])),
    7: lambda digits: _Day(int(digits[:4]), 0, int(digits[4:])),
    **dict.fromkeys((6, 8, 10, 12, 14), _in_pairs),
}
