"""How long a candidate has stood in a stage, when a card is due, how late it is, and what a clock time means."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from hiring.text import Text, count

ClockState = Literal["on_track", "due_soon", "late"]

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Clock:
    """A stage's clock: the running day (entering begins day 1), the limit in days, and both as people say them."""

    day: int
    limit: int
    state: ClockState
    text: Text


def clock(entered_at: datetime, limit_days: int, now: datetime) -> Clock:
    """Counted in whole days of 24 hours from entering the stage: due soon on its last day, late from `due_at` on."""
    day = max(1, (now - entered_at) // DAY + 1)
    return Clock(
        day=day,
        limit=limit_days,
        state="late" if day > limit_days else "due_soon" if day == limit_days else "on_track",
        text=count("%(day)d of %(num)d day", "%(day)d of %(num)d days", limit_days, day=day),
    )


def due_at(entered_at: datetime, limit_days: int) -> datetime:
    """The moment from which the stage is late."""
    return entered_at + limit_days * DAY


def running(entered_at: datetime, due_at: datetime, now: datetime) -> Clock:
    """The clock of a stage that somebody stands in; its limit is what it is due by, also after the plan changed it."""
    return clock(entered_at, (due_at - entered_at) // DAY, now)


def card_due(ends_at: datetime, zone: ZoneInfo, days_off: Container[date] = frozenset()) -> datetime:
    """When the scorecard of an interview is due, in UTC: the same clock time on the person's next working day.

    days_off: their public holidays and days away, as dates of their own calendar.

    A clock time that the zone leaves out when it changes to summer time falls as much later as the clocks jump.
    """
    if ends_at.tzinfo is None:
        raise ValueError("an interview ends at an aware datetime")
    due = ends_at.astimezone(zone)
    while True:
        due += DAY  # within one zone this keeps the clock time, whatever the day's length
        # Through UTC and back, because a zone that crosses the date line leaves out a whole day.
        moment = due.astimezone(UTC)
        day = moment.astimezone(zone).date()
        if day.weekday() < SATURDAY and day not in days_off:
            return moment


def instants(day: date, at: time, zone: ZoneInfo) -> tuple[datetime, ...]:
    """When the zone's clocks show that time, in UTC, earliest first.

    One instant, as a rule; none when the clocks jump over the time, and two when they are put back and show it twice.
    """
    shown = datetime.combine(day, at)
    either = (shown.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    return tuple(dict.fromkeys(one for one in either if one.astimezone(zone).replace(tzinfo=None) == shown))


def lateness(due_at: datetime, now: datetime) -> Text | None:
    """How much a thing due then is overdue, in the largest unit that counts at least one; None until it is."""
    late = now - due_at
    if late <= timedelta(0):
        return None
    if late < HOUR:
        return count("%(num)d min overdue", "%(num)d min overdue", max(1, late // MINUTE))
    if late < DAY:
        return count("%(num)d h overdue", "%(num)d h overdue", late // HOUR)
    return count("%(num)d day overdue", "%(num)d days overdue", late // DAY)
