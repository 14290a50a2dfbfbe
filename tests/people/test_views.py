"""The pages of accounts, people, sent mail and the demo: who may, what happens, and what it costs."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hiring import outbox
from hiring.db import db
from hiring.models import Outgoing, Person
from hiring.outbox import Message
from hiring.people import actions, passwords, queries
from hiring.people.actions import NewPerson
from tests.cast import NOW, PEOPLE
from tests.house import House, Visitor
from tests.people.letters import ANOTHER, PASSWORD, give_password, live_sessions, mails

INVITATION = {"name": "Nora Nilsen", "email": "nora@example.org", "title": "", "zone": "Europe/Oslo"}
PROFILE = {"name": "Rita M.", "zone": "Asia/Tokyo", "locale": "en"}


def people_and_mail(house: House, number: int) -> None:
    """That many more people, each with a mail."""
    with house.changing():
        for one in range(number):
            actions.invite(NewPerson(f"Person {one}", f"p{one}@example.org"), by=None, now=NOW)


@pytest.mark.parametrize("url", ["/people", "/sent-mail"])
@pytest.mark.parametrize("name", ["omar", "rita", "priya"])
def test_only_administrators_see_people_and_mail(house: House, url: str, name: str) -> None:
    people_and_mail(house, 1)
    answer = house.visitor(name).get(url)
    assert answer.status_code == 403
    assert "Your account does not include this. Ask an administrator." in answer.text
    assert "p0@example.org" not in answer.text


def test_what_an_administrator_may_do_others_may_not(house: House) -> None:
    people_and_mail(house, 1)
    with house.app.app_context():
        mail = db.session.scalars(select(Outgoing.ref)).one()
    omar = house.visitor("omar")
    assert omar.post("/people", INVITATION).status_code == 403
    stranger, known = f"/people/{'x' * 22}/deactivate", f"/people/{house.ref('rita')}/deactivate"
    assert omar.post(known).data == omar.post(stranger).data
    assert omar.post(known).status_code == 404
    assert omar.get(f"/sent-mail/{mail}").status_code == 404
    assert mails(house) == [("invitation", "p0@example.org")]
    with house.app.app_context():
        assert house.one(Person, "rita").is_active


@pytest.mark.parametrize(("url", "statements"), [("/people", 3), ("/sent-mail", 3), ("/account", 2)])
def test_pages_cost_the_same_however_many_people_there_are(house: House, url: str, statements: int) -> None:
    adam = house.visitor("adam")
    costs = []
    for more in (1, 30):
        with house.changing():
            for one in range(more):
                actions.invite(NewPerson(f"Person {one}", f"p{more}-{one}@example.org"), by=None, now=NOW)
        with house.counting() as sent:
            assert adam.get(url).status_code == 200
        costs.append(len(sent))
    assert costs == [statements, statements]


def test_an_invitation_is_sent_from_the_page(house: House) -> None:
    adam = house.visitor("adam")
    answer = adam.post("/people", INVITATION | {"capabilities": ["auditor"]})
    assert (answer.status_code, answer.location) == (303, "/people?invited=1")
    page = adam.get("/people?invited=1").text
    assert ("Nora Nilsen" in page, "The invitation is on its way" in page) == (True, True)
    assert mails(house) == [("invitation", "nora@example.org")]


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"email": '"a b"@x.org'}, 422),
        ({"email": "a" * 300 + "@x.org"}, 422),
        ({"email": "rita@example.org"}, 409),
        ({"zone": "Mars/Base"}, 422),
        ({"capabilities": "king"}, 422),
        ({"name": ""}, 422),
        ({"name": "Nora\x00"}, 422),
        ({"role": "user_admin"}, 422),
    ],
)
def test_a_wrong_invitation_keeps_what_was_typed(house: House, fields: dict[str, str], status: int) -> None:
    answer = house.visitor("adam").post("/people", INVITATION | {"title": "KEPT title"} | fields)
    assert (answer.status_code, 'value="KEPT title"' in answer.text) == (status, True)
    assert "There is a problem" in answer.text
    assert mails(house) == []


def test_deactivation_ends_what_was_open_at_once(house: House) -> None:
    omar = house.visitor("omar")
    assert omar.get("/account").status_code == 200
    answer = house.visitor("adam").post(f"/people/{house.ref('omar')}/deactivate")
    assert (answer.status_code, answer.location) == (303, "/people")
    assert omar.get("/account").status_code == 303
    assert live_sessions(house, "omar") == 0


def test_nobody_shuts_themselves_out(house: House) -> None:
    adam = house.visitor("adam")
    url = f"/people/{house.ref('adam')}/deactivate"
    answer = adam.post(url)
    assert answer.status_code == 409
    assert "You cannot deactivate your own account. Ask another administrator." in answer.text
    assert url not in adam.get("/people").text
    assert adam.get("/people").status_code == 200


# --- Account


def test_an_account_is_edited(house: House) -> None:
    rita = house.visitor("rita")
    assert rita.post("/account", PROFILE).location == "/account?done=saved"
    assert "Saved." in rita.get("/account?done=saved").text
    with house.app.app_context():
        person = house.one(Person, "rita")
        assert (person.name, person.zone, person.locale) == ("Rita M.", "Asia/Tokyo", "en")


@pytest.mark.parametrize("field", ["capabilities", "role", "email", "is_admin", "password_hash"])
def test_nobody_gives_themselves_rights_or_another_address(house: House, field: str) -> None:
    answer = house.visitor("rita").post("/account", PROFILE | {field: "user_admin"})
    assert answer.status_code == 422
    with house.app.app_context():
        person = house.one(Person, "rita")
        assert (person.name, person.email, person.capability_kinds) == (
            "Rita Moreau",
            "rita@example.org",
            {"open_openings"},
        )


def test_a_password_is_changed_with_the_present_one_and_other_browsers_leave(house: House) -> None:
    give_password(house, "rita")
    rita, other = house.visitor("rita"), house.visitor("rita")
    answer = rita.post("/account/password", {"current": PASSWORD, "password": ANOTHER})
    assert (answer.status_code, answer.location) == (303, "/account?done=password")
    assert (rita.get("/account").status_code, other.get("/account").status_code) == (200, 303)
    with house.app.app_context():
        assert passwords.is_right(ANOTHER, house.one(Person, "rita").password_hash)
    assert mails(house) == [("password_set", "rita@example.org")]


@pytest.mark.parametrize(
    ("fields", "status", "sentence"),
    [
        ({"current": ANOTHER}, 403, "That is not your present password. Nothing was changed."),
        ({"current": ""}, 403, "That is not your present password. Nothing was changed."),
        ({"password": "123456"}, 422, "A password has at least 12 characters."),
        ({"password": "Password1234"}, 422, "That is a password everybody tries first."),
        ({"password": "rita@example.org 1"}, 422, "That is little more than your name, your address or this product."),
        ({"password": "x" * 2000}, 422, "This is 2,000 characters long; 1,024 fit. Shorten it."),
        ({"password": ""}, 422, "Type a new password."),
    ],
)
def test_a_password_is_not_changed(house: House, fields: dict[str, str], status: int, sentence: str) -> None:
    give_password(house, "rita")
    rita, other = house.visitor("rita"), house.visitor("rita")
    answer = rita.post("/account/password", {"current": PASSWORD, "password": ANOTHER} | fields)
    assert (answer.status_code, sentence in answer.text) == (status, True)
    assert other.get("/account").status_code == 200
    with house.app.app_context():
        assert passwords.is_right(PASSWORD, house.one(Person, "rita").password_hash)


def test_without_a_password_none_is_set_from_the_account(house: House) -> None:
    rita = house.visitor("rita")
    assert "You have none: you sign in with a link that we mail you." in rita.get("/account").text
    assert rita.post("/account/password", {"current": "", "password": ANOTHER}).status_code == 403


def test_sixty_four_characters_are_a_password(house: House) -> None:
    give_password(house, "rita")
    long = "sixty-four characters of a phrase that somebody made up at lunch"
    answer = house.visitor("rita").post("/account/password", {"current": PASSWORD, "password": long})
    assert (len(long), answer.status_code) == (64, 303)


def test_other_browsers_are_signed_out(house: House) -> None:
    rita, other = house.visitor("rita"), house.visitor("rita")
    assert rita.post("/account/other-browsers").location == "/account?done=elsewhere"
    assert (rita.get("/account").status_code, other.get("/account").status_code) == (200, 303)


def test_passwords_are_guessed_ten_times_at_most(house: House) -> None:
    give_password(house, "rita")
    rita = house.visitor("rita")
    wrong = {"current": ANOTHER, "password": ANOTHER}
    assert [rita.post("/account/password", wrong).status_code for _ in range(11)] == [403] * 10 + [429]


# --- Sent mail


def a_mail(house: House) -> str:
    with house.changing():
        outbox.queue(Message("notice", "casey@example.net", "CANARY subject", "CANARY <b>body</b>\n"), now=NOW)
    with house.app.app_context():
        return db.session.scalars(select(Outgoing.ref).order_by(Outgoing.id.desc()).limit(1)).one()


def read_mail(visitor: Visitor, ref: str) -> str:
    return visitor.get("/sent-mail").text + visitor.get(f"/sent-mail/{ref}").text


def test_without_a_mail_server_the_page_is_the_letter_box(house: House) -> None:
    page = read_mail(house.visitor("adam"), a_mail(house))
    assert ("CANARY subject" in page, "CANARY &lt;b&gt;body&lt;/b&gt;" in page) == (True, True)


def test_with_a_mail_server_nobody_reads_what_it_carried(house: House) -> None:
    ref = a_mail(house)
    with house.set_up_as(smtp_url="smtp://localhost:25") as app:
        adam = Visitor(app, house.world.secrets["adam"])
        page = read_mail(adam, ref)
    assert ("CANARY" in page, "casey@example.net" in page, "notice" in page) == (False, False, True)


def test_sent_mail_has_pages(house: House) -> None:
    people_and_mail(house, 61)
    adam = house.visitor("adam")
    assert adam.get("/sent-mail").text.count("data-row") == 60
    assert adam.get("/sent-mail?page=2").text.count("data-row") == 1
    for odd in ("0", "-1", "x", "999999999999999999999"):
        assert adam.get(f"/sent-mail?page={odd}").status_code == 200


# --- The demo


def test_outside_the_demo_there_is_no_stage_door(house: House) -> None:
    visitor = house.visitor()
    assert visitor.get("/demo").data == visitor.get("/nowhere").data
    assert visitor.post("/demo", {"person": house.ref("adam")}).data == visitor.get("/nowhere").data
    with house.set_up_as(env="production", base_url="https://localhost") as app:
        assert Visitor(app).get("/demo", base_url="https://localhost").status_code == 404


def test_in_the_demo_one_becomes_anybody_who_is_active(house: House) -> None:
    with house.changing():
        actions.deactivate(house.one(Person, "omar"), by=None, now=NOW)
    with house.set_up_as(env="demo") as app:
        visitor = Visitor(app)
        page = visitor.get("/demo").text
        assert ("Be Ivan Petrov" in page, "Owes 1 scorecard." in page, "Omar" in page) == (True, True, False)
        assert visitor.post("/demo", {"person": house.ref("omar")}).status_code == 404
        assert visitor.get("/account").status_code == 303
        assert visitor.post("/demo", {"person": house.ref("adam")}).location == "/"
        assert "adam@example.org" in visitor.get("/account").text


def test_the_cast_costs_the_same_queries_however_many_there_are(house: House) -> None:
    costs = []
    for more in (0, 30):
        people_and_mail(house, more)
        with house.counting() as sent, house.app.app_context():
            assert len(queries.cast()) == len(PEOPLE) + more
        costs.append(len(sent))
    assert costs == [4, 4]
