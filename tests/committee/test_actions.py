"""Building a packet, deciding, dissenting: what they change, what they record, and when they say no."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from hiring.committee import actions
from hiring.db import db
from hiring.models import Application, Decision, Dissent, Event, Move, Outgoing, Packet, Person
from hiring.refusal import Kind, Refusal
from tests.cast import NOW
from tests.house import House

WHY = "Strategy and focus: the later episode outweighs the earlier one."


def last_event(seq_after: int) -> list[tuple[object, ...]]:
    events = db.session.scalars(select(Event).where(Event.seq > seq_after).order_by(Event.seq))
    return [(one.kind, one.subject, one.by_id, one.facts) for one in events]


def newest() -> int:
    return db.session.scalars(select(Event.seq).order_by(Event.seq.desc()).limit(1)).one()


def decided(house: House) -> Decision:
    return actions.decide(
        house.one(Packet, "dana-packet"),
        "go_ahead",
        reasons=WHY,
        condition="",
        by=house.one(Person, "max"),
        now=NOW,
    )


def test_building_records_its_event_and_tells_the_committee(house: House) -> None:
    with house.changing():
        before, rita = newest(), house.one(Person, "rita")
        packet = actions.build_packet(house.one(Application, "casey"), by=rita, now=NOW)
        assert last_event(before) == [("packet.built", "packet", rita.id, {})]
        told = db.session.scalars(select(Outgoing).order_by(Outgoing.address)).all()
        assert [(one.address, one.kind) for one in told] == [
            ("max@example.org", "packet_built"),
            ("mona@example.org", "packet_built"),
        ]
        assert all(f"/packets/{packet.ref}" in one.body for one in told)


def test_mail_about_a_confidential_opening_says_nothing(house: House) -> None:
    with house.changing():
        opening = house.one(Application, "casey").opening
        opening.codename, opening.confidential = "Project Wren", True
        actions.build_packet(house.one(Application, "casey"), by=house.one(Person, "rita"), now=NOW)
        told = db.session.scalars(select(Outgoing)).all()
        assert {one.subject for one in told} == {"Something in Hiring Loop waits for you"}
        assert all("Project Wren" in one.body and opening.title not in one.body for one in told)


def test_nothing_to_read_is_no_packet(house: House) -> None:
    with house.changing(), pytest.raises(Refusal) as no:
        actions.build_packet(house.one(Application, "noel"), by=house.one(Person, "rita"), now=NOW)
    assert no.value.kind is Kind.CONFLICT
    assert str(no.value.reason).startswith("Nobody has handed in a scorecard yet")


def test_a_packet_is_built_once(house: House) -> None:
    with house.changing(), pytest.raises(Refusal, match="has been built already"):
        actions.build_packet(house.one(Application, "dana"), by=house.one(Person, "rita"), now=NOW)


def test_a_closed_application_gets_no_packet(house: House) -> None:
    with house.changing():
        casey, rita = house.one(Application, "casey"), house.one(Person, "rita")
        move = Move(
            number=len(casey.moves) + 1, kind="close", outcome="withdrawn", reason="Took another job.", by=rita, at=NOW
        )
        casey.moves.append(move)
        db.session.flush()
        casey.current_move = move
        with pytest.raises(Refusal, match="This application is closed"):
            actions.build_packet(casey, by=rita, now=NOW)


def test_a_decision_is_recorded_with_ids_and_kinds(house: House) -> None:
    with house.changing():
        before = newest()
        decision = decided(house)
        assert last_event(before) == [
            ("decision.recorded", "packet", decision.by_id, {"decision": decision.id, "outcome": "go_ahead"})
        ]
        assert (decision.outcome, decision.reasons, decision.condition, decision.at) == ("go_ahead", WHY, "", NOW)


def test_a_decision_is_final(house: House) -> None:
    with house.changing():
        decided(house)
        with pytest.raises(Refusal, match="Max Oyelaran has recorded a decision"):
            decided(house)


@pytest.mark.parametrize(
    ("outcome", "reasons", "condition"),
    [
        ("go_ahead_if", WHY, ""),
        ("go_ahead_if", WHY, " \n"),
        ("go_ahead", WHY, "If"),
        ("stop", WHY, "If"),
        ("stop", " ", ""),
        ("perhaps", WHY, ""),
    ],
)
def test_half_a_decision_is_none(house: House, outcome: str, reasons: str, condition: str) -> None:
    with house.changing():
        packet, chair = house.one(Packet, "dana-packet"), house.one(Person, "max")
        with pytest.raises(Refusal) as no:
            actions.decide(packet, outcome, reasons=reasons, condition=condition, by=chair, now=NOW)
        assert no.value.kind is Kind.INPUT
        assert db.session.scalars(select(Decision)).all() == []


def test_a_condition_is_kept_with_its_decision(house: House) -> None:
    with house.changing():
        packet, chair = house.one(Packet, "dana-packet"), house.one(Person, "max")
        decision = actions.decide(packet, "go_ahead_if", reasons=WHY, condition="References agree.", by=chair, now=NOW)
        assert (decision.outcome, decision.condition) == ("go_ahead_if", "References agree.")


def test_the_database_itself_wants_a_packet_and_one_decision(house: House) -> None:
    with house.app.app_context():
        chair, packet = house.one(Person, "max"), house.one(Packet, "dana-packet")
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


def test_dissent_records_its_event_and_is_given_once(house: House) -> None:
    with house.changing():
        decision, mona = decided(house), house.one(Person, "mona")
        before = newest()
        dissent = actions.dissent(decision, reason=" Two of us saw no focus. ", by=mona, now=NOW)
        assert last_event(before) == [
            ("decision.dissented", "packet", mona.id, {"decision": decision.id, "dissent": dissent.id})
        ]
        with pytest.raises(Refusal, match="stands beside the decision already"):
            actions.dissent(decision, reason="Again.", by=mona, now=NOW)
        assert [one.reason for one in db.session.scalars(select(Dissent))] == ["Two of us saw no focus."]


def test_nobody_dissents_from_themselves_nor_without_a_word(house: House) -> None:
    with house.changing():
        decision = decided(house)
        with pytest.raises(Refusal, match="You recorded this decision"):
            actions.dissent(decision, reason="Hm.", by=house.one(Person, "max"), now=NOW)
        with pytest.raises(Refusal, match="Write why you disagree"):
            actions.dissent(decision, reason=" ", by=house.one(Person, "mona"), now=NOW)


def test_there_is_nothing_to_disagree_with_before_a_decision(house: House) -> None:
    with house.app.app_context(), pytest.raises(Refusal, match="Nothing has been decided yet"):
        actions.decision_on(house.one(Packet, "dana-packet"))
