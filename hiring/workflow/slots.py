"""Times at which everybody can, by each one's own clock, working days and calendar: for one talk, or several in a row.

Whoever is asked here learns of a calendar only that a time is free or not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hiring.workflow.clock import DAY, MINUTE, instants
from hiring.workflow.working_hours import WorkingHours

EVERY = 30
PAUSE, LONGEST_PAUSE = 15 * MINUTE, 60 * MINUTE
MOST_IN_A_ROW = 5
Week = tuple[int, int]
Starts = tuple[tuple[int, datetime], ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one instant to another."""

    starts_at: datetime
    ends_at: datetime

    def meets(self, starts_at: datetime, ends_at: datetime, pause: timedelta = timedelta(0)) -> bool:
        """Whether it overlaps that, or lies closer to it than the pause."""
        return self.starts_at < ends_at + pause and starts_at < self.ends_at + pause


@dataclass(frozen=True, slots=True, eq=False)
class Diary:
    """What is known of one person's time. Interviews want a pause around them and count towards the week's cap; of the
    rest of a calendar only what is taken is known. Without hours any hour of any day will do.
    """

    hours: WorkingHours | None
    interviews: Sequence[Stretch] = ()
    taken: Sequence[Stretch] = ()
    weekly_cap: int | None = None

    def week_of(self, moment: datetime) -> Week:
        """The week of the person's own calendar, Monday first."""
        found = moment.astimezone(UTC if self.hours is None else self.hours.zone).isocalendar()
        return found.year, found.week

    def has_room(self, moment: datetime, more: int = 1) -> bool:
        """Whether they can hold that many interviews more in that week."""
        if self.weekly_cap is None:
            return True
        held = Counter(self.week_of(one.starts_at) for one in self.interviews)
        return held[self.week_of(moment)] + more <= self.weekly_cap

    def is_free(self, starts_at: datetime, ends_at: datetime, pause: timedelta) -> bool:
        """Whether nothing of theirs is in the way, whatever their hours and their cap."""
        return not (
            any(one.meets(starts_at, ends_at, pause) for one in self.interviews)
            or any(one.meets(starts_at, ends_at) for one in self.taken)
        )


@dataclass(frozen=True, slots=True)
class Talk:
    """One interview to find a time for, and everybody who has to be there."""

    minutes: int
    diaries: Sequence[Diary]


@dataclass(frozen=True, slots=True)
class Row:
    """Talks one after another: which of those asked for, when each begins, and when the last one ends."""

    starts: Starts
    ends_at: datetime

    @property
    def starts_at(self) -> datetime:
        return self.starts[0][1]


@dataclass(frozen=True, slots=True)
class Search:
    """Where to look: between two instants, at round times of the clock of that zone."""

    since: datetime
    until: datetime
    zone: ZoneInfo
    every: int = EVERY
    pause: timedelta = PAUSE

    def __post_init__(self) -> None:
        if not is_pause(self.pause):
            raise ValueError(f"a pause of {self.pause} is none that anybody takes")


def is_pause(pause: timedelta) -> bool:
    """Whether talks may follow one another at that distance."""
    return timedelta(0) <= pause <= LONGEST_PAUSE


def can_all(talk: Talk, starts_at: datetime, pause: timedelta) -> bool:
    """Whether everybody can be there from beginning to end."""
    ends_at = starts_at + talk.minutes * MINUTE
    return all(
        (one.hours is None or one.hours.covers(starts_at, ends_at))
        and one.is_free(starts_at, ends_at, pause)
        and one.has_room(starts_at)
        for one in talk.diaries
    )


def rows(talks: Sequence[Talk], search: Search) -> Iterator[Row]:
    """When all of them could be held in a row, with a pause between each two; one talk is a short row."""
    if len(talks) > MOST_IN_A_ROW:
        raise ValueError(f"{len(talks)} talks in a row are too much for anybody")
    found = (row_from(talks, moment, search.pause) for moment in _round_times(search))
    return (row for row in found if row is not None)


def row_from(talks: Sequence[Talk], moment: datetime, pause: timedelta) -> Row | None:
    """The row that begins then: in the order given where that can be, and otherwise in the first other one that can."""
    starts = _in_a_row(talks, range(len(talks)), moment, pause)
    asked = Counter(diary for talk in talks for diary in talk.diaries)
    if starts is None or not all(diary.has_room(moment, many) for diary, many in asked.items()):
        return None
    last, begins = starts[-1]
    return Row(starts, begins + talks[last].minutes * MINUTE)


def spread(found: Iterable[Row], zone: ZoneInfo, *, a_day: int, most: int) -> list[Row]:
    """A choice of them: few on each day, those that do not overlap one another."""
    chosen: list[Row] = []
    days: Counter[date] = Counter()
    for row in found:
        day = row.starts_at.astimezone(zone).date()
        is_clear = not chosen or row.starts_at >= chosen[-1].ends_at
        if is_clear and days[day] < a_day:
            chosen.append(row)
            days[day] += 1
        if len(chosen) == most:
            break
    return chosen


def _in_a_row(talks: Sequence[Talk], left: Iterable[int], moment: datetime, pause: timedelta) -> Starts | None:
    """When each of those left begins, the first one then."""
    for place in left:
        if can_all(talks[place], moment, pause):
            others = [one for one in left if one != place]
            rest = _in_a_row(talks, others, moment + talks[place].minutes * MINUTE + pause, pause) if others else ()
            if rest is not None:
                return ((place, moment), *rest)
    return None


def _round_times(search: Search) -> Iterator[datetime]:
    """Every instant at which the zone's clock shows a round time: none that the clocks jump over, and both of one that
    comes twice.
    """
    day = search.since.astimezone(search.zone).date()
    last = search.until.astimezone(search.zone).date()
    while day <= last:
        shown = (time(*divmod(minutes, 60)) for minutes in range(0, 24 * 60, search.every))
        of_the_day = {moment for at in shown for moment in instants(day, at, search.zone)}
        yield from (moment for moment in sorted(of_the_day) if search.since <= moment < search.until)
        day += DAY
