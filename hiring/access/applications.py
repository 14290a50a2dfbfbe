"""Applications: for those who lead the opening, sit in the loop, or have the packet before them."""

from __future__ import annotations

from sqlalchemy import Integer, Select, bindparam, exists, select
from sqlalchemy.orm import joinedload

from hiring.access.clauses import (
    GUARDS_PRIVACY,
    READER,
    Reader,
    broke_glass,
    decides_on_packets,
    is_clear,
    is_live,
    leads_or_reads,
    live_roles,
    oversees,
    owes_card,
    sits_on,
)
from hiring.access.found import Found
from hiring.db import db
from hiring.models import Application, Attachment, Decision, Move, Packet, Person, Slot, StageRow
from hiring.policy import Standing

WHOLE = (
    joinedload(Application.candidate),
    joinedload(Application.opening),
    joinedload(Application.current_move).joinedload(Move.stage).joinedload(StageRow.round),
)
"""What is loaded with an application that a page or a verb is about."""


def visible_applications(person: Reader) -> Select[Application]:
    return select(Application).where(oversees(person) | sits_on(person, Application.id))


def overseen_applications(person: Reader) -> Select[Application]:
    """Those whose whole course the person sees, as a board does. A seat alone shows the candidate, not the course."""
    return select(Application).where(leads_or_reads(person))


def visible_attachments(person: Reader) -> Select[Attachment]:
    may_see = leads_or_reads(person) | sits_on(person, Application.id)
    return select(Attachment).join(Attachment.application).where(may_see)


_APPLICATION = visible_applications(READER).where(Application.ref == bindparam("ref")).options(*WHOLE)
_APPLICATION_ID, _OPENING_ID = bindparam("application_id", type_=Integer), bindparam("opening_id", type_=Integer)
_CLEAR = is_clear(READER, _APPLICATION_ID)
_SEATS = select(Slot.round, owes_card(Slot)).where(
    Slot.application_id == _APPLICATION_ID, Slot.person_id == READER.id, is_live(Slot), _CLEAR
)
_PACKET_THERE = exists().where(Packet.application_id == _APPLICATION_ID)
_IS_DECIDED = exists().where(Packet.application_id == _APPLICATION_ID, Decision.packet_id == Packet.id)
_ROLES = (
    live_roles(READER, _OPENING_ID)
    .where(_CLEAR)
    .add_columns(_PACKET_THERE, _IS_DECIDED, decides_on_packets(_OPENING_ID))
)
_GLASS = select(broke_glass(READER, _OPENING_ID) & _CLEAR, _PACKET_THERE)


def application(ref: str, person: Person) -> Found[Application] | None:
    """The application of that ref with its candidate, opening and present stage, if this person may know of it."""
    found = db.session.scalar(_APPLICATION, {"ref": ref, "reader_id": person.id})
    return None if found is None else Found(found, standing(person, found))


def attachment(ref: str, person: Person) -> Found[Attachment] | None:
    found = db.session.scalar(
        visible_attachments(person).where(Attachment.ref == ref).options(joinedload(Attachment.application))
    )
    return None if found is None else Found(found, standing(person, found.application))


def standing(person: Person, application: Application) -> Standing:
    """Everything the policy asks about this person and this application, in two queries; three for whoever guards
    privacy. Somebody with a conflict of interest there is a stranger to it, whatever their part in the opening.
    """
    both = {"reader_id": person.id, "application_id": application.id}
    seats = db.session.execute(_SEATS, both).all()
    roles, packet_there, is_decided, decides = set(), False, False, None
    for role, there, decided, decider in db.session.execute(_ROLES, both | {"opening_id": application.opening_id}):
        roles.add(role)
        packet_there, is_decided, decides = there, decided, decider
    has_broken_glass = False
    if GUARDS_PRIVACY in person.capability_kinds:
        asked = both | {"opening_id": application.opening_id}
        has_broken_glass, there = db.session.execute(_GLASS, asked).one()
        packet_there = packet_there or (has_broken_glass and there)
    move = application.current_move
    here = None if move is None or move.stage is None else move.stage.round
    return Standing(
        capabilities=person.capability_kinds,
        roles=frozenset(roles),
        sits=bool(seats),
        owes=frozenset(round_ for round_, owes in seats if owes),
        round=None if here is None else here.slug,
        has_packet=packet_there,
        has_broken_glass=bool(has_broken_glass),
        decides=decides or ("chair" if here is None else here.decides),
        is_decided=is_decided,
    )
