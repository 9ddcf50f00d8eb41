"""When editions are due, and which time each covers; without a clock, in the site's zone.

A newsletter's schedule makes periods: days, weeks or months, numbered through. Each has one
moment. A time of day that the clocks skip counts as if they had not been changed, so that it is
as much later; of one that comes twice the first counts (PEP 495, `fold` 0).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import count
from zoneinfo import ZoneInfo

from feeds.dates import days_before
from feeds.model import Edition, NewsletterSettings, Schedule
from feeds.zones import in_zone

__all__ = ["Window", "due", "following", "label", "latest"]

_MONTHS = 12
_WEEK = 7
_MINUTE = timedelta(minutes=1)
_FIRST = datetime.min.replace(tzinfo=UTC)
_LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Window:
    """What an edition covers: `since` < published ≤ `until`, in the site's offset."""

    since: datetime
    until: datetime


def due(
    newsletter: NewsletterSettings,
    zone: ZoneInfo,
    now: datetime,
    editions: Sequence[Edition],
    before: Edition | None,
) -> Window | None:
    """The window of the edition that is due at `now`; None where none is.

    `editions` are all of the newsletter's, and `before` is the newest that claims posts, None
    for the first one. With a schedule, an edition of any status that reaches up to the latest
    moment means that this one is there already. However many moments were missed, one edition
    comes of them, which goes on where the one before ended.
    """
    schedule = newsletter.schedule
    if schedule is None:
        until = now.replace(microsecond=0)
        since = days_before(until, newsletter.window)
    else:
        until = latest(schedule, zone, now, before)
        since = _moment(schedule, zone, _period(schedule, zone, until) - schedule.count)
        if any(edition.until >= until for edition in editions):
            return None
    if before is not None:
        since = before.until
    return Window(_written(since, zone), _written(until, zone)) if since < until else None


def latest(
    schedule: Schedule, zone: ZoneInfo, now: datetime, before: Edition | None = None
) -> datetime:
    """The latest moment of the schedule that is not after `now`.

    Of every second or third period, those count that lie so many after the one in which the
    edition before ended; without one, each may be the first.
    """
    return _written(_moment(schedule, zone, _latest(schedule, zone, now, before)), zone)


def following(
    schedule: Schedule, zone: ZoneInfo, now: datetime, before: Edition | None = None
) -> datetime:
    """The first moment of the schedule after `now`, as `latest` counts them."""
    number = _latest(schedule, zone, now, before) + schedule.count
    return _written(_moment(schedule, zone, number), zone)


def label(until: datetime, zone: ZoneInfo, taken: Collection[str]) -> str:
    """What an edition is called: its day in that zone, with `-2` and so on if that is taken."""
    day = in_zone(until, zone).date().isoformat()
    others = (f"{day}-{number}" for number in count(2))
    return day if day not in taken else next(one for one in others if one not in taken)


def _latest(schedule: Schedule, zone: ZoneInfo, now: datetime, before: Edition | None) -> int:
    number = _period(schedule, zone, now)
    if before is None:
        return number
    return number - (number - _period(schedule, zone, before.until)) % schedule.count


def _period(schedule: Schedule, zone: ZoneInfo, now: datetime) -> int:
    """The number of the last period whose moment is not after `now`."""
    number = _number(schedule, in_zone(now, zone).date())
    # Where clocks are put back over midnight, a moment of the next day is over already.
    if _moment(schedule, zone, number + 1) <= now:
        return number + 1
    while number > 0 and _moment(schedule, zone, number) > now:
        number -= 1
    return number


def _number(schedule: Schedule, day: date) -> int:
    match schedule.unit:
        case "day":
            return day.toordinal()
        case "week":
            return (day.toordinal() - 1 - schedule.day) // _WEEK
        case "month":
            return day.year * _MONTHS + day.month - 1


def _moment(schedule: Schedule, zone: ZoneInfo, number: int) -> datetime:
    """The moment of that period; the calendar's first or last where it does not reach so far."""
    try:
        local = datetime.combine(_day(schedule, number), schedule.at, zone)
        return local.astimezone(UTC)
    except (ValueError, OverflowError):
        return _FIRST if number <= _MONTHS else _LAST


def _day(schedule: Schedule, number: int) -> date:
    """The day of that period. Raises ValueError outside the calendar."""
    match schedule.unit:
        case "day":
            return date.fromordinal(number)
        case "week":
            return date.fromordinal(number * _WEEK + 1 + schedule.day)
        case "month":
            year, month = number // _MONTHS, number % _MONTHS + 1
            first = date(year, month, 1)
            return first.replace(day=min(max(schedule.day, 1), monthrange(year, month)[1]))


def _written(moment: datetime, zone: ZoneInfo) -> datetime:
    """The moment as the zone writes it (RFC 3339): with a plain offset, which files can hold."""
    local = in_zone(moment, zone)
    offset = local.utcoffset()
    if offset is None or offset % _MINUTE:
        return moment.astimezone(UTC)
    return local.replace(tzinfo=timezone(offset), fold=0)
