"""Saying which evidence helped: who may, of what, when, and that it stays."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hiring.db import db
from hiring.mirror import actions, queries
from hiring.models import Conflict, Decision, Event, EvidenceFeedback, Packet, Person, Scorecard, Slot
from hiring.refusal import Kind, Refusal
from tests.cast import NOW
from tests.committee.loops import a_group, some_people
from tests.committee.test_views import words
from tests.house import House


def url(house: House) -> str:
    return f"/packets/{house.ref('dana-packet')}/usefulness"


def decide(house: House) -> None:
    with house.changing():
        packet, by = house.one(Packet, "dana-packet"), house.one(Person, "max")
        db.session.add(Decision(packet=packet, outcome="stop", reasons="No.", by=by, at=NOW))


def cards(house: House) -> dict[str, str]:
    """The fields, by who wrote the card."""
    with house.app.app_context():
        rows = db.session.execute(
            select(Person.email, Scorecard.ref)
            .join(Slot, Slot.person_id == Person.id)
            .join(Scorecard, Scorecard.slot_id == Slot.id)
            .where(Slot.application_id == house.one(Packet, "dana-packet").application_id)
        )
        return {email.split("@")[0]: f"card-{ref}" for email, ref in rows}


def kept(house: House) -> list[tuple[str, str, str]]:
    with house.app.app_context():
        found = db.session.scalars(select(EvidenceFeedback).order_by(EvidenceFeedback.id)).all()
        return [
            (
                db.session.get_one(Person, one.person_id).name,
                db.session.get_one(Scorecard, one.scorecard_id).slot.person.name,
                one.usefulness,
            )
            for one in found
        ]


def test_a_member_says_it_of_each_card_and_the_trail_says_only_that(house: House) -> None:
    decide(house)
    fields = cards(house)
    answer = house.visitor("mona").post(url(house), {fields["ines"]: "helped", fields["cleo"]: "did_not_help"})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/packets/{house.ref('dana-packet')}")
    assert sorted(kept(house)) == [
        ("Mona Lindgren", "Cleo Adeyemi", "did_not_help"),
        ("Mona Lindgren", "Ines Calder", "helped"),
    ]
    with house.app.app_context():
        event = db.session.scalars(select(Event).order_by(Event.seq.desc())).first()
        assert event is not None
        assert (event.kind, event.subject, event.facts) == ("evidence.rated", "packet", {"cards": 2})
    history = house.visitor("rita").get(f"/applications/{house.ref('dana')}").text
    assert "evidence" not in words(history).split("History")[-1]


def test_two_who_answer_at_once_come_in_one_after_the_other(house: House) -> None:
    """An answer with a lower number that is committed later would take another one's place in what was told."""
    decide(house)
    fields, mona = cards(house), house.visitor("mona")
    with house.counting() as sent:
        assert mona.post(url(house), {fields["ines"]: "helped"}).status_code == 303
    turn = next(place for place, one in enumerate(sent) if "FROM event_head" in one)
    assert turn < next(place for place, one in enumerate(sent) if one.startswith("INSERT INTO evidence_feedback"))


def test_what_was_said_is_asked_no_more_and_the_rest_still_is(house: House) -> None:
    decide(house)
    fields, mona = cards(house), house.visitor("mona")
    mona.post(url(house), {fields["ines"]: "helped"})
    page = mona.get(url(house)).text
    assert (fields["ines"] in page, fields["ivan"] in page, fields["cleo"] in page) == (False, True, True)
    assert mona.post(url(house), {fields["ines"]: "did_not_help"}).status_code == 422
    mona.post(url(house), {fields["ivan"]: "in_part", fields["cleo"]: "in_part"})
    assert "You have said it of every scorecard" in mona.get(url(house)).text
    assert len(kept(house)) == 3


def test_nobody_says_it_of_their_own_or_of_a_groups_card(house: House) -> None:
    with house.changing():
        packet, max_ = house.one(Packet, "dana-packet"), house.one(Person, "max")
        a_group(packet.application, some_people(4, "report"), (1, 2, 3, 4), by=max_)
        house.one(Slot, "dana-ines").person = max_
    decide(house)
    with house.app.app_context():
        packet = house.one(Packet, "dana-packet")
        asked = {
            name: [one.name for one in queries.to_rate(packet, house.one(Person, name))] for name in ("max", "mona")
        }
    assert asked == {
        "max": ["Cleo Adeyemi", "Ivan Petrov"],
        "mona": ["Cleo Adeyemi", "Ivan Petrov", "Max Oyelaran"],
    }


def test_before_a_decision_nothing_is_asked_or_taken(house: House) -> None:
    fields, mona = cards(house), house.visitor("mona")
    page = words(mona.get(url(house)).text)
    assert "What helped to decide can be said once there is a decision." in page
    assert fields["ines"] not in page
    assert mona.post(url(house), {fields["ines"]: "helped"}).status_code == 409
    assert kept(house) == []


@pytest.mark.parametrize("answers", [{}, {"ines": "perhaps"}, {"ines": ""}])
def test_an_answer_is_one_of_three(house: House, answers: dict[str, str]) -> None:
    decide(house)
    fields = cards(house)
    given = {fields[name]: answer for name, answer in answers.items()}
    assert house.visitor("mona").post(url(house), given).status_code == 422
    assert kept(house) == []


def test_of_a_card_elsewhere_nothing_can_be_said(house: House) -> None:
    decide(house)
    with house.app.app_context():
        packet, mona = house.one(Packet, "dana-packet"), house.one(Person, "mona")
        card = db.session.scalars(select(Scorecard).filter_by(slot_id=house.one(Slot, "casey-ines").id)).one()
        with pytest.raises(Refusal) as refused:
            actions.rate_evidence(packet, {card.ref: "helped"}, by=mona, now=NOW)
    assert refused.value.kind is Kind.CONFLICT
    assert house.visitor("mona").post(url(house), {f"card-{card.ref}": "helped"}).status_code == 422
    assert kept(house) == []


def test_whoever_has_a_conflict_is_not_asked(house: House) -> None:
    decide(house)
    with house.changing():
        mona, packet = house.one(Person, "mona"), house.one(Packet, "dana-packet")
        about = {"application_id": packet.application_id, "opening_id": packet.application.opening_id}
        db.session.add(Conflict(person_id=mona.id, kind="declared", reason="", by_id=mona.id, at=NOW, **about))
    assert house.visitor("mona").get(url(house)).status_code == 404


@pytest.mark.parametrize(("who", "status"), [("rita", 403), ("cleo", 403), ("ines", 404), ("omar", 404)])
def test_it_is_for_the_committee(house: House, who: str, status: int) -> None:
    decide(house)
    assert house.visitor(who).get(url(house)).status_code == status
    assert house.visitor(who).post(url(house), {cards(house)["ivan"]: "helped"}).status_code == status
