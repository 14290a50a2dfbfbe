"""Who waits for a word from us: whoever was not told, wrote last, was promised to hear by now, or asked in vain."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from hiring.access.answers import visible_letters, waits_for_answer
from hiring.db import db
from hiring.models import Application, CandidateQuestion, Person, Promise
from tests.answers.said import a_letter, closed
from tests.cast import DAY, NOW, PEOPLE
from tests.factories import at_stage
from tests.house import ON_SQLITE, House

TODAY = NOW.date()


def waiting(house: House) -> set[str]:
    with house.app.app_context():
        found = set(db.session.scalars(select(Application.ref).where(waits_for_answer())))
    return {name for name in ("casey", "dana", "noel", "quinn") if house.ref(name) in found}


def test_nobody_waits_at_first(house: House) -> None:
    assert waiting(house) == set()


@ON_SQLITE
@pytest.mark.parametrize(
    ("outcome", "waits"),
    [("rejected", True), ("mutual_no", True), ("must_have_missing", True), ("withdrawn", False), ("hired", False)],
)
def test_whoever_was_not_told_how_it_ended_waits(house: House, outcome: str, waits: bool) -> None:
    with house.changing():
        rita = house.one(Person, "rita")
        closed(house.one(Application, "noel"), outcome, by=rita, at=NOW - DAY)
        closed(house.one(Application, "casey"), outcome, by=rita, at=NOW - DAY)
        a_letter(house.one(Application, "noel"), at=NOW)
        a_letter(house.one(Application, "casey"), at=NOW, tells_outcome=True)
    assert waiting(house) == ({"noel"} if waits else set())


def test_what_was_told_before_they_went_on_tells_nothing_of_the_end(house: House) -> None:
    with house.changing():
        rita, noel, casey = house.one(Person, "rita"), house.one(Application, "noel"), house.one(Application, "casey")
        for one in (noel, casey):
            closed(one, "rejected", by=rita, at=NOW - 4 * DAY)
            a_letter(one, at=NOW - 3 * DAY, tells_outcome=True)
        at_stage(noel, "ceo-call", by=rita, at=NOW - 2 * DAY)
        for one in (noel, casey):
            closed(one, "rejected", by=rita, at=NOW - DAY)
    assert waiting(house) == {"noel"}


def test_whoever_wrote_last_waits(house: House) -> None:
    with house.changing():
        noel, casey = house.one(Application, "noel"), house.one(Application, "casey")
        a_letter(noel, "in", at=NOW)
        a_letter(casey, "in", at=NOW - DAY)
        a_letter(casey, at=NOW)
    assert waiting(house) == {"noel"}


@ON_SQLITE
@pytest.mark.parametrize(("due_on", "ended", "waits"), [(0, False, True), (1, False, False), (-1, True, False)])
def test_whoever_was_promised_to_hear_by_today_waits(house: House, due_on: int, ended: bool, waits: bool) -> None:
    with house.changing():
        noel, rita = house.one(Application, "noel"), house.one(Person, "rita")
        db.session.add(
            Promise(
                application=noel,
                what="",
                due_on=TODAY + timedelta(days=due_on),
                made_by_id=rita.id,
                made_at=NOW - DAY,
                ended_at=NOW if ended else None,
            )
        )
    assert waiting(house) == ({"noel"} if waits else set())


@ON_SQLITE
@pytest.mark.parametrize(
    ("state", "due_on", "waits"),
    [
        ("open", None, True),
        ("open", TODAY, True),
        ("open", TODAY + timedelta(days=1), False),
        ("deferred", None, False),
        ("deferred", TODAY, True),
        ("refused", TODAY, False),
    ],
)
def test_whoever_asked_in_vain_waits(house: House, state: str, due_on: date | None, waits: bool) -> None:
    with house.changing():
        answered_at = None if state == "open" else NOW
        for name in ("noel", "quinn"):
            db.session.add(
                CandidateQuestion(
                    application=house.one(Application, name),
                    asked="Why is the seat open?",
                    asked_at=NOW,
                    state=state,
                    due_on=due_on,
                    answered_at=answered_at,
                )
            )
        quinn = house.one(Application, "quinn")
        closed(quinn, "withdrawn", by=house.one(Person, "remy"), at=NOW)
    assert waiting(house) == ({"noel"} if waits else set())


def test_letters_are_for_those_who_lead(house: House) -> None:
    with house.changing():
        for name in ("noel", "quinn"):
            a_letter(house.one(Application, name), at=NOW)
    noel, quinn = house.ref("noel"), house.ref("quinn")
    seen = {}
    with house.app.app_context():
        for name in PEOPLE:
            found = db.session.scalars(visible_letters(house.one(Person, name)))
            seen[name] = [letter.application.ref for letter in found]
    assert {name: refs for name, refs in seen.items() if refs} == {"rita": [noel], "cleo": [noel], "remy": [quinn]}
