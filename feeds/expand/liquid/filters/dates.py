"""Dates: what Ruby's `Time.parse` reads, and what its `strftime` writes."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from feeds.expand.liquid.values import SPACES, RefusedError

__all__ = ["moment_of", "strftime"]

_MONTHS = "January February March April May June July August September October November December"
_DAYS = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday"
MONTHS = tuple(_MONTHS.split())
DAYS = tuple(_DAYS.split())

_WIDEST = 100
_DIRECTIVE = re.compile(r"%([-0^#_:]*)([0-9]*)([a-zA-Z%+])")
_DIGITS = re.compile(r"[0-9]+")
_MONTH_NAME = r"(?P<name>[A-Za-z]{3,9})\.?"
_CLOCK = (
    r"(?:[T ,]*(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d{1,9})?)?"
    r"(?:\s*(?P<half>[AaPp])\.?[Mm]\.?)?\s*(?P<zone>[A-Za-z]{1,5}|[-+]\d{2}:?\d{2})?)?"
)
_FORMS = tuple(
    re.compile(rf"(?:[A-Za-z]{{3,9}}\.?,?\s+)?{day}{_CLOCK}", re.ASCII)
    for day in (
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ -]+{_MONTH_NAME}[ ,-]+(?P<year>\d{{4}})",
        rf"{_MONTH_NAME}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})",
        rf"(?P<year>\d{{4}})-{_MONTH_NAME}-(?P<day>\d{{1,2}})",
        rf"{_MONTH_NAME}\s+(?P<year>\d{{4}})",
        r"(?P<year>\d{4})-(?P<month>\d{1,2})",
    )
)


def moment_of(
    value: object, zone: tzinfo, now: Callable[[], datetime] | None = None
) -> datetime | None:
    """The moment that a value means, in that zone unless it names one; None for no date.

    Raises `RefusedError` for a text that may be a date to Ruby, and for `now` and `today`
    where nobody says which moment that is.
    """
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=zone)
    if isinstance(value, date):
        return datetime.combine(value, time(), zone)
    if isinstance(value, int) and not isinstance(value, bool):
        return _since_1970(value, zone)
    if not isinstance(value, str):
        return None
    written = value.strip(SPACES)
    if written.lower() in ("now", "today"):
        if now is None:
            raise RefusedError("the moment of the build is not known here")
        return now().astimezone(zone)
    if _DIGITS.fullmatch(written[:40]):
        return _since_1970(int(written[:40]), zone)
    if not any(char.isdigit() for char in written[:200]):
        return None
    return _read(written, zone)


def _since_1970(seconds: int, zone: tzinfo) -> datetime:
    if not -(10**11) < seconds < 10**11:
        raise RefusedError("the date is too far away")
    return datetime.fromtimestamp(seconds, zone)


def _read(written: str, zone: tzinfo) -> datetime:
    found = None
    if len(written) <= 80:
        found = next(filter(None, (form.fullmatch(written) for form in _FORMS)), None)
    if not found:
        raise RefusedError("the date cannot be read")
    parts = found.groupdict()
    hour = int(parts["hour"] or 0)
    if half := parts["half"]:
        hour = hour % 12 + (12 if half in "Pp" else 0)
    try:
        return datetime(
            int(parts["year"]),
            _month(parts),
            int(parts.get("day") or 1),
            hour,
            int(parts["minute"] or 0),
            min(int(parts["second"] or 0), 59),
            tzinfo=_zone(parts["zone"], zone),
        )
    except (ValueError, OverflowError):
        raise RefusedError("there is no such date") from None


def _month(parts: dict[str, str]) -> int:
    if "month" in parts:
        return int(parts["month"])
    name = parts["name"].lower()
    for number, month in enumerate(MONTHS, 1):
        if month.lower().startswith(name) or name == "sept" == month.lower()[:4]:
            return number
    raise ValueError(name)


def _zone(written: str | None, zone: tzinfo) -> tzinfo:
    if not written:
        return zone
    if written.upper() in ("Z", "UTC", "GMT"):
        return UTC
    if written[0] in "+-":
        digits = written[1:].replace(":", "")
        offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
        return timezone(-offset if written[0] == "-" else offset)
    raise ValueError(written)


def strftime(moment: datetime, pattern: str) -> str:
    """The moment as Ruby's `strftime` writes it, in English.

    Raises `RefusedError` for widths that no date has.
    """
    return _DIRECTIVE.sub(lambda match: _directive(moment, match), pattern)


def _directive(moment: datetime, match: re.Match[str]) -> str:
    flags, width, name = match[1], match[2], match[3]
    if width and (len(width) > 3 or int(width) > _WIDEST):
        raise RefusedError("the format is too wide")
    if name == "z":
        return _padded(_offset(moment, flags.count(":")), flags, int(width or 0), "0")
    if name in ("N", "L"):
        digits = f"{moment.microsecond:06}000"
        return digits.ljust(int(width or 0), "0")[: int(width or (9 if name == "N" else 3))]
    found = _value(moment, name)
    if found is None:
        return match[0]
    written, least, pad = found
    if "^" in flags:
        written = written.upper()
    if "#" in flags:
        written = written.lower() if name in "pZ" else written.upper()
    if "-" in flags:
        return written.lstrip(" ") if least else written
    return _padded(written, flags, int(width or least), pad)


def _padded(written: str, flags: str, width: int, pad: str) -> str:
    pad = "0" if "0" in flags else " " if "_" in flags else pad
    if pad == "0" and written[:1] in "+-" and written[1:2].isdigit():
        return written[0] + written[1:].rjust(width - 1, "0")
    return written.rjust(width, pad)


def _offset(moment: datetime, colons: int) -> str:
    seconds = int((moment.utcoffset() or timedelta(0)).total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("+", seconds)
    parts = [f"{seconds // 3600:02}", f"{seconds // 60 % 60:02}"]
    if colons == 2:
        parts.append(f"{seconds % 60:02}")
    return sign + (":" if colons else "").join(parts)


def _value(moment: datetime, name: str) -> tuple[str, int, str] | None:
    """What a directive stands for, its usual width, and what fills it up."""
    if name in _COMPOSED:
        return strftime(moment, _COMPOSED[name]), 0, " "
    year, week, weekday = moment.isocalendar()
    sunday = (moment.weekday() + 1) % 7
    day_of_year = moment.timetuple().tm_yday
    hour = moment.hour
    numbers: dict[str, tuple[int, int, str]] = {
        "Y": (moment.year, 4, "0"),
        "C": (moment.year // 100, 2, "0"),
        "y": (moment.year % 100, 2, "0"),
        "m": (moment.month, 2, "0"),
        "d": (moment.day, 2, "0"),
        "e": (moment.day, 2, " "),
        "j": (day_of_year, 3, "0"),
        "H": (hour, 2, "0"),
        "k": (hour, 2, " "),
        "I": (hour % 12 or 12, 2, "0"),
        "l": (hour % 12 or 12, 2, " "),
        "M": (moment.minute, 2, "0"),
        "S": (moment.second, 2, "0"),
        "s": (int(moment.timestamp()), 0, "0"),
        "u": (weekday, 0, "0"),
        "w": (sunday, 0, "0"),
        "G": (year, 4, "0"),
        "g": (year % 100, 2, "0"),
        "V": (week, 2, "0"),
        "U": ((day_of_year + 6 - sunday) // 7, 2, "0"),
        "W": ((day_of_year + 6 - moment.weekday()) // 7, 2, "0"),
    }
    if name in numbers:
        value, width, pad = numbers[name]
        return str(value), width, pad
    words = {
        "A": DAYS[sunday],
        "a": DAYS[sunday][:3],
        "B": MONTHS[moment.month - 1],
        "b": MONTHS[moment.month - 1][:3],
        "h": MONTHS[moment.month - 1][:3],
        "p": "AM" if hour < 12 else "PM",
        "P": "am" if hour < 12 else "pm",
        "Z": _zone_name(moment),
        "n": "\n",
        "t": "\t",
        "%": "%",
    }
    return (words[name], 0, " ") if name in words else None


_COMPOSED = {
    "c": "%a %b %e %H:%M:%S %Y",
    "D": "%m/%d/%y",
    "F": "%Y-%m-%d",
    "v": "%e-%^b-%Y",
    "x": "%m/%d/%y",
    "X": "%H:%M:%S",
    "r": "%I:%M:%S %p",
    "R": "%H:%M",
    "T": "%H:%M:%S",
    "+": "%a %b %e %H:%M:%S %Z %Y",
}


def _zone_name(moment: datetime) -> str:
    name = moment.tzname() or ""
    return "" if name.startswith("UTC") and name != "UTC" else name
