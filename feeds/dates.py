"""Instants as feeds and mails write them, in English, whatever the locale; and days before one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

__all__ = ["days_before", "rfc3339", "rfc5322"]

_MINUTE = timedelta(minutes=1)
_FIRST = datetime.min.replace(tzinfo=UTC)


def rfc3339(when: datetime) -> str:
    """A date construct (RFC 4287 §3.3) in whole seconds; UTC is `Z`.

    An offset with seconds, as local mean times of old have, cannot be written: such an
    instant is given in UTC. Raises ValueError for a naive date.
    """
    text = _writable(when).isoformat(timespec="seconds")
    return f"{text[:-6]}Z" if text.endswith("+00:00") else text


def rfc5322(when: datetime) -> str:
    """A date and time of RFC 5322 §3.3, which RSS 2.0 takes too; UTC is `+0000`.

    The year has four digits. Offsets and errors are as in `rfc3339`.
    """
    return format_datetime(_writable(when))


def _writable(when: datetime) -> datetime:
    offset = when.utcoffset()
    if offset is None:
        raise ValueError(f"a date without an offset: {when}")
    return when.astimezone(UTC) if offset % _MINUTE else when


def days_before(moment: datetime, days: int) -> datetime:
    """That many days earlier, or the first moment of all where the calendar ends before."""
    try:
        return moment - timedelta(days=days)
    except OverflowError:
        return _FIRST
