"""Giving a seat over to a colleague, and saying that an interview did not take place."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from hiring.db import db
from hiring.models import Absence, Application, Conflict, Event, Interview, Opening, Outgoing, Person, Reminder, Slot
from hiring.openings.actions import add_to_team
from tests.cast import DAY, NOW
from tests.factories import an_interview
from tests.house import House


def ways_out(house: House, name: str = "casey-ivan") -> str:
    return f"/slots/{house.ref(name)}"


def last_event(house: House) -> int:
    with house.app.app_context():
        return db.session.scalar(select(Event.seq).order_by(Event.seq.desc()).limit(1)) or 0


def told(house: House, since: int) -> list[tuple[str, object]]:
    with house.app.app_context():
        found = db.session.scalars(select(Event).where(Event.seq > since).order_by(Event.seq))
        return [(one.kind, one.facts) for one in found]


def mails(house: House) -> list[tuple[str, str]]:
    with house.app.app_context():
        found = db.session.scalars(select(Outgoing).order_by(Outgoing.id))
        return [(one.kind, one.address.partition("@")[0]) for one in found]


def person_id(house: House, name: str) -> int:
    with house.app.app_context():
        number: int = house.one(Person, name).id
        return number


# --- It did not happen


def test_it_did_not_happen_is_one_tap_and_nothing_is_owed(house: House) -> None:
    ivan, before = house.visitor("ivan"), last_event(house)
    assert f'action="{ways_out(house)}/not-held"' in ivan.get("/interviews").text
    answer = ivan.post(f"{ways_out(house)}/not-held")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/interviews")
    assert told(house, before) == [("slot.not_held", {})]
    assert mails(house) == [("interview_not_held", "rita")]
    with house.app.app_context():
        slot = house.one(Slot, "casey-ivan")
        assert (slot.cancelled_at is not None, slot.owes_card) == (True, False)
    assert ways_out(house) not in ivan.get("/interviews").text
    assert ivan.post(f"{ways_out(house)}/not-held").status_code == 404


def test_why_it_did_not_happen_reaches_the_recruiter(house: House) -> None:
    assert house.visitor("ivan").post(f"{ways_out(house)}/not-held", {"reason": "She was ill."}).status_code == 303
    with house.app.app_context():
        assert "She was ill." in db.session.scalars(select(Outgoing.body)).one()


def test_what_has_not_begun_cannot_have_failed_to_happen(house: House) -> None:
    with house.changing():
        house.one(Interview, "casey-interview").starts_at = NOW + DAY
    answer = house.visitor("ivan").post(f"{ways_out(house)}/not-held", {"reason": "Ill."})
    assert (answer.status_code, "decline it" in answer.text) == (409, True)
    assert mails(house) == []


def test_a_card_that_is_in_did_happen(house: House) -> None:
    assert house.visitor("ines").post(f"{ways_out(house, 'casey-ines')}/not-held").status_code == 403


def test_somebody_elses_interview_is_not_theirs_to_end(house: House) -> None:
    for who in ("ines", "rita", "omar"):
        assert house.visitor(who).post(f"{ways_out(house)}/not-held").status_code == 404


# --- Over to a colleague


def hand_over(house: House, to: str, reason: str = "On a plane.") -> tuple[int, str]:
    answer = house.visitor("ivan").post(f"{ways_out(house)}/decline", {"reason": reason, "colleague": house.ref(to)})
    return answer.status_code, answer.text


def one_to_one(house: House) -> None:
    """Nobody else is in the interview, whose stage is a series."""
    with house.changing():
        house.one(Slot, "casey-ines").declined_at = NOW


def test_a_colleague_gets_the_seat_with_what_was_asked_in_it(house: House) -> None:
    one_to_one(house)
    with house.changing():
        slot = house.one(Slot, "casey-ivan")
        slot.dimensions, slot.perspective = slot.dimensions[:2], "executive"
        db.session.add(Reminder(slot_id=slot.id, kind="ended", at=NOW))
    before = last_event(house)
    assert hand_over(house, "omar")[0] == 303
    ids = {name: person_id(house, name) for name in ("omar", "ivan")}
    assert told(house, before) == [
        ("slot.handed_over", {"to": ids["omar"]}),
        ("slot.assigned", {"person": ids["omar"]}),
    ]
    assert mails(house) == [("interview_handed_over", "rita"), ("interview_assigned", "omar")]
    with house.app.app_context():
        old = house.one(Slot, "casey-ivan")
        new = db.session.scalars(select(Slot).where(Slot.person_id == ids["omar"])).one()
        assert old.declined_at is not None
        pinned = [(one.dimensions, one.perspective, one.rubric_sha256, one.round, one.card) for one in (old, new)]
        assert pinned[0] == pinned[1]
        assert (new.assigned_by_id, new.owes_card) == (ids["ivan"], True)
    assert house.visitor("omar").get("/interviews").text.count("Casey Morgan") > 0
    assert house.visitor("ivan").get(f"{ways_out(house)}/brief").status_code == 404


def test_whoever_is_seated_deactivated_or_a_guest_is_not_on_offer(house: House) -> None:
    with house.changing():
        house.one(Person, "mona").deactivated_at = NOW
        house.one(Person, "priya").is_guest = True
    page = house.visitor("ivan").get(f"{ways_out(house)}/brief").text
    offered = {name: f'value="{house.ref(name)}"' in page for name in ("omar", "ines", "ivan", "mona", "priya")}
    assert offered == {"omar": True, "ines": False, "ivan": False, "mona": False, "priya": False}
    for name in ("ines", "ivan", "mona", "priya"):
        assert hand_over(house, name)[0] == 422


def test_a_conflict_of_interest_is_not_told_to_other_interviewers(house: House) -> None:
    one_to_one(house)
    with house.changing():
        application, omar = house.one(Application, "casey"), house.one(Person, "omar")
        ids = {"opening_id": application.opening_id, "application_id": application.id, "person_id": omar.id}
        db.session.add(Conflict(kind="relation", at=NOW, **ids))
    assert f'value="{house.ref("omar")}"' in house.visitor("ivan").get(f"{ways_out(house)}/brief").text
    status, page = hand_over(house, "omar")
    assert (status, "Omar Haddad cannot take this seat. Choose somebody else." in page) == (422, True)
    assert "conflict of interest with" not in page
    assert mails(house) == []


def test_a_confidential_opening_stays_among_its_own(house: House) -> None:
    with house.changing():
        application, remy = house.one(Application, "quinn"), house.one(Person, "remy")
        add_to_team(house.one(Opening, "heron"), house.one(Person, "max"), "committee", by=remy, now=NOW)
        interview = an_interview(application, "deep-dives", [house.one(Person, "omar")], starts_at=NOW + DAY, by=remy)
        ref = interview.slots[0].ref
    omar = house.visitor("omar")
    page = omar.get(f"/slots/{ref}/brief").text
    assert {name for name in ("max", "remy", "ines", "rita", "adam") if house.ref(name) in page} == {"max", "remy"}
    answer = omar.post(f"/slots/{ref}/decline", {"reason": "On a plane.", "colleague": house.ref("ines")})
    assert answer.status_code == 422


@pytest.mark.parametrize("reason", ["", " "])
def test_handing_over_wants_a_reason_as_declining_does(house: House, reason: str) -> None:
    assert hand_over(house, "omar", reason)[0] == 422


def test_somebody_who_has_another_interview_at_that_time_is_not_asked(house: House) -> None:
    """In the same words as somebody with a conflict of interest, or those would tell that there is one."""
    one_to_one(house)
    with house.changing():
        application, rita = house.one(Application, "noel"), house.one(Person, "rita")
        an_interview(application, "deep-dives", [house.one(Person, "omar")], starts_at=NOW - DAY, by=rita)
    status, page = hand_over(house, "omar")
    assert (status, "Omar Haddad cannot take this seat. Choose somebody else." in page) == (422, True)


def test_whoever_covers_is_chosen_beforehand(house: House) -> None:
    with house.changing():
        ivan, mona = house.one(Person, "ivan"), house.one(Person, "mona")
        days = {"first_day": date(2026, 11, 16), "last_day": date(2026, 11, 20)}
        db.session.add(Absence(person=ivan, cover=mona, by_id=ivan.id, added_at=NOW, **days))
    page = house.visitor("ivan").get(f"{ways_out(house)}/brief").text
    assert f'<option selected value="{house.ref("mona")}">Mona Lindgren</option>' in page
