"""Packets: for those who lead the opening and for its committee."""

from __future__ import annotations

from sqlalchemy import Select, bindparam, exists, select
from sqlalchemy.orm import joinedload, lazyload

from hiring.access.applications import WHOLE, standing
from hiring.access.clauses import READER, Reader, oversees, owes_card
from hiring.access.found import Found
from hiring.db import db
from hiring.models import (
    Application,
    Decision,
    DecisionNote,
    Dissent,
    Opening,
    Packet,
    Person,
    Proposal,
    Settlement,
    Slot,
)


def visible_packets(person: Reader) -> Select[Packet]:
    return select(Packet).join(Packet.application).where(oversees(person))


def readable_packets(person: Reader) -> Select[Packet]:
    """Those they may open: no card of theirs is still out on the candidate, in whatever round."""
    owes_one = exists().where(Slot.application_id == Application.id, Slot.person_id == person.id, owes_card(Slot))
    return visible_packets(person).where(~owes_one)


_DECISION = joinedload(Packet.decision)
_ONLY_A_NAME = lazyload(Person.capabilities)
_PACKET = (
    visible_packets(READER)
    .where(Packet.ref == bindparam("ref"))
    .options(
        joinedload(Packet.application).options(
            *WHOLE, joinedload(Application.opening).joinedload(Opening.rubric_version)
        ),
        joinedload(Packet.ballots),
        joinedload(Packet.proposal).joinedload(Proposal.by).options(_ONLY_A_NAME),
        _DECISION.joinedload(Decision.by).options(_ONLY_A_NAME),
        _DECISION.joinedload(Decision.seconded_by).options(_ONLY_A_NAME),
        _DECISION.joinedload(Decision.dissents).joinedload(Dissent.person).options(_ONLY_A_NAME),
        _DECISION.joinedload(Decision.settlement).joinedload(Settlement.by).options(_ONLY_A_NAME),
        _DECISION.joinedload(Decision.notes).joinedload(DecisionNote.by).options(_ONLY_A_NAME),
    )
)


def packet(ref: str, person: Person) -> Found[Packet] | None:
    """The packet of that ref with its application and decision, if this person may know of it."""
    found = db.session.scalars(_PACKET, {"ref": ref, "reader_id": person.id}).unique().one_or_none()
    return None if found is None else Found(found, standing(person, found.application))
