"""Packets: for those who lead the opening and for its committee."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, lazyload

from hiring.access.applications import standing
from hiring.access.clauses import leads_or_reads
from hiring.access.found import Found
from hiring.db import db
from hiring.models import Application, Decision, Dissent, Move, Packet, Person, StageRow


def visible_packets(person: Person) -> Select[Packet]:
    return select(Packet).join(Packet.application).where(leads_or_reads(person))


def packet(ref: str, person: Person) -> Found[Packet] | None:
    """The packet of that ref with its application and decision, if this person may know of it."""
    application = joinedload(Packet.application)
    decision = joinedload(Packet.decision)
    only_a_name = lazyload(Person.capabilities)
    found = (
        db.session.scalars(
            visible_packets(person)
            .where(Packet.ref == ref)
            .options(
                application.joinedload(Application.candidate),
                application.joinedload(Application.opening),
                application.joinedload(Application.current_move).joinedload(Move.stage).joinedload(StageRow.round),
                decision.joinedload(Decision.by).options(only_a_name),
                decision.joinedload(Decision.dissents).joinedload(Dissent.person).options(only_a_name),
            )
        )
        .unique()
        .one_or_none()
    )
    return None if found is None else Found(found, standing(person, found.application))
