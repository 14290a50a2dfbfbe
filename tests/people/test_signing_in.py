"""Signing in and out as a browser does it: what works, what does not, and what a stranger learns from either."""

from __future__ import annotations

import base64
import json
import re
from html import unescape
from typing import Any

import pytest
import time_machine
from argon2 import PasswordHasher
from sqlalchemy import select

from hiring.db import db
from hiring.models import Outgoing, Person, PersonSession
from hiring.people import actions, passwords
from tests.cast import DAY, NOW
from tests.house import House, Visitor
from tests.people.letters import ANOTHER, PASSWORD, give_password, last_body, last_path, live_sessions, mails

RITA = {"email": "rita@example.org", "password": PASSWORD}
WRONG = "Address and password do not go together. Try again, or have a link mailed to you."


class CountingHasher(PasswordHasher):
    """Counts how often it is asked to work."""

    work = 0

    def verify(self, *given: Any, **named: Any) -> Any:
        self.work += 1
        return super().verify(*given, **named)

    def hash(self, *given: Any, **named: Any) -> str:
        self.work += 1
        return super().hash(*given, **named)


@pytest.fixture
def hasher(monkeypatch: pytest.MonkeyPatch) -> CountingHasher:
    counting = CountingHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", counting)
    return counting


def sign_in(house: House, **fields: str) -> Visitor:
    visitor = house.visitor()
    answer = visitor.post("/sign-in", RITA | fields)
    assert (answer.status_code, answer.location) == (303, "/")
    return visitor


def is_in(visitor: Visitor) -> bool:
    return visitor.get("/account").status_code == 200


def test_address_and_password_open_the_door(house: House) -> None:
    give_password(house, "rita")
    assert is_in(sign_in(house))


def test_upper_case_and_spaces_in_the_address_are_slips(house: House) -> None:
    give_password(house, "rita")
    assert is_in(sign_in(house, email="  Rita@Example.ORG "))


@pytest.mark.parametrize(
    "fields", [{"password": ANOTHER}, {"email": "nobody@example.org"}, {"email": "omar@example.org"}]
)
def test_anything_else_is_one_sentence_with_the_address_kept(house: House, fields: dict[str, str]) -> None:
    give_password(house, "rita")
    visitor = house.visitor()
    answer = visitor.post("/sign-in", RITA | fields)
    assert answer.status_code == 422
    assert WRONG in answer.text
    assert f'value="{(RITA | fields)["email"]}"' in answer.text
    assert (RITA | fields)["password"] not in answer.text
    assert not is_in(visitor)


def test_a_deactivated_person_stays_out(house: House) -> None:
    give_password(house, "omar")
    with house.changing():
        actions.deactivate(house.one(Person, "omar"), by=None, now=NOW)
    answer = house.visitor().post("/sign-in", {"email": "omar@example.org", "password": PASSWORD})
    assert (answer.status_code, WRONG in answer.text) == (422, True)


def test_known_and_unknown_addresses_cost_the_same_work(house: House, hasher: CountingHasher) -> None:
    give_password(house, "rita")
    bodies, costs = set(), []
    for email in ("rita@example.org", "omar@example.org", "nobody@example.org"):
        visitor = house.visitor()
        token = visitor.token()
        hasher.work = 0
        with house.counting() as sent:
            answer = visitor.client.post("/sign-in", data={"csrf_token": token, "email": email, "password": ANOTHER})
        costs.append((sorted(statement.split(" RETURNING")[0] for statement in sent), hasher.work))
        bodies.add(re.sub(r'value="[^"]*"', "", answer.text))
    assert len(bodies) == 1
    assert costs[0] == costs[1] == costs[2]
    assert [work for _sent, work in costs] == [1, 1, 1]


@pytest.mark.parametrize("purpose", ["sign_in", "reset"])
def test_asking_for_a_link_costs_the_same_work(house: House, purpose: str, hasher: CountingHasher) -> None:
    costs, bodies = [], set()
    for email in ("rita@example.org", "nobody@example.org"):
        visitor = house.visitor()
        token = visitor.token()
        with house.counting() as sent:
            answer = visitor.client.post(
                "/sign-in/link", data={"csrf_token": token, "email": email, "purpose": purpose}
            )
        costs.append(list(sent))
        bodies.add(answer.text.replace(email, ""))
        assert answer.status_code == 200
    assert costs[0] == costs[1]
    assert (len(bodies), hasher.work) == (1, 0)
    assert mails(house) == [(purpose, "rita@example.org")]


def test_after_ten_tries_there_is_a_pause_for_everybody_at_that_address(house: House) -> None:
    give_password(house, "rita")
    visitor = house.visitor()
    for _ in range(10):
        assert visitor.post("/sign-in", RITA | {"password": ANOTHER}).status_code == 422
    answer = visitor.post("/sign-in", RITA)
    assert answer.status_code == 429
    assert "Too many tries in a short time. Wait a quarter of an hour, then try again." in answer.text
    with time_machine.travel(NOW + DAY / 48, tick=True):
        assert visitor.post("/sign-in", RITA).status_code == 303


def test_a_forwarded_address_does_not_get_around_the_pause(house: House) -> None:
    visitor = house.visitor()
    answers = [
        visitor.post("/sign-in", RITA, headers={"X-Forwarded-For": f"192.0.2.{number}"}).status_code
        for number in range(11)
    ]
    assert answers == [422] * 10 + [429]


def test_a_huge_password_is_refused_before_it_is_hashed(house: House, hasher: CountingHasher) -> None:
    answer = house.visitor().post("/sign-in", RITA | {"password": "x" * 2000})
    assert (answer.status_code, hasher.work) == (422, 0)
    assert "This is 2,000 characters long; 1,024 fit. Shorten it." in answer.text


def test_signing_in_begins_a_new_session_whatever_the_browser_held(house: House) -> None:
    give_password(house, "rita")
    visitor = house.visitor()
    with visitor.client.session_transaction() as cookie:
        cookie["secret"] = "fixed by somebody else"
    token_before = visitor.token()
    visitor.client.post("/sign-in", data={"csrf_token": token_before, **RITA})
    with visitor.client.session_transaction() as cookie:
        assert cookie["secret"] != "fixed by somebody else"
        first = cookie["secret"]
    visitor.post("/sign-in", RITA)
    with visitor.client.session_transaction() as cookie:
        assert cookie["secret"] != first
    assert visitor.client.post("/sign-out", data={"csrf_token": token_before}).status_code == 400


def test_signing_out_ends_the_session_for_every_copy_of_the_cookie(house: House) -> None:
    visitor = house.visitor("rita")
    stolen = house.app.test_client()
    with visitor.client.session_transaction() as cookie, stolen.session_transaction() as copy:
        copy.update(cookie)
    assert stolen.get("/account").status_code == 200
    answer = visitor.post("/sign-out")
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert stolen.get("/account").status_code == 303
    stolen.get("/sign-in")
    assert stolen.get("/account").status_code == 303
    assert live_sessions(house, "rita") == 0


def test_a_session_that_was_deleted_stays_away(house: House) -> None:
    visitor = house.visitor("rita")
    assert is_in(visitor)
    with house.changing():
        for session in db.session.query(PersonSession):
            db.session.delete(session)
    assert not is_in(visitor)
    with house.app.app_context():
        assert db.session.query(PersonSession).count() == 0


def test_a_session_ends_after_seven_days(house: House) -> None:
    visitor = house.visitor("rita")
    with time_machine.travel(NOW + 7 * DAY, tick=True):
        assert not is_in(visitor)


def test_an_edited_cookie_is_nobodys(house: House) -> None:
    visitor = house.visitor("rita")
    name = house.app.config["SESSION_COOKIE_NAME"]
    cookie = visitor.client.get_cookie(name)
    assert cookie is not None
    body = base64.urlsafe_b64encode(json.dumps({"secret": "x"}).encode()).decode().rstrip("=")
    for value in (body + cookie.value[cookie.value.index(".") :], body, "", cookie.value[:-1] + "!"):
        visitor.client.set_cookie(name, value)
        assert visitor.get("/account").status_code == 303


@pytest.mark.parametrize("url", ["/sign-in", "/sign-in/link", "/sign-out", "/enter/x", "/account", "/people"])
def test_no_post_without_a_token(house: House, url: str) -> None:
    for visitor in (house.visitor(), house.visitor("adam")):
        assert visitor.client.post(url, data={}).status_code == 400
        assert visitor.client.post(url, data={"csrf_token": house.visitor().token()}).status_code == 400
    assert mails(house) == []


# --- Mailed links


def mail_link(house: House, purpose: str = "sign_in", **fields: str) -> str:
    answer = house.visitor().post("/sign-in/link", {"email": "rita@example.org", "purpose": purpose, **fields})
    assert answer.status_code == 200
    return last_path(house)


def test_a_mailed_link_signs_in_once_and_looking_does_not_use_it_up(house: House) -> None:
    path = mail_link(house)
    visitor = house.visitor()
    for _scanner in range(3):
        looked = visitor.get(path)
        assert (looked.status_code, "Rita Moreau" in looked.text) == (200, True)
        assert visitor.client.head(path).status_code == 200
    answer = visitor.post(path)
    assert (answer.status_code, answer.location) == (303, "/")
    assert is_in(visitor)
    used = house.visitor()
    assert [used.get(path).status_code, used.post(path).status_code] == [404, 404]
    assert not is_in(used)


def test_dead_links_are_all_one_page(house: House) -> None:
    used, expired, ended = mail_link(house), mail_link(house), mail_link(house)
    house.visitor().post(used)
    bodies = {house.visitor().get(url).text for url in (used, "/enter/never-sent", "/enter/" + "x" * 3000)}
    with time_machine.travel(NOW + DAY, tick=True):
        bodies.add(house.visitor().get(expired).text)
    with house.changing():
        actions.deactivate(house.one(Person, "rita"), by=None, now=NOW)
    bodies.add(house.visitor().get(ended).text)
    assert len(bodies) == 1


def test_links_lead_to_the_address_the_operator_set(house: House) -> None:
    visitor = house.visitor()
    fields = {"csrf_token": visitor.token(), "email": "rita@example.org", "purpose": "sign_in"}
    visitor.client.post(
        "/sign-in/link", data=fields, headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
    )
    with house.app.app_context():
        assert [row for row in db.session.scalars(select(Outgoing.body)) if "evil" in row] == []


def test_a_mailed_link_leads_on_to_where_one_was_going(house: House) -> None:
    path = mail_link(house, next="/account?done=saved")
    assert path.endswith("?next=%2Faccount%3Fdone%3Dsaved")
    answer = house.visitor().post(path)
    assert answer.location == "/account?done=saved"


@pytest.mark.parametrize(
    "onward",
    ["//evil.com", "/\\evil.com", "///evil.com", "https:evil.com", "javascript:evil", "/evil\r\nSet-Cookie:a=b"],
)
def test_nobody_is_sent_out_of_the_house(house: House, onward: str) -> None:
    give_password(house, "rita")
    visitor = house.visitor()
    assert "evil" not in visitor.get("/sign-in", query_string={"next": onward}).text
    answer = visitor.post("/sign-in", RITA | {"next": onward})
    assert (answer.status_code, answer.location, answer.headers.get_all("Set-Cookie") != []) == (303, "/", True)
    path = mail_link(house)
    assert house.visitor().post(path, query_string={"next": onward}).location == "/"


def test_a_reset_sets_the_password_and_signs_every_other_browser_out(house: House) -> None:
    give_password(house, "rita")
    other = house.visitor("rita")
    path, second = mail_link(house, "reset"), mail_link(house, "reset")
    visitor = house.visitor()
    assert visitor.post(path).status_code == 422
    weak = visitor.post(path, {"password": "rita moreau 2026"})
    assert (weak.status_code, "That is little more than your name" in weak.text) == (422, True)
    assert visitor.post(path, {"password": ANOTHER}).status_code == 303
    assert (is_in(visitor), is_in(other)) == (True, False)
    assert house.visitor().get(path).status_code == 404
    assert house.visitor().post(second, {"password": PASSWORD}).status_code == 404
    assert house.visitor().post("/sign-in", RITA).status_code == 422
    assert "A new password was set for your account." in last_body(house)


def test_a_link_to_sign_in_sets_no_password(house: House) -> None:
    path = mail_link(house)
    assert house.visitor().post(path, {"password": ANOTHER}).status_code == 422
    with house.app.app_context():
        assert house.one(Person, "rita").password_hash is None


def test_an_invitation_opens_the_account_with_or_without_a_password(house: House) -> None:
    for number, fields in enumerate(({}, {"password": ANOTHER})):
        house.visitor("adam").post("/people", {"name": "N", "email": f"n{number}@example.org", "zone": "UTC"})
        visitor = house.visitor()
        assert visitor.post(last_path(house), fields).status_code == 303
        assert is_in(visitor)
    assert house.visitor().post("/sign-in", {"email": "n0@example.org", "password": ANOTHER}).status_code == 422
    assert house.visitor().post("/sign-in", {"email": "n1@example.org", "password": ANOTHER}).status_code == 303


# --- Nobody is signed in


def test_a_page_is_asked_for_again_after_signing_in(house: House) -> None:
    give_password(house, "rita")
    visitor = house.visitor()
    answer = visitor.get("/account?done=saved")
    assert (answer.status_code, answer.location) == (303, "/sign-in?next=/account?done%3Dsaved")
    assert 'value="/account?done=saved"' in visitor.get(answer.location).text
    assert visitor.post("/sign-in", RITA | {"next": "/account?done=saved"}).location == "/account?done=saved"


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of a page, as a browser would send them."""
    return {
        name[1]: unescape(value[1])
        for tag in re.findall(r'<input[^>]*type="hidden"[^>]*>', page)
        if (name := re.search(r'name="([^"]*)"', tag)) and (value := re.search(r'value="([^"]*)"', tag))
    }


def test_what_was_typed_survives_the_end_of_a_session(house: House) -> None:
    give_password(house, "rita")
    visitor = house.visitor("rita")
    token = visitor.token()
    with house.changing():
        for session in db.session.query(PersonSession):
            session.ended_at = NOW
    typed = {"name": 'Rita "the second" <b>Moreau</b>', "zone": "Asia/Tokyo", "locale": "en"}
    answer = visitor.client.post("/account", data={"csrf_token": token, **typed})
    assert answer.status_code == 401
    assert "You were signed out. What you typed is kept on this page" in answer.text
    page = visitor.client.post("/sign-in", data={**hidden(answer.text), **RITA})
    assert (page.status_code, "Continue: send what you typed" in page.text) == (200, True)
    again = hidden(page.text)
    assert {name: again[name] for name in typed} == typed
    assert visitor.client.post("/account", data=again).location == "/account?done=saved"
    with house.app.app_context():
        assert house.one(Person, "rita").name == typed["name"]


@pytest.mark.parametrize("headers", [{"Origin": "http://localhost"}, {"Sec-Fetch-Site": "same-origin"}])
def test_so_does_what_was_typed_before_signing_in_again_elsewhere(house: House, headers: dict[str, str]) -> None:
    visitor = house.visitor("rita")
    typed = {"csrf_token": "of the session before", "name": "Rita again", "zone": "UTC", "locale": "en"}
    answer = visitor.client.post("/account", data=typed, headers=headers)
    assert (answer.status_code, "Continue: send what you typed" in answer.text) == (400, True)
    assert visitor.client.post("/account", data=hidden(answer.text)).status_code == 303
    gone = house.visitor().client.post("/account", data=typed, headers=headers)
    assert (gone.status_code, "Rita again" in gone.text) == (401, True)


@pytest.mark.parametrize(
    "headers", [{}, {"Origin": "null"}, {"Origin": "http://evil.example", "Sec-Fetch-Site": "cross-site"}]
)
def test_nothing_is_carried_for_a_page_elsewhere(house: House, headers: dict[str, str]) -> None:
    for visitor in (house.visitor(), house.visitor("rita")):
        answer = visitor.client.post("/account", data={"name": "CANARY words of mine"}, headers=headers)
        assert (answer.status_code, "CANARY" in answer.text) == (400, False)
