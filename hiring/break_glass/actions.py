"""What happens in an emergency: somebody asks to read an opening, somebody else approves, its team is told, it ends."""

from __future__ import annotations

from datetime import datetime, timedelta

from hiring import audit, outbox
from hiring.break_glass import queries
from hiring.db import db
from hiring.mail.compose import compose
from hiring.models import BreakGlass, Opening, Person
from hiring.models.conflict import LONGEST_HOURS
from hiring.refusal import Kind, Refusal
from hiring.text import text


def ask(opening: Opening, *, reason: str, hours: int, by: Person, now: datetime) -> BreakGlass:
    """Ask to read an opening. Nothing opens before somebody else approves."""
    if not reason.strip():
        raise Refusal(text("Write why it has to be read."), Kind.INPUT)
    if not 1 <= hours <= LONGEST_HOURS:
        raise Refusal(text("Choose 1 to %(most)d hours.", most=LONGEST_HOURS), Kind.INPUT)
    _refuse_partial(opening.id, by)
    if queries.is_under_way(opening, by, now):
        raise Refusal(text("You have asked for this opening already."))
    glass = BreakGlass(opening=opening, asked_by=by, reason=reason.strip(), hours=hours, asked_at=now)
    db.session.add(glass)
    db.session.flush()
    audit.record("break_glass.asked", opening, by=by, now=now, break_glass=glass.id)
    return glass


def approve(glass: BreakGlass, *, by: Person, now: datetime) -> None:
    """Open it, as the second of two people, and tell those who lead the opening."""
    if glass.ended_at is not None or glass.approved_at is not None:
        raise Refusal(text("This was answered already."))
    if glass.asked_at <= now - queries.ANSWER_WITHIN:
        raise Refusal(text("This was asked too long ago. Whoever needs it asks again."))
    if glass.asked_by_id == by.id:
        raise Refusal(text("Somebody else has to approve what you ask for."), Kind.FORBIDDEN)
    _refuse_partial(glass.opening_id, by)
    if _is_partial(glass.opening_id, glass.asked_by):
        raise Refusal(text("It cannot be opened to %(name)s now.", name=glass.asked_by.name))
    glass.approved_by, glass.approved_at = by, now
    glass.ends_at = now + timedelta(hours=glass.hours)
    audit.record("break_glass.approved", glass.opening, by=by, now=now, break_glass=glass.id)
    for reader in queries.leaders(glass.opening_id):
        mail = compose(
            "break_glass",
            to=reader,
            opening=glass.opening,
            name=reader.name,
            asked_by=glass.asked_by.name,
            approved_by=by.name,
            hours=glass.hours,
            path=f"/openings/{glass.opening.ref}",
        )
        outbox.queue(mail, now=now)


def end(glass: BreakGlass, *, by: Person, now: datetime) -> None:
    """Close it before its time, or take back what was asked."""
    if glass.ended_at is not None or (glass.ends_at is not None and glass.ends_at <= now):
        raise Refusal(text("This is over already."))
    glass.ended_at = now
    audit.record("break_glass.ended", glass.opening, by=by, now=now, break_glass=glass.id)


def _refuse_partial(opening_id: int, person: Person) -> None:
    if queries.owes_in(opening_id, person):
        raise Refusal(text("You owe a scorecard in this opening, so it stays closed until that is in."))
    if _is_partial(opening_id, person):
        raise Refusal(text("This opening cannot be opened by you."), Kind.FORBIDDEN)


def _is_partial(opening_id: int, person: Person) -> bool:
    """Neither of the two may owe a card there, nor have a conflict of interest."""
    return queries.owes_in(opening_id, person) or queries.is_in_conflict(opening_id, person)
