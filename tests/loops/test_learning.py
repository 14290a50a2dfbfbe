"""Watching, and holding an interview under trained eyes: who may, what it counts for, and what the brief says of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hiring.db import db
from hiring.loops.actions import Meeting, Seat, add_seat, schedule
from hiring.models import Adjustment, Application, Interview, Person, Scorecard, Slot
from hiring.newcomers import is_practice
from hiring.refusal import Refusal
from hiring.scorecards.actions import hand_in
from hiring.scorecards.queries import answers_of, sheet_of
from tests.cast import NOW
from tests.factories import an_interview, stage_of
from tests.house import House, World
from tests.scorecards.cards import complete


@pytest.fixture
def world(sqlite_world: World) -> World:
    """Nothing here rests on the database."""
    return sqlite_world


def a_peer_talk(house: House, *seats: tuple[str, str], stage: str = "panel-peers") -> Interview:
    application = house.one(Application, "noel")
    meeting = Meeting(stage_of(application, stage), NOW + timedelta(days=2), "Europe/London", 45)
    asked = [Seat(house.one(Person, name), part=part) for name, part in seats]
    return schedule(application, meeting, asked, by=house.one(Person, "rita"), now=NOW)


def test_beside_whoever_holds_a_talk_one_to_one_others_may_learn(house: House) -> None:
    with house.changing():
        talk = a_peer_talk(house, ("ines", "holds"), ("ivan", "shadows"))
        add_seat(talk, Seat(house.one(Person, "mona"), part="is_shadowed"), by=house.one(Person, "rita"), now=NOW)
        assert [slot.part for slot in talk.slots] == ["holds", "shadows", "is_shadowed"]
        assert [is_practice(slot) for slot in talk.slots] == [False, True, False]
        with pytest.raises(Refusal, match="series of talks one to one"):
            add_seat(talk, Seat(house.one(Person, "max")), by=house.one(Person, "rita"), now=NOW)


@pytest.mark.parametrize(
    ("stage", "seats", "words"),
    [
        ("panel-peers", [("ivan", "shadows")], "Somebody has to hold the interview"),
        ("panel-reports", [("ines", "holds"), ("ivan", "shadows")], "people answer as a group"),
        ("panel-peers", [("ivan", "leads")], "Choose what Ivan Petrov does there."),
    ],
)
def test_what_nobody_can_learn_from_is_refused(
    house: House, stage: str, seats: list[tuple[str, str]], words: str
) -> None:
    with house.app.app_context(), pytest.raises(Refusal, match=words):
        a_peer_talk(house, *seats, stage=stage)


def test_the_card_of_whoever_watched_is_practice(house: House) -> None:
    with house.changing():
        talk = an_interview(
            house.one(Application, "noel"),
            "panel-peers",
            [house.one(Person, "ivan")],
            starts_at=NOW - timedelta(hours=2),
            by=house.one(Person, "rita"),
        )
        slot = talk.slots[0]
        slot.part = "shadows"
        db.session.flush()
        hand_in(slot, answers_of(sheet_of(slot), complete(slot)), by=slot.person, now=NOW)
        assert db.session.scalar(select(Scorecard.is_practice).where(Scorecard.slot_id == slot.id)) is True


def seat(house: House) -> Slot:
    return house.one(Slot, "casey-ivan")  # type: ignore[no-any-return]


def test_the_brief_says_what_one_leads_what_one_asks_and_what_was_arranged(house: House) -> None:
    with house.changing():
        slot = seat(house)
        slot.dimensions = ["strategy-and-focus", "delivery-and-execution", "technical-judgement"]
        slot.seconds, slot.questions = ["delivery-and-execution"], ["what-you-stopped"]
        rita, application = house.one(Person, "rita"), house.one(Application, "casey")
        known = {"application": application, "asked_at": NOW, "asked": "CANARY-reason"}
        arranged = {"arrangement": "A break after half an hour.", "arranged_by_id": rita.id, "arranged_at": NOW}
        db.session.add(Adjustment(**known, **arranged))
        db.session.add(Adjustment(**known, arrangement="CANARY-not-yet"))
        db.session.add(Adjustment(**known, **arranged | {"arrangement": "CANARY-taken"}, taken_back_at=NOW))
    page = house.visitor("ivan").get(f"/slots/{house.ref('casey-ivan')}/brief").text
    for words in (
        "You lead",
        "Second view",
        "Tell me about work you stopped",
        "No question of your own: listen for it, others ask.",
        "What others ask",
        "Arranged for the candidate: A break after half an hour.",
        "Topics of the series",
        "Both sides learn here.",
    ):
        assert words in page
    assert page.index("Tell me about work you stopped") < page.index("Describe the last strategy you wrote")
    assert "CANARY" not in page.replace("CANARY-ivan", "")


def test_the_brief_of_whoever_watches_says_so(house: House) -> None:
    with house.changing():
        seat(house).part = "shadows"
    page = house.visitor("ivan").get(f"/slots/{house.ref('casey-ivan')}/brief").text
    assert "You watch this one." in page
    assert "You lead" not in page


def test_the_form_offers_the_parts(house: House) -> None:
    with house.changing():
        talk = a_peer_talk(house, ("ines", "holds")).ref
    rita = house.visitor("rita")
    fields = {"person": house.ref("mona"), "perspective": "peer", "dimensions": "strategy-and-focus"}
    assert rita.post(f"/interviews/{talk}/seats", fields | {"part": "leads"}).status_code == 422
    assert rita.post(f"/interviews/{talk}/seats", fields | {"part": "shadows"}).status_code == 303
    with house.app.app_context():
        found = db.session.scalars(select(Slot).join(Slot.interview).where(Interview.ref == talk).order_by(Slot.id))
        assert [one.part for one in found] == ["holds", "shadows"]
    guest = {"guest_name": "Gil Okoye", "guest_email": "gil@example.com", "perspective": "peer"}
    answer = rita.post(f"/interviews/{talk}/seats", guest | {"part": "shadows", "dimensions": "strategy-and-focus"})
    assert "A guest holds the interview: only colleagues learn it here." in answer.text
