"""A clock written out for whoever reads the file: when it changes around a time, by how much."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

AROUND = timedelta(days=370)
"""Before and after: at least one change each way of every clock that changes twice a year."""
SECOND = timedelta(seconds=1)


def timezone(name: str, since: datetime, until: datetime) -> Timezone:
    """VTIMEZONE of that clock, right from a year before the first moment to a year after the last.

    Written from the zone's own transitions. DTSTART of a change is the old clock's reading at that instant (RFC 5545,
    3.6.5).
    """
    zone = ZoneInfo(name)
    first, last = since.astimezone(UTC) - AROUND, until.astimezone(UTC) + AROUND
    written = Timezone()
    written.add("tzid", name)
    at, offset = first, _offset(first, zone)
    written.add_component(_observance(first, offset, zone))
    while (change := _next_change(at, last, zone)) is not None:
        written.add_component(_observance(change, offset, zone))
        at, offset = change, _offset(change, zone)
    return written


def _observance(at: datetime, before: timedelta, zone: ZoneInfo) -> TimezoneStandard | TimezoneDaylight:
    local = at.astimezone(zone)
    part = TimezoneDaylight() if local.dst() else TimezoneStandard()
    part.add("dtstart", (at + before).replace(tzinfo=None, microsecond=0))
    part.add("tzoffsetfrom", before)
    part.add("tzoffsetto", _offset(at, zone))
    part.add("tzname", local.tzname())
    return part


def _offset(at: datetime, zone: ZoneInfo) -> timedelta:
    offset = at.astimezone(zone).utcoffset()
    assert offset is not None
    return offset


def _next_change(at: datetime, last: datetime, zone: ZoneInfo) -> datetime | None:
    """The first instant after `at` with another offset, to the second; clocks stay as they are for a week at least."""
    offset, low = _offset(at, zone), at
    while _offset(high := min(low + timedelta(days=7), last), zone) == offset:
        if high == last:
            return None
        low = high
    while high - low > SECOND:
        middle = low + (high - low) / 2
        if _offset(middle, zone) == offset:
            low = middle
        else:
            high = middle
    return high.replace(microsecond=0)
