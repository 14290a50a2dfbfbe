"""The blind rule, in one place: whose scorecards a person may see, and of whom none.

A person who owes a card in a round sees nothing of that round's cards. Cards of earlier rounds stay closed to
people who will still score, except to whoever decides that round's gate. A collective stage shows no card singly.
A card about a meeting outside the plan is owed like any other, and opens nothing: nobody lets themselves into a round.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from hiring.access.clauses import Reader, is_clear, is_live, leads_or_reads, oversees, owes_card
from hiring.models import Application, Interview, RoundRow, Scorecard, Slot, StageRow, TeamMember

SMALLEST_GROUP = 4

# made once: SQLAlchemy adapts every column of an alias anew, which cost pages more than their queries did
_MINE, _SEAT, _HELD, _MET = aliased(Slot), aliased(Slot), aliased(Interview), aliased(Interview)
_HELD_IN = aliased(StageRow)


def visible_scorecards(person: Reader) -> Select[Scorecard]:
    """Handed-in cards this person may read one by one. Joined to Slot, Interview, StageRow and Application."""
    others = and_(Slot.collective.is_(False), _may_read(person))
    return _cards().where(or_(Slot.person_id == person.id, others), is_clear(person, Slot.application_id))


def group_scorecards(person: Reader) -> Select[Scorecard]:
    """Cards of collective stages, to be shown only as a group: closed, and of at least four people besides the reader,
    who could subtract their own. They are one group by the name of their stage, whichever revision of the plan it was.
    """
    seat, held, held_in = _SEAT, _HELD, _HELD_IN
    same_stage = and_(
        seat.application_id == Slot.application_id,
        seat.interview_id == held.id,
        held_in.id == held.stage_id,
        held_in.slug == StageRow.slug,
        seat.collective.is_(True),
    )
    still_out = exists().where(same_stage, owes_card(seat))
    people = (
        select(func.count(seat.person_id.distinct()))
        .where(same_stage, seat.handed_in_at.is_not(None), seat.person_id != person.id)
        .scalar_subquery()
    )
    return _cards().where(Slot.collective.is_(True), ~still_out, people >= SMALLEST_GROUP, _may_read(person))


def owed_slots(person: Reader) -> Select[Slot]:
    """Slots whose state (in, draft, out) this person may see: never those of a round in which they owe a card."""
    return (
        select(Slot)
        .join(Slot.interview)
        .join(Interview.application)
        .where(is_live(Slot), Slot.card != "none", leads_or_reads(person), ~_owes_in_round(person))
    )


def _cards() -> Select[Scorecard]:
    return (
        select(Scorecard)
        .join(Scorecard.slot)
        .join(Slot.interview)
        .join(Interview.stage)
        .join(StageRow.round)
        .join(Interview.application)
    )


def _may_read(person: Reader) -> ColumnElement[bool]:
    """For a query made by `_cards`."""
    mine = _MINE
    in_application = and_(mine.application_id == Slot.application_id, mine.person_id == person.id)
    will_score = exists().where(in_application, owes_card(mine))
    # nobody gave that seat: it must not be the way into a round
    met_outside_the_plan = exists().where(_MET.id == mine.interview_id, _MET.unscheduled)
    handed_in_here = exists().where(
        in_application,
        mine.round == Slot.round,
        mine.handed_in_at.is_not(None),
        mine.collective.is_(False),
        ~met_outside_the_plan,
    )
    decides_gate = exists().where(
        TeamMember.opening_id == Application.opening_id,
        TeamMember.person_id == person.id,
        TeamMember.role == RoundRow.decides,
        TeamMember.removed_at.is_(None),
    )
    return and_(
        ~_owes_in_round(person),
        or_(~will_score, decides_gate),
        or_(oversees(person), handed_in_here),
        is_clear(person, Slot.application_id),
    )


def _owes_in_round(person: Reader) -> ColumnElement[bool]:
    mine = _MINE
    return exists().where(
        mine.application_id == Slot.application_id,
        mine.person_id == person.id,
        mine.round == Slot.round,
        owes_card(mine),
    )
