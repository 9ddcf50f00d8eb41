"""`every` and `on` of a newsletter: when its editions are due."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from typing import Literal, cast

from feeds.config.checks import line
from feeds.config.source import Spot
from feeds.model import Schedule
from feeds.suggest import did_you_mean, nearest, shown

__all__ = ["Due", "due", "interval", "schedule"]

_INTERVAL = re.compile(r"(?:(?P<count>[0-9]{1,3}) ?)?(?P<unit>day|week|month)s?", re.ASCII)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WORDS = {"daily": "day", "weekly": "week", "monthly": "month", "fortnight": "2 weeks"}
_AT = re.compile(r"(?P<hour>[01]?[0-9]|2[0-3]):(?P<minute>[0-5][0-9])", re.ASCII)
_MOST_DAYS = 31

Unit = Literal["day", "week", "month"]


@dataclass(frozen=True, slots=True)
class Due:
    """What `on` says: `day` is one of the week, from 0, or of the month, from 1, or missing."""

    at: time
    weekday: int | None = None
    day: int | None = None


def interval(value: object, spot: Spot) -> tuple[Unit, int]:
    """A unit and how many of it: `week`, `2 weeks`, `month`."""
    text = line(value, spot).casefold()
    text = _WORDS.get(text, text)
    match = _INTERVAL.fullmatch(text)
    count = int(match["count"] or 1) if match else 0
    if match is None or not count:
        guess = did_you_mean(nearest(text, ("day", "week", "month")))
        raise spot.wrong(f'must be "day", "week", "month" or "2 weeks", not {shown(text)}{guess}')
    return cast(Unit, match["unit"]), count


def due(value: object, spot: Spot) -> Due:
    """A time of day, after a day of the week or of the month: `monday 08:00`, `1 08:00`."""
    text = line(value, spot)
    day, _, clock = text.casefold().rpartition(" ")
    match = _AT.fullmatch(clock)
    if match is None:
        raise spot.wrong(f'must be such as "monday 08:00", "1 08:00" or "08:00", not {shown(text)}')
    at = time(int(match["hour"]), int(match["minute"]))
    if not day:
        return Due(at)
    if day.isdecimal() and day.isascii() and 1 <= int(day[:3]) <= _MOST_DAYS:
        return Due(at, day=int(day))
    for number, name in enumerate(_DAYS):
        if day in (name, name[:3]):
            return Due(at, weekday=number)
    guess = did_you_mean(nearest(day, _DAYS))
    raise spot.wrong(f"{shown(day)} is no day of the week or month{guess}")


def schedule(every: tuple[Unit, int] | None, on: Due | None, spot: Spot) -> Schedule | None:
    """The schedule of a newsletter's `every` and `on`; None without any."""
    if every is None:
        if on is not None:
            raise spot.at("on").wrong("needs every", 'Add every = "week", or leave on out.')
        return None
    unit, count = every
    if on is None:
        return Schedule(unit, count, 1 if unit == "month" else 0)
    days = {"week": on.weekday, "month": on.day}
    wanted = days.pop(unit, 0)
    if wanted is None or any(day is not None for day in days.values()):
        example = {"day": "08:00", "week": "monday 08:00", "month": "1 08:00"}[unit]
        raise spot.at("on").wrong(f'must be such as "{example}" for every {unit}')
    return Schedule(unit, count, wanted, on.at)
