"""Applications: for those who lead the opening, sit in the loop, or have the packet before them."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from hiring.access.clauses import leads_or_reads, live_roles, sits_on
from hiring.access.found import Found
from hiring.db import db
from hiring.models import Application, Attachment, Move, Packet, Person, Slot, StageRow
from hiring.policy import Standing


def visible_applications(person: Person) -> Select[Application]:
    return select(Application).where(leads_or_reads(person) | sits_on(person, Application.id))


def overseen_applications(person: Person) -> Select[Application]:
    """Those whose whole course the person sees, as a board does. A seat alone shows the candidate, not the course."""
    return select(Application).where(leads_or_reads(person))


def visible_attachments(person: Person) -> Select[Attachment]:
    return (
        select(Attachment).join(Attachment.application).where(leads_or_reads(person) | sits_on(person, Application.id))
    )


def application(ref: str, person: Person) -> Found[Application] | None:
    """The application of that ref with its candidate, opening and present stage, if this person may know of it."""
    found = db.session.scalar(
        visible_applications(person)
        .where(Application.ref == ref)
        .options(
            joinedload(Application.candidate),
            joinedload(Application.opening),
            joinedload(Application.current_move).joinedload(Move.stage).joinedload(StageRow.round),
        )
    )
    return None if found is None else Found(found, standing(person, found))


def attachment(ref: str, person: Person) -> Found[Attachment] | None:
    found = db.session.scalar(
        visible_attachments(person).where(Attachment.ref == ref).options(joinedload(Attachment.application))
    )
    return None if found is None else Found(found, standing(person, found.application))


def standing(person: Person, application: Application) -> Standing:
    """Everything the policy asks about this person and this application, in two queries."""
    seats = db.session.scalars(
        select(Slot).where(Slot.application_id == application.id, Slot.person_id == person.id)
    ).all()
    has_packet = select(Packet.id).where(Packet.application_id == application.id).exists()
    roles, packet_there = set(), False
    for role, there in db.session.execute(live_roles(person, application.opening_id).add_columns(has_packet)):
        roles.add(role)
        packet_there = there
    move = application.current_move
    return Standing(
        capabilities=person.capability_kinds,
        roles=frozenset(roles),
        sits=any(seat.declined_at is None and seat.cancelled_at is None for seat in seats),
        owes=frozenset(seat.round for seat in seats if seat.owes_card),
        round=None if move is None or move.stage is None else move.stage.round.slug,
        has_packet=packet_there,
    )
