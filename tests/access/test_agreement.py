"""What SQL lets somebody see and what the policy lets them read are the same, whatever part they have and lose."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import product

from hiring import access
from hiring.access.applications import standing
from hiring.db import db
from hiring.models import Application, BreakGlass, Capability, Conflict, Opening, Packet, Person, Slot, TeamMember
from hiring.policy import Permission, permits
from tests.cast import DAY, NOW
from tests.factories import an_interview
from tests.house import House

ROLES = ("", "recruiter", "hiring_manager", "chair", "committee", "removed recruiter")
SEATS = ("", "out", "in", "declined", "cancelled")
CONFLICTS = ("", "relation", "candidate", "candidate elsewhere", "ended")
GLASSES = ("", "asked", "broken", "ended", "over", "without the right")
TRIED = 220


@dataclass(frozen=True, slots=True)
class Case:
    """How Omar stands to one application."""

    application: str
    role: str
    seat: str
    conflict: str
    glass: str


def test_seeing_and_doing_agree_about_whoever(house: House) -> None:
    everything = list(map(Case, *zip(*product(("casey", "dana"), ROLES, SEATS, CONFLICTS, GLASSES), strict=True)))
    cases = random.Random(7).sample(everything, TRIED)
    wrong, seen = [], 0
    with house.app.app_context():
        for case in cases:
            with _as_in(house, case) as (omar, application):
                faults = [*_faults(omar, application)]
                seen += access.application(application.ref, omar) is not None
            wrong += [(case, fault) for fault in faults]
    assert wrong == []
    assert TRIED / 5 < seen < TRIED, "Or nothing was tried."


def _faults(person: Person, application: Application) -> Iterator[str]:
    facts = standing(person, application)
    found = access.application(application.ref, person)
    if (found is not None) != permits(Permission.APPLICATION_READ, facts):
        yield "application"
    packet = db.session.query(Packet).filter_by(application_id=application.id).one_or_none()
    if packet is not None:
        may_read = permits(Permission.PACKET_READ, facts)
        if may_read and access.packet(packet.ref, person) is None:
            yield "packet"
        reads_cards = db.session.scalars(access.visible_scorecards(person)).all()
        if may_read and {card.slot.application_id for card in reads_cards}.isdisjoint({application.id}):
            yield "a packet without its cards"
    opening = access.opening(application.opening.ref, person)
    if opening is not None and not permits(Permission.OPENING_READ, opening.standing):
        yield "opening"
    if found is None and application.id in {
        card.slot.application_id for card in db.session.scalars(access.visible_scorecards(person))
    }:
        yield "a card of what is not there"


@contextmanager
def _as_in(house: House, case: Case) -> Iterator[tuple[Person, Application]]:
    """Omar with that part, for as long as the block."""
    omar, rita = house.one(Person, "omar"), house.one(Person, "rita")
    application, elsewhere = house.one(Application, case.application), house.one(Application, "noel")
    opening = house.one(Opening, "executive")
    _take_part(case, opening, omar, rita)
    _take_seat(case, application, omar, rita)
    _have_conflict(case, application if case.conflict != "candidate elsewhere" else elsewhere, omar)
    _break_glass(case, opening, omar)
    db.session.flush()
    db.session.expire_all()
    try:
        yield omar, application
    finally:
        db.session.rollback()


def _take_part(case: Case, opening: Opening, omar: Person, rita: Person) -> None:
    if case.role:
        db.session.add(
            TeamMember(
                opening=opening,
                person=omar,
                role=case.role.split()[-1],
                added_at=NOW,
                added_by_id=rita.id,
                removed_at=NOW if case.role.startswith("removed") else None,
            )
        )


def _take_seat(case: Case, application: Application, omar: Person, rita: Person) -> None:
    if case.seat:
        slot: Slot = an_interview(application, "panel-peers", [omar], starts_at=NOW - DAY, by=rita).slots[0]
        moments = {"in": "handed_in_at", "declined": "declined_at", "cancelled": "cancelled_at"}
        if case.seat in moments:
            setattr(slot, moments[case.seat], NOW)


def _have_conflict(case: Case, application: Application, omar: Person) -> None:
    if case.conflict:
        db.session.add(
            Conflict(
                person=omar,
                opening_id=application.opening_id,
                application=application,
                kind="candidate" if "candidate" in case.conflict else "relation",
                at=NOW,
                ended_at=NOW if case.conflict == "ended" else None,
            )
        )


def _break_glass(case: Case, opening: Opening, omar: Person) -> None:
    if not case.glass:
        return
    if case.glass != "without the right":
        omar.capabilities.append(Capability(kind="privacy_officer", granted_at=NOW))
    glass = BreakGlass(opening=opening, asked_by=omar, reason="A complaint.", hours=4, asked_at=NOW - DAY)
    if case.glass != "asked":
        hour = timedelta(hours=1)
        glass.approved_by_id, glass.approved_at = 1, NOW - 5 * hour
        glass.ends_at = NOW - hour if case.glass == "over" else NOW + hour
        glass.ended_at = NOW - 2 * hour if case.glass == "ended" else None
    db.session.add(glass)
