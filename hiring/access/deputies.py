"""Deputies: whom one has named, whose cards one types, and whose seats one gives up. Neither opens anything else of a
seat.
"""

from __future__ import annotations

from sqlalchemy import Select, bindparam, exists, select
from sqlalchemy.orm import aliased, joinedload

from hiring.access.clauses import (
    COMMITTEE,
    LEADS,
    NOW,
    READER,
    AnyReader,
    Reader,
    broke_glass,
    is_clear,
    is_live,
    is_no_candidate,
    is_on_team,
    owes_card,
)
from hiring.access.found import Found, house
from hiring.access.slots import WITH_ALL, slot
from hiring.db import db
from hiring.models import Application, Deputy, Interview, Opening, Person, Slot
from hiring.policy import Standing

_SEAT = aliased(Slot)


def visible_deputies(person: Person) -> Select[Deputy]:
    """Those who act for this person now."""
    return select(Deputy).where(Deputy.person_id == person.id, Deputy.ended_at.is_(None))


def deputy(ref: str, person: Person) -> Found[Deputy] | None:
    found = db.session.scalar(
        visible_deputies(person).where(Deputy.ref == ref).options(joinedload(Deputy.deputy), joinedload(Deputy.person))
    )
    return None if found is None else Found(found, house(person))


def _seats_looked_after(person: Reader, may: str) -> Select[Slot]:
    """Seats of interviews not called off whose holders let this person do that for them. A conflict of interest of
    either closes it.
    """
    named = exists().where(
        Deputy.person_id == Slot.person_id,
        Deputy.deputy_id == person.id,
        Deputy.may == may,
        Deputy.ended_at.is_(None),
    )
    return (
        select(Slot)
        .join(Slot.interview)
        .join(Interview.application)
        .where(
            named,
            Interview.cancelled_at.is_(None),
            is_clear(person, Slot.application_id),
            is_clear(AnyReader(Slot.person_id), Slot.application_id),
        )
    )


def slots_to_type(person: Reader) -> Select[Slot]:
    """Seats whose card this person types for the one who judges, until it is in.

    Never about a candidate whom they interview themselves, of an opening in whose course they have a part, or in a
    conflict of interest: they would learn a score early. Nor of a group, whose single answers nobody reads, nor of a
    confidential opening, which only its team knows of.
    """
    has_seat = exists().where(_SEAT.application_id == Slot.application_id, _SEAT.person_id == person.id, is_live(_SEAT))
    return (
        _seats_looked_after(person, "types")
        .join(Application.opening)
        .where(
            owes_card(Slot),
            Opening.confidential.is_(False),
            Slot.collective.is_(False),
            ~has_seat,
            ~is_on_team(person, Application.opening_id, (*LEADS, *COMMITTEE)),
            ~broke_glass(person, Application.opening_id),
        )
    )


_TYPED = slots_to_type(READER).where(Slot.ref == bindparam("ref")).options(*WITH_ALL, joinedload(Slot.person))


def typed_slot(ref: str, person: Person) -> Found[Slot] | None:
    """The seat of that ref for whoever types its card."""
    found = db.session.scalar(_TYPED, {"reader_id": person.id, "ref": ref})
    return None if found is None else Found(found, Standing(capabilities=person.capability_kinds, types_it=True))


def slots_to_give_up(person: Reader) -> Select[Slot]:
    """Seats that this person may decline or hand over for whoever they look after, of interviews that lie ahead.

    Once an interview has begun its card may be in, which is not for them to know: none that ever had, if it was moved
    since.
    """
    return _seats_looked_after(person, "schedules").where(
        is_live(Slot),
        Interview.unscheduled.is_(False),
        Interview.starts_at > NOW,
        Interview.began_at.is_(None),
        is_no_candidate(person, Application.opening_id),
    )


_LOOKED_AFTER = slots_to_give_up(READER).where(Slot.ref == bindparam("ref")).options(*WITH_ALL, joinedload(Slot.person))


def held_slot(ref: str, person: Person) -> Found[Slot] | None:
    """The seat of that ref for whoever holds it, or looks after it for its holder."""
    own = slot(ref, person)
    if own is not None:
        return own
    found = db.session.scalar(_LOOKED_AFTER, {"reader_id": person.id, "ref": ref})
    return None if found is None else Found(found, Standing(capabilities=person.capability_kinds, schedules_it=True))
