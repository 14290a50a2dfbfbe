"""The part of a packet's page about its decision: how it stands, and what its reader may do about it."""

from __future__ import annotations

from dataclasses import dataclass

from hiring.committee.forms import DecisionForm, DissentForm
from hiring.committee.outcomes import OUTCOME_WORDS
from hiring.models import Decision, Packet, Person
from hiring.policy import Permission, Standing, permits
from hiring.text import Text
from hiring.web.forms import BaseForm


@dataclass(frozen=True, slots=True)
class Decided:
    """The decision as it stands, with those who do not share it."""

    outcome: Text
    decision: Decision


@dataclass(frozen=True, slots=True)
class Part:
    """What the page shows; a form is there for whoever may send it."""

    decided: Decided | None
    form: BaseForm | None
    dissent_form: BaseForm | None


def part_of(packet: Packet, reader: Person, standing: Standing, refused: BaseForm | None) -> Part:
    """For one reader, with the form that was refused, if one was."""
    decision = packet.decision
    may_dissent = (
        decision is not None
        and permits(Permission.DECISION_DISSENT, standing)
        and decision.by_id != reader.id
        and all(dissent.person_id != reader.id for dissent in decision.dissents)
    )
    return Part(
        decided=None if decision is None else Decided(OUTCOME_WORDS[decision.outcome], decision),
        form=_form(DecisionForm, refused)
        if decision is None and permits(Permission.DECISION_RECORD, standing)
        else None,
        dissent_form=_dissent_form(refused) if may_dissent else None,
    )


def _dissent_form(refused: BaseForm | None) -> BaseForm:
    """Whoever was a moment too late to decide keeps their reasons, as a dissent they may send."""
    if isinstance(refused, DecisionForm):
        return DissentForm(reason=refused.reasons.data)
    return _form(DissentForm, refused)


def _form(kind: type[BaseForm], refused: BaseForm | None) -> BaseForm:
    return refused if isinstance(refused, kind) else kind()
