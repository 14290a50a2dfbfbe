"""Seats and scorecards: one card a seat, sealed, complete, and made from the rubric it was handed out with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from hiring.db import db
from hiring.invariants.invariant import must_hold
from hiring.models import Amendment, Draft, Interview, RoundRow, RubricVersion, Scorecard, Slot, StageRow
from hiring.rubrics.queries import rubric_of
from hiring.scorecards import seals

AT_ONCE = 500


@must_hold("scorecard", "Every scorecard and amendment says what was sealed, with the seal the audit trail knows.")
def seals_hold(_now: datetime) -> Iterator[str]:
    for failed in seals.failures():
        yield failed.card_ref


@must_hold("slot", "A seat has one scorecard at most.")
def seats_have_one_card(_now: datetime) -> Select[Any]:
    return select(Scorecard.slot_id).group_by(Scorecard.slot_id).having(func.count() > 1)


@must_hold("slot", "A seat says that its scorecard is in when it is, and since the same moment.")
def seats_know_their_card(_now: datetime) -> Select[Any]:
    other = or_(
        and_(Slot.handed_in_at.is_(None), Scorecard.id.is_not(None)),
        and_(Slot.handed_in_at.is_not(None), Scorecard.id.is_(None)),
        Slot.handed_in_at != Scorecard.handed_in_at,
    )
    return select(Slot.id).outerjoin(Scorecard, Scorecard.slot_id == Slot.id).where(other).distinct()


@must_hold("slot", "Nobody has a draft for a scorecard that is in.")
def handed_in_seats_have_no_draft(_now: datetime) -> Select[Any]:
    return select(Draft.slot_id).join(Slot, Slot.id == Draft.slot_id).where(Slot.handed_in_at.is_not(None))


@must_hold("slot", "A seat without a scorecard to write has none.")
def seats_without_a_form_have_no_card(_now: datetime) -> Select[Any]:
    return select(Slot.id).where(Slot.card == "none", exists().where(Scorecard.slot_id == Slot.id))


@must_hold("slot", "A seat stands under the application, the round and the kind of stage of its interview.")
def seats_stand_where_their_interview_does(_now: datetime) -> Select[Any]:
    elsewhere = or_(
        Slot.application_id != Interview.application_id,
        Slot.round != RoundRow.slug,
        and_(StageRow.collective, Slot.collective.is_(False)),
        and_(StageRow.collective.is_(False), Slot.collective, Slot.perspective != "report"),
    )
    return (
        select(Slot.id)
        .join(Interview, Interview.id == Slot.interview_id)
        .join(StageRow, StageRow.id == Interview.stage_id)
        .join(RoundRow, RoundRow.id == StageRow.round_id)
        .where(elsewhere)
    )


@must_hold("slot", "A seat is pinned to a rubric by the hash of that very version.")
def seats_are_pinned_to_their_rubric(_now: datetime) -> Select[Any]:
    version = RubricVersion.id == Slot.rubric_version_id
    return select(Slot.id).join(RubricVersion, version).where(Slot.rubric_sha256 != RubricVersion.sha256)


@must_hold("rubric_version", "A rubric version still says what its hash says.")
def rubrics_are_what_they_were(_now: datetime) -> Iterator[int]:
    for version in db.session.scalars(select(RubricVersion).order_by(RubricVersion.id)):
        if _hash_of(version) != version.sha256:
            yield version.id


@must_hold("scorecard", "A scorecard was made from the rubric its seat is pinned to.")
def cards_are_from_their_rubric(_now: datetime) -> Select[Any]:
    seat = Slot.id == Scorecard.slot_id
    return select(Scorecard.id).join(Slot, seat).where(Scorecard.rubric_sha256 != Slot.rubric_sha256)


@must_hold("scorecard", "A scorecard rates exactly the dimensions its seat was asked for, in levels of the rubric.")
def cards_answer_what_was_asked(_now: datetime) -> Iterator[int]:
    cards = db.session.scalars(
        select(Scorecard)
        .options(selectinload(Scorecard.ratings), joinedload(Scorecard.slot).joinedload(Slot.rubric_version))
        .order_by(Scorecard.id)
        .execution_options(yield_per=AT_ONCE)
    )
    for card in cards:
        asked = card.slot.dimensions if card.slot.card == "full" else []
        rated = [rating.dimension for rating in card.ratings]
        levels = {rating.level for rating in card.ratings if rating.level is not None}
        if sorted(rated) != sorted(asked) or not levels <= set(rubric_of(card.slot.rubric_version).levels):
            yield card.id


@must_hold("scorecard", "The amendments of a scorecard are numbered from one without a gap.")
def amendments_have_no_gap(_now: datetime) -> Select[Any]:
    last, first = func.max(Amendment.number), func.min(Amendment.number)
    numbered = select(Amendment.scorecard_id).group_by(Amendment.scorecard_id)
    return numbered.having(or_(first != 1, last != func.count(Amendment.id)))


@must_hold("scorecard", "Only the person who judged amends a scorecard, and never before it was handed in.")
def amendments_are_by_the_judge(_now: datetime) -> Select[Any]:
    return (
        select(Scorecard.id)
        .join(Amendment, Amendment.scorecard_id == Scorecard.id)
        .join(Slot, Slot.id == Scorecard.slot_id)
        .where(or_(Amendment.by_id != Slot.person_id, Amendment.at < Scorecard.handed_in_at))
        .distinct()
    )


def _hash_of(version: RubricVersion) -> str | None:
    """Parsed anew: what is kept in memory was found by the hash in question."""
    try:
        return version.read().sha256
    except ValueError:
        return None
