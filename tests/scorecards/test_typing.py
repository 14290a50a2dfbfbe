"""Typed by is not judged by: the typist reaches one form, the judge confirms, and both names are shown."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from hiring.db import db
from hiring.models import (
    Application,
    BreakGlass,
    Capability,
    Conflict,
    Deputy,
    Event,
    Outgoing,
    Person,
    Scorecard,
    Slot,
    TeamMember,
)
from hiring.people import deputies
from hiring.refusal import Refusal
from hiring.scorecards import queries, seals
from hiring.scorecards.drafts import Sender
from hiring.scorecards.typists import type_draft
from tests.cast import NOW
from tests.factories import an_interview
from tests.house import House, Visitor
from tests.scorecards.cards import complete, person, the_slot


@pytest.fixture
def typed_for(house: House) -> str:
    """Omar types for Ivan, who owes a card on Casey; the address of its form."""
    with house.changing():
        deputies.name_deputy(person(house, "ivan"), person(house, "omar"), "types", now=NOW)
    return f"/typing/{house.ref('casey-ivan')}"


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None
    return found[1]


def type_it(house: House, visitor: Visitor, url: str, **extra: str) -> None:
    page = visitor.get(url).text
    with house.app.app_context():
        fields = {**complete(the_slot(house), words="Ivan told Omar this."), **extra}
    answer = visitor.post(url, {"version": hidden(page, "version"), "then": "review", **fields})
    assert (answer.status_code, answer.location) == (303, f"{url}/review")


def test_from_the_typist_to_the_judge_and_the_seal(house: House, typed_for: str) -> None:
    omar, ivan, url = house.visitor("omar"), house.visitor("ivan"), f"/scorecards/{house.ref('casey-ivan')}"
    assert "You type for Ivan Petrov" in omar.get(typed_for).text
    assert f'href="{typed_for}"' in omar.get("/typing").text
    assert "1 scorecard to type for somebody else." in omar.get("/").text
    type_it(house, omar, typed_for)
    page = omar.get(f"{typed_for}/review").text
    assert "Ready for Ivan Petrov" in page
    assert omar.post(f"{typed_for}/ready", {"key": hidden(page, "key")}).location == "/typing"
    with house.app.app_context():
        mail = db.session.scalars(select(Outgoing).filter_by(kind="card_typed")).one()
        assert (mail.address, f"{url}/review" in mail.body) == ("ivan@example.org", True)
        assert "Ivan told" not in mail.body
    assert f'href="{url}/review"' in ivan.get("/typing").text
    assert "1 scorecard was typed for you and waits for your word." in ivan.get("/").text
    assert "to type for somebody else" not in omar.get("/").text
    page = ivan.get(f"{url}/review").text
    assert ("Typed by Omar Haddad." in page, "Confirm and hand in" in page) == (True, True)
    ivan.post(f"{url}/review", {name: hidden(page, name) for name in ("version", "key")})
    with house.app.app_context():
        card = db.session.scalars(select(Scorecard).filter_by(slot_id=the_slot(house).id)).one()
        assert card.typed_by is not None
        assert card.typed_by.name == "Omar Haddad"
        event = db.session.scalars(select(Event).where(Event.kind == "scorecard.handed_in").order_by(Event.seq)).all()[
            -1
        ]
        assert event.facts["seal"] == seals.witness(
            card.ref,
            card.content_sha256,
            judge_id=card.slot.person_id,
            typed_by_id=card.typed_by_id,
            at=card.handed_in_at,
        )
        assert event.by_id == card.slot.person_id
    both = "yped by Omar Haddad, judged and confirmed by Ivan Petrov"
    assert both in ivan.get(f"{url}/receipt").text
    assert both in house.visitor("rita").get(f"/applications/{house.ref('casey')}").text
    assert omar.get(typed_for).status_code == 404


def test_the_judges_own_edits_keep_the_typist(house: House, typed_for: str) -> None:
    omar, ivan, url = house.visitor("omar"), house.visitor("ivan"), f"/scorecards/{house.ref('casey-ivan')}"
    type_it(house, omar, typed_for)
    page = ivan.get(url).text
    with house.app.app_context():
        fields = {**queries.draft_fields(the_slot(house)), "headline": "In my own words."}
    ivan.post(url, {"version": hidden(page, "version"), "then": "close", **fields})
    assert "Typed by Omar Haddad." in ivan.get(f"{url}/review").text
    with house.app.app_context():
        assert queries.draft_fields(the_slot(house))["headline"] == "In my own words."


@pytest.mark.parametrize("part", ["", "/review", "/receipt", "/change"])
def test_typing_opens_nothing_else_of_the_seat(house: House, typed_for: str, part: str) -> None:
    omar, slot = house.visitor("omar"), house.ref("casey-ivan")
    elsewhere = [f"/scorecards/{slot}{part}", f"/slots/{slot}/brief", f"/applications/{house.ref('casey')}"]
    assert {omar.get(url).status_code for url in elsewhere} == {404}
    assert omar.post(f"/scorecards/{slot}/review", {"version": "1"}).status_code == 404
    assert omar.get(typed_for).status_code == 200
    assert ("/slots/" in omar.get(typed_for).text, "CANARY-ines" in omar.get(typed_for).text) == (False, False)


def has_a_seat(house: House, omar: Person, casey: Application) -> None:
    an_interview(casey, "panel-peers", [omar], starts_at=NOW + timedelta(days=1), by=person(house, "rita"))


def is_on_the_committee(_house: House, omar: Person, casey: Application) -> None:
    part = {"role": "committee", "added_at": NOW, "added_by_id": omar.id}
    db.session.add(TeamMember(opening_id=casey.opening_id, person_id=omar.id, **part))


def is_in_conflict(_house: House, omar: Person, casey: Application) -> None:
    about = {"opening_id": casey.opening_id, "application_id": casey.id}
    db.session.add(Conflict(person_id=omar.id, kind="declared", reason="A friend.", by_id=omar.id, at=NOW, **about))


def reads_in_an_emergency(house: House, omar: Person, casey: Application) -> None:
    times = {"asked_at": NOW, "approved_at": NOW, "ends_at": NOW + timedelta(hours=4)}
    approver = person(house, "adam").id
    omar.capabilities = [Capability(kind="privacy_officer", granted_at=NOW)]
    db.session.add(
        BreakGlass(
            opening_id=casey.opening_id, asked_by_id=omar.id, reason="!", hours=4, approved_by_id=approver, **times
        )
    )


def is_no_longer_named(house: House, _omar: Person, _casey: Application) -> None:
    (named,) = deputies.named_by(person(house, "ivan"))
    deputies.end(named, by=named.person, now=NOW)


def only_schedules(_house: House, _omar: Person, _casey: Application) -> None:
    db.session.scalars(select(Deputy)).one().may = "schedules"


def answers_with_a_group(house: House, _omar: Person, _casey: Application) -> None:
    the_slot(house).collective = True


def is_of_a_confidential_opening(_house: House, _omar: Person, casey: Application) -> None:
    casey.opening.codename, casey.opening.confidential = "Project Egret", True


def judge_gave_the_seat_back(house: House, _omar: Person, _casey: Application) -> None:
    the_slot(house).declined_at = NOW


@pytest.mark.parametrize(
    "change",
    [
        has_a_seat,
        is_on_the_committee,
        is_in_conflict,
        reads_in_an_emergency,
        is_no_longer_named,
        only_schedules,
        answers_with_a_group,
        is_of_a_confidential_opening,
        judge_gave_the_seat_back,
    ],
)
def test_whoever_would_learn_a_score_early_types_nothing(
    house: House, typed_for: str, change: Callable[[House, Person, Application], None]
) -> None:
    omar = house.visitor("omar")
    assert omar.get(typed_for).status_code == 200
    with house.changing():
        change(house, person(house, "omar"), house.one(Application, "casey"))
    answers = [omar.get(typed_for), omar.post(typed_for, {"headline": "x"}), omar.post(f"{typed_for}/ready")]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert typed_for not in omar.get("/typing").text


@pytest.mark.parametrize("who", ["ivan", "ines", "rita", "cleo", "adam"])
def test_nobody_else_types(house: House, typed_for: str, who: str) -> None:
    assert house.visitor(who).get(typed_for).status_code == 404


def test_ready_is_said_once_and_again_after_more_was_typed(house: House, typed_for: str) -> None:
    omar = house.visitor("omar")
    nothing = omar.post(f"{typed_for}/ready")
    assert (nothing.status_code, "Nothing has been typed yet." in nothing.text) == (409, True)
    for number in (1, 2):
        type_it(house, omar, typed_for, headline=f"Draft {number}")
        assert [omar.post(f"{typed_for}/ready").status_code for _ in range(2)] == [303, 409]
    with house.app.app_context():
        assert len(db.session.scalars(select(Outgoing).filter_by(kind="card_typed")).all()) == 2


def test_what_arrives_late_takes_nothing_back(house: House) -> None:
    """A request of the typist's page that was delayed and comes again after the judge was told."""
    with house.app.app_context():
        slot, omar = the_slot(house), person(house, "omar")
        sent = Sender("an-open-page-of-a-form", 1, queries.draft_version(slot))
        for expected in (False, True):
            type_draft(slot, {"headline": "Ivan said so."}, sender=sent, by=omar, now=NOW)
            draft = slot.draft
            assert draft is not None
            assert (draft.ready_at is not None) == expected
            draft.ready_at = NOW


def test_the_draft_that_the_judge_began_is_no_typists(house: House) -> None:
    page = house.visitor("ivan").get(f"/scorecards/{house.ref('casey-ivan')}/review").text
    assert "Typed by" not in page


def test_naming_and_ending(house: House) -> None:
    ivan, omar = house.visitor("ivan"), house.ref("omar")
    answer = ivan.post("/account/deputies", {"deputy": omar, "may": "types"})
    assert (answer.status_code, answer.location) == (303, "/account/deputies")
    again = ivan.post("/account/deputies", {"deputy": omar, "may": "types"})
    assert (again.status_code, "Omar Haddad does that for you already." in again.text) == (409, True)
    for wrong in ({"deputy": house.ref("ivan"), "may": "types"}, {"deputy": omar, "may": "decides"}):
        assert ivan.post("/account/deputies", wrong).status_code == 422
    with house.app.app_context():
        named = db.session.scalars(select(Deputy)).one()
        url = f"/account/deputies/{named.ref}/end"
        event = db.session.scalars(select(Event).order_by(Event.seq.desc()).limit(1)).one()
        assert (event.kind, event.facts) == ("deputy.named", {"deputy": named.deputy_id, "may": "types"})
    assert house.visitor("omar").post(url).status_code == 404
    assert ivan.post(url).status_code == 303
    with house.app.app_context():
        assert db.session.scalars(select(Deputy)).one().ended_at is not None
    assert ivan.post(url).status_code == 404


def test_nobody_without_an_account_acts_for_anybody(house: House) -> None:
    with house.app.app_context():
        omar = person(house, "omar")
        omar.deactivated_at = NOW
        ivan = person(house, "ivan")
        with pytest.raises(Refusal) as caught:
            deputies.name_deputy(ivan, omar, "types", now=NOW)
        assert str(caught.value) == "Omar Haddad cannot act for you. Choose another colleague."


def test_seats_do_not_become_a_typists(house: House, typed_for: str) -> None:
    """What Omar may type is in none of his own lists."""
    assert typed_for
    page = house.visitor("omar").get("/interviews").text
    with house.app.app_context():
        slot = db.session.scalars(select(Slot).filter_by(ref=house.ref("casey-ivan"))).one()
        assert slot.interview.application.candidate.name not in page
