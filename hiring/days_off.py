"""When somebody is off: the public holidays where they live, and the days they said they are away."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, lazyload

from hiring.db import db
from hiring.models import Absence, Person
from hiring.workflow.working_hours import WorkingHours

DAY = timedelta(days=1)
MINUTES_OF_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class DaysOff:
    """The days one person does not work, weekends apart. Asked day by day, so no end has to be known."""

    region: str
    away: tuple[tuple[date, date], ...] = ()

    def __contains__(self, day: object) -> bool:
        assert isinstance(day, date)
        return any(first <= day <= last for first, last in self.away) or day in public_holidays(self.region, day.year)


@lru_cache(maxsize=512)
def public_holidays(region: str, year: int) -> frozenset[date]:
    """The public holidays of a country, or of a part of it: GB, DE-BE. None where nothing is known."""
    if not region:
        return frozenset()
    import holidays

    country, _, part = region.partition("-")
    try:
        return frozenset(holidays.country_holidays(country, part or None, years=year))
    except NotImplementedError:
        return frozenset()


def is_region(region: str) -> bool:
    """Whether the public holidays there are known."""
    import holidays

    country, _, part = region.partition("-")
    known = holidays.list_supported_countries()
    return country in known and (region == country or part in known[country])


def hours_of(people: Collection[Person], *, since: datetime) -> dict[int, WorkingHours]:
    """Everybody's working hours from that moment on, by the person's id. One query."""
    away: dict[int, list[tuple[date, date]]] = {person.id: [] for person in people}
    found = _absences(away, since).with_only_columns(Absence.person_id, Absence.first_day, Absence.last_day)
    for person_id, first, last in db.session.execute(found):
        away[person_id].append((first, last))
    return {
        person.id: WorkingHours(
            ZoneInfo(person.zone),
            DaysOff(person.region, tuple(away[person.id])),
            _clock_time(person.works_from),
            _clock_time(person.works_until),
        )
        for person in people
    }


def away_at(people: Iterable[Person], moment: datetime) -> dict[int, Absence]:
    """Who of them is away at that moment, by their own calendar, with who covers; the longest counts. One query."""
    by_id = {person.id: person for person in people}
    cover = joinedload(Absence.cover).options(lazyload(Person.capabilities))
    found: Sequence[Absence] = db.session.scalars(_absences(by_id, moment).options(cover)).all()
    return {one.person_id: one for one in found if _is_within(one, moment, ZoneInfo(by_id[one.person_id].zone))}


def _clock_time(minutes: int) -> time:
    """Minutes since midnight, as kept with a person; midnight at the end of a day is the last moment of it."""
    return time.max if minutes == MINUTES_OF_A_DAY else time(*divmod(minutes, 60))


def _absences(person_ids: Collection[int], since: datetime) -> Select[Absence]:
    """Those that last until then or longer; a day earlier than in UTC, because it may still be that day somewhere."""
    return (
        select(Absence)
        .where(
            Absence.person_id.in_(person_ids),
            Absence.removed_at.is_(None),
            Absence.last_day >= since.date() - DAY,
        )
        .order_by(Absence.last_day, Absence.id)
    )


def _is_within(absence: Absence, moment: datetime, zone: ZoneInfo) -> bool:
    return absence.first_day <= moment.astimezone(zone).date() <= absence.last_day
