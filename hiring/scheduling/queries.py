"""Finding times for an interview, and the offers that wait for the candidate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hiring.booking.diaries import candidates_diary, diaries
from hiring.booking.offers import MOST_TIMES, open_offers
from hiring.models import Application, Person, StageRow, TimeOffer
from hiring.text import Text, count, text
from hiring.web.language import day, moment, say
from hiring.workflow.slots import PAUSE, Diary, Row, Search, Talk, row_from, rows, spread
from hiring.workflow.working_hours import WorkingHours

A_DAY = 4
A_GUEST = text("a guest from outside")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who is to talk with the candidate in a stage, for how long, by which clock, and how far apart.

    None stands for a guest from outside, who is named once a time is chosen.
    """

    stage: StageRow
    people: Sequence[Person | None]
    minutes: int
    zone: str
    pause: timedelta = PAUSE

    @property
    def talks(self) -> list[list[Person | None]]:
        """In a series each talks alone with the candidate, one after the other; otherwise all together."""
        return [[person] for person in self.people] if self.stage.series else [list(self.people)]

    def with_guest(self, guest: Person) -> Wanted:
        """The same with the guest by name."""
        return replace(self, people=[guest if person is None else person for person in self.people])


@dataclass(frozen=True, slots=True)
class Choice:
    """One time to tick: its instant, how it reads by the clock agreed on, by the candidate's, and who comes when."""

    value: str
    words: str
    theirs: str
    order: str


@dataclass(frozen=True, slots=True)
class Out:
    """An offer that waits for the candidate."""

    ref: str
    stage: str
    words: Text
    until: Text


def find(application: Application, wanted: Wanted, search: Search, *, now: datetime) -> list[Row]:
    """When everybody can, a few of each day. Six queries, however many people and interviews there are."""
    talks = _talks(application, wanted, since=search.since, until=search.until, now=now)
    return spread(rows(talks, search), search.zone, a_day=A_DAY, most=MOST_TIMES)


def row_at(application: Application, wanted: Wanted, starts_at: datetime, *, now: datetime) -> Row | None:
    """How the talks would follow one another from then on, if everybody still can."""
    return row_from(_talks(application, wanted, since=starts_at, until=starts_at, now=now), starts_at, wanted.pause)


def choices(application: Application, wanted: Wanted, found: Sequence[Row]) -> list[Choice]:
    agreed = ZoneInfo(wanted.zone)
    theirs = ZoneInfo(application.candidate.zone or wanted.zone)
    return [
        Choice(
            value=written(row.starts_at),
            words=_span(row, agreed),
            theirs=_theirs(row, agreed, theirs),
            order=_order(row, wanted, agreed),
        )
        for row in found
    ]


def out(application: Application, *, now: datetime) -> list[Out]:
    """The offers that wait for this candidate. Three queries."""
    return [
        Out(
            ref=offer.ref,
            stage=offer.stage.title,
            words=count("%(num)d time", "%(num)d times", len(offer.times)),
            until=text("until %(when)s", when=moment(offer.closes_at)),
        )
        for offer in open_offers(application, now=now)
    ]


def offer_of(application: Application, ref: str, *, now: datetime) -> TimeOffer | None:
    """One of them, by its ref."""
    return next((offer for offer in open_offers(application, now=now) if offer.ref == ref), None)


def written(moment: datetime) -> str:
    """An instant as a field carries it: 2026-11-24T14:00Z."""
    return f"{moment:%Y-%m-%dT%H:%MZ}"


def _talks(application: Application, wanted: Wanted, *, since: datetime, until: datetime, now: datetime) -> list[Talk]:
    named = [one for one in wanted.people if one is not None]
    known = diaries(named, since=since, until=until, now=now, and_held=True)
    candidate, guests = candidates_diary(application, wanted.zone), Diary(WorkingHours(ZoneInfo(wanted.zone)))
    return [
        Talk(wanted.minutes, [candidate, *(guests if one is None else known[one.id] for one in people)])
        for people in wanted.talks
    ]


def _span(row: Row, zone: ZoneInfo) -> str:
    begins, ends = row.starts_at.astimezone(zone), row.ends_at.astimezone(zone)
    return f"{day(begins.date())}, {begins:%H:%M}–{ends:%H:%M}"


def _theirs(row: Row, agreed: ZoneInfo, theirs: ZoneInfo) -> str:
    """By the candidate's clock, where it shows something else; the day only where that differs too."""
    here, there = (row.starts_at.astimezone(zone).replace(tzinfo=None) for zone in (agreed, theirs))
    if here == there:
        return ""
    return _span(row, theirs).partition(", ")[2] if here.date() == there.date() else _span(row, theirs)


def _order(row: Row, wanted: Wanted, zone: ZoneInfo) -> str:
    if len(row.starts) == 1:
        return ""
    names = [say(A_GUEST) if one is None else one.name for one in wanted.people]
    return ", ".join(f"{at.astimezone(zone):%H:%M} {names[place]}" for place, at in row.starts)
