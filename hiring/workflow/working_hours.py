"""When a person works, and when they are reminded of a scorecard: by their own clock, on their own working days."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

from hiring.workflow.clock import DAY, HOUR, SATURDAY

ReminderKind = Literal["ended", "empty", "nearly_due", "overdue"]

OPENS, CLOSES = time(9), time(17, 30)
BEFORE_DUE = 4 * HOUR
STILL_EMPTY = 4 * HOUR


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """Monday to Friday from opening to closing by the clocks of a zone, but for days off.

    Both ends count; `time.max` closes at midnight. Days off are public holidays and days away, as dates of the person's
    own calendar.
    """

    zone: ZoneInfo
    days_off: Container[date] = field(default_factory=frozenset)
    opens: time = OPENS
    closes: time = CLOSES

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < SATURDAY and day not in self.days_off

    def is_working(self, moment: datetime) -> bool:
        local = moment.astimezone(self.zone)
        return self.is_working_day(local.date()) and self.opens <= local.time() <= self.closes

    def covers(self, starts_at: datetime, ends_at: datetime) -> bool:
        """Whether all of it falls into the working hours of one day."""
        begins, ends = starts_at.astimezone(self.zone), ends_at.astimezone(self.zone)
        if not self.is_working(begins):
            return False
        if ends.date() == begins.date():
            return ends.time() <= self.closes
        return self.closes == time.max and ends.replace(tzinfo=None) == datetime.combine(begins.date() + DAY, time.min)

    def next_working(self, moment: datetime) -> datetime:
        """The moment itself within working hours, or else when they begin next; in UTC."""
        moment = moment.astimezone(UTC)
        if self.is_working(moment):
            return moment
        day = moment.astimezone(self.zone).date()
        while True:
            opens = datetime.combine(day, self.opens, self.zone).astimezone(UTC)
            # through UTC and back, because a zone that crosses the date line leaves out a whole day
            if opens >= moment and self.is_working_day(opens.astimezone(self.zone).date()):
                return opens
            day += DAY


@dataclass(frozen=True, slots=True)
class PlannedReminder:
    """One mail about a card that is still out, and when it goes."""

    kind: ReminderKind
    at: datetime


def reminders(ends_at: datetime, due_at: datetime, hours: WorkingHours) -> tuple[PlannedReminder, ...]:
    """The reminders of one card in order: when the interview ends, when the form is still empty, before the card is
    due, and when it is due, to the recruiter.

    One that falls outside working hours goes at the next working hour, or not at all if the following one is due by
    then.
    """
    wanted = sorted(
        (
            PlannedReminder("ended", ends_at),
            PlannedReminder("empty", ends_at + STILL_EMPTY),
            PlannedReminder("nearly_due", due_at - BEFORE_DUE),
            PlannedReminder("overdue", due_at),
        ),
        key=lambda one: one.at,
    )
    return tuple(_in_hours(wanted, hours))


def _in_hours(wanted: Sequence[PlannedReminder], hours: WorkingHours) -> Iterator[PlannedReminder]:
    for place, one in enumerate(wanted, 1):
        at = hours.next_working(one.at)
        if at == one.at or all(later.at > at for later in wanted[place:]):
            yield PlannedReminder(one.kind, at)
