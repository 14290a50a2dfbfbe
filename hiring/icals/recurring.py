"""On which days an entry of a calendar comes again, within a window, by steps that are counted.

A rule may be written so that looking for its next day never ends. Here each day of the window is asked in turn whether
the rule holds on it, so what a foreign calendar costs is known beforehand.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAY = timedelta(days=1)
UNDERSTOOD = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS"})


class NotUnderstood(ValueError):
    """A rule that is not among those that calendars of people hold."""


class TooMuch(ValueError):
    """More work than a calendar is worth."""


@dataclass
class Steps:
    """How many more days may be looked at."""

    left: int = 400_000

    def take(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise TooMuch("A calendar asks for more days to be looked at than it may.")


@dataclass(frozen=True, slots=True)
class Rule:
    """RRULE, of those parts that say days. `weekdays`: (which one, 0 for every, weekday with Monday 0)."""

    often: str
    interval: int = 1
    count: int | None = None
    until: date | None = None
    week_starts: int = 0
    weekdays: Sequence[tuple[int, int]] = ()
    month_days: Sequence[int] = ()
    months: Sequence[int] = ()
    positions: Sequence[int] = ()


def rule_of(parts: Mapping[str, Sequence[object]]) -> Rule:
    """A rule from the values that the library read. Raises NotUnderstood, and ValueError for what is no rule."""
    given = {
        name.upper(): list(values) if isinstance(values, list | tuple) else [values] for name, values in parts.items()
    }
    if given.keys() - UNDERSTOOD or "FREQ" not in given:
        raise NotUnderstood(f"A rule with {', '.join(sorted(given))}.")
    often = str(given["FREQ"][0]).upper()
    weekdays = tuple(map(_weekday, map(str, given.get("BYDAY", ()))))
    if often not in {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}:
        raise NotUnderstood(f"A rule that comes {often}.")
    if often == "YEARLY" and "BYDAY" in given and "BYMONTH" not in given:
        raise NotUnderstood("Weekdays of a year.")
    if "BYSETPOS" in given and often != "MONTHLY":
        raise NotUnderstood("The n-th of a set that is no month's.")
    until = given.get("UNTIL", [None])[0]
    return Rule(
        often=often,
        interval=max(1, _whole(given.get("INTERVAL", [1])[0])),
        count=_whole(given["COUNT"][0]) if "COUNT" in given else None,
        until=until.date() if isinstance(until, datetime) else until if isinstance(until, date) else None,
        week_starts=DAYS.index(str(given.get("WKST", ["MO"])[0]).upper()),
        weekdays=weekdays,
        month_days=tuple(map(_whole, given.get("BYMONTHDAY", ()))),
        months=tuple(map(_whole, given.get("BYMONTH", ()))),
        positions=tuple(map(_whole, given.get("BYSETPOS", ()))),
    )


def days(rule: Rule, first: date, *, since: date, until: date, steps: Steps) -> Iterator[date]:
    """The days on which it comes between `since` and `until`, both counted. `first` is the day it came first."""
    last = until if rule.until is None else min(until, rule.until + DAY)  # the caller compares moments
    day = first if rule.count is not None else max(first, since)
    counted = 0
    while day <= last:
        steps.take()
        if day == first or holds(rule, first, day):
            counted += 1
            if rule.count is not None and counted > rule.count:
                return
            if day >= since:
                yield day
        day += DAY


def holds(rule: Rule, first: date, day: date) -> bool:
    """Whether the rule names that day, on or after its first."""
    if rule.months and day.month not in rule.months:
        return False
    if not _is_turn(rule, first, day) or not _is_among(rule, first, day):
        return False
    if not rule.positions:
        return True
    of_month = [one for one in _month(day) if _is_among(rule, first, one)]
    return any(0 < abs(at) <= len(of_month) and of_month[at - 1 if at > 0 else at] == day for at in rule.positions)


def _is_turn(rule: Rule, first: date, day: date) -> bool:
    match rule.often:
        case "DAILY":
            passed = (day - first).days
        case "WEEKLY":
            passed = (_week(day, rule.week_starts) - _week(first, rule.week_starts)).days // 7
        case "MONTHLY":
            passed = (day.year - first.year) * 12 + day.month - first.month
        case _:
            passed = day.year - first.year
    return passed % rule.interval == 0


def _is_among(rule: Rule, first: date, day: date) -> bool:
    if rule.month_days and not {day.day, day.day - _length(day) - 1} & set(rule.month_days):
        return False
    if rule.weekdays:
        return any(_is_weekday(which, weekday, day, rule.often) for which, weekday in rule.weekdays)
    if rule.month_days or rule.often == "DAILY":
        return True
    if rule.often == "WEEKLY":
        return day.weekday() == first.weekday()
    is_month = rule.often == "MONTHLY" or bool(rule.months) or day.month == first.month
    return is_month and day.day == first.day


def _is_weekday(which: int, weekday: int, day: date, often: str) -> bool:
    if day.weekday() != weekday:
        return False
    if which == 0 or often in {"DAILY", "WEEKLY"}:
        return True
    return which in {(day.day - 1) // 7 + 1, -((_length(day) - day.day) // 7 + 1)}


def _weekday(given: str) -> tuple[int, int]:
    return int(given[:-2] or 0), DAYS.index(given[-2:].upper())


def _whole(given: object) -> int:
    return int(str(given))


def _week(day: date, starts: int) -> date:
    return day - timedelta(days=(day.weekday() - starts) % 7)


def _month(day: date) -> list[date]:
    return [day.replace(day=number) for number in range(1, _length(day) + 1)]


def _length(day: date) -> int:
    return calendar.monthrange(day.year, day.month)[1]
