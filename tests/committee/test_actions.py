"""Building a packet: what it changes, what it records, and when it says no."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hiring.committee import actions
from hiring.db import db
from hiring.models import Application, Event, Move, Outgoing, Person
from hiring.refusal import Kind, Refusal
from tests.cast import NOW
from tests.house import House


def last_event(seq_after: int) -> list[tuple[object, ...]]:
    events = db.session.scalars(select(Event).where(Event.seq > seq_after).order_by(Event.seq))
    return [(one.kind, one.subject, one.by_id, one.facts) for one in events]


def newest() -> int:
    return db.session.scalars(select(Event.seq).order_by(Event.seq.desc()).limit(1)).one()


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
