"""Verbs on accounts: each does its one thing, records exactly its event, and says no in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from hiring.db import db
from hiring.models import Event, MailedLink, Person, PersonSession
from hiring.people import actions, queries
from hiring.people.actions import NewPerson
from hiring.refusal import Kind, Refusal
from tests.cast import NOW
from tests.house import House
from tests.people.letters import forget_sessions, last_path, live_sessions, mails

NEW = NewPerson("Nora Nilsen", " Nora@Example.org ", "Engineer", "Europe/Oslo", frozenset({"auditor"}))
MINUTE = timedelta(minutes=1)
NO_ADDRESS = "Mail cannot be sent to that address. One looks like name@example.org."
NO_ZONE = "There is no time zone called Mars/Base. One is Europe/London."


def events_after(house: House, change: Callable[[], object]) -> list[str]:
    """The kinds of the events that a change, committed, has added."""
    with house.changing():
        before = db.session.scalars(select(Event.seq).order_by(Event.seq.desc()).limit(1)).one()
        change()
        return list(db.session.scalars(select(Event.kind).where(Event.seq > before).order_by(Event.seq)))


def refusal_of(house: House, change: Callable[[], object]) -> tuple[str, Kind]:
    with house.app.app_context():
        with pytest.raises(Refusal) as no:
            change()
        db.session.rollback()
    return str(no.value), no.value.kind


def adam() -> Person:
    return db.session.scalars(select(Person).filter_by(email="adam@example.org")).one()


def test_an_invitation_makes_an_account_and_mails_its_link(house: House) -> None:
    assert events_after(house, lambda: actions.invite(NEW, by=adam(), now=NOW)) == ["person.invited"]
    with house.app.app_context():
        person = queries.by_email("nora@example.org")
        assert person is not None
        assert (person.name, person.title, person.zone) == ("Nora Nilsen", "Engineer", "Europe/Oslo")
        assert person.capability_kinds == {"auditor"}
        link = db.session.scalars(select(MailedLink)).one()
        assert (link.person_id, link.purpose) == (person.id, "invitation")
        assert link.expires_at - link.created_at == timedelta(days=7)
    assert mails(house) == [("invitation", "nora@example.org")]


@pytest.mark.parametrize(
    ("new", "sentence", "kind"),
    [
        (NewPerson("A", "ADAM@example.org"), "Somebody with the address adam@example.org has an account already.", 409),
        (NewPerson(" ", "a@b.org"), "Say the person's name.", 422),
        (NewPerson("A", '"a b"@x.org'), NO_ADDRESS, 422),
        (NewPerson("A", "a@b"), NO_ADDRESS, 422),
        (
            NewPerson("A", "a@b.org\nBcc: e@x.org"),
            NO_ADDRESS,
            422,
        ),
        (
            NewPerson("A", "a@b.org, c@d.org"),
            NO_ADDRESS,
            422,
        ),
        (
            NewPerson("A", "a" * 300 + "@x.org"),
            NO_ADDRESS,
            422,
        ),
        (
            NewPerson("A", "a@b.org", zone="Mars/Base"),
            "There is no time zone called Mars/Base. One is Europe/London.",
            422,
        ),
        (
            NewPerson("A", "a@b.org", capabilities=frozenset({"king"})),
            "There are these rights: user_admin, privacy_officer, auditor, open_openings, reports, group_reports.",
            422,
        ),
    ],
)
def test_who_cannot_be_invited(house: House, new: NewPerson, sentence: str, kind: int) -> None:
    said = refusal_of(house, lambda: actions.invite(new, by=None, now=NOW))
    assert said == (sentence, Kind(kind))
    assert mails(house) == []


def test_a_session_keeps_the_hash_of_its_secret_and_lasts_seven_days(house: House) -> None:
    forget_sessions(house)
    assert events_after(house, lambda: actions.sign_in(adam(), way="password", now=NOW)) == ["person.signed_in"]
    with house.app.app_context():
        session = db.session.scalars(select(PersonSession)).one()
        assert session.expires_at - session.created_at == timedelta(days=7)
        assert len(session.secret_sha256) == 64


def test_a_link_works_once(house: House) -> None:
    forget_sessions(house)
    with house.changing():
        actions.mail_link("Adam@example.org ", "sign_in", now=NOW)
    secret = last_path(house).removeprefix("/enter/")

    def use() -> None:
        link = queries.link_behind(secret)
        assert link is not None
        actions.enter(link, new_password=None, now=NOW + MINUTE)

    assert events_after(house, use) == ["person.signed_in"]
    assert refusal_of(house, use) == ("This link was used already or has expired.", Kind.GONE)
    assert live_sessions(house, "adam") == 1


def test_a_link_that_expired_a_second_ago_is_refused(house: House) -> None:
    with house.changing():
        actions.mail_link("adam@example.org", "sign_in", now=NOW)
    secret = last_path(house).removeprefix("/enter/")

    def use() -> None:
        link = queries.link_behind(secret)
        assert link is not None
        actions.enter(link, new_password=None, now=NOW + timedelta(minutes=15))

    assert refusal_of(house, use)[1] is Kind.GONE


def test_nobody_gets_mail_at_an_unknown_or_deactivated_address(house: House) -> None:
    with house.changing():
        actions.deactivate(house.one(Person, "omar"), by=adam(), now=NOW)
        actions.mail_link("stranger@example.org", "sign_in", now=NOW)
        actions.mail_link("omar@example.org", "reset", now=NOW)
    assert mails(house) == []
    with house.app.app_context():
        assert db.session.scalars(select(MailedLink)).all() == []


def test_a_new_password_ends_links_and_every_session_but_this(house: House) -> None:
    forget_sessions(house)
    with house.changing():
        actions.mail_link("adam@example.org", "reset", now=NOW)
        for _ in range(3):
            actions.sign_in(adam(), way="password", now=NOW)
        kept = db.session.scalars(select(PersonSession.id).order_by(PersonSession.id).limit(1)).one()
    change = lambda: actions.set_password(adam(), "a hash", session_id=kept, now=NOW)  # noqa: E731
    assert events_after(house, change) == ["person.password_set"]
    assert live_sessions(house, "adam") == 1
    with house.app.app_context():
        assert db.session.scalars(select(MailedLink.used_at)).all() == [NOW]
    assert mails(house) == [("reset", "adam@example.org")]
    events_after(house, change)
    assert mails(house) == [("reset", "adam@example.org"), ("password_set", "adam@example.org")]


def test_signing_out_elsewhere_leaves_this_browser(house: House) -> None:
    forget_sessions(house)
    with house.changing():
        actions.sign_in(adam(), way="password", now=NOW)
        actions.sign_in(adam(), way="password", now=NOW)
        kept = db.session.scalars(select(PersonSession.id).order_by(PersonSession.id).limit(1)).one()
    done = events_after(house, lambda: actions.sign_out_others(adam(), session_id=kept, now=NOW))
    assert done == ["person.signed_out_elsewhere"]
    with house.app.app_context():
        assert db.session.scalars(select(PersonSession.id).filter_by(ended_at=None)).all() == [kept]


def test_an_account_is_edited(house: House) -> None:
    edit = lambda: actions.edit_account(adam(), name="A. L.", zone="Asia/Tokyo", locale="en", now=NOW)  # noqa: E731
    assert events_after(house, edit) == ["person.edited"]
    with house.app.app_context():
        assert (adam().name, adam().zone) == ("A. L.", "Asia/Tokyo")


def test_deactivation_ends_sessions_and_links(house: House) -> None:
    forget_sessions(house)
    with house.changing():
        actions.sign_in(house.one(Person, "omar"), way="password", now=NOW)
        actions.mail_link("omar@example.org", "sign_in", now=NOW)
    done = events_after(house, lambda: actions.deactivate(house.one(Person, "omar"), by=adam(), now=NOW))
    assert done == ["person.deactivated"]
    assert live_sessions(house, "omar") == 0
    with house.app.app_context():
        assert db.session.scalars(select(MailedLink.used_at)).all() == [NOW]
        assert not house.one(Person, "omar").is_active


def test_the_last_administrator_stays(house: House) -> None:
    own = refusal_of(house, lambda: actions.deactivate(adam(), by=adam(), now=NOW))
    assert own == ("You cannot deactivate your own account. Ask another administrator.", Kind.CONFLICT)
    last = refusal_of(house, lambda: actions.deactivate(adam(), by=None, now=NOW))
    assert last == ("Adam Lindqvist is the last administrator. Invite another one first.", Kind.CONFLICT)


def test_nobody_is_deactivated_twice(house: House) -> None:
    with house.changing():
        actions.deactivate(house.one(Person, "omar"), by=None, now=NOW)
    again = refusal_of(house, lambda: actions.deactivate(house.one(Person, "omar"), by=None, now=NOW))
    assert again == ("Omar Haddad was deactivated already.", Kind.CONFLICT)


def test_ten_tries_at_one_address_and_then_a_quarter_of_an_hour(house: House) -> None:
    def try_once(now: timedelta = timedelta()) -> None:
        with house.changing():
            actions.count_try("password", "rita@example.org", client="192.0.2.1", now=NOW + now)

    for _ in range(10):
        try_once()
    with pytest.raises(Refusal) as no:
        try_once()
    assert no.value.kind is Kind.TOO_MANY
    assert str(no.value) == "Too many tries in a short time. Wait a quarter of an hour, then try again."
    try_once(15 * MINUTE)


def test_sixty_tries_from_one_client(house: House) -> None:
    with house.changing():
        for number in range(60):
            actions.count_try("password", f"{number}@example.org", client="192.0.2.1", now=NOW)
        with pytest.raises(Refusal):
            actions.count_try("password", "rita@example.org", client="192.0.2.1", now=NOW)
        actions.count_try("password", "rita@example.org", client="192.0.2.2", now=NOW)


def test_getting_in_forgets_the_tries_before(house: House) -> None:
    with house.changing():
        for _ in range(10):
            actions.count_try("password", "adam@example.org", client="192.0.2.1", now=NOW)
        actions.sign_in(adam(), way="link", now=NOW)
        actions.count_try("password", "adam@example.org", client="192.0.2.1", now=NOW)
