"""A crowd for measuring: as many people and applications as asked for, written as plain rows instead of by the verbs.

They keep what the verbs would have kept: the last move tells the stage, cards are in before a stage is left, and each
step has its line in the trail.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from hiring.db import db, writing
from hiring.demo.rows import Rows
from hiring.demo.words import Impression, Shelf, fill_in
from hiring.models import Application, Opening, Person, RubricVersion, StageRow, TeamMember
from hiring.openings.queries import current_revision
from hiring.refs import new_ref
from hiring.rubric import Sheet
from hiring.rubrics.queries import rubric_of
from hiring.scorecards.seals import content_of, seal_of, witness
from hiring.workflow.clock import card_due, due_at

BATCH = 500
"""Applications in one transaction: PostgreSQL walks past every version of the trail's head that one has left behind."""

CLOSED = 0.75
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
ENDS = ("rejected", "rejected", "withdrawn", "mutual_no", "must_have_missing")
FIRST_NAMES = (
    "Ada Bela Carla Dion Emre Farah Goran Hye Ilse Jun Kemal Lena Musa Nora Otto Paz Quentin Rosa Sami Tove".split()
)
LAST_NAMES = (
    "Abe Baptiste Cohen Dlamini Eze Ferrari Grau Huang Ito Jansen Kaya Lopez Mwangi Novak Okafor Park Rossi".split()
)


@dataclass(frozen=True, slots=True)
class Place:
    """An opening that the crowd applies for, loaded once; ids, because each batch is a transaction of its own."""

    opening_id: int
    recruiter_id: int
    role: RubricVersion
    stages: Sequence[StageRow]

    def version(self, stage: StageRow) -> RubricVersion:
        return stage.rubric_version or self.role


def let_in(*, people: int, applications: int, now: datetime) -> None:
    """Fill the house until it has so many of each. What is already there counts."""
    have = db.session.scalar(select(func.count(Person.id))) or 0
    if people > have:
        with writing():
            _add_people(range(have, people), now)
    have = db.session.scalar(select(func.count(Application.id))) or 0
    shelf = Shelf()
    for first in range(have, applications, BATCH):
        with writing():
            _add_applications(range(first, min(first + BATCH, applications)), shelf, now)


def _add_people(numbers: range, now: datetime) -> None:
    rows = Rows()
    for number in numbers:
        rows.add(
            "person",
            ref=new_ref(),
            name=_name(number),
            email=f"person-{number}@example.org",
            title="",
            zone="Europe/London",
            locale="en",
            created_at=now,
            version=1,
        )
    rows.write()


def _add_applications(numbers: range, shelf: Shelf, now: datetime) -> None:
    rows = Rows()
    openings = select(Opening).where(Opening.closed_at.is_(None)).order_by(Opening.id)
    places = [_place(opening) for opening in db.session.scalars(openings)]
    interviewers = db.session.scalars(
        select(Person.id).where(Person.deactivated_at.is_(None), Person.email != "omar@example.org").order_by(Person.id)
    ).all()
    for number in numbers:
        place = places[number % len(places)]
        _add_application(rows, _way(number, place, now), place, interviewers, shelf)
    rows.write()


def _place(opening: Opening) -> Place:
    recruiter = db.session.scalars(
        select(TeamMember.person_id).where(TeamMember.opening_id == opening.id, TeamMember.role == "recruiter")
    ).first()
    assert recruiter is not None
    return Place(opening.id, recruiter, opening.rubric_version, current_revision(opening.id).stages)


@dataclass(frozen=True, slots=True)
class Way:
    """How far one of the crowd got, when each stage was entered, and how it ended if it did."""

    number: int
    stages: Sequence[StageRow]
    entered: Sequence[datetime]
    outcome: str | None

    @property
    def ended(self) -> datetime:
        return self.entered[-1] + DAY


def _way(number: int, place: Place, now: datetime) -> Way:
    """As far as chance would have it, never further than the stage before the committee."""
    dice = random.Random(f"crowd/{number}")
    before_committee = next(at for at, stage in enumerate(place.stages) if stage.kind == "committee")
    stages = place.stages[: 1 + min(dice.randrange(before_committee), dice.randrange(before_committee))]
    if dice.random() < CLOSED:
        last, outcome = now - dice.uniform(2, 300) * DAY, dice.choice(ENDS)
    else:
        last, outcome = now - dice.uniform(0.1, 1.4) * stages[-1].limit_days * DAY, None
    between = dice.uniform(5, 9) * DAY
    return Way(number, stages, [last - between * left for left in reversed(range(len(stages)))], outcome)


def _add_application(rows: Rows, way: Way, place: Place, interviewers: Sequence[int], shelf: Shelf) -> None:
    begun, by, application = way.entered[0], place.recruiter_id, rows.reserve("application")
    candidate = rows.add(
        "candidate",
        ref=new_ref(),
        name=_name(way.number),
        headline=f"Engineer {way.number}",
        email=f"candidate-{way.number}@example.net",
        added_at=begun,
        added_by_id=by,
        version=1,
    )
    rows.record("application.added", "application", application, by=by, at=begun, place=(place.opening_id, application))
    moved = 0
    for at, (stage, entered) in enumerate(zip(way.stages, way.entered, strict=True)):
        if at and way.stages[at - 1].card != "none":
            _hold_interview(rows, way, at - 1, application, place, interviewers, shelf)
        moved = _move(rows, application, place, at + 1, entered, stage=stage)
    if way.outcome is not None:
        moved = _move(rows, application, place, len(way.stages) + 1, way.ended, outcome=way.outcome)
    stands = way.stages[-1]
    rows.add(
        "application",
        reserved=application,
        ref=new_ref(),
        opening_id=place.opening_id,
        candidate_id=candidate,
        channel="public_post",
        introduced_by="",
        applied_at=begun,
        added_by_id=by,
        version=1,
        current_move_id=moved,
        entered_at=way.entered[-1] if way.outcome is None else way.ended,
        due_at=due_at(way.entered[-1], stands.limit_days) if way.outcome is None else None,
    )


def _move(
    rows: Rows,
    application: int,
    place: Place,
    number: int,
    at: datetime,
    *,
    stage: StageRow | None = None,
    outcome: str | None = None,
) -> int:
    kind = "close" if stage is None else "enter" if number == 1 else "advance"
    move = rows.add(
        "move",
        application_id=application,
        number=number,
        kind=kind,
        stage_id=None if stage is None else stage.id,
        outcome=outcome,
        reason="" if outcome is None else "One of a crowd.",
        by_id=place.recruiter_id,
        at=at,
    )
    if number > 1:
        facts = {"move": number, "way": kind}
        where = (place.opening_id, application)
        rows.record("application.moved", "application", application, by=place.recruiter_id, at=at, place=where, **facts)
    return move


def _hold_interview(
    rows: Rows, way: Way, at: int, application: int, place: Place, interviewers: Sequence[int], shelf: Shelf
) -> None:
    """One interview with one seat, and the card about it, while the candidate stood in that stage."""
    stage, version = way.stages[at], place.version(way.stages[at])
    dice = random.Random(f"crowd/{way.number}/{stage.slug}")
    asked, starts = way.entered[at] + HOUR, way.entered[at] + 2 * DAY
    ends, where = starts + timedelta(minutes=stage.minutes), (place.opening_id, application)
    person, by = dice.choice(interviewers), place.recruiter_id
    sheet = Sheet(rubric_of(version), tuple(stage.shows), tuple(stage.exercises))
    interview = rows.add(
        "interview",
        ref=new_ref(),
        application_id=application,
        stage_id=stage.id,
        starts_at=starts,
        zone="Europe/London",
        minutes=stage.minutes,
        place="",
        scheduled_by_id=by,
        scheduled_at=asked,
        version=1,
    )
    facts = {"stage": stage.id, "minutes": stage.minutes}
    rows.record("interview.scheduled", "interview", interview, by=by, at=asked, place=where, **facts)
    slot = rows.add(
        "slot",
        ref=new_ref(),
        interview_id=interview,
        application_id=application,
        round=stage.round.slug,
        person_id=person,
        perspective=next(iter(stage.perspective.values())),
        card=stage.card,
        collective=stage.collective,
        dimensions=[one.id for one in sheet.dimensions],
        rubric_version_id=version.id,
        rubric_sha256=version.sha256,
        assigned_at=asked,
        assigned_by_id=by,
        due_at=card_due(ends, ZoneInfo("Europe/London")),
        anyway=True,  # the dice do not ask what else somebody holds then
        handed_in_at=ends + HOUR,
        version=1,
    )
    rows.record("slot.assigned", "slot", slot, by=by, at=asked, place=where, person=person, anyway=True)
    seen = Impression(f"crowd {way.number}", str(person), stage.slug, dice.uniform(2, 4.4), {})
    content = content_of(fill_in(sheet, seen, shelf), version.sha256)
    ref, sealed = new_ref(), seal_of(content)
    card = rows.add(
        "scorecard",
        ref=ref,
        slot_id=slot,
        verdict=content["verdict"],
        sure=content["sure"],
        headline=content["headline"],
        private_note=content["private_note"],
        had_read_earlier_rounds=False,
        rubric_sha256=version.sha256,
        content_sha256=sealed,
        handed_in_at=ends + HOUR,
    )
    for position, rating in enumerate(content["ratings"]):
        rows.add("rating", scorecard_id=card, position=position, **rating)
    seal = witness(ref, sealed, judge_id=person, typed_by_id=None, at=ends + HOUR)
    rows.record("scorecard.handed_in", "slot", slot, by=person, at=ends + HOUR, place=where, seal=seal)


def _name(number: int) -> str:
    return f"{FIRST_NAMES[number % len(FIRST_NAMES)]} {LAST_NAMES[number // 20 % len(LAST_NAMES)]} {number}"
