"""Deciding, seconding, dissenting, settling: what they change, what they record, and when they say no."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from hiring.ballots.actions import open_ballot
from hiring.committee import decisions
from hiring.committee.outcomes import Resolution
from hiring.conflicts.actions import declare
from hiring.db import db
from hiring.models import (
    Application,
    Decision,
    DecisionNote,
    Dissent,
    Event,
    Move,
    Packet,
    Person,
    Proposal,
    Settlement,
)
from hiring.openings.actions import remove_from_team
from hiring.refusal import Kind, Refusal
from tests.cast import NOW
from tests.committee.loops import in_committee, many_cards, some_people
from tests.house import House

WHY = "Strategy and focus: the later episode outweighs the earlier one."
GO = Resolution("go_ahead", WHY, ("strategy-and-focus",))
IF = replace(GO, outcome="go_ahead_if", condition="References agree.")
AGAINST = replace(GO, against_rule="Both low levels are of one day on which she was ill.")


def last_events(seq_after: int) -> list[tuple[object, ...]]:
    events = db.session.scalars(select(Event).where(Event.seq > seq_after).order_by(Event.seq))
    return [(one.kind, one.subject, one.by_id, one.facts) for one in events]


def newest() -> int:
    return db.session.scalars(select(Event.seq).order_by(Event.seq.desc()).limit(1)).one()


def dana(house: House) -> Packet:
    packet: Packet = house.one(Packet, "dana-packet")
    return packet


def decided(house: House, resolution: Resolution = GO) -> Decision:
    decision = decisions.decide(dana(house), resolution, by=house.one(Person, "max"), now=NOW)
    assert isinstance(decision, Decision)
    return decision


def noel_below_the_bar(house: House, level: int = 2, people: int = 3, *, by_two: bool = True) -> Packet:
    """Under every floor."""
    noel, rita = house.one(Application, "noel"), house.one(Person, "rita")
    many_cards(noel, some_people(people), by=rita, level=level)
    in_committee(noel, by=rita)
    noel.opening.override_by_two = by_two
    db.session.flush()
    return db.session.scalars(select(Packet).filter_by(application_id=noel.id)).one()


def proposed(house: House) -> tuple[Packet, Proposal]:
    packet = noel_below_the_bar(house)
    proposal = decisions.decide(packet, AGAINST, by=house.one(Person, "max"), now=NOW)
    assert isinstance(proposal, Proposal)
    return packet, proposal


def ends(house: House, application: Application) -> None:
    move = Move(
        number=len(application.moves) + 1,
        kind="close",
        outcome="withdrawn",
        reason="Took another job.",
        by=house.one(Person, "rita"),
        at=NOW,
    )
    application.moves.append(move)
    db.session.flush()
    application.current_move = move


def test_a_decision_is_recorded_with_ids_and_kinds(house: House) -> None:
    with house.changing():
        before = newest()
        decision = decided(house)
        facts = {"decision": decision.id, "outcome": "go_ahead", "overrides": False}
        assert last_events(before) == [("decision.recorded", "packet", decision.by_id, facts)]
        assert (decision.outcome, decision.reasons, decision.condition, decision.at) == ("go_ahead", WHY, "", NOW)
        assert (decision.dimensions, decision.rule_said, decision.against_rule, decision.seconded_by) == (
            ["strategy-and-focus"],
            "met",
            "",
            None,
        )


def test_a_decision_is_final(house: House) -> None:
    with house.changing():
        decided(house)
        with pytest.raises(Refusal, match="Max Oyelaran has recorded a decision"):
            decided(house)


@pytest.mark.parametrize(
    "half",
    [
        replace(IF, condition=""),
        replace(IF, condition=" \n"),
        replace(GO, condition="If"),
        replace(GO, outcome="stop", condition="If"),
        replace(GO, reasons=" "),
        replace(GO, outcome="perhaps"),
        replace(GO, dimensions=()),
        replace(GO, dimensions=("charm",)),
        replace(GO, dimensions=("strategy-and-focus", "charm")),
        replace(GO, against_rule="Because."),
    ],
)
def test_half_a_decision_is_none(house: House, half: Resolution) -> None:
    with house.changing():
        with pytest.raises(Refusal) as no:
            decided(house, half)
        assert no.value.kind is Kind.INPUT
        assert db.session.scalars(select(Decision)).all() == []


def test_a_condition_is_kept_with_its_decision(house: House) -> None:
    with house.changing():
        decision = decided(house, IF)
        assert (decision.outcome, decision.condition) == ("go_ahead_if", "References agree.")


def test_the_database_itself_wants_a_packet_and_one_decision(house: House) -> None:
    with house.app.app_context():
        chair, packet = house.one(Person, "max"), dana(house)
        for packet_id in (None, 999_999):
            db.session.add(Decision(packet_id=packet_id, outcome="stop", reasons=WHY, by_id=chair.id, at=NOW))
            with pytest.raises(IntegrityError):
                db.session.commit()
            db.session.rollback()
        db.session.add_all(
            [Decision(packet_id=packet.id, outcome="stop", reasons=WHY, by_id=chair.id, at=NOW) for _ in range(2)]
        )
        with pytest.raises(IntegrityError):
            db.session.flush()
        db.session.rollback()


def test_nothing_is_decided_while_a_ballot_is_open(house: House) -> None:
    with house.changing():
        open_ballot(dana(house), by=house.one(Person, "max"), now=NOW)
        with pytest.raises(Refusal, match="A ballot is open"):
            decided(house)


def test_nothing_is_decided_once_the_candidate_has_withdrawn(house: House) -> None:
    with house.changing():
        ends(house, house.one(Application, "dana"))
        with pytest.raises(Refusal, match="This application is closed, so there is nothing to decide"):
            decided(house)


def test_a_committee_without_a_ballot_may_decide(house: House) -> None:
    with house.changing():
        assert decided(house).packet.ballots == []


@pytest.mark.parametrize("people", [3, 1])
def test_going_ahead_under_the_floors_asks_why(house: House, people: int) -> None:
    with house.changing():
        packet = noel_below_the_bar(house, people=people)
        with pytest.raises(Refusal, match="Write why you go ahead all the same") as no:
            decisions.decide(packet, GO, by=house.one(Person, "max"), now=NOW)
        assert no.value.kind is Kind.INPUT


def test_stopping_never_goes_against_the_rule(house: House) -> None:
    with house.changing():
        packet = noel_below_the_bar(house)
        decision = decisions.decide(packet, replace(GO, outcome="stop"), by=house.one(Person, "max"), now=NOW)
        assert isinstance(decision, Decision)
        assert (decision.rule_said, decision.seconded_by) == ("not met", None)


def test_one_person_overrules_where_the_opening_lets_them(house: House) -> None:
    with house.changing():
        packet = noel_below_the_bar(house, by_two=False)
        before = newest()
        decision = decisions.decide(packet, AGAINST, by=house.one(Person, "max"), now=NOW)
        assert isinstance(decision, Decision)
        assert (decision.rule_said, decision.against_rule) == ("not met", AGAINST.against_rule)
        facts = {"decision": decision.id, "outcome": "go_ahead", "overrides": True}
        assert last_events(before) == [("decision.recorded", "packet", decision.by_id, facts)]


def test_overruling_takes_two(house: House) -> None:
    with house.changing():
        mona = house.one(Person, "mona")
        packet, proposal = proposed(house)
        before = newest()
        assert packet.decision is None
        decision = decisions.second(packet, proposal.ref, by=mona, now=NOW)
        assert (decision.by.name, decision.seconded_by, decision.reasons) == ("Max Oyelaran", mona, WHY)
        assert (decision.rule_said, decision.against_rule) == ("not met", AGAINST.against_rule)
        assert (proposal.ended_at, proposal.ended_by_id) == (NOW, mona.id)
        facts = {"decision": decision.id, "outcome": "go_ahead", "proposal": proposal.id}
        assert last_events(before) == [("decision.seconded", "packet", mona.id, facts)]


def test_nobody_seconds_themselves(house: House) -> None:
    with house.changing():
        packet, proposal = proposed(house)
        with pytest.raises(Refusal, match="You proposed this"):
            decisions.second(packet, proposal.ref, by=house.one(Person, "max"), now=NOW)
        db.session.add(
            Decision(packet=packet, outcome="stop", reasons=WHY, by_id=1, seconded_by_id=1, at=NOW, dimensions=[])
        )
        with pytest.raises(IntegrityError):
            db.session.flush()
        db.session.rollback()


def test_while_it_waits_nothing_else_is_decided(house: House) -> None:
    with house.changing():
        packet, _proposal = proposed(house)
        with pytest.raises(Refusal, match="waits for a second person"):
            decisions.decide(packet, replace(GO, outcome="stop"), by=house.one(Person, "max"), now=NOW)


def steps_back(packet: Packet, person: Person) -> None:
    declare(packet.application, reason="We worked together.", by=person, now=NOW)


def leaves_the_chair(packet: Packet, person: Person) -> None:
    opening = packet.application.opening
    chair = next(one for one in opening.team if (one.person, one.role) == (person, "chair"))
    remove_from_team(opening, chair, by=person, now=NOW)


def leaves_the_house(_packet: Packet, person: Person) -> None:
    person.deactivated_at = NOW


@pytest.mark.parametrize("goes", [steps_back, leaves_the_chair, leaves_the_house])
def test_nothing_is_seconded_in_the_name_of_somebody_who_has_gone(
    house: House, goes: Callable[[Packet, Person], None]
) -> None:
    with house.changing():
        packet, proposal = proposed(house)
        goes(packet, house.one(Person, "max"))
        with pytest.raises(Refusal, match="Max Oyelaran, who proposed this, does not decide here any more"):
            decisions.second(packet, proposal.ref, by=house.one(Person, "mona"), now=NOW)
        assert packet.decision is None


def test_what_is_withdrawn_cannot_be_seconded(house: House) -> None:
    with house.changing():
        chair, mona = house.one(Person, "max"), house.one(Person, "mona")
        packet, proposal = proposed(house)
        before = newest()
        decisions.withdraw(packet, proposal.ref, by=chair, now=NOW)
        assert last_events(before) == [("decision.withdrawn", "packet", chair.id, {"proposal": proposal.id})]
        for verb in (decisions.second, decisions.withdraw):
            with pytest.raises(Refusal, match="has been withdrawn or decided since"):
                verb(packet, proposal.ref, by=mona, now=NOW)
        again = decisions.decide(packet, AGAINST, by=chair, now=NOW)
        assert isinstance(again, Proposal)
        with pytest.raises(Refusal, match="has been withdrawn or decided since"):
            decisions.second(packet, proposal.ref, by=mona, now=NOW)


def test_a_proposal_is_not_seconded_after_a_withdrawal_of_the_candidate(house: House) -> None:
    with house.changing():
        packet, proposal = proposed(house)
        ends(house, packet.application)
        with pytest.raises(Refusal, match="This application is closed"):
            decisions.second(packet, proposal.ref, by=house.one(Person, "mona"), now=NOW)


def test_dissent_records_its_event_and_is_given_once(house: House) -> None:
    with house.changing():
        decision, mona = decided(house), house.one(Person, "mona")
        before = newest()
        dissent = decisions.dissent(decision.packet, reason=" Two of us saw no focus. ", by=mona, now=NOW)
        facts = {"decision": decision.id, "dissent": dissent.id}
        assert last_events(before) == [("decision.dissented", "packet", mona.id, facts)]
        with pytest.raises(Refusal, match="stands beside the decision already"):
            decisions.dissent(decision.packet, reason="Again.", by=mona, now=NOW)
        assert [one.reason for one in db.session.scalars(select(Dissent))] == ["Two of us saw no focus."]


def test_nobody_dissents_from_themselves_nor_without_a_word(house: House) -> None:
    with house.changing():
        packet = decided(house).packet
        with pytest.raises(Refusal, match="You recorded this decision"):
            decisions.dissent(packet, reason="Hm.", by=house.one(Person, "max"), now=NOW)
        with pytest.raises(Refusal, match="Write why you disagree"):
            decisions.dissent(packet, reason=" ", by=house.one(Person, "mona"), now=NOW)


def test_whoever_seconded_it_does_not_dissent(house: House) -> None:
    with house.changing():
        packet, proposal = proposed(house)
        mona = house.one(Person, "mona")
        decisions.second(packet, proposal.ref, by=mona, now=NOW)
        with pytest.raises(Refusal, match="You recorded this decision"):
            decisions.dissent(packet, reason="Hm.", by=mona, now=NOW)


def test_a_condition_is_settled_once(house: House) -> None:
    with house.changing():
        decision, rita = decided(house, IF), house.one(Person, "rita")
        packet, before = decision.packet, newest()
        settled = decisions.settle(packet, is_met=False, finding=" One reference would not say. ", by=rita, now=NOW)
        facts = {"decision": decision.id, "met": False}
        assert last_events(before) == [("decision.settled", "packet", rita.id, facts)]
        assert (settled.is_met, settled.finding) == (False, "One reference would not say.")
        with pytest.raises(Refusal, match="Rita Moreau has said already how the condition came out"):
            decisions.settle(packet, is_met=True, finding="It was.", by=house.one(Person, "max"), now=NOW)
        assert len(db.session.scalars(select(Settlement)).all()) == 1


def test_only_a_condition_is_settled_and_not_without_a_word(house: House) -> None:
    with house.changing():
        rita = house.one(Person, "rita")
        with pytest.raises(Refusal, match="has no condition"):
            decisions.settle(decided(house).packet, is_met=True, finding="It was.", by=rita, now=NOW)
        db.session.rollback()
        with pytest.raises(Refusal, match="Write how it was found out"):
            decisions.settle(decided(house, IF).packet, is_met=True, finding=" ", by=rita, now=NOW)


def test_notes_are_added_and_the_decision_stays(house: House) -> None:
    with house.changing():
        decision, rita = decided(house), house.one(Person, "rita")
        packet, before = decision.packet, newest()
        notes = [
            decisions.note(packet, body=body, by=rita, now=NOW) for body in (" She starts in March. ", "In April.")
        ]
        assert last_events(before) == [
            ("decision.noted", "packet", rita.id, {"decision": decision.id, "note": one.id}) for one in notes
        ]
        assert [one.body for one in db.session.scalars(select(DecisionNote))] == ["She starts in March.", "In April."]
        with pytest.raises(Refusal, match="Write what is to be added"):
            decisions.note(packet, body="\n", by=rita, now=NOW)


@pytest.mark.parametrize(
    "verb",
    [
        lambda packet, by: decisions.dissent(packet, reason="Hm.", by=by, now=NOW),
        lambda packet, by: decisions.settle(packet, is_met=True, finding="Hm.", by=by, now=NOW),
        lambda packet, by: decisions.note(packet, body="Hm.", by=by, now=NOW),
    ],
)
def test_there_is_nothing_to_add_to_before_a_decision(house: House, verb: Callable[..., object]) -> None:
    with house.app.app_context(), pytest.raises(Refusal, match="Nothing has been decided yet"):
        verb(dana(house), house.one(Person, "mona"))
