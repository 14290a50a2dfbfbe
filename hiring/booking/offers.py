"""Times that a candidate may choose from: offered, taken back, and picked, which books the interview.

Meanwhile they are held: nobody else is offered them. An offer of several talks is of one row, with a pause between each
two; which talk comes first is settled when the time is picked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import lazyload, selectinload

from hiring import audit, outbox
from hiring.booking import book, passes
from hiring.booking.clashes import refuse_in_conflict
from hiring.booking.diaries import candidates_diary, diaries, length_of
from hiring.booking.meeting import (
    Asked,
    Terms,
    newest_revision,
    refuse_closed,
    refuse_number,
    refuse_old_stage,
    refuse_terms,
    refuse_twice,
)
from hiring.booking.together import refuse_joining
from hiring.db import db
from hiring.mail.compose import compose, said
from hiring.models import Application, Interview, OfferedTime, Person, RubricVersion, StageRow, TimeOffer
from hiring.refusal import Kind, Refusal
from hiring.text import text
from hiring.workflow.clock import MINUTE
from hiring.workflow.slots import LONGEST_PAUSE, MOST_IN_A_ROW, PAUSE, Row, Talk, is_pause, row_from

MOST_TIMES = 12
TAKEN = text("This time was taken meanwhile. The others are still free: pick one of them.")
NONE_LEFT = text("These times are not offered any more. We write to you about others.")


def offer_times(
    application: Application,
    stage: StageRow,
    terms: Terms,
    talks: Sequence[Sequence[Asked]],
    starts: Sequence[datetime],
    *,
    pause: timedelta = PAUSE,
    by: Person,
    now: datetime,
) -> TimeOffer:
    """Let the candidate pick one of several times for one talk, or for a row of them with that pause between each two.
    Of `terms` all but the start.
    """
    refuse_closed(application)
    refuse_old_stage(application, stage)
    if not application.candidate.email:
        raise Refusal(text("There is no address to write to. Add the candidate's first."), Kind.INPUT)
    _refuse_starts(starts, terms, now=now)
    refuse_talks(application, stage, talks)
    if not is_pause(pause):
        raise Refusal(
            text("Between two talks there are at most %(most)d minutes.", most=LONGEST_PAUSE // MINUTE), Kind.INPUT
        )
    offer = TimeOffer(
        application=application,
        stage=stage,
        minutes=terms.minutes,
        pause=pause // MINUTE,
        zone=terms.zone,
        place=terms.place,
        video_url=terms.video_url,
        seats=[_written(seat, talk) for talk, seats in enumerate(talks) for seat in seats],
        offered_by_id=by.id,
        offered_at=now,
        closes_at=max(starts),
        times=[OfferedTime(starts_at=one) for one in sorted(starts)],
    )
    db.session.add(offer)
    db.session.flush()
    audit.record("time_offer.made", application, by=by, now=now, offer=offer.id, stage=stage.id)
    _mail_candidate(offer, now=now)
    return offer


def withdraw(offer: TimeOffer, *, by: Person, now: datetime) -> None:
    """Take the times back. They are free again."""
    _one_at_a_time(offer)
    _refuse_ended(offer, now=now)
    offer.withdrawn_at = now
    audit.record("time_offer.withdrawn", offer.application, by=by, now=now, offer=offer.id)


def turn_down(offer: TimeOffer, *, words: str, now: datetime) -> None:
    """None of the times suits the candidate: they are free again, and whoever offered them hears why."""
    _one_at_a_time(offer)
    _refuse_ended(offer, now=now)
    offer.withdrawn_at = now
    audit.record("time_offer.turned_down", offer.application, by=None, now=now, offer=offer.id)
    _mail_offerer(offer, "times_turned_down", words=words, now=now)


def pick(offered: OfferedTime, *, now: datetime) -> Interview:
    """Book what was offered at that time. The first pick wins; of several talks this is the first."""
    offer = offered.offer
    _one_at_a_time(offer)
    _refuse_ended(offer, now=now)
    stage = _stage_now(offer)
    found = rows_at(offer, [offered.starts_at], now=now)[offered.starts_at]
    if stage is None:
        raise Refusal(NONE_LEFT)
    if found is None:
        raise Refusal(TAKEN)
    talks = talks_of(offer)
    offered_by = db.session.get_one(Person, offer.offered_by_id)
    booked = []
    try:
        for place, starts_at in found.starts:
            terms = Terms(starts_at, offer.zone, offer.minutes, offer.place, offer.video_url)
            booked.append(book.book(offer.application, stage, terms, talks[place], by=offered_by, now=now, picked=True))
    except Refusal as refusal:
        raise Refusal(TAKEN) from refusal  # in whose way what stands is not for candidates
    db.session.flush()
    offer.picked_at, offer.interview_id = now, booked[0].id
    audit.record("time_offer.picked", offer.application, by=None, now=now, offer=offer.id, interview=booked[0].id)
    _mail_offerer(offer, "times_picked", starts_at=offered.starts_at, now=now)
    return booked[0]


def open_offers(application: Application, *, now: datetime) -> list[TimeOffer]:
    """What the candidate may pick from at the moment, with its times, the oldest first. Two queries."""
    move = application.current_move
    if move is not None and move.outcome is not None:
        return []
    return list(db.session.scalars(offers_out(now).where(TimeOffer.application_id == application.id)))


def offers_out(now: datetime) -> Select[TimeOffer]:
    """Offers that wait for an answer, with their times and stage, the oldest first."""
    return (
        select(TimeOffer)
        .where(TimeOffer.picked_at.is_(None), TimeOffer.withdrawn_at.is_(None), TimeOffer.closes_at > now)
        .order_by(TimeOffer.id)
        .options(selectinload(TimeOffer.times), selectinload(TimeOffer.stage))
    )


def rows_at(offer: TimeOffer, starts: Sequence[datetime], *, now: datetime) -> dict[datetime, Row | None]:
    """How the talks would follow one another from each of those times on, None where somebody cannot any more."""
    talks = talks_of(offer)
    since, until = min(starts), max(starts) + length_of(offer)
    people = [seat.person for seats in talks for seat in seats]
    known = diaries(people, since=since, until=until, now=now, and_held=False)  # of two offers the first pick wins
    candidate = candidates_diary(offer.application, None)
    asked = [Talk(offer.minutes, [candidate, *(known[seat.person.id] for seat in seats)]) for seats in talks]
    pause = offer.pause * MINUTE
    return {moment: row_from(asked, moment, pause) if moment > now else None for moment in starts}


def talks_of(offer: TimeOffer) -> list[list[Asked]]:
    """Who would hold which talk. Two queries."""
    asked_people = select(Person).where(Person.id.in_(seat["person"] for seat in offer.seats))
    pinned = select(RubricVersion).where(RubricVersion.id.in_(seat["version"] for seat in offer.seats))
    people = {one.id: one for one in db.session.scalars(asked_people.options(lazyload(Person.capabilities)))}
    versions = {one.id: one for one in db.session.scalars(pinned)}
    talks: defaultdict[int, list[Asked]] = defaultdict(list)
    for seat in offer.seats:
        asked = Asked(people[seat["person"]], seat["perspective"], seat["dimensions"], versions[seat["version"]])
        talks[seat["talk"]].append(asked)
    return [talks[talk] for talk in sorted(talks)]


def refuse_talks(application: Application, stage: StageRow, talks: Sequence[Sequence[Asked]]) -> None:
    """Say why these cannot be asked to these talks, whenever they are."""
    people = [seat.person for seats in talks for seat in seats]
    if not people:
        raise Refusal(text("Choose at least one interviewer."), Kind.INPUT)
    if len(talks) > MOST_IN_A_ROW:
        raise Refusal(text("%(most)d talks in a row are the most.", most=MOST_IN_A_ROW), Kind.INPUT)
    refuse_twice(people)
    for seats in talks:
        refuse_number(stage, len(seats))
    for person in people:
        if not person.is_active:
            raise Refusal(text("%(name)s no longer has an account here.", name=person.name), Kind.INPUT)
    refuse_in_conflict(application, people)
    refuse_joining(application, stage, [seat.perspective for seats in talks for seat in seats])


def _refuse_starts(starts: Sequence[datetime], terms: Terms, *, now: datetime) -> None:
    if not 1 <= len(set(starts)) == len(starts) <= MOST_TIMES:
        raise Refusal(text("Offer from one to %(most)d times, each once.", most=MOST_TIMES), Kind.INPUT)
    for one in starts:
        if one <= now:
            raise Refusal(text("Offer times that lie ahead."), Kind.INPUT)
        refuse_terms(Terms(one, terms.zone, terms.minutes, terms.place, terms.video_url), now=now)


def _refuse_ended(offer: TimeOffer, *, now: datetime) -> None:
    if offer.picked_at is not None:
        raise Refusal(text("A time was picked already."))
    move = offer.application.current_move
    is_closed = move is not None and move.outcome is not None
    if offer.withdrawn_at is not None or offer.closes_at <= now or is_closed:
        raise Refusal(NONE_LEFT)


def _one_at_a_time(offer: TimeOffer) -> None:
    """Two answers to one offer wait for each other. SQLite has one writer."""
    db.session.flush()
    db.session.refresh(offer, ["picked_at", "withdrawn_at", "version"], with_for_update={"of": TimeOffer})


def _stage_now(offer: TimeOffer) -> StageRow | None:
    """The same stage in the plan as it is now; the offer's own may be of an older revision."""
    newest = newest_revision(offer.application.opening_id)
    if offer.stage.revision_id == newest:
        return offer.stage
    same = select(StageRow).where(StageRow.revision_id == newest, StageRow.slug == offer.stage.slug)
    return db.session.scalar(same)


def _written(seat: Asked, talk: int) -> dict[str, object]:
    return {
        "talk": talk,
        "person": seat.person.id,
        "perspective": seat.perspective,
        "dimensions": list(seat.dimensions),
        "version": seat.version.id,
    }


def _mail_candidate(offer: TimeOffer, *, now: datetime) -> None:
    application = offer.application
    assert application.candidate.email is not None
    mail = compose(
        "times_offered",
        address=application.candidate.email,
        application=application,
        name=application.candidate.name,
        times=len(offer.times),
        length=length_of(offer) // MINUTE,
        path=passes.for_candidate(application, now=now),
        days=passes.LINK_LIVES.days,
    )
    outbox.queue(mail, now=now)


def _mail_offerer(
    offer: TimeOffer, kind: str, *, now: datetime, words: str = "", starts_at: datetime | None = None
) -> None:
    reader = db.session.get_one(Person, offer.offered_by_id)
    mail = compose(
        kind,
        to=reader,
        application=offer.application,
        name=reader.name,
        stage=offer.stage.title,
        when="" if starts_at is None else said(starts_at, reader),
        words=words,
        path=f"/applications/{offer.application.ref}",
    )
    outbox.queue(mail, now=now)
