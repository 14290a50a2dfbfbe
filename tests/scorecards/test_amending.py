"""A later word on a card: beside the first and never over it, with a reason and what had been seen by then."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from hiring import audit
from hiring.db import db
from hiring.models import Amendment, Event, Interview, Outgoing, Person, Reading, Scorecard, Slot
from hiring.refs import new_ref
from hiring.refusal import Kind, Refusal
from hiring.rubric import Answers
from hiring.scorecards import amending, queries, seals
from hiring.scorecards.layers import answers_in, current_answers, fields_of
from tests.cast import NOW
from tests.factories import a_scorecard, an_interview
from tests.house import House, Visitor
from tests.scorecards.cards import complete, person, the_slot

INES = "casey-ines"
LATER = NOW + timedelta(hours=1)
REASON = "She sent the figures afterwards."


def answers_for(slot: Slot, **extra: str) -> Answers:
    return queries.answers_of(queries.sheet_of(slot), {**complete(slot), **extra})


def amended(house: House, *, now: datetime = NOW, **extra: str) -> Amendment:
    slot = the_slot(house, INES)
    return amending.amend(slot, answers_for(slot, **extra), reason=REASON, by=slot.person, now=now)


def read(house: House, who: str, *, at: datetime, what: str = "cards") -> None:
    slot = the_slot(house, INES)
    db.session.add(Reading(person_id=person(house, who).id, application_id=slot.application_id, what=what, at=at))
    db.session.flush()


def card_of(house: House, seat: str = INES) -> Scorecard:
    return db.session.scalars(select(Scorecard).where(Scorecard.slot_id == the_slot(house, seat).id)).one()


def ivan_is_in(house: House, at: datetime = NOW - timedelta(hours=4)) -> None:
    """Somebody else's card of the round."""
    slot = the_slot(house)
    db.session.delete(slot.draft)
    a_scorecard(slot, level=2, verdict="no", words="CANARY-ivan", at=at)


def test_a_change_is_a_layer_and_the_first_answer_stays(house: House) -> None:
    with house.changing():
        slot, first = the_slot(house, INES), queries.answers_on(card_of(house))
        amendment = amended(house, headline="Hear this instead.")
        card = card_of(house)
        answers = answers_for(slot, headline="Hear this instead.")
        assert queries.answers_on(card) == first
        assert answers_in(amendment.content) == current_answers(card) == answers
        assert amendment.content == seals.content_of(answers, card.rubric_sha256)
        assert amendment.content_sha256 == seals.seal_of(amendment.content)
        assert (amendment.number, amendment.reason, amendment.by_id) == (1, REASON, slot.person_id)
        seal = seals.witness(
            card.ref, amendment.content_sha256, layer=1, judge_id=slot.person_id, typed_by_id=None, at=NOW
        )
        event = db.session.scalars(select(Event).order_by(Event.seq.desc()).limit(1)).one()
        told = (event.kind, event.subject, event.subject_id, event.facts)
        assert told == ("scorecard.amended", "slot", slot.id, {"number": 1, "seal": seal})
        assert amended(house, headline="A third word.").number == 2
    with house.app.app_context():
        assert audit.first_broken() is None


def test_fields_are_answers_and_back(house: House) -> None:
    with house.app.app_context():
        slot = the_slot(house)
        first, second = slot.dimensions[:2]
        unusual = {f"{first}-level": "na", f"{first}-not_assessed": "No time.", f"{second}-red_flag": "1"}
        answers = answers_for(slot, **unusual, **{f"{second}-check": "Ask her."}, private_note="For Rita.")
        sheet = queries.sheet_of(slot)
        assert queries.answers_of(sheet, fields_of(sheet, answers)) == answers
        assert answers_in(seals.content_of(answers, "hash")) == answers


@pytest.mark.parametrize(
    ("extra", "reason", "sentence", "kind"),
    [
        ({}, " ", "Write why you change it.", Kind.INPUT),
        ({"verdict": ""}, REASON, "Choose your overall recommendation.", Kind.INPUT),
    ],
)
def test_a_change_is_whole_and_has_a_reason(
    house: House, extra: dict[str, str], reason: str, sentence: str, kind: Kind
) -> None:
    with house.app.app_context():
        slot = the_slot(house, INES)
        with pytest.raises(Refusal) as caught:
            amending.amend(slot, answers_for(slot, **extra), reason=reason, by=slot.person, now=NOW)
        assert (str(caught.value), caught.value.kind) == (sentence, kind)


def test_what_it_says_already_is_no_change(house: House) -> None:
    with house.app.app_context():
        amended(house)
        with pytest.raises(Refusal) as caught:
            amended(house)
        assert str(caught.value) == "This is what your card says already. Change something, or leave it."


def test_two_pages_do_not_change_it_both(house: House) -> None:
    with house.app.app_context():
        amended(house)
        slot = the_slot(house, INES)
        answers = answers_for(slot, headline="Older page.")
        with pytest.raises(Refusal) as caught:
            amending.amend(slot, answers, reason=REASON, opened_at=0, by=slot.person, now=NOW)
        assert caught.value.kind is Kind.CONFLICT


def test_past_scores_are_not_changed(house: House) -> None:
    with house.app.app_context():
        refusal = amending.why_not(the_slot(house, INES), Scorecard(imported_at=NOW))
        assert str(refusal) == "These are past scores as they were brought in. They are not changed here."


@pytest.mark.parametrize(
    ("what", "hours", "saw"),
    [("cards", 3, True), ("packet", 3, True), ("attachment", 3, False), ("cards", 5, False), ("cards", 30, False)],
)
def test_a_change_says_whether_others_had_been_seen(house: House, what: str, hours: int, saw: bool) -> None:
    """Ivan is in since four hours ago. What Ines read before that held nobody else's card of the round."""
    with house.changing():
        ivan_is_in(house)
        at = NOW - timedelta(hours=hours)
        read(house, "ines", at=at, what=what)
        read(house, "ines", at=NOW - timedelta(hours=1), what="attachment")
        assert amended(house).first_saw_others_at == (at if saw else None)


def test_what_was_read_while_another_card_was_owed_showed_nothing(house: House) -> None:
    with house.changing():
        ivan_is_in(house)
        application = the_slot(house, INES).interview.application
        again = an_interview(
            application,
            "deep-dives",
            [person(house, "ines")],
            starts_at=NOW - timedelta(hours=5),
            by=person(house, "rita"),
        )
        (slot,) = again.slots
        slot.assigned_at = NOW - timedelta(hours=5)
        read(house, "ines", at=NOW - timedelta(hours=3))
        a_scorecard(slot, level=3, verdict="yes", words="second", at=NOW - timedelta(hours=2))
        assert amended(house).first_saw_others_at is None
        read(house, "ines", at=NOW - timedelta(hours=1))
        assert amended(house, headline="After all.").first_saw_others_at == NOW - timedelta(hours=1)


def test_reading_before_and_right_after_a_card_came_in_is_two_readings(house: House) -> None:
    """One row an hour must not hide the look that came after."""
    with house.changing():
        read(house, "ines", at=NOW - timedelta(minutes=20))
        ivan_is_in(house, at=NOW - timedelta(minutes=10))
    assert house.visitor("ines").get(f"/applications/{house.ref('casey')}").status_code == 200
    with house.changing():
        seen = amended(house, now=LATER).first_saw_others_at
        assert seen is not None
        assert seen >= NOW


def group(house: House, number: int) -> Slot:
    """Ines's seat in a collective stage with that many people in, one of them her."""
    application = the_slot(house, INES).interview.application
    names = ("ines", "ivan", "omar", "priya", "adam")
    people = [person(house, name) for name in names]
    held = an_interview(
        application, "panel-reports", people, starts_at=NOW - timedelta(days=3), by=person(house, "rita")
    )
    for slot in held.slots[:number]:
        a_scorecard(slot, level=3, verdict="yes", words="group", at=NOW - timedelta(days=2))
    return held.slots[0]


@pytest.mark.parametrize(("number", "may"), [(3, True), (4, False), (5, False)])
def test_an_answer_of_a_group_that_may_be_shown_stands(house: House, number: int, may: bool) -> None:
    """Or the difference between the group before and after would be one person's answer."""
    with house.changing():
        slot = group(house, number)
        answers = answers_for(slot, headline="Changed.")
        if may:
            assert amending.amend(slot, answers, reason=REASON, by=slot.person, now=NOW).number == 1
            return
        with pytest.raises(Refusal) as caught:
            amending.amend(slot, answers, reason=REASON, by=slot.person, now=NOW)
        assert caught.value.kind is Kind.CONFLICT
        assert str(caught.value).startswith("Four people or more have answered in this stage")


def test_a_flag_raised_later_reaches_the_recruiter_too(house: House) -> None:
    def flags() -> int:
        return len(db.session.scalars(select(Outgoing.id).filter_by(kind="red_flag")).all())

    with house.changing():
        first = the_slot(house, INES).dimensions[0]
        flagged = {f"{first}-red_flag": "1", f"{first}-check": "Ask the auditor."}
        amended(house)
        assert flags() == 0
        amended(house, now=NOW, **flagged)
        assert flags() == 1
        amended(house, now=NOW, **flagged, headline="The flag stays.")
        assert flags() == 1


def url_of(house: House) -> str:
    return f"/scorecards/{house.ref(INES)}"


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None
    return found[1]


def whole(house: House, **extra: str) -> dict[str, str]:
    with house.app.app_context():
        return {**complete(the_slot(house, INES)), **extra}


def send(visitor: Visitor, house: House, fields: dict[str, str]) -> tuple[int, str]:
    page = visitor.get(f"{url_of(house)}/change").text
    marks = {name: hidden(page, name) for name in ("key", "layers")}
    answer = visitor.post(f"{url_of(house)}/change", {**marks, **fields})
    return answer.status_code, answer.text


def test_from_the_receipt_to_the_change(house: House) -> None:
    ines, url = house.visitor("ines"), url_of(house)
    assert f'href="{url}/change"' in ines.get(f"{url}/receipt").text
    page = ines.get(f"{url}/change").text
    assert page.count("CANARY-ines situation</textarea>") == page.count('<details class="card dim')
    assert 'name="then"' not in page
    status, _ = send(ines, house, whole(house, reason=REASON, headline="The later word."))
    assert status == 303
    receipt = ines.get(f"{url}/receipt").text
    assert receipt.index("The later word.") < receipt.index("CANARY-ines headline")
    assert (REASON in receipt, "Changed before seeing others" in receipt) == (True, True)
    with house.app.app_context():
        card = card_of(house)
        for seal in (card.content_sha256, *(one.content_sha256 for one in card.amendments)):
            assert f">{seal[:12]}<" in receipt


def test_a_refused_change_keeps_every_word(house: House) -> None:
    ines = house.visitor("ines")
    fields = whole(house, headline="Typed with care.")
    del fields["verdict"]
    status, page = send(ines, house, fields)
    assert status == 422
    assert "<title>Error: " in page
    assert "Typed with care.</textarea>" in page
    assert re.findall(r'href="#(reason|verdict[^"]*)"', page) == ["reason", "verdict-strong_no"]
    for address in ("reason", "verdict-strong_no"):
        assert page.count(f'id="{address}"') == 1
    with house.app.app_context():
        assert card_of(house).amendments == []


def test_a_change_sent_twice_is_one_layer(house: House) -> None:
    ines, url = house.visitor("ines"), f"{url_of(house)}/change"
    page = ines.get(url).text
    fields = {**whole(house, reason=REASON), "key": hidden(page, "key"), "layers": hidden(page, "layers")}
    answers = [ines.post(url, fields) for _ in range(2)]
    assert [(one.status_code, one.location) for one in answers] == [(303, f"{url_of(house)}/receipt")] * 2
    late = ines.post(url, {**fields, "key": new_ref(), "headline": "From an older page."})
    assert late.status_code == 409
    assert "From an older page.</textarea>" in late.text
    with house.app.app_context():
        assert [one.number for one in card_of(house).amendments] == [1]


@pytest.mark.parametrize(("who", "status"), [("omar", 404), ("rita", 404), ("ivan", 404), ("cleo", 404), ("ines", 200)])
def test_a_card_is_its_authors_to_change(house: House, who: str, status: int) -> None:
    assert house.visitor(who).get(f"{url_of(house)}/change").status_code == status


def test_a_card_that_is_not_in_is_not_changed(house: House) -> None:
    assert house.visitor("ivan").get(f"/scorecards/{house.ref('casey-ivan')}/change").status_code == 403


def test_a_conflict_of_interest_closes_ones_own_card_too(house: House) -> None:
    from hiring.models import Conflict

    with house.changing():
        slot = the_slot(house, INES)
        application = db.session.get_one(Interview, slot.interview_id).application
        ines = db.session.get_one(Person, slot.person_id)
        db.session.add(
            Conflict(
                person_id=ines.id,
                opening_id=application.opening_id,
                application_id=application.id,
                kind="declared",
                reason="My sister.",
                by_id=ines.id,
                at=NOW,
            )
        )
    assert house.visitor("ines").get(f"{url_of(house)}/change").status_code == 404
