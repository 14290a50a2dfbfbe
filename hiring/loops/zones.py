"""Clock times as people write them, a day and a time in a zone, and the instants they may mean."""

from __future__ import annotations

import zoneinfo
from datetime import UTC, date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

OFTEN_MEANT = (
    "Africa/Johannesburg",
    "Africa/Lagos",
    "America/Chicago",
    "America/Los_Angeles",
    "America/New_York",
    "America/Sao_Paulo",
    "America/Toronto",
    "Asia/Dubai",
    "Asia/Hong_Kong",
    "Asia/Kolkata",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Europe/Amsterdam",
    "Europe/Berlin",
    "Europe/Dublin",
    "Europe/Istanbul",
    "Europe/Lisbon",
    "Europe/London",
    "Europe/Madrid",
    "Europe/Paris",
    "Europe/Stockholm",
    "Europe/Warsaw",
    "Europe/Zurich",
    "UTC",
)


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


def is_zone(name: str) -> bool:
    """Whether there is a zone of that name. Asked before any file is opened, so a path is no zone."""
    return name in _known()


def instants(day: date, at: time, zone: ZoneInfo) -> tuple[datetime, ...]:
    """When the zone's clocks show that time, in UTC, earliest first.

    One instant, as a rule; none when the clocks jump over the time, and two when they are put back and show it twice.
    """
    shown = datetime.combine(day, at)
    either = (shown.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    return tuple(dict.fromkeys(one for one in either if one.astimezone(zone).replace(tzinfo=None) == shown))
