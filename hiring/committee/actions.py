"""What a committee does: a packet is put before it, it decides, and adds to its decision."""

from __future__ import annotations

from datetime import datetime

from hiring import audit, outbox, rolls
from hiring.committee import queries
from hiring.committee.decisions import decide, dissent, note, second, settle, withdraw
from hiring.committee.outcomes import Resolution
from hiring.db import db
from hiring.mail.compose import compose
from hiring.models import Application, Packet, Person
from hiring.refusal import Refusal
from hiring.text import text

__all__ = ["Resolution", "build_packet", "decide", "dissent", "note", "second", "settle", "withdraw"]


def build_packet(application: Application, *, by: Person, now: datetime) -> Packet:
    """Put an application before the committee and tell its members. Cards that are still out do not hold it up."""
    if application.current_move is not None and application.current_move.outcome is not None:
        raise Refusal(text("This application is closed. Reopen it before it goes to the committee."))
    if queries.packet_of(application.id) is not None:
        raise Refusal(text("The packet has been built already."))
    if not queries.has_card(application.id):
        raise Refusal(text("Nobody has handed in a scorecard yet, so there is nothing for a committee to read."))
    packet = Packet(application=application, built_by_id=by.id, built_at=now)
    db.session.add(packet)
    audit.record("packet.built", packet, by=by, now=now)
    for member in rolls.committee_of(application):
        message = compose("packet_built", to=member, application=application, packet=packet)
        outbox.queue(message, now=now)
    return packet
