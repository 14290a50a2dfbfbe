"""The guests' door: one link, one use, one seat, and closed the moment the seat is no longer theirs."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from hiring.conflicts import actions as conflicts
from hiring.db import db
from hiring.loops import actions as loops
from hiring.loops.actions import Seat
from hiring.models import Application, GuestPass, Interview, Person
from hiring.people import actions as people
from hiring.web.sign_in_state import sha256
from tests.cast import NOW
from tests.factories import a_scorecard
from tests.guests.gill import EMAIL, asked, entered, events, her_slot, let_in, masked, newest_link
from tests.house import House, Visitor

PAGES = ("/guest/", "/guest/scorecard", "/guest/scorecard/review", "/guest/scorecard/receipt")


def statuses(visitor: Visitor) -> set[int]:
    return {visitor.get(page).status_code for page in PAGES}


def test_looking_at_a_link_uses_nothing_up(house: House) -> None:
    asked(house)
    link, visitor = newest_link(house), house.visitor()
    for _ in range(2):
        assert (visitor.get(link).status_code, visitor.client.head(link).status_code) == (200, 200)
    with house.app.app_context():
        assert db.session.scalars(select(GuestPass.entered_at)).all() == [None]
    assert visitor.post(link).status_code == 303


def test_a_link_is_exchanged_for_a_cookie_of_its_own(house: House) -> None:
    asked(house)
    answer = house.visitor().post(newest_link(house))
    assert (answer.status_code, answer.location) == (303, "/guest/")
    (given,) = [line for line in answer.headers.getlist("Set-Cookie") if line.startswith("guest=")]
    parts = {part.strip().partition("=")[0] for part in given.split(";")}
    assert parts == {"guest", "Expires", "Max-Age", "HttpOnly", "Path", "SameSite"}
    assert re.findall(r"(?:Path|SameSite)=([^;]+)", given) == ["/", "Lax"]
    with house.app.app_context():
        kept = db.session.scalars(select(GuestPass)).one()
        assert kept.cookie_sha256 == sha256(re.findall(r"guest=([^;]+)", given)[0])
    assert events(house, "guest.invited", "guest.entered") == [("guest.invited", True), ("guest.entered", True)]


def test_behind_https_the_cookie_is_bound_to_the_host(house: House) -> None:
    asked(house)
    link = newest_link(house)
    with house.set_up_as(base_url="https://hiring.example.org") as app:
        visitor = Visitor(app)
        secure = {"base_url": "https://hiring.example.org", "headers": {"Referer": "https://hiring.example.org/"}}
        token = re.findall(r'name="csrf_token" value="([^"]+)"', visitor.get(link, **secure).text)[0]
        answer = visitor.client.post(link, data={"csrf_token": token}, **secure)
        (given,) = [line for line in answer.headers.getlist("Set-Cookie") if "guest=" in line]
        assert given.startswith("__Host-guest=")
        assert given.endswith("; Secure; HttpOnly; Path=/; SameSite=Lax")
        assert visitor.get("/guest/", **secure).status_code == 200


def test_of_six_who_press_the_button_at_once_one_is_let_in(house: House) -> None:
    asked(house)
    link, visitors = newest_link(house), [house.visitor() for _ in range(6)]
    tokens = [visitor.token() for visitor in visitors]

    def press(place: int) -> int:
        return visitors[place].client.post(link, data={"csrf_token": tokens[place]}).status_code

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(press, range(6))) == [303, *[410] * 5]
    assert sorted(visitor.get("/guest/").status_code for visitor in visitors) == [200, *[410] * 5]


def test_the_post_needs_its_token(house: House) -> None:
    asked(house)
    assert house.visitor().client.post(newest_link(house)).status_code == 400


def test_used_expired_and_invented_links_are_one_page(house: House) -> None:
    asked(house)
    used = newest_link(house)
    assert house.visitor().post(used).status_code == 303
    asked(house, "noel", email="other@example.com", name="Other Guest", starts_at=NOW + timedelta(days=30))
    fresh = newest_link(house, "other@example.com")
    bad = [used, f"{fresh}.", f"{fresh}%0a", "/guest/enter/%00", "/guest/enter/%ed%a0%80", "/guest/enter/" + "x" * 9999]
    answers = [house.visitor().get(url) for url in bad] + [house.visitor().post(used)]
    with time_machine.travel(NOW + timedelta(days=14), tick=False):
        answers += [house.visitor().get(fresh), house.visitor().post(fresh)]
    assert {answer.status_code for answer in answers} == {410}
    assert len({masked(answer.text) for answer in answers}) == 1
    assert re.findall("Gill|Casey|Send me a new one", answers[0].text) == ["Send me a new one"]


@pytest.mark.parametrize("which", ["used", "open", "invented", "declined"])
def test_a_new_link_is_sent_for_one_that_no_longer_opens(house: House, which: str) -> None:
    asked(house)
    old = newest_link(house)
    if which == "used":
        assert house.visitor().post(old).status_code == 303
    if which == "declined":
        with house.changing():
            slot = her_slot(house)
            loops.decline(slot, reason="I know him.", by=slot.person, now=NOW)
    later = house.visitor()
    with time_machine.travel(NOW + timedelta(minutes=11), tick=False):
        answers = [later.post("/guest/enter/invented" if which == "invented" else old, {"again": "1"}) for _ in (1, 2)]
    assert ({answer.status_code for answer in answers}, len({masked(one.text) for one in answers})) == ({200}, 1)
    assert (newest_link(house) != old) == (which == "used")
    sent = [("guest.invited", True)] + [("guest.invited", False)] * (which == "used")
    assert events(house, "guest.invited") == sent


def test_asking_for_a_new_link_puts_nobody_out_until_it_is_used(house: House) -> None:
    first = entered(house)
    with time_machine.travel(NOW + timedelta(minutes=11), tick=False):
        house.visitor().post(newest_link(house), {"again": "1"})
        assert first.get("/guest/").status_code == 200
        second = let_in(house)
        assert (first.get("/guest/").status_code, second.get("/guest/").status_code) == (410, 200)
    with house.app.app_context():
        live = select(func.count()).where(GuestPass.ended_at.is_(None), GuestPass.slot_id == her_slot(house).id)
        assert db.session.scalar(live) == 1


def test_of_two_links_in_one_browser_the_last_one_wins(house: House) -> None:
    visitor = entered(house)
    asked(house, "noel", email="other@example.com", name="Other Guest")
    assert re.findall("Casey Morgan|Noel Abara", visitor.get("/guest/").text)[0] == "Casey Morgan"
    visitor.post(newest_link(house, "other@example.com"))
    assert set(re.findall("Casey Morgan|Noel Abara", visitor.get("/guest/").text)) == {"Noel Abara"}


def the_seat_is_declined(house: House) -> None:
    loops.decline(her_slot(house), reason="I know him.", by=her_slot(house).person, now=NOW)


def the_interview_is_cancelled(house: House) -> None:
    interview = db.session.get_one(Interview, her_slot(house).interview_id)
    loops.cancel(interview, by=house.one(Person, "rita"), now=NOW)


def she_is_shut_out(house: House) -> None:
    people.deactivate(her_slot(house).person, by=house.one(Person, "adam"), now=NOW)


def she_gets_an_account(house: House) -> None:
    people.invite(people.NewPerson("Gill Marsh", EMAIL), by=house.one(Person, "adam"), now=NOW)


def she_has_a_conflict_of_interest(house: House) -> None:
    conflicts.declare(house.one(Application, "casey"), reason="My cousin.", by=her_slot(house).person, now=NOW)


def some_other_verb_takes_the_seat(house: House) -> None:
    """And forgets the pass: the seat is asked too."""
    her_slot(house).cancelled_at = NOW


ENDS: list[Callable[[House], None]] = [
    the_seat_is_declined,
    the_interview_is_cancelled,
    she_is_shut_out,
    she_gets_an_account,
    she_has_a_conflict_of_interest,
    some_other_verb_takes_the_seat,
]


@pytest.mark.parametrize("change", ENDS)
def test_once_the_seat_is_not_hers_the_pass_opens_nothing(house: House, change: Callable[[House], None]) -> None:
    visitor = entered(house)
    assert visitor.get("/guest/").status_code == 200
    with house.changing():
        change(house)
    assert statuses(visitor) == {410}
    assert visitor.post("/guest/scorecard", {"headline": "Late words"}).status_code == 410
    assert house.visitor().post(newest_link(house)).status_code == 410


def test_a_pass_that_ended_stays_dead_when_she_is_asked_again(house: House) -> None:
    visitor, old = entered(house), newest_link(house)
    with house.changing():
        the_seat_is_declined(house)
    with house.changing():
        slot = her_slot(house)
        loops.add_seat(slot.interview, Seat(slot.person), by=house.one(Person, "rita"), now=NOW)
    assert (statuses(visitor), house.visitor().get(old).status_code) == ({410}, 410)
    assert let_in(house).get("/guest/").status_code == 200
    assert statuses(visitor) == {410}


def test_a_conflict_that_has_ended_gives_back_the_seat_but_no_pass(house: House) -> None:
    visitor = entered(house)
    with house.changing():
        conflict = conflicts.declare(house.one(Application, "casey"), reason="?", by=her_slot(house).person, now=NOW)
    with house.changing():
        conflicts.end_conflict(db.session.merge(conflict), by=house.one(Person, "rita"), now=NOW + timedelta(hours=1))
    assert statuses(visitor) == {410}
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        visitor.post(newest_link(house), {"again": "1"})
        assert let_in(house).get("/guest/").status_code == 200


def test_a_browser_stays_in_for_thirty_days(house: House) -> None:
    visitor, found = entered(house), []
    for days in (29, 31):
        with time_machine.travel(NOW + timedelta(days=days), tick=False):
            found.append(visitor.get("/guest/").status_code)
    assert found == [200, 410]


def test_what_was_handed_in_can_be_read_for_thirty_days(house: House) -> None:
    asked(house)
    with house.changing():
        a_scorecard(her_slot(house), level=3, verdict="yes", words="Fine.", at=NOW - timedelta(days=9))
    visitor, found = let_in(house), []
    for days in (20, 22):
        with time_machine.travel(NOW + timedelta(days=days), tick=False):
            found.append(visitor.get("/guest/").status_code)
    assert found == [200, 410]


def test_without_a_pass_there_is_one_page_for_all(house: House) -> None:
    asked(house)
    nobody, thief, staff = house.visitor(), house.visitor(), house.visitor("rita")
    thief.client.set_cookie("guest", newest_link(house).rpartition("/")[2])
    answers = [one.get(page) for one in (nobody, thief, staff) for page in PAGES]
    assert {answer.status_code for answer in answers} == {410}
    assert len({answer.data for answer in answers}) == 1
