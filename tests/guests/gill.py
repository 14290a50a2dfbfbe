"""Gill Marsh, who sits on another company's board and is asked to meet one candidate."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from sqlalchemy import select

from hiring.db import db
from hiring.loops.actions import Meeting, Seat, schedule
from hiring.models import Application, Event, Outgoing, Person, Slot
from hiring.people.actions import guest
from tests.cast import NOW
from tests.factories import stage_of
from tests.house import House, Visitor
from tests.scorecards.cards import complete

EMAIL = "gill@example.com"
LINK = re.compile(r"/guest/enter/[\w-]+")


def asked(
    house: House,
    application: str = "casey",
    *,
    stage: str = "deep-dives",
    starts_at: datetime = NOW - timedelta(hours=2),
    name: str = "Gill Marsh",
    email: str = EMAIL,
) -> str:
    """Ask her to an interview, and answer the seat's ref."""
    with house.changing():
        subject = house.one(Application, application)
        recruiter = house.one(Person, "remy" if application == "quinn" else "rita")
        plan = Meeting(stage_of(subject, stage), starts_at, "Europe/London", 60, "Room 4")
        seat = Seat(guest(name, email, zone="Europe/London", now=NOW))
        return schedule(subject, plan, [seat], by=recruiter, now=NOW).slots[0].ref


def newest_link(house: House, email: str = EMAIL) -> str:
    """Read out of the last mail to that address that has one."""
    with house.app.app_context():
        mails = select(Outgoing.body).where(Outgoing.address == email, Outgoing.kind == "guest_invitation")
        body = db.session.scalars(mails.order_by(Outgoing.id.desc()).limit(1)).one()
    return str(LINK.findall(body)[0])


def entered(house: House, application: str = "casey", **how: datetime | str) -> Visitor:
    """Her browser, let in."""
    asked(house, application, **how)  # type: ignore[arg-type]
    return let_in(house, str(how.get("email", EMAIL)))


def let_in(house: House, email: str = EMAIL) -> Visitor:
    visitor = house.visitor()
    assert visitor.post(newest_link(house, email)).status_code == 303
    return visitor


def her_slot(house: House, email: str = EMAIL) -> Slot:
    """Only inside a context."""
    return db.session.scalars(select(Slot).join(Slot.person).where(Person.email == email).order_by(Slot.id)).one()


def her_card(house: House, words: str = "Named the risk first.") -> dict[str, str]:
    with house.app.app_context():
        return complete(her_slot(house), words=words)


def events(house: House, *kinds: str) -> list[tuple[str, bool]]:
    """These events in their order, and whether each is told of somebody."""
    with house.app.app_context():
        found = db.session.execute(select(Event.kind, Event.by_id).where(Event.kind.in_(kinds)).order_by(Event.seq))
        return [(kind, by_id is not None) for kind, by_id in found]


def masked(text: str) -> str:
    return re.sub(r'name="csrf_token" value="[^"]+"', "", text)
