"""What happens before a committee: a packet is built, a decision is recorded once, and dissent is put beside it."""

from __future__ import annotations

from datetime import datetime

from hiring import audit, outbox
from hiring.committee import outcomes, queries
from hiring.db import db
from hiring.mail.compose import compose
from hiring.models import Application, Decision, Dissent, Packet, Person
from hiring.refusal import Kind, Refusal
from hiring.text import text


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
    for member in queries.committee_of(application):
        message = compose("packet_built", to=member, application=application, packet=packet)
        outbox.queue(message, now=now)
    return packet


def decide(packet: Packet, outcome: str, *, reasons: str, condition: str, by: Person, now: datetime) -> Decision:
    """Record what the committee decided, for good."""
    if packet.decision is not None:
        raise Refusal(
            text(
                "%(name)s has recorded a decision. It stays; what you think of it can stand beside it.",
                name=packet.decision.by.name,
            )
        )
    for _field, problem in outcomes.problems(outcome, reasons=reasons, condition=condition):
        raise Refusal(problem, Kind.INPUT)
    decision = Decision(
        packet=packet, outcome=outcome, condition=condition.strip(), reasons=reasons.strip(), by=by, at=now
    )
    db.session.add(decision)
    db.session.flush()
    audit.record("decision.recorded", packet, by=by, now=now, decision=decision.id, outcome=outcome)
    return decision


def dissent(decision: Decision, *, reason: str, by: Person, now: datetime) -> Dissent:
    """Put a name and a reason beside a decision that somebody does not share."""
    if decision.by_id == by.id:
        raise Refusal(text("You recorded this decision, so you cannot dissent from it."))
    if any(one.person_id == by.id for one in decision.dissents):
        raise Refusal(text("Your dissent stands beside the decision already."))
    if not reason.strip():
        raise Refusal(text("Write why you disagree."), Kind.INPUT)
    dissenting = Dissent(person=by, reason=reason.strip(), at=now)
    decision.dissents.append(dissenting)
    db.session.flush()
    audit.record("decision.dissented", decision.packet, by=by, now=now, decision=decision.id, dissent=dissenting.id)
    return dissenting


def decision_on(packet: Packet) -> Decision:
    """What was decided, for a verb that needs it."""
    if packet.decision is None:
        raise Refusal(text("Nothing has been decided yet, so there is nothing to disagree with."))
    return packet.decision
