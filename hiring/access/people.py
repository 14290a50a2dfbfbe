"""People and their mail: for administrators, who look after accounts and not after what is said in openings."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Integer, Select, and_, exists, false, literal, or_, select, true
from sqlalchemy.orm import joinedload

from hiring.access.applications import visible_applications
from hiring.access.clauses import is_clear, is_live, is_no_candidate, owes_card
from hiring.access.found import Found, house
from hiring.access.scorecards import owed_slots
from hiring.access.slots import visible_slots
from hiring.db import db
from hiring.icals import Invitation, invitation_in
from hiring.icals.occasions import REQUEST
from hiring.models import Application, Interview, Move, Outgoing, Person, Slot, TeamMember


def visible_people(person: Person) -> Select[Person]:
    """Every account, active or not, for whoever administers them."""
    return select(Person).where(_administers(person))


def visible_mail(person: Person) -> Select[Outgoing]:
    """Every promised or sent mail, for whoever administers the house. Its words may be closed even so.

    Mail to others about an opening in which the administrator owes a card is not theirs to see: that there is one can
    tell that a card is in. Nor is mail about an application in which they have a conflict of interest.
    """
    owed = (
        select(Application.opening_id)
        .join(Slot, Slot.application_id == Application.id)
        .where(Slot.person_id == person.id, owes_card(Slot))
    )
    # a farewell names its application and no opening
    about_owed = select(Application.id).where(Application.opening_id.in_(owed))
    elsewhere = and_(
        or_(Outgoing.opening_id.is_(None), Outgoing.opening_id.not_in(owed)),
        or_(Outgoing.application_id.is_(None), Outgoing.application_id.not_in(about_owed)),
    )
    return select(Outgoing).where(
        _administers(person),
        or_(Outgoing.person_id == person.id, elsewhere),
        or_(Outgoing.application_id.is_(None), is_clear(person, Outgoing.application_id)),
        or_(Outgoing.opening_id.is_(None), is_no_candidate(person, Outgoing.opening_id)),
    )


def person(ref: str, person: Person) -> Found[Person] | None:
    found = db.session.scalar(visible_people(person).where(Person.ref == ref))
    return None if found is None else Found(found, house(person))


def message(ref: str, person: Person) -> Found[Outgoing] | None:
    found = db.session.scalar(visible_mail(person).where(Outgoing.ref == ref).options(joinedload(Outgoing.person)))
    return None if found is None else Found(found, house(person))


def may_still_receive(outgoing: Outgoing) -> bool:
    """Whether its reader still has an account and, when it is about an opening, a part in it, may know of the candidate
    it is about, and whether what it invites to still takes place: asked as it is sent.
    """
    reader = outgoing.person
    if outgoing.calendar is not None and not _is_still_asked(outgoing, invitation_in(outgoing.calendar)):
        return False
    if reader is None:
        return True
    return (
        reader.is_active
        and (outgoing.opening_id is None or _has_part(reader, outgoing.opening_id))
        and (outgoing.application_id is None or _may_know_whom(reader, outgoing))
        and (outgoing.slot_id is None or may_know_card_is_out(reader, outgoing.slot_id))
    )


def may_know_card_is_out(person: Person, slot_id: int) -> bool:
    """Whether the card of that seat is still out, and this person owes it or may see that somebody else does."""
    own, others = visible_slots(person), owed_slots(person)
    out = (seats.where(Slot.id == slot_id, owes_card(Slot)).exists() for seats in (own, others))
    return bool(db.session.scalar(select(or_(*out))))


def _is_still_asked(outgoing: Outgoing, asked: Invitation) -> bool:
    """Whether an invitation is to an interview that takes place then, with its reader in it; anything else may go."""
    if asked.method != REQUEST:
        return True
    then = select(Interview.id).where(
        Interview.ref == asked.uid.partition("@")[0],
        Interview.starts_at == asked.starts_at,
        Interview.cancelled_at.is_(None),
    )
    if outgoing.person_id is None:
        is_open = exists().where(Move.id == Application.current_move_id, Move.outcome.is_(None))
        then = then.join(Application, Application.id == Interview.application_id).where(is_open)
    else:
        then = then.join(Slot, Slot.interview_id == Interview.id).where(
            Slot.person_id == outgoing.person_id, is_live(Slot)
        )
    return bool(db.session.scalar(select(then.exists())))


def _may_know_whom(reader: Person, outgoing: Outgoing) -> bool:
    """A farewell, which names no opening, goes to whoever has just lost their part, but never against a conflict."""
    is_farewell = outgoing.opening_id is None
    known = select(Application).where(is_clear(reader, Application.id)) if is_farewell else visible_applications(reader)
    return bool(db.session.scalar(select(known.where(Application.id == outgoing.application_id).exists())))


def _has_part(person: Person, opening_id: int) -> bool:
    on_team = exists().where(
        TeamMember.opening_id == opening_id, TeamMember.person_id == person.id, TeamMember.removed_at.is_(None)
    )
    has_seat = exists().where(
        Application.opening_id == opening_id,
        Slot.application_id == Application.id,
        Slot.person_id == person.id,
        is_live(Slot),
    )
    is_no_rival = is_no_candidate(person, literal(opening_id, Integer))
    return bool(db.session.scalar(select((on_team | has_seat) & is_no_rival)))


def _administers(person: Person) -> ColumnElement[bool]:
    return true() if "user_admin" in person.capability_kinds else false()
