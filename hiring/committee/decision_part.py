"""The part of a packet's page about its decision: how it stands, and what its reader may do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hiring.committee.decisions import dimensions_of, why_not_decide
from hiring.committee.forms import DecisionForm, DissentForm, LaterWordForm, ProposalForm, SettlementForm
from hiring.committee.outcomes import OUTCOME_WORDS, RULE_WORDS
from hiring.committee.rule import Declared
from hiring.models import Decision, Packet, Person, Proposal
from hiring.policy import Permission, Standing, permits
from hiring.text import Text
from hiring.web.forms import BaseForm


@dataclass(frozen=True, slots=True)
class Decided:
    """The decision as it stands. `rests_on` are titles of dimensions; `rule_said` None where no rule is declared."""

    outcome: Text
    rests_on: str
    rule_said: Text | None
    decision: Decision


@dataclass(frozen=True, slots=True)
class Proposed:
    """A decision against the rule that waits for a second person."""

    outcome: Text
    rests_on: str
    proposal: Proposal


@dataclass(frozen=True, slots=True)
class Part:
    """What the page shows; a form is there for whoever may send it, and `why_not` where nobody may decide now.

    `goes_against`: what the rule reads where going ahead would overrule it. `by_two`: that takes a second person.
    """

    decided: Decided | None
    proposed: Proposed | None
    why_not: Text | None
    goes_against: Text | None
    by_two: bool
    form: BaseForm | None
    second_form: BaseForm | None
    withdraw_form: BaseForm | None
    dissent_form: BaseForm | None
    settlement_form: BaseForm | None
    note_form: BaseForm | None
    is_note_refused: bool
    may_read_minutes: bool
    may_rate_evidence: bool


def part_of(
    packet: Packet, reader: Person, standing: Standing, *, rule: Declared | None, refused: BaseForm | None
) -> Part:
    """For one reader, with the form that was refused, if one was."""
    decision, proposal = packet.decision, packet.proposal
    move = packet.application.current_move
    is_voting = packet.ballot is not None and packet.ballot.is_open
    has_ended = move is not None and move.outcome is not None
    why_not = None if decision is not None else why_not_decide(is_open=is_voting, has_ended=has_ended)
    is_free = decision is None and why_not is None
    is_refused = isinstance(refused, DecisionForm)  # whoever came a moment too late keeps what they typed
    may_record = permits(Permission.DECISION_RECORD, standing)
    may_second = permits(Permission.DECISION_SECOND, standing)
    return Part(
        decided=None if decision is None else _decided(packet, decision),
        proposed=None if decision is not None or proposal is None else _proposed(packet, proposal),
        why_not=why_not,
        goes_against=None if rule is None or rule.says == "met" else rule.words,
        by_two=packet.application.opening.override_by_two,
        form=_decision_form(packet, refused)
        if decision is None and may_record and (is_refused or (is_free and proposal is None))
        else None,
        second_form=_proposal_form(proposal)
        if is_free and may_second and proposal is not None and proposal.by_id != reader.id
        else None,
        withdraw_form=_proposal_form(proposal) if decision is None and may_record and proposal is not None else None,
        dissent_form=_dissent_form(refused) if _may_dissent(decision, reader, standing) else None,
        settlement_form=_form(SettlementForm, refused)
        if decision is not None
        and decision.condition
        and decision.settlement is None
        and permits(Permission.DECISION_SETTLE, standing)
        else None,
        note_form=_form(LaterWordForm, refused)
        if decision is not None and permits(Permission.DECISION_NOTE, standing)
        else None,
        is_note_refused=isinstance(refused, LaterWordForm),
        may_read_minutes=permits(Permission.MINUTES_READ, standing),
        may_rate_evidence=decision is not None and permits(Permission.EVIDENCE_RATE, standing),
    )


def rests_on(packet: Packet, dimensions: Sequence[str] | None) -> str:
    """The titles of what reasons rest on; empty on a decision from before they were asked for."""
    if not dimensions:
        return ""
    titles = dimensions_of(packet)
    return ", ".join(titles.get(one, one) for one in dimensions)


def _decided(packet: Packet, decision: Decision) -> Decided:
    return Decided(
        OUTCOME_WORDS[decision.outcome],
        rests_on(packet, decision.dimensions),
        RULE_WORDS.get(decision.rule_said),
        decision,
    )


def _proposed(packet: Packet, proposal: Proposal) -> Proposed:
    return Proposed(OUTCOME_WORDS[proposal.outcome], rests_on(packet, proposal.dimensions), proposal)


def _may_dissent(decision: Decision | None, reader: Person, standing: Standing) -> bool:
    return (
        decision is not None
        and permits(Permission.DECISION_DISSENT, standing)
        and reader.id not in {decision.by_id, decision.seconded_by_id}
        and all(dissent.person_id != reader.id for dissent in decision.dissents)
    )


def _decision_form(packet: Packet, refused: BaseForm | None) -> BaseForm:
    return refused if isinstance(refused, DecisionForm) else DecisionForm(packet=packet)


def _proposal_form(proposal: Proposal) -> BaseForm:
    return ProposalForm(proposal=proposal.ref)


def _dissent_form(refused: BaseForm | None) -> BaseForm:
    """Whoever was a moment too late to decide keeps their reasons, as a dissent they may send."""
    if isinstance(refused, DecisionForm):
        return DissentForm(reason=refused.reasons.data)
    return _form(DissentForm, refused)


def _form(kind: type[BaseForm], refused: BaseForm | None) -> BaseForm:
    return refused if isinstance(refused, kind) else kind()
