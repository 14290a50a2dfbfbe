"""The one way to send: a row in the caller's transaction, so that a promise and its mail stand or fall together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, literal, select

from hiring.db import db
from hiring.models import Outgoing, Person
from hiring.refs import new_ref


@dataclass(frozen=True, slots=True)
class Message:
    """A finished mail for one address. `to` is the person behind it, or None for a candidate. `html` says what `body`
    says, and `calendar` is the iCalendar object that goes along.

    With `opening_id` the person must still have a part in that opening when it is sent, and with `application_id` no
    conflict of interest in it. With `slot_id` its card must still be out, and the person one who may know that.
    """

    kind: str
    address: str
    subject: str
    body: str
    to: Person | None = None
    opening_id: int | None = None
    application_id: int | None = None
    slot_id: int | None = None
    html: str | None = None
    calendar: str | None = None


def queue(message: Message, *, now: datetime) -> Outgoing:
    """Promise a mail. The worker sends it after the transaction is committed, and never twice under two ids."""
    outgoing = Outgoing(
        kind=message.kind,
        person_id=None if message.to is None else message.to.id,
        opening_id=message.opening_id,
        application_id=message.application_id,
        slot_id=message.slot_id,
        address=message.address,
        subject=message.subject,
        body=message.body,
        html=message.html,
        calendar=message.calendar,
        message_id=f"<{new_ref()}@hiring-loop>",
        queued_at=now,
        ready_at=now,
    )
    db.session.add(outgoing)
    return outgoing


def queue_if_known(person_id: int, message: Message, *, now: datetime) -> None:
    """Promise a mail to the person of that id, if there is one: one statement either way, so that asking about an
    unknown address costs what asking about a known one does.
    """
    said = {
        "kind": message.kind,
        "address": message.address,
        "subject": message.subject,
        "body": message.body,
        "html": message.html,
        "message_id": f"<{new_ref()}@hiring-loop>",
        "queued_at": now,
        "ready_at": now,
        "last_error": "",
        "attempts": 0,
        "ref": new_ref(),
    }
    columns = Outgoing.__table__.c
    values = [literal(value, columns[name].type).label(name) for name, value in said.items()]
    known = select(Person.id, *values).where(Person.id == person_id, Person.deactivated_at.is_(None))
    db.session.execute(insert(Outgoing).from_select(["person_id", *said], known, include_defaults=False))
