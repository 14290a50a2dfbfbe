"""Saying, once a committee has decided, whether a card's evidence helped it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from hiring import audit
from hiring.db import db
from hiring.mirror import queries
from hiring.models import EvidenceFeedback, Packet, Person
from hiring.models.report import USEFULNESS
from hiring.refusal import Kind, Refusal
from hiring.text import text


def rate_evidence(packet: Packet, answers: Mapping[str, str], *, by: Person, now: datetime) -> list[EvidenceFeedback]:
    """Keep what somebody says of these cards, by their refs. It stays: what is told together must never change."""
    if packet.decision is None:
        raise Refusal(text("What helped to decide can be said once there is a decision."))
    audit.take_turn()  # lots are made in the order of the rows: nobody's answer may come in behind one that was told
    known = {card.ref: card for card in queries.to_rate(packet, by)}
    if not answers.keys() <= known.keys():
        raise Refusal(text("You have said that already of one of these cards. Reload the page."))
    if not answers or not set(answers.values()) <= set(USEFULNESS):
        raise Refusal(text("Choose an answer for one card at least."), Kind.INPUT)
    said = [
        EvidenceFeedback(scorecard_id=known[ref].id, person_id=by.id, usefulness=answer, at=now)
        for ref, answer in answers.items()
    ]
    db.session.add_all(said)
    db.session.flush()
    audit.record("evidence.rated", packet, by=by, now=now, cards=len(said))
    return said
