"""Clock times in zones: the days on which the clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiring.workflow.clock import instants
from hiring.workflow.zones import OFTEN_MEANT, is_zone


def utc(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "at", "zone", "meant"),
    [
        ("2026-01-15", "10:00", "Europe/London", ["2026-01-15T10:00"]),
        ("2026-07-15", "10:00", "Europe/London", ["2026-07-15T09:00"]),
        ("2026-03-29", "00:59", "Europe/London", ["2026-03-29T00:59"]),
        ("2026-03-29", "01:00", "Europe/London", []),
        ("2026-03-29", "01:30", "Europe/London", []),
        ("2026-03-29", "02:00", "Europe/London", ["2026-03-29T01:00"]),
        ("2026-10-25", "00:59", "Europe/London", ["2026-10-24T23:59"]),
        ("2026-10-25", "01:30", "Europe/London", ["2026-10-25T00:30", "2026-10-25T01:30"]),
        ("2026-10-25", "02:00", "Europe/London", ["2026-10-25T02:00"]),
        ("2026-03-08", "02:30", "America/New_York", []),
        ("2026-11-01", "01:30", "America/New_York", ["2026-11-01T05:30", "2026-11-01T06:30"]),
        ("2026-04-05", "01:45", "Australia/Lord_Howe", ["2026-04-04T14:45", "2026-04-04T15:15"]),
        ("2026-10-04", "02:15", "Australia/Lord_Howe", []),
        ("2026-11-17", "10:00", "Asia/Kolkata", ["2026-11-17T04:30"]),
    ],
)
def test_the_instants_a_clock_shows_a_time(day: str, at: str, zone: str, meant: list[str]) -> None:
    found = instants(date.fromisoformat(day), time.fromisoformat(at), ZoneInfo(zone))
    assert found == tuple(utc(one) for one in meant)


@given(
    shown=st.datetimes(datetime(2000, 1, 2), datetime(2100, 12, 30)),
    zone=st.sampled_from(OFTEN_MEANT),
)
def test_every_instant_found_shows_the_time_asked_for(shown: datetime, zone: str) -> None:
    found = instants(shown.date(), shown.time(), ZoneInfo(zone))
    assert [one.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for one in found] == [shown] * len(found)
    assert list(found) == sorted(set(found))


@pytest.mark.parametrize("name", OFTEN_MEANT)
def test_the_zones_offered_exist(name: str) -> None:
    assert is_zone(name)


@pytest.mark.parametrize(
    "name", ["", "Mars/Olympus", "../../etc/passwd", "/etc/localtime", "Europe/London\0", "europe"]
)
def test_anything_else_is_no_zone(name: str) -> None:
    assert not is_zone(name)
