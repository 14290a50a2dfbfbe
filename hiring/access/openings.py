"""Openings: known to their team; to the committee once a packet of theirs stands before it."""

from __future__ import annotations

from sqlalchemy import Integer, Select, exists, literal, select

from hiring.access.clauses import (
    COMMITTEE,
    GUARDS_PRIVACY,
    LEADS,
    broke_glass,
    is_no_candidate,
    is_on_team,
    live_roles,
)
from hiring.access.found import Found
from hiring.db import db
from hiring.models import Application, Opening, Packet, Person
from hiring.policy import Standing


def visible_openings(person: Person) -> Select[Opening]:
    before_committee = exists().where(Packet.application_id == Application.id, Application.opening_id == Opening.id)
    reads = is_on_team(person, Opening.id, COMMITTEE) & before_committee
    return select(Opening).where(
        is_on_team(person, Opening.id, LEADS) | reads | broke_glass(person, Opening.id),
        is_no_candidate(person, Opening.id),
    )


def opening(ref: str, person: Person) -> Found[Opening] | None:
    """The opening of that ref, if this person may know of it."""
    found = db.session.scalar(visible_openings(person).where(Opening.ref == ref))
    if found is None:
        return None
    roles = frozenset(db.session.scalars(live_roles(person, found.id)))
    broken = GUARDS_PRIVACY in person.capability_kinds and db.session.scalar(
        select(broke_glass(person, literal(found.id, Integer)))
    )
    standing = Standing(
        capabilities=person.capability_kinds,
        roles=roles,
        # whoever is here on the committee's part alone got in by a packet
        has_packet=bool(roles) and not broken,
        has_broken_glass=bool(broken),
    )
    return Found(found, standing)
