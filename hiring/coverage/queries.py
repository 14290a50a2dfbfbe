"""Reading a loop as a matrix: the seats of one application by the dimensions of its rubric, in seven queries."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from hiring import access
from hiring.access.clauses import is_live
from hiring.coverage.training import untrained
from hiring.days_off import hours_of
from hiring.db import db
from hiring.models import AcceptedFinding, Amendment, Application, Interview, Opening, Person, Rating, Scorecard, Slot
from hiring.rubric import Rubric
from hiring.rubrics.queries import rubric_of
from hiring.workflow.coverage import Area, Ask, Cell, Finding, Matrix, Place, Seat, findings

WEEK = timedelta(days=7)
VIEWS_OF_A_MUST_HAVE = 2

Nothing = frozenset[tuple[int, str]]
"""The seats that assessed nothing of a dimension, by the seat's id and the dimension."""


@dataclass(frozen=True, slots=True)
class Loop:
    """One application's talks about the opening's rubric, as a matrix and as rows.

    Those who answer as a group all ask about everything, and whoever only watches asks about nothing: neither stands in
    the matrix. `accepted`: what is accepted of what was `found`, by its key.
    """

    application: Application
    rubric: Rubric
    matrix: Matrix
    found: Sequence[Finding]
    accepted: Mapping[str, AcceptedFinding]
    slots: Mapping[str, Slot]
    grouped: int
    watching: Sequence[str]

    @property
    def unsettled(self) -> Sequence[Finding]:
        """What was found and nobody accepts."""
        return [one for one in self.found if one.key not in self.accepted]

    def unsettled_as(self, key: str) -> Finding | None:
        return next((one for one in self.unsettled if one.key == key), None)

    @property
    def settled(self) -> Sequence[Finding]:
        return [one for one in self.found if one.key in self.accepted]

    @property
    def digest(self) -> str:
        """What the page was made from, so that a change made meanwhile is noticed. Says nothing about cards that its
        reader does not know.
        """
        said = [(ref, slot.dimensions, slot.seconds, slot.questions) for ref, slot in self.slots.items()]
        return hashlib.sha256(json.dumps([said, sorted(self.accepted)]).encode()).hexdigest()[:16]


def loop_of(application: Application, reader: Person | None, *, now: datetime) -> Loop:
    """The loop as it stands. With a `reader` who owes no card here, what the cards they may read did not assess
    counts as not covered; without one every talk counts as it was planned.
    """
    live = _slots(application)
    rubric = rubric_of(application.opening.rubric_version)
    slots = [slot for slot in live if not slot.collective and slot.part != "shadows"]
    seats = _seats(slots, rubric, now=now)
    areas = tuple(_area(one.id, rubric) for one in rubric.dimensions)
    nothing = frozenset() if reader is None else _not_assessed(application, reader)
    matrix = Matrix(areas, seats, _cells(slots, areas, nothing))
    found = findings(matrix)
    return Loop(
        application=application,
        rubric=rubric,
        matrix=matrix,
        found=found,
        accepted=_accepted(application, {one.key for one in found}),
        slots={slot.ref: slot for slot in slots},
        grouped=sum(slot.collective for slot in live),
        watching=[slot.person.name for slot in live if slot.part == "shadows" and not slot.collective],
    )


def _accepted(application: Application, keys: Collection[str]) -> dict[str, AcceptedFinding]:
    """What stands accepted among these. Any other rests on facts that are not, or not known to this reader."""
    standing = select(AcceptedFinding).filter_by(application_id=application.id, taken_back_at=None)
    found = db.session.scalars(standing.options(joinedload(AcceptedFinding.by).lazyload(Person.capabilities)))
    return {one.finding: one for one in found if one.finding in keys}


def _slots(application: Application) -> Sequence[Slot]:
    """The live seats with a full card by the opening's rubric, in the order of their talks."""
    return db.session.scalars(
        select(Slot)
        .join(Slot.interview)
        .where(
            Slot.application_id == application.id,
            Slot.rubric_version_id == application.opening.rubric_version_id,
            Slot.card == "full",
            is_live(Slot),
            Interview.cancelled_at.is_(None),
        )
        .order_by(Interview.starts_at, Interview.id, Slot.id)
        .options(
            contains_eager(Slot.interview).joinedload(Interview.stage),
            joinedload(Slot.person).lazyload(Person.capabilities),
        )
    ).all()


def _area(dimension_id: str, rubric: Rubric) -> Area:
    dimension = rubric.dimension(dimension_id)
    quorum = VIEWS_OF_A_MUST_HAVE if rubric.decision is None else rubric.decision.quorum
    return Area(
        id=dimension.id,
        title=dimension.title,
        wanted=max(VIEWS_OF_A_MUST_HAVE, quorum) if dimension.must_have else 1,
        is_must_have=dimension.must_have,
        questions=tuple(Ask(one.id, one.ask) for one in dimension.questions),
    )


def _seats(slots: Sequence[Slot], rubric: Rubric, *, now: datetime) -> tuple[Seat, ...]:
    if not slots:
        return ()
    people = {slot.person_id: slot.person for slot in slots}
    first, last = (pick(slot.interview.starts_at for slot in slots) for pick in (min, max))
    hours = hours_of(list(people.values()), since=min(now, first))
    others = _held_between(people, first - WEEK, last + WEEK, here=slots[0].application_id)
    days = {slot.ref: _day(slot.interview.starts_at, slot.person) for slot in slots}
    lacks = untrained(people, rubric)
    return tuple(
        Seat(
            id=slot.ref,
            person=slot.person.ref,
            name=slot.person.name,
            talk=slot.interview.ref,
            minutes=slot.interview.minutes,
            is_over=slot.interview.starts_at <= now,
            may_gain=slot.person.is_active and days[slot.ref] not in hours[slot.person_id].days_off,
            untrained=frozenset() if slot.part == "is_shadowed" else lacks[slot.person_id],
            loops_that_day=_loops_that_day(slot, others[slot.person_id]),
            talks_that_week=_talks_that_week(slot, others[slot.person_id]),
            weekly_cap=slot.person.weekly_cap,
            day=str(days[slot.ref]),
        )
        for slot in slots
    )


Held = tuple[int, datetime]
"""An interview somebody holds: of which application, and when it begins."""


def _held_between(people: Collection[int], first: datetime, last: datetime, *, here: int) -> dict[int, list[Held]]:
    """What each of them holds in that time, for whomever. Not for candidates of a confidential opening, of which a full
    week would tell, unless it is this one's.
    """
    held: dict[int, list[Held]] = defaultdict(list)
    found = (
        select(Slot.person_id, Slot.application_id, Interview.starts_at)
        .join(Slot.interview)
        .join(Interview.application)
        .join(Application.opening)
        .where(
            Slot.person_id.in_(people),
            is_live(Slot),
            or_(Opening.confidential.is_(False), Slot.application_id == here),
            Interview.cancelled_at.is_(None),
            Interview.starts_at.between(first, last),
        )
    )
    for person_id, application_id, starts_at in db.session.execute(found):
        held[person_id].append((application_id, starts_at))
    return held


def _loops_that_day(slot: Slot, held: Iterable[Held]) -> int:
    today = _day(slot.interview.starts_at, slot.person)
    return len({other for other, at in held if other != slot.application_id and _day(at, slot.person) == today})


def _talks_that_week(slot: Slot, held: Iterable[Held]) -> int:
    week = _day(slot.interview.starts_at, slot.person).isocalendar()[:2]
    return sum(_day(at, slot.person).isocalendar()[:2] == week for _, at in held)


def _day(moment: datetime, person: Person) -> date:
    return moment.astimezone(ZoneInfo(person.zone)).date()


def _cells(slots: Sequence[Slot], areas: Sequence[Area], nothing: Nothing) -> dict[Place, Cell]:
    cells: dict[Place, Cell] = {}
    for area in areas:
        asking = [slot for slot in slots if area.id in slot.dimensions]
        leading = {slot.ref for slot in asking if slot.seconds is not None and area.id not in slot.seconds}
        # where nobody has said who leads, the first to meet the candidate does
        unsaid = [slot.ref for slot in asking if slot.seconds is None]
        leads = leading or set(unsaid[:1])
        for slot in asking:
            asks = tuple(ask.id for ask in area.questions if slot.asks(ask.id))
            cells[area.id, slot.ref] = Cell(slot.ref in leads, asks, counts=(slot.id, area.id) not in nothing)
    return cells


_LAST, _ANY = aliased(Amendment), aliased(Amendment)
_HIGHEST = select(func.max(_ANY.number)).where(_ANY.scorecard_id == Scorecard.id).scalar_subquery()


def _not_assessed(application: Application, reader: Person) -> Nothing:
    """What the cards this reader may read left out, as they stand now. One that is practice leaves out everything."""
    found = db.session.execute(
        access.visible_scorecards(reader)
        .where(Slot.application_id == application.id)
        .join(Rating, Rating.scorecard_id == Scorecard.id)
        .outerjoin(_LAST, and_(_LAST.scorecard_id == Scorecard.id, _LAST.number == _HIGHEST))
        .with_only_columns(Scorecard.slot_id, Scorecard.is_practice, Rating.dimension, Rating.level, _LAST.content)
    )
    return frozenset(
        (slot_id, dimension)
        for slot_id, is_practice, dimension, level, content in found
        if is_practice or (level if content is None else _amended(content, dimension)) is None
    )


def _amended(content: Mapping[str, Sequence[Mapping[str, object]]], dimension: str) -> object:
    return next((one["level"] for one in content["ratings"] if one["dimension"] == dimension), None)
