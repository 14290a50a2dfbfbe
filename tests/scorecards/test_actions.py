"""The verbs: a draft is its author's until it is handed in, and a handed-in card says exactly what was typed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hiring import audit
from hiring.db import db
from hiring.models import Draft, Event, Opening, Outgoing, Reading, Scorecard, Slot
from hiring.refusal import Kind, Refusal
from hiring.scorecards import actions, queries, seals
from hiring.scorecards.drafts import save_draft
from tests.cast import NOW
from tests.house import House
from tests.scorecards.cards import complete, person, the_slot

FLAGGED = {"red_flag": "1", "check": "SECRET: ask the auditor."}


def handed_in(house: House, **extra: str) -> Scorecard:
    slot = the_slot(house)
    fields = {**complete(slot), **extra}
    answers = queries.answers_of(queries.sheet_of(slot), fields)
    actions.hand_in(slot, answers, by=slot.person, now=NOW)
    return db.session.scalars(select(Scorecard).where(Scorecard.slot_id == slot.id)).one()


def events() -> list[tuple[str, str, int, dict[str, object]]]:
    found = db.session.scalars(select(Event).order_by(Event.seq))
    return [(one.kind, one.subject, one.subject_id, one.facts) for one in found]


def flags_sent() -> list[Outgoing]:
    return list(db.session.scalars(select(Outgoing).filter_by(kind="red_flag").order_by(Outgoing.id)))


def test_handing_in_writes_the_card_once_and_records_it(house: House) -> None:
    with house.changing():
        before = len(events())
        card = handed_in(house, headline="Hear this.")
        slot = card.slot
        seal = seals.witness(card.ref, card.content_sha256, judge_id=slot.person_id, typed_by_id=None, at=NOW)
        assert events()[before:] == [("scorecard.handed_in", "slot", slot.id, {"seal": seal})]
        assert (slot.handed_in_at, slot.draft) == (NOW, None)
        assert (card.verdict, card.sure, card.headline) == ("yes", "medium", "Hear this.")
        assert card.rubric_sha256 == slot.rubric_sha256
        assert [rating.dimension for rating in card.ratings] == [one.id for one in queries.sheet_of(slot).dimensions]
        assert {(rating.level, rating.not_assessed) for rating in card.ratings} == {(3, "")}
    with house.app.app_context():
        assert audit.first_broken() is None
        assert db.session.get(Draft, the_slot(house).id) is None


def test_the_seal_is_over_what_the_card_says(house: House) -> None:
    with house.changing():
        card = handed_in(house)
        again = seals.content_of(queries.answers_on(card), card.rubric_sha256)
        assert card.content_sha256 == seals.seal_of(again)
        assert card.content_sha256 != seals.seal_of({**again, "verdict": "no"})


def test_an_incomplete_card_is_not_handed_in(house: House) -> None:
    with house.app.app_context():
        slot = the_slot(house)
        answers = queries.answers_of(queries.sheet_of(slot), {**complete(slot), "verdict": ""})
        with pytest.raises(Refusal) as caught:
            actions.hand_in(slot, answers, by=slot.person, now=NOW)
        assert (str(caught.value), caught.value.kind) == ("Choose your overall recommendation.", Kind.INPUT)


@pytest.mark.parametrize(
    ("seat", "who", "minutes", "sentence"),
    [
        ("casey-ivan", "rita", 0, "Only the person who held the interview writes its scorecard."),
        ("casey-ivan", "ivan", -60 * 25, "The scorecard opens when the interview begins."),
    ],
)
def test_nobody_writes_for_another_or_before_the_interview(
    house: House, seat: str, who: str, minutes: int, sentence: str
) -> None:
    with house.app.app_context():
        slot, by = the_slot(house, seat), person(house, who)
        with pytest.raises(Refusal) as caught:
            save_draft(slot, {}, by=by, now=NOW + timedelta(minutes=minutes))
        assert str(caught.value) == sentence


def test_a_handed_in_card_takes_no_draft_and_no_second_card(house: House) -> None:
    with house.changing():
        slot = handed_in(house).slot
        for verb in (save_draft, lambda slot, _, **rest: handed_in(house)):
            with pytest.raises(Refusal) as caught:
                verb(slot, {"headline": "later"}, by=slot.person, now=NOW)
            assert str(caught.value).startswith("You handed this scorecard in already.")
        assert slot.draft is None


@pytest.mark.parametrize("ended", ["declined_at", "cancelled_at"])
def test_a_seat_that_ended_takes_nothing(house: House, ended: str) -> None:
    with house.app.app_context():
        slot = the_slot(house)
        setattr(slot, ended, NOW)
        with pytest.raises(Refusal) as caught:
            save_draft(slot, {}, by=slot.person, now=NOW)
        assert str(caught.value) == "This interview needs no scorecard from you any more."


def test_a_red_flag_reaches_the_recruiter_at_once_and_says_nothing(house: House) -> None:
    with house.changing():
        handed_in(house, **{f"{the_slot(house).dimensions[0]}-{part}": given for part, given in FLAGGED.items()})
        (mail,) = flags_sent()
        assert mail.address == "rita@example.org"
        assert mail.subject == "A red flag to check for Casey Morgan"
        for kept in ("Ivan", "SECRET", "Yes", "3"):
            assert kept not in mail.body.split("Read it here:")[0]


@pytest.mark.parametrize("round_", ["loop", "later"])
def test_a_recruiter_who_could_not_read_the_card_hears_nothing_of_its_flag(house: House, round_: str) -> None:
    """Owing one of a later round closes this one to them too."""
    with house.changing():
        slot = the_slot(house)
        first = slot.dimensions[0]
        db.session.add(
            Slot(
                interview=slot.interview,
                application_id=slot.application_id,
                round=slot.round if round_ == "loop" else round_,
                person=person(house, "rita"),
                perspective="peer",
                card="full",
                dimensions=slot.dimensions,
                rubric_version=slot.rubric_version,
                rubric_sha256=slot.rubric_sha256,
                assigned_at=NOW,
                assigned_by_id=slot.person_id,
                due_at=NOW,
            )
        )
        handed_in(house, **{f"{first}-{part}": given for part, given in FLAGGED.items()})
        assert flags_sent() == []


def test_a_flag_in_a_group_stage_is_told_to_nobody(house: House) -> None:
    with house.changing():
        slot = the_slot(house)
        slot.collective = True
        handed_in(house, **{f"{slot.dimensions[0]}-{part}": given for part, given in FLAGGED.items()})
        assert flags_sent() == []


def test_a_confidential_opening_goes_by_its_codename(house: House) -> None:
    with house.changing():
        slot = the_slot(house)
        opening = db.session.get_one(Opening, slot.interview.application.opening_id)
        opening.codename, opening.confidential = "Project Wren", True
        handed_in(house, **{f"{slot.dimensions[0]}-{part}": given for part, given in FLAGGED.items()})
        (mail,) = flags_sent()
        assert "Project Wren" in mail.body
        for kept in ("Casey", "technology"):
            assert kept not in mail.subject + mail.body


@pytest.mark.parametrize(("what", "said"), [("cards", True), ("packet", True), ("attachment", False)])
def test_a_card_says_whether_earlier_rounds_had_been_read(house: House, what: str, said: bool) -> None:
    with house.changing():
        slot = the_slot(house)
        db.session.add(Reading(person_id=slot.person_id, application_id=slot.application_id, what=what, at=NOW))
        assert handed_in(house).had_read_earlier_rounds is said


def test_not_assessed_is_kept_as_a_reason_and_no_number(house: House) -> None:
    with house.changing():
        first = the_slot(house).dimensions[0]
        card = handed_in(house, **{f"{first}-level": "na", f"{first}-not_assessed": "Ran out of time."})
        assert (card.ratings[0].level, card.ratings[0].not_assessed) == (None, "Ran out of time.")


def test_a_reason_left_over_from_before_is_not_kept_with_a_level(house: House) -> None:
    with house.changing():
        first = the_slot(house).dimensions[0]
        card = handed_in(house, **{f"{first}-not_assessed": "Ran out of time.", f"{first}-check": "unticked again"})
        rating = card.ratings[0]
        assert (rating.level, rating.not_assessed, rating.red_flag, rating.to_check) == (3, "", False, "")
