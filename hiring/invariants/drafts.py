"""What is typed: counted save by save, by whoever may, and knowing what its author had seen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Select, or_, select

from hiring.db import db
from hiring.invariants.invariant import must_hold
from hiring.models import Amendment, Draft, Scorecard, Slot

AT_ONCE = 500


@must_hold("slot", "No field of a draft changed in a save that never was.")
def drafts_count_their_saves(_now: datetime) -> Iterator[int]:
    drafts = select(Draft.slot_id, Draft.version, Draft.revs).order_by(Draft.slot_id)
    for draft in db.session.execute(drafts.execution_options(yield_per=AT_ONCE)):
        if any(rev > draft.version for rev, *_rest in draft.revs.values()):
            yield draft.slot_id


@must_hold("slot", "Whoever types for a judge is somebody else.")
def typists_are_not_the_judge(_now: datetime) -> Select[Any]:
    return (
        select(Slot.id)
        .outerjoin(Draft, Draft.slot_id == Slot.id)
        .outerjoin(Scorecard, Scorecard.slot_id == Slot.id)
        .where(or_(Draft.typed_by_id == Slot.person_id, Scorecard.typed_by_id == Slot.person_id))
        .distinct()
    )


@must_hold("scorecard", "What a card or an amendment says was seen of others had been seen by then.")
def others_were_seen_before(_now: datetime) -> Select[Any]:
    return (
        select(Scorecard.id)
        .outerjoin(Amendment, Amendment.scorecard_id == Scorecard.id)
        .where(or_(Scorecard.saw_others_at > Scorecard.handed_in_at, Amendment.first_saw_others_at > Amendment.at))
        .distinct()
    )
