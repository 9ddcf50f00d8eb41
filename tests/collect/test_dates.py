"""Dates as people write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.collect.dates import parse_date
from feeds.collect.scalars import Timestamp
from feeds.zones import zone

TOKYO = zone("Asia/Tokyo")
LOS_ANGELES = zone("America/Los_Angeles")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2025-11-10 04:42:48 +0000", "2025-11-10T04:42:48+00:00"),
        ("2025-11-10T04:42:48Z", "2025-11-10T04:42:48+00:00"),
        ("2025-11-10T04:42:48.123456+09:00", "2025-11-10T04:42:48+09:00"),
        ("2025-11-10 04:42:48 -08", "2025-11-10T04:42:48-08:00"),
        ("2025-11-10 04:42:48 UTC", "2025-11-10T04:42:48+00:00"),
        ("2025-11-10 04:42:48", "2025-11-10T04:42:48+09:00"),
        ("2025-11-10 4:42", "2025-11-10T04:42:00+09:00"),
        ("2025-11-10", "2025-11-10T00:00:00+09:00"),
        ("2025/11/10 4:42 pm", "2025-11-10T16:42:00+09:00"),
        ("2025-11-10 12:00 AM", "2025-11-10T00:00:00+09:00"),
        ("20251110", "2025-11-10T00:00:00+09:00"),
        (20251110, "2025-11-10T00:00:00+09:00"),
        ("2023-01-29 18:30:22 2023 -0800", "2023-01-29T18:30:22-08:00"),
        ("Mon, 10 Nov 2025 04:42:48 +0000", "2025-11-10T04:42:48+00:00"),
        ("10 Nov 2025 04:42:48 -0000", "2025-11-10T04:42:48+00:00"),
        (date(2025, 11, 10), "2025-11-10T00:00:00+09:00"),
        (datetime(2025, 11, 10, 4, 42, 48, 999), "2025-11-10T04:42:48+09:00"),  # noqa: DTZ001
        (datetime(2025, 11, 10, 4, 42, tzinfo=UTC), "2025-11-10T04:42:00+00:00"),
        ("2025-12-31 23:59:60 +0000", "2025-12-31T23:59:59+00:00"),
    ],
)
def test_forms(written: object, expected: str) -> None:
    """A date that people do write would be refused or read as another moment."""
    assert parse_date(written, TOKYO).isoformat() == expected


@pytest.mark.parametrize(
    "written",
    [
        *("no", "tomorrow", "", "12:30", "2025", "2025-13-01", "2025-02-30", "2025-11-10 25:00"),
        *("2025-11-10 13:00 pm", "2025-11-10 10:00 +2500", "2025-11-10 10:00 +0075", "123456"),
        *(
            "2025-11/10",
            "0000-01-01",
            "0001-01-01",
            "9999-12-31",
            "٢٠٢٥-11-10",
            "2025-11-10 10:00 2024",
        ),
        *(True, False, None, 12.5, 7, [2025], {"a": 1}),
    ],
)
def test_what_is_no_date(written: object) -> None:
    """Something that is no date would give a post a made-up one."""
    with pytest.raises(ValueError):
        parse_date(written, TOKYO)


def test_timestamps_may_have_a_zone_of_their_own() -> None:
    """Posts of Jekyll blogs would be hours off."""
    written = Timestamp("2025-11-10 04:42:48")
    assert parse_date(written, TOKYO, timestamp_zone=UTC).isoformat() == "2025-11-10T04:42:48+00:00"
    assert parse_date(str(written), TOKYO, timestamp_zone=UTC).utcoffset() == timedelta(hours=9)


def test_summer_time_of_the_zone_counts() -> None:
    """Half of a blog's posts would be an hour off."""
    assert parse_date("2025-07-01 12:00", LOS_ANGELES).isoformat() == "2025-07-01T12:00:00-07:00"
    assert parse_date("2025-12-01 12:00", LOS_ANGELES).isoformat() == "2025-12-01T12:00:00-08:00"


@given(
    st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9998, 12, 31)),  # noqa: DTZ001
    st.integers(-23 * 60, 23 * 60),
)
def test_iso_comes_back(moment: datetime, minutes: int) -> None:
    """A well-formed date would be changed by being read."""
    aware = moment.replace(tzinfo=timezone(timedelta(minutes=minutes)), microsecond=0)
    assert parse_date(aware.isoformat(), TOKYO) == aware
    assert parse_date(aware.isoformat(), TOKYO).utcoffset() == aware.utcoffset()


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_not(text: str) -> None:
    """A strange date would end the run instead of being one bad post."""
    try:
        moment = parse_date(text, TOKYO)
    except ValueError:
        return
    assert moment.utcoffset() is not None
