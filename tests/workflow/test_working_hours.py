"""Reminders by somebody's own clock: weekends, holidays, both changes of the clocks, and what never happens."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiring.workflow.clock import card_due
from hiring.workflow.working_hours import CLOSES, OPENS, WorkingHours, reminders

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


@st.composite
def calendars(draw: st.DrawFn) -> tuple[datetime, WorkingHours]:
    """A moment and somebody's working hours, with some of the days after it off."""
    moment = draw(moments)
    off = draw(st.sets(st.integers(-1, 20), max_size=15))
    days = frozenset(moment.date() + timedelta(one) for one in off)
    return moment, WorkingHours(ZoneInfo(draw(st.sampled_from(ZONES))), days)


def berlin(*days_off: str) -> WorkingHours:
    return WorkingHours(ZoneInfo("Europe/Berlin"), frozenset(map(date.fromisoformat, days_off)))


def planned(ends: str, hours: WorkingHours) -> dict[str, str]:
    """Kinds and local times of the reminders of an interview that ends at that local time."""
    ends_at = datetime.fromisoformat(ends).replace(tzinfo=hours.zone)
    due = card_due(ends_at, hours.zone, hours.days_off)
    found = reminders(ends_at, due, hours)
    return {one.kind: f"{one.at.astimezone(hours.zone):%a %d %H:%M}" for one in found}


@pytest.mark.parametrize(
    ("ends", "off", "expected"),
    [
        # four hours before eleven is too early: the morning will do
        (
            "2026-11-17 11:00",
            (),
            {"ended": "Tue 17 11:00", "empty": "Tue 17 15:00", "nearly_due": "Wed 18 09:00", "overdue": "Wed 18 11:00"},
        ),
        (
            "2026-11-17 14:00",
            (),
            {"ended": "Tue 17 14:00", "empty": "Wed 18 09:00", "nearly_due": "Wed 18 10:00", "overdue": "Wed 18 14:00"},
        ),
        # the one at the end waits for the morning, when the next one is due as well: only the later goes
        ("2026-11-17 18:00", (), {"empty": "Wed 18 09:00", "nearly_due": "Wed 18 14:00", "overdue": "Thu 19 09:00"}),
        # before the morning begins
        ("2026-11-17 06:00", (), {"ended": "Tue 17 09:00", "empty": "Tue 17 10:00", "overdue": "Wed 18 09:00"}),
        # due when the day begins: nothing is left to warn of
        ("2026-11-17 09:00", (), {"ended": "Tue 17 09:00", "empty": "Tue 17 13:00", "overdue": "Wed 18 09:00"}),
        # the last minute of the day counts, the next does not
        (
            "2026-11-17 17:30",
            (),
            {"ended": "Tue 17 17:30", "empty": "Wed 18 09:00", "nearly_due": "Wed 18 13:30", "overdue": "Wed 18 17:30"},
        ),
        ("2026-11-17 17:31", (), {"empty": "Wed 18 09:00", "nearly_due": "Wed 18 13:31", "overdue": "Thu 19 09:00"}),
        # over a weekend, over a holiday after it, and over days away
        (
            "2026-11-20 16:00",
            (),
            {"ended": "Fri 20 16:00", "empty": "Mon 23 09:00", "nearly_due": "Mon 23 12:00", "overdue": "Mon 23 16:00"},
        ),
        (
            "2026-11-20 16:00",
            ("2026-11-23", "2026-11-24"),
            {"ended": "Fri 20 16:00", "empty": "Wed 25 09:00", "nearly_due": "Wed 25 12:00", "overdue": "Wed 25 16:00"},
        ),
        # held on a Saturday: nobody is written to before Monday
        ("2026-11-21 11:00", (), {"nearly_due": "Mon 23 09:00", "overdue": "Mon 23 11:00"}),
        # clocks go forward in the night to 29 March, and back in the night to 25 October: mornings stay at nine
        (
            "2026-03-27 16:00",
            (),
            {"ended": "Fri 27 16:00", "empty": "Mon 30 09:00", "nearly_due": "Mon 30 12:00", "overdue": "Mon 30 16:00"},
        ),
        (
            "2026-10-23 16:00",
            (),
            {"ended": "Fri 23 16:00", "empty": "Mon 26 09:00", "nearly_due": "Mon 26 12:00", "overdue": "Mon 26 16:00"},
        ),
    ],
)
def test_reminders_keep_to_working_hours(ends: str, off: tuple[str, ...], expected: dict[str, str]) -> None:
    assert planned(ends, berlin(*off)) == expected


def test_a_card_is_due_after_the_days_off() -> None:
    ends = datetime(2026, 12, 23, 15, 0, tzinfo=UTC)
    christmas = frozenset({date(2026, 12, 24), date(2026, 12, 25), date(2026, 12, 28)})
    assert card_due(ends, ZoneInfo("Europe/London"), christmas) == datetime(2026, 12, 29, 15, 0, tzinfo=UTC)


@given(calendars())
def test_the_next_working_moment_is_the_first_there_is(given: tuple[datetime, WorkingHours]) -> None:
    moment, hours = given
    found = hours.next_working(moment)
    local = found.astimezone(hours.zone)
    assert found >= moment
    assert hours.is_working(found)
    assert hours.next_working(found) == found
    if found != moment:
        assert not hours.is_working(moment)
        assert local.time() == OPENS
        # nothing in between: every hour on the way is outside
        hour = moment
        while (hour := hour + timedelta(hours=1)) < found:
            assert not hours.is_working(hour)


@given(calendars())
def test_reminders_are_in_order_in_hours_and_end_with_the_recruiter(given: tuple[datetime, WorkingHours]) -> None:
    ends_at, hours = given
    due = card_due(ends_at, hours.zone, hours.days_off)
    found = reminders(ends_at, due, hours)
    times = [one.at for one in found]
    assert times == sorted(set(times)), "Two at the same time say the same thing twice."
    assert all(hours.is_working(at) for at in times)
    assert found[-1].kind == "overdue"
    assert found[-1].at == hours.next_working(due)
    wanted = {
        "ended": ends_at,
        "empty": ends_at + timedelta(hours=4),
        "nearly_due": due - timedelta(hours=4),
        "overdue": due,
    }
    for one in found:
        assert one.at in (wanted[one.kind], hours.next_working(wanted[one.kind]))
    for kind in wanted.keys() - {one.kind for one in found}:
        assert not hours.is_working(wanted[kind]), "What falls within working hours goes."


@given(calendars())
def test_a_day_off_is_never_a_due_day(given: tuple[datetime, WorkingHours]) -> None:
    ends_at, hours = given
    due = card_due(ends_at, hours.zone, hours.days_off)
    assert hours.is_working_day(due.astimezone(hours.zone).date())
    assert due >= card_due(ends_at, hours.zone)


def test_working_hours_are_an_office_day() -> None:
    assert (f"{OPENS:%H:%M}", f"{CLOSES:%H:%M}") == ("09:00", "17:30")
