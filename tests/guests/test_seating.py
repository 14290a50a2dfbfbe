"""Asking somebody from outside: by name and address, as any interviewer is asked, and without an account."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from hiring.access import may_still_receive
from hiring.db import db
from hiring.loops.actions import Meeting, Seat, schedule
from hiring.loops.actions import cancel as cancel_interview
from hiring.models import Application, Capability, GuestPass, Interview, Opening, Outgoing, Person, Slot
from hiring.openings.actions import add_to_team
from hiring.people import actions as people
from hiring.people import queries
from hiring.people.passwords import hashed
from hiring.policy import Permission, permits
from hiring.refusal import Refusal
from hiring.worker import run_once
from tests.cast import NOW
from tests.factories import stage_of
from tests.guests.gill import EMAIL, LINK, asked, events, her_slot, masked, newest_link
from tests.house import House, Visitor

GUEST = {"guest_name": "Gill Marsh", "guest_email": "Gill@Example.com "}


def a_panel(house: House) -> str:
    """An interview of Casey's that more than one may hold, with Mona in it."""
    with house.changing():
        casey, rita = house.one(Application, "casey"), house.one(Person, "rita")
        plan = Meeting(stage_of(casey, "presentation"), NOW + timedelta(days=3), "Asia/Tokyo", 60, "Room 4")
        return schedule(casey, plan, [Seat(house.one(Person, "mona"))], by=rita, now=NOW).ref


def row(house: House, **changes: Any) -> dict[str, Any]:
    with house.app.app_context():
        seat = db.session.scalars(select(Slot).where(Slot.person_id == house.one(Person, "mona").id)).first()
        dimensions = [] if seat is None else list(seat.dimensions)
    return {"person": "", "perspective": "adviser", "dimensions": dimensions, **GUEST, **changes}


def guests(house: House) -> list[tuple[str, str, str]]:
    with house.app.app_context():
        found = db.session.scalars(select(Person).where(Person.is_guest).order_by(Person.id))
        return [(one.name, one.email, one.zone) for one in found]


def test_a_recruiter_asks_a_guest_on_the_page_of_an_interview(house: House) -> None:
    url = f"/interviews/{a_panel(house)}"
    answer = house.visitor("rita").post(f"{url}/seats", row(house))
    assert (answer.status_code, answer.location) == (303, url)
    assert guests(house) == [("Gill Marsh", EMAIL, "Asia/Tokyo")]
    with house.app.app_context():
        slot = her_slot(house)
        assert (slot.perspective, slot.card, slot.person.password_hash) == ("adviser", "full", None)
        assert slot.person.capabilities == []
        given = db.session.scalars(select(GuestPass)).one()
        assert (given.slot_id, given.entered_at) == (slot.id, None)
        assert given.expires_at - given.sent_at == timedelta(days=14)
    assert events(house, "guest.invited") == [("guest.invited", True)]
    page = house.visitor("rita").get(url).text
    assert re.findall(r'<bdi class="b">([^<]+)</bdi>( <span class="chip">Guest)?', page)[-2:] == [
        ("Mona Lindgren", ""),
        ("Gill Marsh", ' <span class="chip">Guest'),
    ]


def test_a_recruiter_asks_a_guest_as_an_interview_is_scheduled(house: House) -> None:
    url = f"/applications/{house.ref('casey')}/interviews"
    page = house.visitor("rita").get(url).text
    (dimensions,) = {tuple(re.findall(r'name="seat1-dimensions" type="checkbox" value="([^"]+)"', page))}
    assert dimensions
    fields = {"stage": "deep-dives", "date": "2026-11-24", "time": "14:30", "zone": "Europe/Paris", "minutes": "60"}
    seat = {"seat1-perspective": "adviser", "seat1-dimensions": list(dimensions)}
    named = {"seat1-guest_name": "Gill Marsh", "seat1-guest_email": EMAIL}
    assert house.visitor("rita").post(url, {**fields, **seat, **named}).status_code == 303
    assert guests(house) == [("Gill Marsh", EMAIL, "Europe/Paris")]
    with house.app.app_context():
        assert her_slot(house).dimensions == list(dimensions)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"guest_email": ""}, "Write the guest&#39;s e-mail address."),
        ({"guest_name": " "}, "Write the guest&#39;s name."),
        ({"guest_email": "nowhere"}, "Mail cannot be sent to that address."),
        ({"guest_email": "a@b.example\r\nBcc: c@d.example"}, "holds a character that cannot be kept"),
        ({"guest_name": "x" * 281}, "281 characters long"),
        ({"guest_email": "omar@example.org"}, "is the address of an account here. Seat them as a colleague."),
        ({"guest_email": "casey@example.net"}, "has a conflict of interest with this candidate."),
        ({"person": "omar"}, "Choose a colleague or name a guest, not both."),
        ({"dimensions": []}, "Choose at least one dimension."),
        ({"guest_name": "", "guest_email": ""}, "Choose the interviewer."),
    ],
)
def test_what_is_refused_is_said_and_leaves_nobody_behind(house: House, changes: dict[str, Any], words: str) -> None:
    url = f"/interviews/{a_panel(house)}/seats"
    if "person" in changes:
        changes = {"person": house.ref("omar")}
    answer = house.visitor("rita").post(url, row(house, **changes))
    assert (answer.status_code, words in answer.text) == (422, True)
    assert guests(house) == []


def test_a_guest_is_asked_again_under_the_name_they_were_known_by(house: House) -> None:
    asked(house)
    asked(house, "noel", name="Gillian M. Marsh", starts_at=NOW + timedelta(days=2))
    assert guests(house) == [("Gill Marsh", EMAIL, "Europe/London")]
    assert len(events(house, "guest.invited")) == 2


def test_a_guest_is_booked_once_at_a_time_like_anybody(house: House) -> None:
    asked(house)
    with pytest.raises(Refusal, match="Gill Marsh has another interview at that time"):
        asked(house, "noel")


def test_the_mail_leads_into_the_zone_and_nowhere_else(house: House) -> None:
    asked(house)
    with house.app.app_context():
        mail = db.session.scalars(select(Outgoing).where(Outgoing.address == EMAIL)).one()
        base = house.world.settings.base_url
        assert re.findall(rf"{re.escape(base)}(\S*)", mail.body) == LINK.findall(mail.body)
        assert (mail.person_id, may_still_receive(mail)) == (her_slot(house).person_id, True)
        assert "Casey" not in mail.subject + mail.body
    with house.changing():
        interview = db.session.get_one(Interview, her_slot(house).interview_id)
        cancel_interview(interview, by=house.one(Person, "rita"), now=NOW)
    with house.app.app_context():
        first, last = db.session.scalars(select(Outgoing).where(Outgoing.address == EMAIL).order_by(Outgoing.id))
        assert (may_still_receive(first), may_still_receive(last)) == (False, True)
        assert (last.kind, base in last.body) == ("interview_cancelled", False)


def test_the_worker_mails_a_guest_who_has_a_seat(house: House) -> None:
    asked(house)
    sent: list[str] = []
    with house.set_up_as(smtp_url="smtp://127.0.0.1:1") as app:
        run_once(app, NOW, lambda letter: sent.append(letter.recipient))
    assert [address for address in sent if EMAIL in address] == [EMAIL]


# --- Not a colleague


def test_a_guest_is_in_no_list_of_colleagues(house: House) -> None:
    asked(house, starts_at=NOW + timedelta(days=9))
    rita = house.visitor("rita")
    lists = {
        "interviewers": rita.get(f"/applications/{house.ref('casey')}/interviews"),
        "team": rita.get(f"/openings/{house.ref('executive')}"),
        "account": rita.get("/account"),
    }
    assert {name: page.status_code for name, page in lists.items()} == dict.fromkeys(lists, 200)
    assert [name for name, page in lists.items() if "Gill" in page.text] == []


def test_a_guest_is_marked_where_people_are_administered(house: House) -> None:
    adam = house.visitor("adam")
    before = re.findall(r"\d+ may sign in", adam.get("/people").text)
    asked(house)
    page = adam.get("/people").text
    assert re.findall(r"\d+ may sign in", page) == before
    assert re.findall(r'<bdi class="b">Gill Marsh</bdi> <span class="chip">guest</span>', page) != []


def test_a_guest_is_given_no_part_in_an_opening(house: House) -> None:
    asked(house)
    url = f"/openings/{house.ref('executive')}"
    with house.app.app_context():
        version = house.one(Opening, "executive").version
    fields = {"person": "", "email": EMAIL, "role": "committee", "version": str(version)}
    answer = house.visitor("rita").post(f"{url}/team", fields)
    assert (answer.status_code, "Nobody here has that address." in answer.text) == (422, True)
    with house.changing():
        opening, gill = house.one(Opening, "executive"), her_slot(house).person
        with pytest.raises(Refusal, match="Gill Marsh no longer has an account here"):
            add_to_team(opening, gill, "committee", by=house.one(Person, "rita"), now=NOW)


@pytest.mark.parametrize(
    ("url", "fields"),
    [
        ("/sign-in", {"password": "correct battery horse"}),
        ("/sign-in/link", {"purpose": "sign_in"}),
        ("/sign-in/link", {"purpose": "reset"}),
    ],
)
def test_for_signing_in_a_guests_address_is_like_one_nobody_has(house: House, url: str, fields: dict[str, str]) -> None:
    """The same answer by the same statements, even if some password were there."""
    asked(house)
    with house.changing():
        her_slot(house).person.password_hash = hashed("correct battery horse")
    told = []
    for email in (EMAIL, "neil@example.com"):
        visitor = house.visitor()
        with house.counting() as sent:
            answer = visitor.post(url, {"email": email, **fields})
        said = masked(answer.text).replace(email, "…")
        told.append((answer.status_code, re.sub(r'name="key" value="[^"]+"', "", said), sent))
    assert told[0] == told[1]
    with house.app.app_context():
        letters = select(Outgoing.kind).where(Outgoing.address == EMAIL, Outgoing.kind != "guest_invitation")
        assert db.session.scalars(letters).all() == []


def test_even_with_a_session_a_guest_is_not_signed_in(house: House) -> None:
    asked(house)
    with house.changing():
        secret = people.sign_in(her_slot(house).person, way="planted", now=NOW)
    assert Visitor(house.app, secret).get("/").location == "/sign-in"


def test_an_invitation_turns_a_guest_into_a_colleague_with_the_same_seats(house: House) -> None:
    asked(house)
    fields = {"name": "Gillian Marsh", "email": EMAIL, "title": "Director", "zone": "Europe/Paris"}
    assert house.visitor("adam").post("/people", fields).status_code == 303
    assert guests(house) == []
    with house.app.app_context():
        gill = queries.by_email(EMAIL)
        assert gill is not None
        assert (gill.name, gill.may_sign_in, gill.id) == ("Gillian Marsh", True, her_slot(house).person_id)
        assert [one.ended_at is None for one in db.session.scalars(select(GuestPass))] == [False]
    with house.changing():
        secret = people.sign_in(her_slot(house).person, way="password", now=NOW)
    with house.app.app_context():
        url = f"/scorecards/{her_slot(house).ref}"
    assert Visitor(house.app, secret).get(url).status_code == 200
    assert house.visitor().post(newest_link(house)).status_code == 410
    again = house.visitor("adam").post("/people", fields)
    assert (again.status_code, "has an account already" in again.text) == (409, True)


def test_a_right_over_the_house_means_nothing_in_the_zone(house: House) -> None:
    """What a guest may do comes from the seat alone, whatever stands beside their name."""
    asked(house)
    with house.changing():
        db.session.add(Capability(person_id=her_slot(house).person_id, kind="user_admin", granted_at=NOW))
    visitor = house.visitor()
    visitor.post(newest_link(house))
    seen = []
    with house.app.test_request_context(headers={"Cookie": f"guest={visitor.client.get_cookie('guest').value}"}):  # type: ignore[union-attr]
        from hiring.web.guest_state import current_seat, require_guest

        require_guest(NOW)
        seen = [one.value for one in Permission if permits(one, current_seat().standing) and "person" in one.value]
    assert seen == []
