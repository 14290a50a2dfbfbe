"""Talks still to come: who asks about what, who learns by watching, which times are offered, and what is arranged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from hiring.answers import actions as answers
from hiring.booking import offers
from hiring.booking.meeting import Terms
from hiring.coverage import actions as coverage
from hiring.coverage import interviewer_actions as interviewers
from hiring.coverage.queries import loop_of
from hiring.demo.world import Deed, Told, World
from hiring.loops import actions as loops
from hiring.people.limits import set_cap as cap
from hiring.portal import deeds as portal
from hiring.rubrics.queries import rubric_of
from hiring.scheduling import actions as scheduling
from hiring.scheduling.queries import Wanted, find
from hiring.workflow.coverage_fix import smallest_fix
from hiring.workflow.slots import Search

ZONE: Final = "Europe/London"
LOOKED_THROUGH: Final = timedelta(days=14)


def schedule(world: World, told: Told, at: datetime) -> None:
    stage = world.stage(told)
    starts_at = world.days.book(told["when"], stage.minutes, told["seats"], told.get("first", 2))
    meeting = loops.Meeting(stage, starts_at, ZONE, stage.minutes, told.get("place", "Video call"))
    seats = [_seat(world, who, seat) for who, seat in told["seats"].items()]
    talk = loops.schedule(world.application(told), meeting, seats, by=world.by(told), now=at)
    if "key" in told:
        world.talks[told["key"]] = talk


def move(world: World, told: Told, at: datetime) -> None:
    talk = world.talks[told["key"]]
    starts_at = world.days.book(told["when"], talk.minutes, told["who"], told.get("first", 2))
    loops.move(talk, replace(_terms(starts_at, talk.minutes), place=told["place"]), by=world.by(told), now=at)


def offer_times(world: World, told: Told, at: datetime) -> None:
    """Of the times that suit everybody a few; who is `picked` is so by the candidate, an hour later."""
    application, stage = world.application(told), world.stage(told)
    since = datetime.combine(world.days.day(told["when"]), datetime.min.time(), UTC)
    wanted = Wanted(stage, [world.people[who] for who in told["who"]], stage.minutes, ZONE)
    search = Search(since, since + LOOKED_THROUGH, ZoneInfo(ZONE))
    starts = [row.starts_at for row in find(application, wanted, search, now=at)[: told["times"]]]
    terms = _terms(starts[0], stage.minutes)
    made = scheduling.offer(application, wanted, terms, starts, by=world.by(told), now=at)
    if "picks" in told:
        offers.pick(made.times[told["picks"]], now=at + timedelta(minutes=50))


def share_out(world: World, told: Told, at: datetime) -> None:
    """As the smallest fix has it."""
    loop = loop_of(world.application(told), None, now=at)
    coverage.share_out(loop, smallest_fix(loop.matrix).after, by=world.by(told), now=at)


def send_briefs(world: World, told: Told, at: datetime) -> None:
    loop = loop_of(world.application(told), None, now=at)
    coverage.send_briefs(loop, reason="", by=world.by(told), now=at)


def train(world: World, told: Told, at: datetime) -> None:
    rubric = rubric_of(world.opening(told).rubric_version)
    for who, states in told["who"].items():
        known = {dimension: state for state, dimensions in states.items() for dimension in dimensions}
        interviewers.train(world.people[who], rubric, known, by=world.by(told), now=at)


def set_cap(world: World, told: Told, at: datetime) -> None:
    cap(world.people[told["who"]], told["a_week"], by=world.by(told), now=at)


def name_substitute(world: World, told: Told, at: datetime) -> None:
    who, other = world.people[told["who"]], world.people[told["substitute"]]
    interviewers.name_substitute(who, other, by=world.by(told), now=at)


def choose_zone(world: World, told: Told, _at: datetime) -> None:
    portal.choose_zone(world.application(told), told["zone"])


def arrange(world: World, told: Told, at: datetime) -> None:
    """The candidate asks for it on their own page, and hears an hour later what is arranged."""
    asked = portal.ask_for(world.application(told), told["asked"], now=at)
    answers.arrange(asked, told["arranged"], by=world.by(told), now=at + timedelta(minutes=50))


def _seat(world: World, who: str, told: Told) -> loops.Seat:
    return loops.Seat(world.people[who], dimensions=told.get("areas", ()), part=told.get("part", "holds"))


def _terms(starts_at: datetime, minutes: int) -> Terms:
    return Terms(starts_at, ZONE, minutes, "Video call")


DEEDS: Final[Mapping[str, Deed]] = {
    deed.__name__: deed
    for deed in (
        schedule,
        move,
        offer_times,
        share_out,
        send_briefs,
        train,
        set_cap,
        name_substitute,
        choose_zone,
        arrange,
    )
}
