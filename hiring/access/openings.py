"""Openings: known to their team; to the committee once a packet of theirs stands before it."""

from __future__ import annotations

from sqlalchemy import Select, exists, select

from hiring.access.clauses import COMMITTEE, LEADS, broke_glass, is_no_candidate, is_on_team, live_roles
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
    # whoever is here on the committee's part alone got in by a packet, and whoever has no part in an emergency
    standing = Standing(
        capabilities=person.capability_kinds, roles=roles, has_packet=bool(roles), has_broken_glass=not roles
    )
    return Found(found, standing)
