"""Dates as Eleventy reads them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from feeds.collect.dates import parse_date

__all__ = ["parse_moment"]

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_MONTH = re.compile(r"\d{4}(?:-\d{2})?", re.ASCII)
_ORDINAL = re.compile(r"(\d{4})-?(\d{3})", re.ASCII)
_WEEK = re.compile(r"\d{4}-W\d{2}(?:-\d)?", re.ASCII)


def parse_moment(value: object) -> datetime:
    """A date as Eleventy reads it, in UTC; a day beyond its month's end is one of the next."""
    if not isinstance(value, str):
        raise ValueError("not a date")
    text = value.strip()
    if day := _DAY.fullmatch(text):
        year, month, number = map(int, day.groups())
        if not 1 < year < 9999 or month > 12 or month < 1:
            raise ValueError("out of range")
        return datetime(year, month, 1, tzinfo=UTC) + timedelta(days=number - 1)
    if _MONTH.fullmatch(text):
        text = f"{text}-01" if "-" in text else f"{text}-01-01"
    elif _WEEK.fullmatch(text):
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    elif ordinal := _ORDINAL.fullmatch(text):
        return datetime.strptime("-".join(ordinal.groups()), "%Y-%j").replace(tzinfo=UTC)
    return parse_date(text, UTC).astimezone(UTC)
