"""Meetings of a committee: for those who lead the opening and for the committee itself."""

from __future__ import annotations

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import contains_eager

from hiring.access.clauses import COMMITTEE, LEADS, Reader, is_no_candidate, is_on_team
from hiring.access.found import Found
from hiring.access.openings import opening
from hiring.db import db
from hiring.models import Application, Meeting, Opening, Packet, Person


def visible_meetings(person: Reader) -> Select[Meeting]:
    """Joined to Opening. Of what is on the agenda each sees only the packets that are theirs to know of."""
    before_committee = exists().where(Packet.application_id == Application.id, Application.opening_id == Opening.id)
    sits = is_on_team(person, Opening.id, COMMITTEE) & before_committee
    return (
        select(Meeting)
        .join(Meeting.opening)
        .where(is_on_team(person, Opening.id, LEADS) | sits, is_no_candidate(person, Opening.id))
    )


def meeting(ref: str, person: Person) -> Found[Meeting] | None:
    """The meeting of that ref with its opening, if this person may know of it."""
    wanted = visible_meetings(person).where(Meeting.ref == ref).options(contains_eager(Meeting.opening))
    found = db.session.scalar(wanted)
    of = None if found is None else opening(found.opening.ref, person)
    return None if found is None or of is None else Found(found, of.standing)
