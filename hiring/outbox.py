"""The one way to send: a row in the caller's transaction, so that a promise and its mail stand or fall together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hiring.db import db
from hiring.models import Outgoing, Person
from hiring.refs import new_ref


@dataclass(frozen=True, slots=True)
class Message:
    """A finished mail: plain text for one address. `to` is the person behind it, or None for a candidate."""

    kind: str
    address: str
    subject: str
    body: str
    to: Person | None = None
    opening_id: int | None = None


def queue(message: Message, *, now: datetime) -> Outgoing:
    """Promise a mail. The worker sends it after the transaction is committed, and never twice under two ids."""
    outgoing = Outgoing(
        kind=message.kind,
        person_id=None if message.to is None else message.to.id,
        opening_id=message.opening_id,
        address=message.address,
        subject=message.subject,
        body=message.body,
        message_id=f"<{new_ref()}@hiring-loop>",
        queued_at=now,
        ready_at=now,
    )
    db.session.add(outgoing)
    return outgoing
