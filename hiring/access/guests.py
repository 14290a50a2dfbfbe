"""A guest's seat: the one thing that their pass opens, for as long as it is theirs."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, bindparam, or_, select
from sqlalchemy.orm import contains_eager, joinedload, lazyload

from hiring.access.clauses import AnyReader, is_clear, is_live
from hiring.access.found import Found
from hiring.access.slots import WITH_ALL, standing_in
from hiring.db import UtcDateTime, db
from hiring.models import GuestPass, Interview, Person, Slot

STAYS = timedelta(days=30)
"""How long a browser that came in by a link stays in, and how long a guest may read what they handed in."""

_OF_THE_SLOT = AnyReader(Slot.person_id)
_LONG_AGO = bindparam("long_ago", type_=UtcDateTime())


def is_still_theirs() -> ColumnElement[bool]:
    """For a query on Slot, its Person and its Interview: a guest's seat that is not over, with `long_ago` given."""
    return and_(
        Person.is_guest,
        Person.deactivated_at.is_(None),
        is_live(Slot),
        or_(Slot.handed_in_at.is_(None), Slot.handed_in_at > _LONG_AGO),
        ~and_(Slot.card == "none", Interview.starts_at <= _LONG_AGO),
        is_clear(_OF_THE_SLOT, Slot.application_id),
    )


def guest_passes() -> Select[GuestPass]:
    """Passes to seats that are still their guests', used or not. Run it with `long_ago`: now less `STAYS`."""
    return (
        select(GuestPass)
        .join(GuestPass.slot)
        .join(Slot.person)
        .join(Slot.interview)
        .where(is_still_theirs())
        .options(contains_eager(GuestPass.slot).contains_eager(Slot.person).options(lazyload(Person.capabilities)))
    )


_SEAT = (
    select(Slot)
    .join(GuestPass, GuestPass.slot_id == Slot.id)
    .join(Slot.person)
    .join(Slot.interview)
    .where(
        GuestPass.cookie_sha256 == bindparam("cookie_sha256"),
        GuestPass.ended_at.is_(None),
        GuestPass.entered_at > _LONG_AGO,
        is_still_theirs(),
    )
    .options(*WITH_ALL, joinedload(Slot.person).options(lazyload(Person.capabilities)))
    .execution_options(populate_existing=True)
)


def guest_seat(cookie_sha256: str, *, now: datetime) -> Found[Slot] | None:
    """The seat that a guest's browser may open, with all its pages are made from, in one query."""
    found = db.session.scalar(_SEAT, {"cookie_sha256": cookie_sha256, "long_ago": now - STAYS})
    return None if found is None else Found(found, standing_in(found))
