"""What a recruiter does with found times: offers several to the candidate, or books one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from hiring.booking import offers
from hiring.booking.first_call import refuse_unknowing
from hiring.booking.meeting import Terms
from hiring.loops import actions as loops
from hiring.models import Application, Interview, Person, TimeOffer
from hiring.refusal import Kind, Refusal
from hiring.scheduling import queries
from hiring.scheduling.queries import Wanted
from hiring.text import text


def offer(
    application: Application,
    wanted: Wanted,
    terms: Terms,
    starts: Sequence[datetime],
    *,
    by: Person,
    now: datetime,
    knows: bool = False,
) -> TimeOffer:
    """Let the candidate pick one of these times."""
    refuse_unknowing(application, knows=knows, by=by)
    talks = [
        [loops.asked_for(application, wanted.stage, loops.Seat(person)) for person in people]
        for people in _by_name(wanted)
    ]
    return offers.offer_times(application, wanted.stage, terms, talks, starts, pause=wanted.pause, by=by, now=now)


def book(
    application: Application, wanted: Wanted, terms: Terms, *, by: Person, now: datetime, knows: bool = False
) -> list[Interview]:
    """Book the talk, or the row of them, that begins then."""
    found = queries.row_at(application, wanted, terms.starts_at, now=now)
    if found is None:
        raise Refusal(text("Somebody cannot at that time any more. Choose another one."))
    refuse_unknowing(application, knows=knows, by=by)
    talks = _by_name(wanted)
    return [
        loops.schedule(
            application,
            loops.Meeting(wanted.stage, starts_at, terms.zone, terms.minutes, terms.place, terms.video_url),
            [loops.Seat(person) for person in talks[place]],
            by=by,
            now=now,
            knows=True,
        )
        for place, starts_at in found.starts
    ]


def withdraw(offered: TimeOffer, *, by: Person, now: datetime) -> None:
    """Take the times back. They are free again."""
    offers.withdraw(offered, by=by, now=now)


def _by_name(wanted: Wanted) -> list[list[Person]]:
    """Who holds which talk. Nobody is asked without a name."""
    if None in wanted.people:
        raise Refusal(text("Write the guest's name."), Kind.INPUT)
    return [[person for person in people if person is not None] for people in wanted.talks]
