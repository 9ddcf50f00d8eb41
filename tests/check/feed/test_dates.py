"""Dates are read to the letter: as other programs write them, and no others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime, parsedate_to_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.check.feed.dates import mail_date, rfc3339_date, w3c_date

MOMENTS = st.datetimes(
    min_value=datetime(1000, 1, 2),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(9999, 12, 30),  # noqa: DTZ001
    timezones=st.integers(-23 * 60, 23 * 60).map(lambda m: timezone(timedelta(minutes=m))),
).map(lambda moment: moment.replace(microsecond=0))


@given(MOMENTS)
def test_what_python_writes_is_read(moment: datetime) -> None:
    """Good dates would be called wrong, or be taken for others."""
    assert rfc3339_date(moment.isoformat()) == moment
    date = mail_date(format_datetime(moment))
    assert date is not None
    assert (date.when, date.weekday, date.short_year, date.odd_zone) == (
        moment,
        False,
        False,
        False,
    )


@given(st.text(st.sampled_from("0123456789:-+TZ. ,MonJaSuGET"), max_size=40))
def test_any_text_is_read_or_not(text: str) -> None:
    """An odd date would end the check, or be read otherwise than by Python."""
    strict = rfc3339_date(text)
    if strict is not None and ":60" not in text:
        assert strict.replace(microsecond=0) == datetime.fromisoformat(text).replace(microsecond=0)
    w3c_date(text)
    date = mail_date(text)
    if date is not None and not date.odd_zone and not date.short_year:
        assert date.when == parsedate_to_datetime(text)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2016-12-31T23:59:60Z", datetime(2017, 1, 1, tzinfo=UTC)),
        ("2026-03-01T08:00:00.123456789+09:00", datetime(2026, 2, 28, 23, tzinfo=UTC)),
        ("2026-03-01T24:00:00Z", None),
        ("2026-03-01T08:00:00+24:00", None),
        ("2026-03-01T08:00:00+09:60", None),
        ("2026-03-01T08:00:00+0900", None),
        ("٢٠٢٦-03-01T08:00:00Z", None),
        ("9999-12-31T23:59:60Z", None),
    ],
)
def test_dates_at_the_edge(text: str, moment: datetime | None) -> None:
    """A date that is odd and right would be refused, or a wrong one pass."""
    assert rfc3339_date(text) == moment


@pytest.mark.parametrize(
    ("text", "year"),
    [("01 Jan 70 00:00 GMT", 1970), ("01 Jan 49 00:00 GMT", 2049), ("01 Jan 50 00:00 GMT", 1950)],
)
def test_short_years_are_of_this_century_or_the_last(text: str, year: int) -> None:
    """An old date would be one of the future."""
    date = mail_date(text)
    assert date is not None
    assert (date.when.year, date.short_year) == (year, True)
