"""People, their mail and their requests: nobody is let in who should not be, and nothing was done twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, exists, func, not_, or_, select

from hiring.access.clauses import is_live, owes_card
from hiring.db import db
from hiring.invariants.invariant import must_hold
from hiring.models import (
    Application,
    BreakGlass,
    Candidate,
    Capability,
    Conflict,
    GuestPass,
    IdempotencyKey,
    Outgoing,
    Person,
    PersonSession,
    Slot,
)


@must_hold("person", "Nobody who was deactivated is still signed in.")
def shut_out_means_out(now: datetime) -> Select[Any]:
    signed_in = exists().where(
        PersonSession.person_id == Person.id, PersonSession.ended_at.is_(None), PersonSession.expires_at > now
    )
    return select(Person.id).where(Person.deactivated_at.is_not(None), signed_in)


@must_hold("person", "A guest has no password, no session and no right over the house.")
def guests_stay_guests(now: datetime) -> Select[Any]:
    signed_in = exists().where(
        PersonSession.person_id == Person.id, PersonSession.ended_at.is_(None), PersonSession.expires_at > now
    )
    has_right = exists().where(Capability.person_id == Person.id)
    return select(Person.id).where(Person.is_guest, or_(Person.password_hash.is_not(None), signed_in, has_right))


@must_hold("guest_pass", "A guest’s pass that still opens something opens the live seat of a guest.")
def passes_open_a_guests_seat(now: datetime) -> Select[Any]:
    stands = and_(Person.is_guest, Person.deactivated_at.is_(None), is_live(Slot))
    return (
        select(GuestPass.id)
        .join(Slot, Slot.id == GuestPass.slot_id)
        .join(Person, Person.id == Slot.person_id)
        .where(GuestPass.ended_at.is_(None), GuestPass.expires_at > now, not_(stands))
    )


@must_hold("slot", "Of a guest’s passes to a seat one browser at most is in, and one link waits.")
def seats_have_one_live_pass(_now: datetime) -> Select[Any]:
    live = select(GuestPass.slot_id).where(GuestPass.ended_at.is_(None))
    return live.group_by(GuestPass.slot_id, GuestPass.entered_at.is_(None)).having(func.count() > 1)


@must_hold("guest_pass", "A guest’s pass knows its browser from the moment it was used.")
def passes_know_their_browser(_now: datetime) -> Select[Any]:
    return select(GuestPass.id).where(GuestPass.entered_at.is_(None) != GuestPass.cookie_sha256.is_(None))


@must_hold("application", "Whoever works here and is a candidate has a conflict of interest on record.")
def inside_candidates_are_known(_now: datetime) -> Select[Any]:
    known = exists().where(
        Conflict.application_id == Application.id, Conflict.person_id == Person.id, Conflict.kind == "candidate"
    )
    return (
        select(Application.id)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .join(Person, func.lower(Candidate.email) == Person.email)
        .where(Person.deactivated_at.is_(None), ~known)
    )


@must_hold("slot", "Nobody owes a scorecard where they have a conflict of interest.")
def nobody_in_conflict_owes_a_card(_now: datetime) -> Select[Any]:
    closed = or_(
        Conflict.application_id == Slot.application_id,
        and_(Conflict.kind == "candidate", Conflict.opening_id == Application.opening_id),
    )
    in_conflict = exists().where(Conflict.person_id == Slot.person_id, Conflict.ended_at.is_(None), closed)
    return select(Slot.id).join(Application, Application.id == Slot.application_id).where(owes_card(Slot), in_conflict)


@must_hold("conflict", "A conflict of interest names the opening of its application.")
def conflicts_name_their_opening(_now: datetime) -> Select[Any]:
    application = Application.id == Conflict.application_id
    return select(Conflict.id).join(Application, application).where(Conflict.opening_id != Application.opening_id)


@must_hold("break_glass", "An opening read in an emergency was approved by somebody else, for the hours asked.")
def emergencies_end(_now: datetime) -> Iterator[int]:
    for one in db.session.scalars(select(BreakGlass).where(BreakGlass.approved_at.is_not(None))):
        assert one.approved_at is not None
        is_over_in_time = one.ends_at is not None and one.ends_at <= one.approved_at + timedelta(hours=one.hours)
        if one.approved_by_id in {None, one.asked_by_id} or not is_over_in_time:
            yield one.id


@must_hold("outbox", "No two mails have the same message id.")
def mails_are_told_apart(_now: datetime) -> Select[Any]:
    return select(func.max(Outgoing.id)).group_by(Outgoing.message_id).having(func.count() > 1)


@must_hold("outbox", "No mail is both sent and given up, or claimed once it is either.")
def mails_end_one_way(_now: datetime) -> Select[Any]:
    is_over = or_(Outgoing.sent_at.is_not(None), Outgoing.parked_at.is_not(None))
    both = and_(Outgoing.sent_at.is_not(None), Outgoing.parked_at.is_not(None))
    return select(Outgoing.id).where(or_(both, and_(is_over, Outgoing.claimed_until.is_not(None))))


@must_hold("outbox", "Mail about an application names no other opening than the application's.")
def mails_name_their_opening(_now: datetime) -> Select[Any]:
    """A farewell names none: its reader has no part in the opening any more and is told so all the same."""
    application = Application.id == Outgoing.application_id
    return select(Outgoing.id).join(Application, application).where(Outgoing.opening_id != Application.opening_id)


@must_hold("idempotency_key", "A request sent twice was carried out once.")
def requests_are_answered_once(_now: datetime) -> Select[Any]:
    same = (IdempotencyKey.person_id, IdempotencyKey.route, IdempotencyKey.key)
    return select(func.max(IdempotencyKey.id)).group_by(*same).having(func.count() > 1)
