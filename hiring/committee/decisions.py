"""A decision is recorded once, against the rule by two people; dissent, settlement and notes are put beside it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from hiring import audit
from hiring.access.applications import standing
from hiring.ballots.queries import course_of
from hiring.committee.outcomes import Resolution, problems
from hiring.committee.rule import rule_said
from hiring.db import db
from hiring.models import Decision, DecisionNote, Dissent, Packet, Person, Proposal, Settlement
from hiring.policy import Permission, permits
from hiring.refusal import Kind, Refusal
from hiring.rubrics.queries import rubric_of
from hiring.text import Text, text

Facts = dict[str, int | str | bool | None]


def decide(packet: Packet, resolution: Resolution, *, by: Person, now: datetime) -> Decision | Proposal:
    """Record what was decided, for good. Against the rule, where the opening asks for two people, it is proposed."""
    audit.take_turn()
    _refuse_if_settled(packet)
    if open_proposal(packet) is not None:
        raise Refusal(text("A decision against the rule waits for a second person. Withdraw it first."))
    said = rule_said(packet, by)
    opening = packet.application.opening
    for _field, problem in problems(resolution, dimensions=dimensions_of(packet), rule_said=said):
        raise Refusal(problem, Kind.INPUT)
    if resolution.overrules(said) and opening.override_by_two:
        return _propose(packet, resolution, by=by, now=now)
    decision = _record(packet, resolution, rule_said=said, by=by, now=now)
    overrides = resolution.overrules(said)
    facts: Facts = {"decision": decision.id, "outcome": decision.outcome, "overrides": overrides}
    audit.record("decision.recorded", packet, by=by, now=now, **facts)
    return decision


def second(packet: Packet, proposal_ref: str | None, *, by: Person, now: datetime) -> Decision:
    """Agree to a decision against the rule: with that it is recorded, as it was proposed."""
    audit.take_turn()
    _refuse_if_settled(packet)
    proposal = _proposed(packet, proposal_ref)
    if proposal.by_id == by.id:
        raise Refusal(text("You proposed this, so somebody else has to second it."))
    _refuse_if_proposer_left(packet, proposal)
    resolution = Resolution(
        proposal.outcome,
        proposal.reasons,
        tuple(proposal.dimensions),
        condition=proposal.condition,
        against_rule=proposal.against_rule,
    )
    proposal.ended_at, proposal.ended_by_id = now, by.id
    decision = _record(packet, resolution, rule_said=rule_said(packet, by), by=proposal.by, now=now, seconded_by=by)
    facts: Facts = {"decision": decision.id, "outcome": decision.outcome, "proposal": proposal.id}
    audit.record("decision.seconded", packet, by=by, now=now, **facts)
    return decision


def withdraw(packet: Packet, proposal_ref: str | None, *, by: Person, now: datetime) -> None:
    """Take back a proposal, so that something else can be decided. It stays in the minutes."""
    audit.take_turn()
    proposal = _proposed(packet, proposal_ref)
    proposal.ended_at, proposal.ended_by_id = now, by.id
    audit.record("decision.withdrawn", packet, by=by, now=now, proposal=proposal.id)


def dissent(packet: Packet, *, reason: str, by: Person, now: datetime) -> Dissent:
    """Put a name and a reason beside a decision that somebody does not share."""
    decision = _decision_on(packet, text("Nothing has been decided yet, so there is nothing to disagree with."))
    if by.id in {decision.by_id, decision.seconded_by_id}:
        raise Refusal(text("You recorded this decision, so you cannot dissent from it."))
    if any(one.person_id == by.id for one in decision.dissents):
        raise Refusal(text("Your dissent stands beside the decision already."))
    if not reason.strip():
        raise Refusal(text("Write why you disagree."), Kind.INPUT)
    dissenting = Dissent(person=by, reason=reason.strip(), at=now)
    decision.dissents.append(dissenting)
    db.session.flush()
    audit.record("decision.dissented", packet, by=by, now=now, decision=decision.id, dissent=dissenting.id)
    return dissenting


def settle(packet: Packet, *, is_met: bool, finding: str, by: Person, now: datetime) -> Settlement:
    """Say, once, whether the condition of the decision came true."""
    decision = _decision_on(packet, text("Nothing has been decided yet, so there is no condition to settle."))
    if not decision.condition:
        raise Refusal(text("This decision has no condition."))
    if decision.settlement is not None:
        raise Refusal(
            text("%(name)s has said already how the condition came out. It stays.", name=decision.settlement.by.name)
        )
    if not finding.strip():
        raise Refusal(text("Write how it was found out."), Kind.INPUT)
    settlement = Settlement(is_met=is_met, finding=finding.strip(), by=by, at=now)
    decision.settlement = settlement
    db.session.flush()
    audit.record("decision.settled", packet, by=by, now=now, decision=decision.id, met=is_met)
    return settlement


def note(packet: Packet, *, body: str, by: Person, now: datetime) -> DecisionNote:
    """Add a later word to a decision, which stands as it was recorded."""
    decision = _decision_on(packet, text("Nothing has been decided yet, so there is nothing to add to."))
    if not body.strip():
        raise Refusal(text("Write what is to be added."), Kind.INPUT)
    noted = DecisionNote(body=body.strip(), by=by, at=now)
    decision.notes.append(noted)
    db.session.flush()
    audit.record("decision.noted", packet, by=by, now=now, decision=decision.id, note=noted.id)
    return noted


def open_proposal(packet: Packet) -> Proposal | None:
    """The decision that waits for a second person, if one does, as the database has it now."""
    return db.session.scalar(
        select(Proposal).where(Proposal.packet_id == packet.id, Proposal.ended_at.is_(None)),
        execution_options={"populate_existing": True},
    )


def dimensions_of(packet: Packet) -> dict[str, str]:
    """What the reasons of its decision may rest on: titles by id."""
    rubric = rubric_of(packet.application.opening.rubric_version)
    return {one.id: one.title for one in rubric.dimensions}


def _refuse_if_settled(packet: Packet) -> None:
    """Whatever keeps anything at all from being decided now."""
    db.session.expire(packet, ["decision"])
    if packet.decision is not None:
        raise Refusal(
            text(
                "%(name)s has recorded a decision. It stays; what you think of it can stand beside it.",
                name=packet.decision.by.name,
            )
        )
    course = course_of(packet)
    problem = why_not_decide(is_open=course.is_open, has_ended=course.has_ended)
    if problem is not None:
        raise Refusal(problem)


def why_not_decide(*, is_open: bool, has_ended: bool) -> Text | None:
    """What keeps a committee that has not decided from deciding now."""
    if has_ended:
        return text("This application is closed, so there is nothing to decide. Reopen it first.")
    if is_open:
        return text("A ballot is open. The decision comes once it has closed.")
    return None


def _proposed(packet: Packet, ref: str | None) -> Proposal:
    """The proposal that somebody had before them: nobody agrees to another one than they read."""
    proposal = open_proposal(packet)
    if proposal is None or proposal.ref != ref:
        raise Refusal(text("This proposal has been withdrawn or decided since. Read what stands here now."))
    return proposal


def _refuse_if_proposer_left(packet: Packet, proposal: Proposal) -> None:
    """Nothing is decided in the name of somebody who has stepped back or gone since."""
    now = standing(proposal.by, packet.application)
    if proposal.by.deactivated_at is not None or not permits(Permission.DECISION_RECORD, now):
        name = proposal.by.name
        raise Refusal(
            text("%(name)s, who proposed this, does not decide here any more. Whoever does withdraws it.", name=name)
        )


def _propose(packet: Packet, resolution: Resolution, *, by: Person, now: datetime) -> Proposal:
    proposal = Proposal(packet_id=packet.id, by=by, at=now, **_words(resolution))
    db.session.add(proposal)
    db.session.flush()
    audit.record("decision.proposed", packet, by=by, now=now, proposal=proposal.id, outcome=proposal.outcome)
    return proposal


def _record(
    packet: Packet,
    resolution: Resolution,
    *,
    rule_said: str,
    by: Person,
    now: datetime,
    seconded_by: Person | None = None,
) -> Decision:
    decision = Decision(
        packet=packet, rule_said=rule_said, by=by, at=now, seconded_by=seconded_by, **_words(resolution)
    )
    db.session.add(decision)
    db.session.flush()
    return decision


def _words(resolution: Resolution) -> dict[str, Any]:
    """What a proposal and a decision keep of it alike."""
    return {
        "outcome": resolution.outcome,
        "condition": resolution.condition.strip(),
        "reasons": resolution.reasons.strip(),
        "dimensions": list(resolution.dimensions),
        "against_rule": resolution.against_rule.strip(),
    }


def _decision_on(packet: Packet, missing: Text) -> Decision:
    if packet.decision is None:
        raise Refusal(missing)
    return packet.decision
