"""Times for everybody: held against a search by hand over zones and years, with both changes of the clocks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import permutations
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.workflow.clock import instants
from hiring.workflow.slots import PAUSE, Diary, Row, Search, Stretch, Talk, row_from, rows, spread
from hiring.workflow.working_hours import WorkingHours

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ZONES = sorted(available_timezones())
zones = st.sampled_from(ZONES).map(ZoneInfo)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2030, 12, 28)).map(
    lambda at: at.replace(second=0, microsecond=0, tzinfo=UTC)
)
pauses = st.integers(0, 60).map(lambda minutes: minutes * MINUTE)
BERLIN, LONDON, NEW_YORK = map(ZoneInfo, ("Europe/Berlin", "Europe/London", "America/New_York"))


def stretches(around: datetime) -> st.SearchStrategy[tuple[Stretch, ...]]:
    one = st.builds(
        lambda after, length: Stretch(around + after * MINUTE, around + (after + length) * MINUTE),
        st.integers(-600, 4 * 24 * 60),
        st.integers(1, 300),
    )
    return st.lists(one, max_size=4).map(tuple)


@st.composite
def diaries(draw: st.DrawFn, around: datetime) -> Diary:
    opens = draw(st.integers(0, 20))
    closes = draw(st.integers(opens + 1, 24))
    off = draw(st.sets(st.integers(0, 6), max_size=2))
    hours = WorkingHours(
        draw(zones),
        frozenset(around.date() + one * DAY for one in off),
        time(opens),
        time.max if closes == 24 else time(closes),
    )
    return Diary(hours, draw(stretches(around)), draw(stretches(around)), draw(st.none() | st.integers(0, 3)))


@st.composite
def searches(draw: st.DrawFn) -> Search:
    since = draw(moments)
    return Search(since, since + draw(st.integers(1, 5)) * DAY, draw(zones), 60, draw(pauses))


def is_open(diary: Diary, starts_at: datetime, ends_at: datetime, pause: timedelta) -> bool:
    """Minute by minute, as somebody would check it in a calendar."""
    hours = diary.hours
    assert hours is not None
    zone = hours.zone
    midnight = datetime.combine(starts_at.astimezone(zone).date(), time.min)
    day = midnight.date()
    if day.weekday() > 4 or day in hours.days_off:
        return False
    for moment in (starts_at, ends_at):
        shown = moment.astimezone(zone).replace(tzinfo=None) - midnight
        closes = 24 * HOUR if hours.closes == time.max else hours.closes.hour * HOUR
        if not hours.opens.hour * HOUR <= shown <= closes:
            return False
    minutes = range(int((ends_at - starts_at) / MINUTE))
    held = {starts_at + minute * MINUTE for minute in minutes}
    if any(one.starts_at <= minute < one.ends_at for one in diary.taken for minute in held):
        return False
    return not any(one.starts_at - pause < ends_at and starts_at < one.ends_at + pause for one in diary.interviews)


def has_room(diary: Diary, at: datetime, more: int) -> bool:
    hours = diary.hours
    assert hours is not None

    def monday(moment: datetime) -> date:
        shown = moment.astimezone(hours.zone).date()
        return shown - shown.weekday() * DAY

    held = sum(monday(one.starts_at) == monday(at) for one in diary.interviews)
    return diary.weekly_cap is None or held + more <= diary.weekly_cap


def by_hand(talks: list[Talk], search: Search) -> list[Row]:
    """Every hour of the zone's clock, each order of the talks in turn."""
    found = []
    day = search.since.astimezone(search.zone).date() - DAY
    hours = {
        moment for n in range(9) for hour in range(24) for moment in instants(day + n * DAY, time(hour), search.zone)
    }
    for at in sorted(hours):
        if not search.since <= at < search.until:
            continue
        for order in permutations(range(len(talks))):
            starts, moment, is_good = [], at, True
            for place in order:
                ends = moment + talks[place].minutes * MINUTE
                for diary in talks[place].diaries:
                    more = sum(diary in talk.diaries for talk in talks)
                    is_good &= is_open(diary, moment, ends, search.pause) and has_room(diary, moment, 1)
                    is_good &= has_room(diary, at, more)
                starts.append((place, moment))
                moment = ends + search.pause
            if is_good:
                found.append(Row(tuple(starts), moment - search.pause))
                break
    return found


@settings(max_examples=60, deadline=None)
@given(st.data(), searches())
def test_what_is_proposed_is_what_a_search_by_hand_finds(data: st.DataObject, search: Search) -> None:
    people = [data.draw(diaries(search.since)) for _ in range(data.draw(st.integers(1, 3)))]
    some = st.lists(st.sampled_from(people), min_size=1, max_size=2, unique=True)
    lengths = data.draw(st.lists(st.sampled_from((30, 45, 60, 90)), min_size=1, max_size=3))
    talks = [Talk(minutes, data.draw(some)) for minutes in lengths]
    found = list(rows(talks, search))
    assert found == by_hand(talks, search)
    for row in found:
        ends = [at + talks[place].minutes * MINUTE for place, at in row.starts]
        assert [later for _place, later in row.starts[1:]] == [one + search.pause for one in ends[:-1]]
        assert row_from(talks, row.starts_at, search.pause) == row


@settings(max_examples=60, deadline=None)
@given(st.data(), searches(), pauses)
def test_less_of_a_pause_never_takes_away_a_single_talk(data: st.DataObject, search: Search, pause: timedelta) -> None:
    """A row also ends earlier then, and somebody whose hours begin late may miss it: of one talk that cannot be."""
    talk = Talk(data.draw(st.sampled_from((30, 60))), [data.draw(diaries(search.since))])
    short, long_ = sorted((search.pause, pause))
    with_short, with_long = (list(rows([talk], replace(search, pause=one))) for one in (short, long_))
    assert [row for row in with_long if row not in with_short] == []


@pytest.mark.parametrize("minutes", [-1, 61])
def test_a_pause_nobody_takes_is_none(minutes: int) -> None:
    with pytest.raises(ValueError, match="is none that anybody takes"):
        days("2026-11-24", 1, pause=minutes * MINUTE)


@pytest.mark.parametrize(("pause", "second"), [(0, "Tue 10:00"), (25, "Tue 10:25"), (60, "Tue 11:00")])
def test_two_talks_lie_as_far_apart_as_was_said(pause: int, second: str) -> None:
    candidate = a_diary(LONDON)
    talks = [Talk(60, [candidate, a_diary(LONDON)])] * 2
    ((_first, _at), (_second, begins)) = next(rows(talks, days("2026-11-24", 1, pause=pause * MINUTE))).starts
    assert f"{begins:%a %H:%M}" == second


def a_diary(zone: ZoneInfo, **more: object) -> Diary:
    return Diary(WorkingHours(zone), **more)  # type: ignore[arg-type]


def shown(found: list[Row], zone: ZoneInfo) -> list[str]:
    return [f"{one.starts_at.astimezone(zone):%a %H:%M}" for one in found]


def days(first: str, many: int, zone: ZoneInfo = LONDON, **more: object) -> Search:
    since = datetime.fromisoformat(first).replace(tzinfo=zone)
    return Search(since, since + many * DAY, zone, **more)  # type: ignore[arg-type]


def test_three_zones_share_a_part_of_the_afternoon() -> None:
    talk = Talk(60, [a_diary(BERLIN), a_diary(NEW_YORK)])
    assert shown(list(rows([talk], days("2026-11-24", 1))), LONDON) == [
        "Tue 14:00",
        "Tue 14:30",
        "Tue 15:00",
        "Tue 15:30",
    ]


def test_between_the_two_changes_of_the_clocks_new_york_is_an_hour_nearer() -> None:
    talk = Talk(60, [a_diary(BERLIN), a_diary(NEW_YORK)])
    found = shown(list(rows([talk], days("2026-10-26", 1))), LONDON)
    assert found == ["Mon 13:00", "Mon 13:30", "Mon 14:00", "Mon 14:30", "Mon 15:00", "Mon 15:30"]


def always(zone: ZoneInfo) -> Diary:
    """Somebody who works around the clock, on Sundays not even they."""
    return Diary(WorkingHours(zone, frozenset(), time.min, time.max))


def test_a_time_that_the_clocks_jump_over_is_not_proposed() -> None:
    cairo = ZoneInfo("Africa/Cairo")  # forward on Fridays at midnight
    found = shown(list(rows([Talk(30, [always(cairo)])], days("2026-04-24", 1, cairo))), cairo)
    assert found[:3] == ["Fri 01:00", "Fri 01:30", "Fri 02:00"]


def test_a_time_that_comes_twice_is_proposed_twice() -> None:
    found = list(
        rows(
            [Talk(30, [always(NEW_YORK)])],
            Search(datetime(2026, 11, 1, 4, tzinfo=UTC), datetime(2026, 11, 1, 8, tzinfo=UTC), NEW_YORK),
        )
    )
    assert found == []  # a Sunday
    cairo = ZoneInfo("Africa/Cairo")  # back in the night to Friday
    twice = shown(list(rows([Talk(30, [always(cairo)])], days("2026-10-29T22:30", 1, cairo))), cairo)
    assert twice[:6] == ["Thu 22:30", "Thu 23:00", "Thu 23:30", "Thu 23:00", "Thu 23:30", "Fri 00:00"]


def test_talks_in_a_row_are_put_in_another_order_when_somebody_comes_late() -> None:
    at = datetime(2026, 11, 24, 9, tzinfo=UTC)
    candidate = a_diary(LONDON)
    late = a_diary(LONDON, taken=[Stretch(at, at + HOUR)])
    talks = [Talk(45, [candidate, late]), Talk(45, [candidate, a_diary(LONDON)])]
    first = next(rows(talks, days("2026-11-24", 1)))
    assert first == Row(((1, at), (0, at + HOUR)), at + 105 * MINUTE)


def test_a_cap_counts_the_talks_of_the_row_too() -> None:
    held = Stretch(datetime(2026, 11, 23, 9, tzinfo=UTC), datetime(2026, 11, 23, 10, tzinfo=UTC))
    busy = a_diary(LONDON, interviews=[held], weekly_cap=2)
    search = days("2026-11-27", 4)
    assert shown(list(rows([Talk(60, [busy])] * 2, search)), LONDON)[:1] == ["Mon 09:00"]
    assert shown(list(rows([Talk(60, [busy])], search)), LONDON)[:1] == ["Fri 09:00"]


def test_six_in_a_row_are_too_much() -> None:
    with pytest.raises(ValueError, match="6 talks in a row"):
        list(rows([Talk(30, [])] * 6, days("2026-11-24", 1)))


def test_a_choice_holds_few_of_each_day_that_do_not_overlap() -> None:
    found = rows([Talk(60, [a_diary(LONDON)])], days("2026-11-26", 6))
    chosen = spread(found, LONDON, a_day=2, most=5)
    assert shown(chosen, LONDON) == ["Thu 09:00", "Thu 10:00", "Fri 09:00", "Fri 10:00", "Mon 09:00"]


@pytest.mark.parametrize(("after", "is_free"), [(14, False), (15, True)])
def test_a_pause_is_kept_before_and_after(after: int, is_free: bool) -> None:
    at = datetime(2026, 11, 24, 12, tzinfo=UTC)
    for gap in (Stretch(at - HOUR, at - after * MINUTE), Stretch(at + (60 + after) * MINUTE, at + 3 * HOUR)):
        found = row_from([Talk(60, [a_diary(LONDON, interviews=[gap])])], at, PAUSE)
        assert (found is not None) == is_free
        assert row_from([Talk(60, [a_diary(LONDON, taken=[gap])])], at, PAUSE) is not None
