"""Days on which something comes again: the same as another library finds, and never more work than is allowed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from dateutil.rrule import DAILY, MONTHLY, WEEKLY, YEARLY, rrule, weekday
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.icals.recurring import DAYS, NotUnderstood, Steps, TooMuch, days, rule_of

OFTEN = {"DAILY": DAILY, "WEEKLY": WEEKLY, "MONTHLY": MONTHLY, "YEARLY": YEARLY}
some_weekdays = st.lists(st.sampled_from(DAYS), min_size=1, max_size=4, unique=True)
nth_weekdays = st.lists(
    st.tuples(st.sampled_from([-1, 1, 2, 3, 4, -2]), st.sampled_from(DAYS)), min_size=1, max_size=3, unique=True
).map(lambda pairs: [f"{which}{name}" for which, name in pairs])


@st.composite
def rules(draw: Any) -> dict[str, list[Any]]:
    often = draw(st.sampled_from(sorted(OFTEN)))
    parts: dict[str, list[Any]] = {"FREQ": [often], "INTERVAL": [draw(st.integers(1, 4))]}
    if draw(st.booleans()):
        parts["WKST"] = [draw(st.sampled_from(DAYS))]
    if draw(st.booleans()):
        parts["BYMONTH"] = draw(st.lists(st.integers(1, 12), min_size=1, max_size=6, unique=True))
    if often in {"MONTHLY", "YEARLY", "DAILY"} and draw(st.booleans()):
        parts["BYMONTHDAY"] = draw(
            st.lists(st.sampled_from([1, 2, 13, 28, 29, 30, 31, -1, -2]), min_size=1, unique=True)
        )
    elif often == "MONTHLY" and draw(st.booleans()):
        parts["BYDAY"] = draw(st.one_of(some_weekdays, nth_weekdays))
    elif often in {"DAILY", "WEEKLY"} and draw(st.booleans()):
        parts["BYDAY"] = draw(some_weekdays)
    if often == "MONTHLY" and "BYDAY" in parts and draw(st.booleans()):
        parts["BYSETPOS"] = draw(st.lists(st.sampled_from([1, 2, -1]), min_size=1, max_size=2, unique=True))
    if draw(st.booleans()):
        parts["COUNT"] = [draw(st.integers(1, 40))]
    return parts


def by_dateutil(parts: dict[str, list[Any]], first: date, until: date) -> list[date]:
    named: dict[str, Any] = {"interval": parts["INTERVAL"][0], "wkst": DAYS.index(parts.get("WKST", ["MO"])[0])}
    for ours, theirs in (("BYMONTH", "bymonth"), ("BYMONTHDAY", "bymonthday"), ("BYSETPOS", "bysetpos")):
        if ours in parts:
            named[theirs] = parts[ours]
    if "BYDAY" in parts:
        named["byweekday"] = [weekday(DAYS.index(one[-2:]), int(one[:-2] or 0) or None) for one in parts["BYDAY"]]
    start = datetime.combine(first, datetime.min.time())
    end = datetime.combine(until, datetime.min.time())
    return [one.date() for one in rrule(OFTEN[parts["FREQ"][0]], dtstart=start, until=end, **named)]


@settings(max_examples=150)
@given(rules(), st.dates(date(2024, 1, 1), date(2026, 12, 31)), st.integers(0, 400))
def test_days_are_those_that_another_library_finds(parts: dict[str, list[Any]], first: date, later: int) -> None:
    """But that its first day always counts (RFC 5545, 3.8.5.3), which the other leaves out when the rule does."""
    since, until = first + timedelta(days=later), first + timedelta(days=700)
    theirs = sorted({first, *by_dateutil(parts, first, until)})[: parts.get("COUNT", [10_000])[0]]
    ours = list(days(rule_of(parts), first, since=since, until=until, steps=Steps()))
    assert ours == [day for day in theirs if day >= since]


@pytest.mark.parametrize(
    "parts",
    [
        {"FREQ": ["SECONDLY"]},
        {"FREQ": ["HOURLY"], "COUNT": [3]},
        {"FREQ": ["YEARLY"], "BYWEEKNO": [20]},
        {"FREQ": ["YEARLY"], "BYDAY": ["20MO"]},
        {"FREQ": ["WEEKLY"], "BYSETPOS": [1]},
        {"COUNT": [3]},
    ],
)
def test_rules_that_people_do_not_have_are_not_guessed_at(parts: dict[str, list[Any]]) -> None:
    with pytest.raises(NotUnderstood):
        rule_of(parts)


def test_a_day_that_never_comes_is_not_looked_for_for_ever() -> None:
    rule = rule_of({"FREQ": ["DAILY"], "BYMONTH": [2], "BYMONTHDAY": [30]})
    steps = Steps()
    assert list(days(rule, date(1, 1, 1), since=date(2026, 1, 1), until=date(2026, 4, 1), steps=steps)) == []
    assert Steps().left - steps.left == 91


def test_counting_from_the_beginning_of_time_is_too_much() -> None:
    rule = rule_of({"FREQ": ["DAILY"], "COUNT": [10**9]})
    with pytest.raises(TooMuch):
        list(days(rule, date(1, 1, 1), since=date(2026, 1, 1), until=date(2026, 4, 1), steps=Steps()))
