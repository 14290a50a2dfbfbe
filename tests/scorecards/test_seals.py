"""The seals found out: whoever rewrites a card, or seals it anew, is told by the card's ref and never by its words."""

from __future__ import annotations

from datetime import timedelta, timezone

import pytest
from sqlalchemy import select

from hiring.db import db, reading
from hiring.models import Scorecard
from hiring.scorecards import actions, amending, queries, seals
from hiring.text import Text
from tests.cast import NOW
from tests.house import House
from tests.scorecards.cards import complete, the_slot
from tests.tampering import tampering


@pytest.fixture
def card(house: House) -> str:
    """The ref of a card that was handed in through the pages' verb."""
    with house.changing():
        slot = the_slot(house)
        answers = queries.answers_of(queries.sheet_of(slot), complete(slot, words="CANARY-sealed"))
        actions.hand_in(slot, answers, by=slot.person, now=NOW)
        return db.session.scalars(select(Scorecard.ref).where(Scorecard.slot_id == slot.id)).one()


def failures(house: House) -> list[seals.Failure]:
    with house.app.app_context(), reading():
        return list(seals.failures())


def test_every_seal_of_the_cast_holds(house: House, card: str) -> None:
    assert failures(house) == []
    with house.app.app_context():
        assert seals.count_sealed() == 5


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE rating SET level = 1 WHERE scorecard_id = {id} AND position = 0",
        "UPDATE rating SET red_flag = true, to_check = 'x' WHERE scorecard_id = {id} AND position = 2",
        "UPDATE rating SET situation = situation || ' ' WHERE scorecard_id = {id} AND position = 1",
        "UPDATE scorecard SET verdict = 'no' WHERE id = {id}",
        "UPDATE scorecard SET private_note = 'x' WHERE id = {id}",
        "DELETE FROM rating WHERE scorecard_id = {id} AND position = 0",
    ],
)
def test_other_words_are_found(house: House, card: str, change: str) -> None:
    with house.app.app_context():
        number = db.session.scalars(select(Scorecard.id).filter_by(ref=card)).one()
    with tampering(house) as execute:
        execute(change.format(id=number))
    assert failures(house) == [seals.Failure(card, NOW, 0, seals.OTHER_WORDS)]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE scorecard SET headline = 'x', content_sha256 = '{sha256}' WHERE id = {id}",
        "UPDATE scorecard SET handed_in_at = (SELECT min(at) FROM event) WHERE id = {id}",
        "UPDATE scorecard SET typed_by_id = 1 WHERE id = {id}",
        "UPDATE slot SET person_id = 1 WHERE id = (SELECT slot_id FROM scorecard WHERE id = {id})",
        "UPDATE scorecard SET ref = 'another' WHERE id = {id}",
    ],
)
def test_a_card_sealed_anew_is_not_the_one_the_trail_knows(house: House, card: str, change: str) -> None:
    with house.app.app_context():
        row = db.session.scalars(select(Scorecard).filter_by(ref=card)).one()
        content = {**seals.content_of(queries.answers_on(row), row.rubric_sha256), "headline": "x"}
        statement = change.format(id=row.id, sha256=seals.seal_of(content))
    with tampering(house) as execute:
        execute(statement)
    assert [failed.why for failed in failures(house)] == [seals.OTHER_SEAL]


def test_a_card_from_before_the_trail_knew_seals_is_held_by_its_words(house: House, card: str) -> None:
    with tampering(house) as execute:
        execute("UPDATE event SET facts = '{}' WHERE kind = 'scorecard.handed_in'")
    assert failures(house) == []


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ('UPDATE amendment SET content = \'{"verdict": "no"}\'', seals.OTHER_WORDS),
        (
            f"UPDATE amendment SET content = '{{}}', content_sha256 = '{seals.seal_of({})}'",
            seals.OTHER_SEAL,
        ),
    ],
)
def test_an_amendment_is_sealed_too(house: House, card: str, change: str, why: Text) -> None:
    with house.changing():
        slot = the_slot(house)
        fields = {**complete(slot), "verdict": "no"}
        answers = queries.answers_of(queries.sheet_of(slot), fields)
        amending.amend(slot, answers, reason="I thought again.", by=slot.person, now=NOW)
        answers = queries.answers_of(queries.sheet_of(slot), {**fields, "verdict": "strong_no"})
        amending.amend(slot, answers, reason="And again.", by=slot.person, now=NOW)
    assert failures(house) == []
    with tampering(house) as execute:
        execute(f"{change} WHERE number = 2")
    assert failures(house) == [seals.Failure(card, NOW, 2, why)]


def test_the_witness_is_over_each_of_its_parts() -> None:
    def said(ref: str = "a", sha256: str = "b", layer: int = 0, judge: int = 1, typist: int | None = None) -> str:
        return seals.witness(ref, sha256, layer=layer, judge_id=judge, typed_by_id=typist, at=NOW)

    others = {said("x"), said(sha256="x"), said(layer=1), said(judge=2), said(typist=2)}
    assert len(others | {said()}) == 6
    elsewhere = NOW.astimezone(timezone(timedelta(hours=9)))
    assert seals.witness("a", "b", judge_id=1, typed_by_id=None, at=elsewhere) == said()
