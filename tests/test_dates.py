"""Dates in the two forms that feeds and mails know."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.dates import days_before, rfc3339, rfc5322
from feeds.zones import zone

MINUTES = st.integers(-23 * 60 - 59, 23 * 60 + 59)
# Readers of RFC 822 take a year below 100 for one of theirs.
AWARE = st.datetimes(
    min_value=datetime(100, 1, 1),  # noqa: DTZ001
    timezones=MINUTES.map(lambda minutes: timezone(timedelta(minutes=minutes))),
)


def odd(**offset):
    """The last day but one of 1889 at noon, in an offset that no format can write."""
    return datetime(1889, 12, 30, 12, tzinfo=timezone(timedelta(**offset)))


@pytest.mark.parametrize(
    ("when", "atom", "mail"),
    [
        (
            datetime(2025, 11, 10, 4, 42, 48, 999999, tzinfo=UTC),
            "2025-11-10T04:42:48Z",
            "Mon, 10 Nov 2025 04:42:48 +0000",
        ),
        (
            datetime(2025, 7, 1, tzinfo=zone("Asia/Tokyo")),
            "2025-07-01T00:00:00+09:00",
            "Tue, 01 Jul 2025 00:00:00 +0900",
        ),
        (
            datetime(2025, 10, 26, 2, 30, tzinfo=zone("Europe/Berlin"), fold=1),
            "2025-10-26T02:30:00+01:00",
            "Sun, 26 Oct 2025 02:30:00 +0100",
        ),
    ],
)
def test_dates_keep_their_clock_and_offset(when, atom, mail):
    """A post would be shown at another time than the one it was written with."""
    assert (rfc3339(when), rfc5322(when)) == (atom, mail)


@pytest.mark.parametrize(
    ("when", "atom", "mail"),
    [
        (
            datetime(1880, 1, 1, 9, 18, 59, tzinfo=zone("Asia/Tokyo")),
            "1880-01-01T00:00:00Z",
            "Thu, 01 Jan 1880 00:00:00 +0000",
        ),
        (
            odd(hours=-4, minutes=-56, seconds=-2),
            "1889-12-30T16:56:02Z",
            "Mon, 30 Dec 1889 16:56:02 +0000",
        ),
        (odd(seconds=-30), "1889-12-30T12:00:30Z", "Mon, 30 Dec 1889 12:00:30 +0000"),
    ],
)
def test_an_offset_with_seconds_becomes_utc(when, atom, mail):
    """An old post would be shown up to a minute from when it was published."""
    assert (rfc3339(when), rfc5322(when)) == (atom, mail)


@given(AWARE)
def test_both_forms_read_back_to_the_second(when):
    """A reader would see another instant than the post's."""
    expected = when.replace(microsecond=0)
    for read in (datetime.fromisoformat(rfc3339(when)), parsedate_to_datetime(rfc5322(when))):
        assert read == expected
        assert read.utcoffset() == expected.utcoffset()


@pytest.mark.parametrize("write", [rfc3339, rfc5322])
def test_a_naive_date_is_refused(write):
    """A date without offset would silently be taken for the machine's own or for UTC."""
    with pytest.raises(ValueError, match="without an offset"):
        write(datetime(2025, 1, 1))  # noqa: DTZ001


def test_days_before_stay_in_the_calendar():
    """A window of a million days would end in a traceback."""
    moment = datetime(2026, 11, 23, 8, tzinfo=UTC)
    assert days_before(moment, 7) == datetime(2026, 11, 16, 8, tzinfo=UTC)
    for days in (1_000_000, 10**12):
        assert days_before(moment, days) == datetime.min.replace(tzinfo=UTC)
