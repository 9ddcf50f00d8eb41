"""Calendar periods: which pages an archive has, and which posts are on which."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from feeds.periods import LARGE_YEAR, Period, periods
from feeds.zones import in_zone, zone

ZONES = st.sampled_from(["UTC", "Asia/Tokyo", "America/New_York", "Pacific/Apia"]).map(zone)
MOMENTS = st.datetimes(timezones=st.just(UTC)).map(lambda moment: moment.replace(microsecond=0))


def test_a_large_year_becomes_months() -> None:
    """A page would hold a year of a news site, or a quiet blog have a page a month."""
    months = {(2023, 5): LARGE_YEAR, (2024, 1): LARGE_YEAR, (2024, 12): 1, (2025, 2): 1}
    labels = [page.label for page in periods(months, "auto")]
    assert labels == ["2023", "2024-01", "2024-12", "2025"]
    assert [page.label for page in periods(months, "year")] == ["2023", "2024", "2025"]
    assert [page.label for page in periods(months, "month")] == [
        "2023-05",
        "2024-01",
        "2024-12",
        "2025-02",
    ]
    assert periods(months, "none") == []


@given(st.lists(MOMENTS, max_size=8), ZONES, st.sampled_from(["year", "month"]))
def test_every_post_is_on_one_page(moments, zone, archive) -> None:
    """A post would be on no page of an archive, or on two."""
    months = {(place.year, place.month): 1 for place in (in_zone(one, zone) for one in moments)}
    pages = periods(months, archive)
    for moment in moments:
        holding = [
            page
            for page in pages
            if not (page.since(zone) and moment < page.since(zone))
            and not (page.until(zone) and moment > page.until(zone))
        ]
        assert len(holding) == 1


def test_a_period_ends_where_the_next_begins() -> None:
    """Posts at midnight of New Year, in the site's zone, would be lost."""
    tokyo = zone("Asia/Tokyo")
    assert Period(2025).until(tokyo) == Period(2026).since(tokyo) - timedelta(seconds=1)
    assert Period(2025, 12).until(tokyo) == Period(2026, 1).since(tokyo) - timedelta(seconds=1)
    assert Period(2025, 1).since(tokyo) == datetime(2024, 12, 31, 15, tzinfo=UTC)
    assert Period(1).since(tokyo) is None
    assert Period(9999, 12).until(tokyo) is None
