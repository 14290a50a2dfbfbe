"""Recomputing every seal from what the database holds, and asking the audit trail whether it is the one it knows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import selectinload

from hiring.db import db
from hiring.models import Amendment, Event, Scorecard, Slot
from hiring.scorecards.queries import answers_on
from hiring.scorecards.seals import content_of, seal_of, witness
from hiring.text import Text, text

HANDED_IN = ("scorecard.handed_in", "scorecard.imported")
AMENDED = "scorecard.amended"
AT_ONCE = 500
OTHER_WORDS = text("What it says is not what was sealed.")
OTHER_SEAL = text("Its seal is not the one the audit trail knows.")


@dataclass(frozen=True, slots=True)
class Failure:
    """A card whose seal does not hold, by its ref and when it was handed in. What it says is nobody's business here."""

    card_ref: str
    at: datetime
    layer: int
    why: Text


def count_sealed() -> int:
    """How many cards and amendments carry a seal."""
    return sum(db.session.scalar(select(func.count(table.id))) or 0 for table in (Scorecard, Amendment))


def failures() -> Iterator[Failure]:
    """Every card, and then every amendment, whose seal fails, oldest first, without ever holding them all."""
    yield from _cards()
    yield from _amendments()


def _cards() -> Iterator[Failure]:
    told = and_(
        Event.application_id == Slot.application_id,
        Event.subject == "slot",
        Event.subject_id == Slot.id,
        Event.kind.in_(HANDED_IN),
    )
    rows = db.session.execute(
        select(Scorecard, Slot.person_id, Event.facts)
        .join(Slot, Slot.id == Scorecard.slot_id)
        .outerjoin(Event, told)
        .options(selectinload(Scorecard.ratings))
        .order_by(Scorecard.id)
        .execution_options(yield_per=AT_ONCE)
    )
    for card, judge_id, facts in rows:
        known = (facts or {}).get("seal")
        if seal_of(content_of(answers_on(card), card.rubric_sha256)) != card.content_sha256:
            yield Failure(card.ref, card.handed_in_at, 0, OTHER_WORDS)
        elif known is not None and known != witness(
            card.ref, card.content_sha256, judge_id=judge_id, typed_by_id=card.typed_by_id, at=card.handed_in_at
        ):
            yield Failure(card.ref, card.handed_in_at, 0, OTHER_SEAL)


def _amendments() -> Iterator[Failure]:
    rows = db.session.execute(
        select(Amendment, Scorecard.ref)
        .join(Scorecard, Scorecard.id == Amendment.scorecard_id)
        .order_by(Amendment.id)
        .execution_options(yield_per=AT_ONCE)
    )
    for amendment, card_ref in rows:
        if seal_of(amendment.content) != amendment.content_sha256:
            yield Failure(card_ref, amendment.at, amendment.number, OTHER_WORDS)
