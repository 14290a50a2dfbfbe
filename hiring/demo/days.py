"""Working days around a moment, so that whatever day the demo begins its past ends now and its plans lie ahead."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
SATURDAY = 5
HOURS = (8, 9, 10, 11, 13, 14, 15, 16)
AWAKE = range(8, 19)
SETTLED = timedelta(minutes=30)


class Days:
    """The working calendar as seen from `now`, which also keeps anybody from being in two interviews at once."""

    def __init__(self, now: datetime, zones: Mapping[str, str]) -> None:
        self.now = now
        self._zones = {who: ZoneInfo(zone) for who, zone in zones.items()}
        self._taken: defaultdict[str, list[tuple[datetime, datetime]]] = defaultdict(list)

    def day(self, ago: int) -> date:
        """The working day so many before today, or after it when `ago` is negative; 0 is today, if we work today."""
        step = DAY if ago < 0 else -DAY
        day = _working(self.now.date(), step)
        for _ in range(abs(ago) - (ago < 0 and day != self.now.date())):
            day = _working(day + step, step)
        return day

    def at(self, ago: int, hour: int, minute: int = 0) -> datetime:
        return datetime.combine(self.day(ago), time(hour, minute), UTC)

    def next_working(self, moment: datetime, hour: int, minute: int = 0) -> datetime:
        """That clock time on the first working day after a moment's own."""
        day = _working(moment.date() + DAY, DAY)
        return datetime.combine(day, time(hour, minute), UTC)

    def book(self, ago: int, minutes: int, people: Iterable[str], first: int) -> datetime:
        """A start at which all of them are free, in the working hours of as many as can be.

        0 takes the last one whose talk has been over for half an hour. `first` says where among the day's hours to
        begin looking, so that not everybody meets at eight.
        """
        everybody, length = list(people), timedelta(minutes=minutes)
        if ago == 0:
            starts = self._just_over(length)
        else:
            starts = iter(sorted(self._during(ago, first), key=lambda start: self._kept_awake(start, everybody)))
        start = next(one for one in starts if all(self._is_free(who, one, one + length) for who in everybody))
        for who in everybody:
            self._taken[who].append((start, start + length))
        return start

    def _kept_awake(self, start: datetime, people: Iterable[str]) -> int:
        return sum(start.astimezone(self._zones[who]).hour not in AWAKE for who in people)

    def _during(self, ago: int, first: int) -> Iterator[datetime]:
        for place in range(len(HOURS)):
            yield self.at(ago, HOURS[(first + place) % len(HOURS)])

    def _just_over(self, length: timedelta) -> Iterator[datetime]:
        for ago in (0, 1):
            for hour in reversed(HOURS):
                start = self.at(ago, hour)
                if start + length + SETTLED <= self.now:
                    yield start

    def _is_free(self, who: str, start: datetime, end: datetime) -> bool:
        return all(end <= begun or over <= start for begun, over in self._taken[who])


def _working(day: date, step: timedelta) -> date:
    """The day itself or the first after it, going by `step`, on which people work."""
    while day.weekday() >= SATURDAY:
        day += step
    return day
