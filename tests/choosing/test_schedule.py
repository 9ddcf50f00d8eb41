"""When editions are due, and what time each covers."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.choosing.schedule import Window, due, following, label, latest
from feeds.model import Schedule
from feeds.zones import zone

MONDAYS = Schedule("week", 1, 0, time(8))
TOKYO, NEW_YORK, LONDON = zone("Asia/Tokyo"), zone("America/New_York"), zone("Europe/London")


def at(text):
    """The moment that a text names."""
    return datetime.fromisoformat(text)


def texts(*moments):
    """Moments as files have them."""
    return [moment.isoformat() for moment in moments]


# ── Moments ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("schedule", "now", "found"),
    [
        (MONDAYS, "2026-11-25T08:00+09:00", "2026-11-23T08:00:00+09:00"),
        (MONDAYS, "2026-11-23T08:00+09:00", "2026-11-23T08:00:00+09:00"),
        (MONDAYS, "2026-11-22T22:59:59+00:00", "2026-11-16T08:00:00+09:00"),
        (Schedule("week", 1, 6, time(0)), "2026-11-23T00:00+09:00", "2026-11-22T00:00:00+09:00"),
        (Schedule("day", at=time(23, 30)), "2026-11-23T23:00+09:00", "2026-11-22T23:30:00+09:00"),
        (Schedule("month", 1, 1), "2026-12-01T07:59+09:00", "2026-11-01T08:00:00+09:00"),
        (Schedule("month", 1, 31), "2026-02-28T08:00+09:00", "2026-02-28T08:00:00+09:00"),
        (Schedule("month", 1, 31), "2024-03-30T08:00+09:00", "2024-02-29T08:00:00+09:00"),
        (Schedule("month", 1, 30), "2026-12-01T08:00+09:00", "2026-11-30T08:00:00+09:00"),
    ],
)
def test_the_latest_moment(schedule, now, found):
    """An edition would come a day or a week too early or late, or never in a short month."""
    assert texts(latest(schedule, TOKYO, at(now))) == [found]


@pytest.mark.parametrize(
    ("hour", "now", "found"),
    [
        (time(2, 30), "2026-03-08T12:00-04:00", "2026-03-08T03:30:00-04:00"),
        (time(2, 30), "2026-03-08T07:29:59+00:00", "2026-03-07T02:30:00-05:00"),
        (time(1, 30), "2026-11-01T05:30+00:00", "2026-11-01T01:30:00-04:00"),
        (time(1, 30), "2026-11-01T06:30+00:00", "2026-11-01T01:30:00-04:00"),
        (time(1, 30), "2026-11-02T06:29+00:00", "2026-11-01T01:30:00-04:00"),
    ],
)
def test_when_the_clocks_change(hour, now, found):
    """A time that does not exist would have no edition, and one that comes twice two."""
    assert texts(latest(Schedule("day", at=hour), NEW_YORK, at(now))) == [found]


def test_a_day_that_a_country_left_out():
    """Samoa had no 30 December in 2011: its edition would be made twice."""
    daily = Schedule("day", at=time(8))
    apia = zone("Pacific/Apia")
    assert texts(
        latest(daily, apia, at("2011-12-31T07:00+14:00")),
        latest(daily, apia, at("2011-12-31T08:00+14:00")),
        following(daily, apia, at("2011-12-31T08:00+14:00")),
    ) == [
        "2011-12-29T08:00:00-10:00",
        "2011-12-31T08:00:00+14:00",
        "2012-01-01T08:00:00+14:00",
    ]


def test_clocks_put_back_over_midnight():
    """The moment of midnight would be forgotten until it comes again."""
    daily = Schedule("day", at=time(0))
    now = at("2006-10-29T02:45+00:00")
    assert texts(latest(daily, zone("America/St_Johns"), now)) == ["2006-10-29T00:00:00-02:30"]


SCHEDULES = st.one_of(
    st.builds(Schedule, st.just("day"), st.just(1), st.just(0), st.times()),
    st.builds(Schedule, st.just("week"), st.just(1), st.integers(0, 6), st.times()),
    st.builds(Schedule, st.just("month"), st.just(1), st.integers(1, 31), st.times()),
)
ZONES = st.sampled_from(
    (
        *("Asia/Tokyo", "America/New_York", "Europe/London", "Pacific/Apia", "America/St_Johns"),
        *("Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kathmandu", "America/Havana", "UTC"),
    )
).map(zone)


@given(SCHEDULES, ZONES, st.integers(0, 2_840_140_800))
def test_moments_follow_each_other_without_a_gap(schedule, place, seconds):
    """Time would be covered by no edition, or by two."""
    now = datetime.fromtimestamp(seconds, UTC)
    before, after = latest(schedule, place, now), following(schedule, place, now)
    assert before <= now < after
    assert latest(schedule, place, after - timedelta(microseconds=1)) == before
    assert following(schedule, place, before) == after
    assert latest(schedule, place, after) == after
    assert after - before <= timedelta(days={"day": 2, "week": 8, "month": 32}[schedule.unit])


@given(SCHEDULES, ZONES, st.datetimes())
def test_the_ends_of_the_calendar(schedule, place, naive):
    """A date that somebody mistyped would end in a traceback."""
    now = naive.replace(tzinfo=UTC)
    assert latest(schedule, place, now) <= max(now, datetime.min.replace(tzinfo=UTC))
    assert following(schedule, place, now) >= latest(schedule, place, now)


# ── Windows ───────────────────────────────────────────────────────────────────────────


def test_the_first_window_is_one_period(newsletter):
    """A first edition would hold years, or nothing."""
    weekly = newsletter(schedule=MONDAYS)
    window = due(weekly, TOKYO, at("2026-11-25T09:00+09:00"), [], None)
    assert texts(window.since, window.until) == [
        "2026-11-16T08:00:00+09:00",
        "2026-11-23T08:00:00+09:00",
    ]


def test_at_most_one_edition_a_moment(newsletter, edition):
    """Cron would make an edition at every run; a draft that is open, or was just sent, is one."""
    weekly = newsletter(schedule=MONDAYS)
    there = edition("2026-11-23", until="2026-11-23T08:00+09:00")
    for now in ("2026-11-23T08:00+09:00", "2026-11-30T07:59+09:00"):
        for status in ("draft", "approved", "sent"):
            assert due(weekly, TOKYO, at(now), [there(status=status)], None) is None


def test_missed_weeks_become_one_edition(newsletter, edition):
    """A machine that was off would lose weeks, or send a pile of editions at once."""
    weekly = newsletter(schedule=MONDAYS)
    before = edition("2026-11-02", until="2026-11-02T08:00+09:00", status="sent")()
    window = due(weekly, TOKYO, at("2026-11-26T12:00+09:00"), [before], before)
    assert window == Window(before.until, at("2026-11-23T08:00+09:00"))


def test_every_second_week_after_the_edition_before(newsletter, edition):
    """Every other week would be any week, or depend on the calendar's first."""
    schedule = Schedule("week", 2, 0, time(8))
    before = edition("2026-11-04", until="2026-11-04T15:00+09:00", status="sent")()
    assert due(newsletter(schedule=schedule), TOKYO, at("2026-11-15T12:00+09:00"), [], before) is (
        None
    )
    moments = [at(f"2026-11-{day}T08:00+09:00") for day in (15, 16, 29, 30)]
    assert texts(*(latest(schedule, TOKYO, now, before) for now in moments)) == [
        *["2026-11-02T08:00:00+09:00", "2026-11-16T08:00:00+09:00"],
        *["2026-11-16T08:00:00+09:00", "2026-11-30T08:00:00+09:00"],
    ]
    assert texts(following(schedule, TOKYO, moments[1], before)) == ["2026-11-30T08:00:00+09:00"]


def test_without_a_schedule(newsletter, edition):
    """Editions made by hand would overlap, or leave time out."""
    loose = newsletter(window=10)
    now = at("2026-11-25T12:00:00.75+09:00")
    assert due(loose, LONDON, now, [], None) == Window(
        at("2026-11-15T03:00Z"), at("2026-11-25T03:00Z")
    )
    before = edition("2026-11-20", until="2026-11-20T08:00+09:00", status="approved")()
    assert due(loose, LONDON, now, [before], before) == Window(
        before.until, at("2026-11-25T03:00Z")
    )


def test_an_edition_of_later_leaves_nothing_to_cover(newsletter, edition):
    """A window would end before it begins."""
    later = edition("2027-01-01", until="2027-01-01T00:00Z", status="approved")()
    for schedule in (None, MONDAYS):
        now = at("2026-11-25T12:00Z")
        assert due(newsletter(schedule=schedule), TOKYO, now, [later], later) is None


def test_a_window_is_written_in_the_sites_offset(newsletter):
    """An editor would read times of another zone, or a file hold one that cannot be written."""
    window = due(newsletter(), NEW_YORK, at("2026-11-02T00:00Z"), [], None)
    assert texts(window.since, window.until) == [
        "2026-10-25T20:00:00-04:00",
        "2026-11-01T19:00:00-05:00",
    ]
    long_ago = due(newsletter(), TOKYO, at("1880-01-01T00:00Z"), [], None)
    assert texts(long_ago.until) == ["1880-01-01T00:00:00+00:00"]


def test_a_window_of_any_length(newsletter):
    """A window of a million days would end in a traceback."""
    window = due(newsletter(window=1_000_000), TOKYO, at("2026-11-02T00:00Z"), [], None)
    assert window.since == datetime.min.replace(tzinfo=UTC)


# ── Labels ────────────────────────────────────────────────────────────────────────────


def test_labels():
    """Two editions of one day would be one file, or be named by a day that readers never had."""
    until = at("2026-11-22T23:00Z")
    assert label(until, TOKYO, ()) == "2026-11-23"
    assert label(until, NEW_YORK, {"2026-11-23"}) == "2026-11-22"
    assert label(until, TOKYO, {"2026-11-23"}) == "2026-11-23-2"
    assert label(until, TOKYO, {"2026-11-23", "2026-11-23-2", "2026-11-23-4"}) == "2026-11-23-3"
