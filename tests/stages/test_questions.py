"""What candidates ask: who owes the answer, what becomes of it, and who hears of it."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from hiring import asked
from hiring.db import db
from hiring.loops.actions import cancel
from hiring.models import Application, CandidateQuestion, Event, Interview, Outgoing, Person, Slot
from hiring.refusal import Refusal
from tests.cast import DAY, NOW
from tests.house import House

SOON = date(2026, 11, 24)


def note(house: House, owner: str | None = None, due_on: date | None = None) -> str:
    with house.changing():
        owing = None if owner is None else house.one(Person, owner)
        casey, ines = house.one(Application, "casey"), house.one(Person, "ines")
        words = " Why did the last one leave? "
        return asked.note(casey, words, stage="deep-dives", owner=owing, due_on=due_on, by=ines, now=NOW).ref


def question(ref: str) -> CandidateQuestion:
    return db.session.scalars(select(CandidateQuestion).filter_by(ref=ref)).one()


def told(house: House) -> list[tuple[str, int | None]]:
    with house.app.app_context():
        found = db.session.scalars(select(Event).where(Event.kind.startswith("question.")).order_by(Event.seq))
        return [(one.kind, one.by_id) for one in found]


def mailed(house: House) -> list[tuple[str, str | None]]:
    with house.app.app_context():
        return [(one.kind, one.person.name if one.person else None) for one in db.session.scalars(select(Outgoing))]


def owed(house: House, who: str) -> list[str]:
    with house.app.app_context():
        return [one.asked for one in db.session.scalars(asked.owed_by(house.one(Person, who)))]


def test_who_can_be_asked_does_not_tell_whose_card_is_in(house: House) -> None:
    """Ines has handed in and Ivan has not, and their interview is called off."""
    with house.changing():
        cancel(house.one(Interview, "casey-interview"), by=house.one(Person, "rita"), now=NOW)
        asked_of = db.session.scalars(asked.possible_owners(house.one(Application, "casey"))).all()
        assert [one.name for one in asked_of] == ["Cleo Adeyemi", "Rita Moreau"]


def test_a_question_is_noted_owed_and_answered(house: House) -> None:
    ref = note(house, "cleo", SOON)
    assert owed(house, "cleo") == ["Why did the last one leave?"]
    assert mailed(house) == [("question_owed", "Cleo Adeyemi")]
    with house.changing():
        asked.answer(question(ref), "She founded a company.", by=house.one(Person, "cleo"), now=NOW + DAY)
    assert owed(house, "cleo") == []
    with house.app.app_context():
        (one,) = asked.told(house.one(Application, "casey"))
        assert (one.state, one.answer, one.answered_at) == ("answered", "She founded a company.", NOW + DAY)
        ines, cleo = house.one(Person, "ines").id, house.one(Person, "cleo").id
    assert told(house) == [
        ("question.noted", ines),
        ("question.handed_over", ines),
        ("question.answered", cleo),
    ]


def test_a_mail_about_a_question_says_neither_whose_nor_what(house: House) -> None:
    note(house, "cleo", SOON)
    with house.app.app_context():
        mail = db.session.scalars(select(Outgoing)).one()
        assert [word for word in ("Casey", "leave") if word in mail.subject + mail.body] == []
        assert "Tue 24 Nov 2026" in mail.body


def test_what_is_put_off_stays_owed_until_it_is_settled(house: House) -> None:
    ref = note(house, "ivan")
    with house.changing():
        ivan = house.one(Person, "ivan")
        with pytest.raises(Refusal, match="Name a day still to come"):
            asked.defer(question(ref), "After the audit.", due_on=NOW.date(), by=ivan, now=NOW)
        asked.defer(question(ref), "After the audit.", due_on=SOON, by=ivan, now=NOW)
    assert owed(house, "ivan") == ["Why did the last one leave?"]
    with house.changing():
        asked.refuse(question(ref), "Our board does not allow it.", by=house.one(Person, "rita"), now=NOW + DAY)
    assert owed(house, "ivan") == []
    with house.changing():
        one, rita = question(ref), house.one(Person, "rita")
        assert (one.state, one.answer, one.due_on) == ("refused", "Our board does not allow it.", SOON)
        for verb in (asked.answer, asked.refuse):
            with pytest.raises(Refusal, match="has its answer already"):
                verb(one, "Again.", by=rita, now=NOW)
        with pytest.raises(Refusal, match="has its answer already"):
            asked.hand_over(one, rita, due_on=None, by=rita, now=NOW)


def test_nothing_is_asked_or_answered_without_words(house: House) -> None:
    ref = note(house)
    with house.changing():
        rita = house.one(Person, "rita")
        with pytest.raises(Refusal, match="Write the question"):
            asked.ask(house.one(Application, "casey"), " \n", now=NOW)
        with pytest.raises(Refusal, match="Write what the candidate is told"):
            asked.answer(question(ref), " ", by=rita, now=NOW)


@pytest.mark.parametrize("who", ["omar", "remy", "mona", "adam"])
def test_nobody_without_a_part_owes_an_answer(house: House, who: str) -> None:
    with pytest.raises(Refusal, match="has no part in this application"):
        note(house, who)
    assert (told(house), mailed(house)) == ([], [])


def test_who_can_be_asked_leads_or_sits(house: House) -> None:
    with house.app.app_context():
        people = db.session.scalars(asked.possible_owners(house.one(Application, "casey")))
        assert [one.name for one in people] == ["Cleo Adeyemi", "Ines Calder", "Ivan Petrov", "Rita Moreau"]


def test_whoever_loses_their_part_owes_nothing_there(house: House) -> None:
    note(house, "ivan")
    with house.changing():
        house.one(Slot, "casey-ivan").declined_at = NOW
    assert owed(house, "ivan") == []


def test_a_candidates_own_question_reaches_those_who_recruit_and_twenty_are_enough(house: House) -> None:
    with house.changing():
        casey = house.one(Application, "casey")
        asked.ask(casey, "Who would I report to?", now=NOW)
    assert told(house) == [("question.asked", None)]
    assert mailed(house) == [("question_asked", "Rita Moreau")]
    with house.changing():
        casey = house.one(Application, "casey")
        for number in range(asked.MOST_OPEN - 1):
            asked.ask(casey, f"Question {number}?", now=NOW)
        with pytest.raises(Refusal, match="wait for an answer"):
            asked.ask(casey, "One more?", now=NOW)
