"""Days in a stage, due times across weekends and clock changes, and lateness in words."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiring.workflow.clock import card_due, clock, due_at, lateness

ENTERED = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Asia/Amman",
    "Pacific/Apia",
    "Australia/Lord_Howe",
    "UTC",
)

moments = st.integers(0, 2_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


@pytest.mark.parametrize(
    ("after", "day", "state", "said"),
    [
        (timedelta(0), 1, "on_track", "1 of 10 days"),
        (timedelta(hours=23, minutes=59), 1, "on_track", "1 of 10 days"),
        (timedelta(days=1), 2, "on_track", "2 of 10 days"),
        (timedelta(days=9) - timedelta(seconds=1), 9, "on_track", "9 of 10 days"),
        (timedelta(days=9), 10, "due_soon", "10 of 10 days"),
        (timedelta(days=10) - timedelta(seconds=1), 10, "due_soon", "10 of 10 days"),
        (timedelta(days=10), 11, "late", "11 of 10 days"),
        (timedelta(days=-1), 1, "on_track", "1 of 10 days"),
    ],
)
def test_a_stage_counts_its_days_from_being_entered(after: timedelta, day: int, state: str, said: str) -> None:
    shown = clock(ENTERED, 10, ENTERED + after)
    assert (shown.day, shown.limit, shown.state, str(shown.text)) == (day, 10, state, said)


def test_a_limit_of_one_day_is_due_soon_at_once() -> None:
    shown = clock(ENTERED, 1, ENTERED)
    assert (shown.state, str(shown.text)) == ("due_soon", "1 of 1 day")


def test_a_stage_is_due_its_limit_after_being_entered() -> None:
    assert due_at(ENTERED, 10) == datetime(2026, 3, 12, 9, 30, tzinfo=UTC)


@given(moments, st.integers(1, 366), st.timedeltas(timedelta(0), timedelta(days=800)))
def test_a_stage_is_late_exactly_from_its_due_moment_on(entered: datetime, limit: int, after: timedelta) -> None:
    now = entered + after
    assert (clock(entered, limit, now).state == "late") == (now >= due_at(entered, limit))


@pytest.mark.parametrize(
    ("zone", "ends", "due"),
    [
        # Thursday to Friday, Friday to Monday, Saturday and Sunday to Monday
        ("Europe/Berlin", "2026-01-15T15:00+00:00", "2026-01-16T15:00+00:00"),
        ("Europe/Berlin", "2026-01-16T15:00+00:00", "2026-01-19T15:00+00:00"),
        ("Europe/Berlin", "2026-01-17T15:00+00:00", "2026-01-19T15:00+00:00"),
        ("Europe/Berlin", "2026-01-18T15:00+00:00", "2026-01-19T15:00+00:00"),
        # the person's Friday, although it is Saturday in UTC; and their Monday, although Sunday in UTC
        ("America/Los_Angeles", "2026-01-17T01:00+00:00", "2026-01-20T01:00+00:00"),
        ("Asia/Tokyo", "2026-01-18T23:30+00:00", "2026-01-19T23:30+00:00"),
        # clocks go forward, then back, over the weekend: 16:00 stays 16:00
        ("Europe/Berlin", "2026-03-27T15:00+00:00", "2026-03-30T14:00+00:00"),
        ("Europe/Berlin", "2026-10-23T14:00+00:00", "2026-10-26T15:00+00:00"),
        # Amman left out midnight to 1:00 on Friday 1 April 2016: half past twelve becomes half past one
        ("Asia/Amman", "2016-03-30T22:30+00:00", "2016-03-31T22:30+00:00"),
        # Apia left out Friday 30 December 2011 altogether
        ("Pacific/Apia", "2011-12-29T20:00+00:00", "2012-01-01T20:00+00:00"),
        # New York's 1:30 of 1 November 2026 comes twice; the second time is due on Monday like the first
        ("America/New_York", "2026-11-01T05:30+00:00", "2026-11-02T06:30+00:00"),
        ("America/New_York", "2026-11-01T06:30+00:00", "2026-11-02T06:30+00:00"),
    ],
)
def test_a_card_is_due_at_the_same_clock_time_on_the_next_working_day(zone: str, ends: str, due: str) -> None:
    assert card_due(datetime.fromisoformat(ends), ZoneInfo(zone)) == datetime.fromisoformat(due)


@given(moments, st.sampled_from(ZONES))
def test_a_card_is_due_on_a_later_working_day_within_four_days(ends: datetime, name: str) -> None:
    zone = ZoneInfo(name)
    due = card_due(ends, zone)
    local, ended = due.astimezone(zone), ends.astimezone(zone)
    assert due.tzinfo is UTC
    assert local.weekday() < 5
    assert timedelta(1) <= local.date() - ended.date() <= timedelta(4)
    assert local.time() == ended.time() or _is_left_out(ended, local.date(), zone)


def _is_left_out(ended: datetime, day: date, zone: ZoneInfo) -> bool:
    wanted = datetime.combine(day, ended.time(), zone)
    return wanted.astimezone(UTC).astimezone(zone).time() != ended.time()


def test_an_interview_without_a_zone_has_no_due_time() -> None:
    with pytest.raises(ValueError, match="an interview ends at an aware datetime"):
        card_due(datetime(2026, 1, 15, 15, 0), ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize(
    ("late", "said"),
    [
        (timedelta(seconds=1), "1 min overdue"),
        (timedelta(minutes=40, seconds=59), "40 min overdue"),
        (timedelta(minutes=59, seconds=59), "59 min overdue"),
        (timedelta(hours=1), "1 h overdue"),
        (timedelta(hours=19, minutes=30), "19 h overdue"),
        (timedelta(hours=23, minutes=59), "23 h overdue"),
        (timedelta(days=1), "1 day overdue"),
        (timedelta(days=2, hours=23), "2 days overdue"),
    ],
)
def test_lateness_is_told_in_the_largest_unit_that_counts_one(late: timedelta, said: str) -> None:
    assert str(lateness(ENTERED, ENTERED + late)) == said


@pytest.mark.parametrize("early", [timedelta(0), timedelta(seconds=1), timedelta(days=9)])
def test_nothing_is_late_before_its_due_moment_has_passed(early: timedelta) -> None:
    assert lateness(ENTERED, ENTERED - early) is None
