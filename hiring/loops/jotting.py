"""Notes during an interview: kept for their author alone, before, beside and after the card."""

from __future__ import annotations

from datetime import datetime, timedelta

from hiring.db import db
from hiring.loops import queries
from hiring.models import Jotting, Person, Slot
from hiring.refusal import Kind, Refusal
from hiring.text import text

BEFORE = timedelta(minutes=15)


def is_open(slot: Slot, now: datetime) -> bool:
    """From a quarter of an hour before the interview begins, for good."""
    return now >= slot.interview.starts_at - BEFORE


def write_notes(slot: Slot, words: str, *, opened_at: int, by: Person, now: datetime) -> Jotting:
    """Keep the notes as they stand on the page. Refuses to write over what another page saved since."""
    if slot.person_id != by.id:
        raise Refusal(text("Only the person who holds the interview writes notes in it."), Kind.FORBIDDEN)
    if not is_open(slot, now):
        raise Refusal(text("Your notes open a quarter of an hour before the interview."))
    jotting = queries.notes_of(slot)
    if jotting is None:
        jotting = Jotting(slot_id=slot.id, text=words, saved_at=now)
        db.session.add(jotting)
    elif jotting.text != words and jotting.version != opened_at:
        raise Refusal(
            text(
                "You changed these notes on another device or page. Nothing was overwritten: both are below. "
                "Keep what you want in the field, then save again."
            )
        )
    else:
        jotting.text, jotting.saved_at = words, now
    db.session.flush()
    return jotting
