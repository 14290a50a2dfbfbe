"""What happens to a card after it was handed in: it stays, and its author may put a later word beside it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from hiring import audit, indexed
from hiring.access.scorecards import SMALLEST_GROUP
from hiring.db import db
from hiring.models import Amendment, Interview, Person, Scorecard, Slot, StageRow
from hiring.refusal import Kind, Refusal
from hiring.rubric import Answers
from hiring.scorecards import queries, seals
from hiring.scorecards.actions import tell_recruiters
from hiring.scorecards.layers import current_answers
from hiring.scorecards.seen import saw_others_at
from hiring.text import Text, text

STALE = text("You changed this card on another device or page. Compare with your receipt, then send it again.")
NO_REASON = text("Write why you change it.")


def amend(
    slot: Slot, answers: Answers, *, reason: str, opened_at: int | None = None, by: Person, now: datetime
) -> Amendment:
    """Put a new layer on a handed-in card: all it says now, why, and whether others' cards had been seen by then.

    `opened_at` is how many layers the author had before them.
    """
    card = queries.own_card(slot, by)
    refusal = why_not(slot, card)
    if refusal is not None:
        raise Refusal(refusal)
    if opened_at is not None and opened_at != len(card.amendments):
        raise Refusal(STALE)
    if not reason.strip():
        raise Refusal(NO_REASON, Kind.INPUT)
    for problem in queries.sheet_of(slot).problems(answers):
        raise Refusal(problem.message, Kind.INPUT)
    content, until_now = seals.content_of(answers, card.rubric_sha256), current_answers(card)
    if content == seals.content_of(until_now, card.rubric_sha256):
        raise Refusal(text("This is what your card says already. Change something, or leave it."), Kind.INPUT)
    number, sealed = len(card.amendments) + 1, seals.seal_of(content)
    amendment = Amendment(
        number=number,
        content=content,
        reason=reason.strip(),
        first_saw_others_at=saw_others_at(slot),
        content_sha256=sealed,
        by_id=by.id,
        at=now,
    )
    card.amendments.append(amendment)
    db.session.flush()
    indexed.put_again(indexed.card_of(card))
    witness = seals.witness(card.ref, sealed, layer=number, judge_id=slot.person_id, typed_by_id=None, at=now)
    audit.record(seals.AMENDED, slot, by=by, now=now, number=number, seal=witness)
    if _flags(answers) - _flags(until_now):
        tell_recruiters(slot, now=now)
    return amendment


def why_not(slot: Slot, card: Scorecard) -> Text | None:
    """Why a card cannot be changed, if it cannot."""
    if card.imported_at is not None:
        return text("These are past scores as they were brought in. They are not changed here.")
    if slot.collective and _may_have_been_shown(slot):
        return text(
            "Four people or more have answered in this stage, and their answers are shown as a group. "
            "A change now would tell which answer was yours, so what you handed in stands."
        )
    return None


def _flags(answers: Answers) -> set[str]:
    return {dimension for dimension, answer in answers.dimensions.items() if answer.red_flag}


def _may_have_been_shown(slot: Slot) -> bool:
    """Whether the group was large enough to be shown, now or before somebody else was asked too."""
    seat, held, held_in = aliased(Slot), aliased(Interview), aliased(StageRow)
    own = (
        select(StageRow.slug)
        .join(Interview, Interview.stage_id == StageRow.id)
        .where(Interview.id == slot.interview_id)
    )
    same_stage = exists().where(
        held.id == seat.interview_id, held_in.id == held.stage_id, held_in.slug == own.scalar_subquery()
    )
    people = select(func.count(seat.person_id.distinct())).where(
        seat.application_id == slot.application_id,
        seat.collective.is_(True),
        seat.handed_in_at.is_not(None),
        same_stage,
    )
    return (db.session.scalar(people) or 0) >= SMALLEST_GROUP
