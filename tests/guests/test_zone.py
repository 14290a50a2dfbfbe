"""Two zones in one browser: to each, whoever was let into the other is nobody at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from hiring.db import db
from hiring.models import GuestPass, Person, Slot
from hiring.refs import new_ref
from tests.candidates.pairs import casey_twice
from tests.cast import NOW, PEOPLE
from tests.guests.gill import EMAIL, asked, entered, her_slot, newest_link
from tests.house import House, Visitor
from tests.unsafe_routes import IN_THE_GUESTS_ZONE, SENDINGS, address, body, contents

ONE_OF_EACH = ("executive", "casey", "casey-interview", "casey-ines", "dana-packet", "omar")
RANDOM = re.compile(rb'(name="(?:csrf_token|key)"[^>]*?value=)"[^"]*"')


def readable(house: House, *, guests: bool) -> Iterator[str]:
    """Every address to be read in one zone or outside it, about everything there is."""
    with house.app.app_context():
        hers = [her_slot(house).ref, her_slot(house).interview.ref]
    refs = [*map(house.ref, ONE_OF_EACH), *hers, new_ref()]
    for rule in house.app.url_map.iter_rules():
        if "GET" not in (rule.methods or set()) or rule.endpoint.startswith("guests.") != guests:
            continue
        for ref in refs if rule.arguments else [""]:
            with house.app.test_request_context():
                built = rule.build(dict.fromkeys(rule.arguments, 1 if "number" in rule.arguments else ref))
            assert built is not None
            yield built[1]


def told(answer: TestResponse) -> tuple[int, str | None, bytes]:
    return answer.status_code, answer.location, RANDOM.sub(rb"\1", answer.get_data())


def test_every_address_of_the_house_takes_a_guest_for_nobody(house: House) -> None:
    guest, nobody = entered(house), house.visitor()
    found = list(readable(house, guests=False))
    assert len(found) > 100
    assert [url for url in found if told(guest.get(url)) != told(nobody.get(url))] == []


@pytest.mark.parametrize("who", ["rita", "ines", "adam"])
def test_every_address_of_the_zone_takes_colleagues_for_nobody(house: House, who: str) -> None:
    entered(house)
    colleague, nobody = house.visitor(who), house.visitor()
    found = list(readable(house, guests=True))
    assert len(found) > 15
    assert [url for url in found if told(colleague.get(url)) != told(nobody.get(url))] == []


def test_a_guest_sends_nothing_to_the_house(house: House) -> None:
    guest = entered(house)
    casey_twice(house)  # or there would be nobody to merge her with
    with house.app.app_context():
        own = {her_slot(house).ref, her_slot(house).interview.ref}
    before = contents(house)
    wrong = [
        (endpoint, answer.status_code)
        for endpoint in SENDINGS
        for ref in (None, *own)
        if (answer := guest.post(address(house, endpoint, ref), body(house, endpoint))).status_code != 401
    ]
    assert (wrong, contents(house) == before) == ([], True)


@pytest.mark.parametrize("endpoint", IN_THE_GUESTS_ZONE)
def test_nobody_but_the_guest_sends_anything_in_the_zone(house: House, endpoint: str) -> None:
    guest, fields = entered(house), IN_THE_GUESTS_ZONE[endpoint]
    (url,) = [rule.rule for rule in house.app.url_map.iter_rules(endpoint)]
    before = contents(house)
    others = {who: house.visitor(who) for who in (None, *PEOPLE)}
    assert {who: one.post(url, fields).status_code for who, one in others.items()} == dict.fromkeys(others, 410)
    assert guest.client.post(url, data=fields).status_code == 400
    assert contents(house) == before
    assert guest.post(url, fields).status_code in ({422} if endpoint == "guests.hand_in" else {200, 303})


@pytest.mark.parametrize("endpoint", sorted(IN_THE_GUESTS_ZONE.keys() - {"guests.autosave", "guests.save"}))
def test_what_a_guest_sends_twice_has_one_effect(house: House, endpoint: str) -> None:
    guest, fields = entered(house), {**IN_THE_GUESTS_ZONE[endpoint], "key": new_ref()}
    (url,) = [rule.rule for rule in house.app.url_map.iter_rules(endpoint)]
    first = guest.post(url, fields).status_code
    once = contents(house)
    guest.post(url, fields)
    assert (contents(house), first) == (once, 422 if endpoint == "guests.hand_in" else 200)


def test_both_zones_in_one_browser_keep_to_themselves(house: House) -> None:
    """Rita, who asked the guest, tries the link in her own browser."""
    entered(house)
    rita = house.visitor("rita")
    with house.changing():
        db.session.scalars(select(GuestPass)).one().entered_at = None
    rita.post(newest_link(house))
    assert "Rita Moreau" in rita.get("/openings").text
    page = rita.get("/guest/").text
    assert ("Gill Marsh" in page, "Rita" in page) == (True, False)
    rita.post("/sign-out")
    assert (rita.get("/openings").status_code, rita.get("/guest/").status_code) == (303, 200)


def test_another_guests_seat_is_out_of_reach(house: House) -> None:
    """There is no ref in any path of the zone but a file's, and no field that names a seat."""
    entered(house)
    other = entered(house, "noel", email="other@example.com", name="Other Guest")
    saved = other.post("/guest/scorecard", {"headline": "Mine", "then": "close", "slot": "x"})
    assert saved.status_code == 422
    assert other.post("/guest/scorecard", {"headline": "Mine", "then": "close"}).status_code == 303
    with house.app.app_context():
        assert her_slot(house).draft is None
        assert her_slot(house, "other@example.com").draft is not None


def test_a_page_left_open_about_one_seat_writes_nothing_on_another(house: House) -> None:
    """Gill is asked to two candidates, and opens the second link while the first card is still open in a tab."""
    gill = entered(house)
    page, brief = gill.get("/guest/scorecard").text, gill.get("/guest/").text
    asked(house, "noel", starts_at=NOW - timedelta(hours=5))
    gill.post(newest_link(house))
    assert "Noel Abara" in gill.get("/guest/").text
    (saves,) = re.findall(r' action="(/guest/scorecard[^"]*)"', page)
    (keeps,) = re.findall(r'data-autosave="([^"]*)"', page)
    (declines,) = re.findall(r'action="(/guest/decline[^"]*)"', brief)
    typed = {"page": new_ref(), "client_seq": "1", "version": "0", "revs": "headline:0", "headline": "Of Casey."}
    posts = [(keeps, typed), (saves, {"headline": "Of Casey.", "then": "close"}), (declines, {"reason": "Ill."})]
    assert [gill.post(url, fields).status_code for url, fields in posts] == [410, 410, 410]
    with house.app.app_context():
        hers = select(Slot.id).join(Slot.draft).join(Slot.person).where(Person.email == EMAIL)
        assert db.session.scalars(hers).all() == []


@pytest.mark.parametrize("cookie", ["", "x", "\u00ff", "a" * 5_000, "\x01"])
def test_a_cookie_that_is_none_is_nobodys(house: House, cookie: str) -> None:
    entered(house)
    thief = Visitor(house.app)
    answer = thief.client.get("/guest/", headers={"Cookie": f"guest={cookie}"})
    assert answer.status_code == 410


def test_the_staffs_secret_is_no_pass_and_the_pass_no_session(house: House) -> None:
    guest = entered(house)
    pass_cookie = guest.client.get_cookie("guest")
    assert pass_cookie is not None
    forged = house.visitor()
    forged.client.set_cookie("guest", house.world.secrets["rita"])
    assert forged.get("/guest/").status_code == 410
    assert Visitor(house.app, pass_cookie.value).get("/").location == "/sign-in"
