"""The worker against a real mail server: each mail once, later when refused, never to somebody who has left."""

from __future__ import annotations

import smtplib
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from email import message_from_bytes
from typing import Any

import pytest
import time_machine
from aiosmtpd.smtp import AuthResult
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.exc import SQLAlchemyError

from hiring import outbox, worker
from hiring.db import db
from hiring.mail.send import Send, sender_to
from hiring.mail.wire import Letter
from hiring.models import Outgoing, Person, TeamMember
from hiring.outbox import Message
from hiring.people import actions
from hiring.worker_errands import Errand, run_errands
from tests.cast import NOW
from tests.house import House
from tests.letterbox import Letterbox, mail_server

MINUTE = timedelta(minutes=1)


@pytest.fixture
def letterbox() -> Iterator[tuple[Letterbox, str]]:
    box = Letterbox()
    with mail_server(box) as port:
        yield box, f"smtp://127.0.0.1:{port}"


def promise(house: House, number: int = 1, **named: Any) -> None:
    with house.changing():
        to = house.one(Person, named.pop("to")) if "to" in named else None
        for one in range(number):
            outbox.queue(Message("notice", f"a{one}@example.net", f"News {one}", "Hello.\n", to=to, **named), now=NOW)


def rows(house: House) -> list[Outgoing]:
    with house.app.app_context():
        return list(db.session.scalars(select(Outgoing).order_by(Outgoing.id)))


def sending(into: list[Letter]) -> Send:
    return into.append


def refusing(_letter: Letter) -> None:
    raise smtplib.SMTPServerDisconnected("gone")


def test_promised_mail_reaches_the_server_once(house: House, letterbox: tuple[Letterbox, str]) -> None:
    box, url = letterbox
    promise(house, 3)
    assert worker.run_once(house.app, NOW, sender_to(url)) == 3
    assert worker.run_once(house.app, NOW + MINUTE, sender_to(url)) == 0
    assert [envelope.rcpt_tos for envelope in box.letters] == [[f"a{one}@example.net"] for one in range(3)]
    ids = {message_from_bytes(bytes(envelope.original_content or b""))["Message-ID"] for envelope in box.letters}
    assert ids == {row.message_id for row in rows(house)}
    assert [row.sent_at for row in rows(house)] == [NOW] * 3


def test_a_server_that_says_no_is_asked_later_and_later(house: House, letterbox: tuple[Letterbox, str]) -> None:
    box, url = letterbox
    box.answer = "451 try later"
    promise(house)
    (row,), now, waits = rows(house), NOW, []
    for _ in range(worker.TRIES):
        assert worker.run_once(house.app, now, sender_to(url)) == 1
        assert worker.run_once(house.app, now, sender_to(url)) == 0
        (row,) = rows(house)
        waits.append(row.ready_at - now)
        now = max(row.ready_at, now)
    assert waits[:-1] == list(worker.WAITS)
    assert (row.attempts, row.sent_at, row.parked_at) == (8, None, now)
    assert "451" in row.last_error
    box.answer = "250 OK"
    assert worker.run_once(house.app, now + timedelta(days=9), sender_to(url)) == 0


def test_a_server_that_comes_back_gets_the_mail(house: House, letterbox: tuple[Letterbox, str]) -> None:
    box, url = letterbox
    promise(house)
    assert worker.run_once(house.app, NOW, sender_to("smtp://127.0.0.1:1")) == 1
    assert worker.run_once(house.app, NOW + MINUTE, sender_to(url)) == 1
    assert len(box.letters) == 1


def test_one_mail_that_fails_does_not_hold_up_the_rest(house: House) -> None:
    promise(house, 3)
    sent: list[Letter] = []

    def send(letter: Letter) -> None:
        if letter.recipient == "a1@example.net":
            raise smtplib.SMTPRecipientsRefused({letter.recipient: (550, b"who?")})
        sent.append(letter)

    assert worker.run_once(house.app, NOW, send) == 3
    assert [letter.recipient for letter in sent] == ["a0@example.net", "a2@example.net"]


def test_without_a_mail_server_mail_is_delivered_to_the_page(house: House) -> None:
    promise(house)
    assert worker.run_once(house.app, NOW, None) == 1
    assert [row.sent_at for row in rows(house)] == [NOW]


def test_somebody_who_was_shut_out_gets_nothing_more(house: House) -> None:
    promise(house, to="omar")
    with house.changing():
        actions.deactivate(house.one(Person, "omar"), by=None, now=NOW)
    sent: list[Letter] = []
    assert worker.run_once(house.app, NOW, sending(sent)) == 1
    (row,) = rows(house)
    assert (sent, row.sent_at, row.parked_at) == ([], None, NOW)
    assert row.last_error == "Whoever it was for no longer has a part in this."


def test_news_of_an_opening_goes_only_to_those_who_still_have_a_part_in_it(house: House) -> None:
    with house.app.app_context():
        opening_id = db.session.scalars(
            select(TeamMember.opening_id).where(TeamMember.person_id == house.one(Person, "mona").id)
        ).one()
    for name in ("mona", "ines", "omar"):
        promise(house, to=name, opening_id=opening_id)
    sent: list[Letter] = []
    worker.run_once(house.app, NOW, sending(sent))
    assert [row.sent_at for row in rows(house)] == [NOW, NOW, None]
    with house.changing():
        seat = db.session.scalars(select(TeamMember).filter_by(person_id=house.one(Person, "mona").id)).one()
        seat.removed_at = NOW
    promise(house, to="mona", opening_id=opening_id)
    worker.run_once(house.app, NOW, sending(sent))
    assert len(sent) == 2


def test_what_cannot_be_sent_safely_is_parked_at_once(house: House) -> None:
    with house.changing():
        outbox.queue(Message("notice", "a@b.org, evil@x.org", "News", "Hello."), now=NOW)
    sent: list[Letter] = []
    assert worker.run_once(house.app, NOW, sending(sent)) == 1
    (row,) = rows(house)
    assert (sent, row.parked_at, row.attempts) == ([], NOW, 1)


def test_a_worker_that_died_leaves_its_mail_for_after_the_lease(house: House) -> None:
    promise(house)

    class Killed(BaseException):
        pass

    def die(_letter: Letter) -> None:
        raise Killed

    with pytest.raises(Killed):
        worker.run_once(house.app, NOW, die)
    sent: list[Letter] = []
    assert worker.run_once(house.app, NOW + worker.LEASE - MINUTE, sending(sent)) == 0
    assert worker.run_once(house.app, NOW + worker.LEASE, sending(sent)) == 1
    assert len(sent) == 1


def test_two_workers_send_each_mail_once(house: House) -> None:
    promise(house, 12)
    sent: list[Letter] = []
    workers = [
        threading.Thread(target=worker.run_once, args=(house.app, NOW, sending(sent)), daemon=True) for _ in range(3)
    ]
    for one in workers:
        one.start()
    for one in workers:
        one.join(60)
    worker.run_once(house.app, NOW, sending(sent))
    assert sorted(letter.recipient for letter in sent) == sorted(f"a{one}@example.net" for one in range(12))


def test_nothing_is_held_while_a_mail_is_on_its_way(house: House) -> None:
    promise(house)
    seen: list[bool] = []

    def send(_letter: Letter) -> None:
        seen.append(db.session.registry().in_transaction())

    worker.run_once(house.app, NOW, send)
    assert seen == [False]


def test_what_became_of_a_mail_and_the_next_claim_are_one_transaction(house: House) -> None:
    """Asked whether there is any, then for each mail: taken, read, noted; at the end there is none to take."""
    commits: list[object] = []

    def note(connection: object) -> None:
        commits.append(connection)

    with house.app.app_context():
        engine = db.engine
    event.listen(engine, "commit", note)
    found = []
    for number in (1, 10):
        promise(house, number)
        commits.clear()
        with house.counting() as sent:
            worker.run_once(house.app, NOW, None)
        found.append((len(sent), len(commits)))
    event.remove(engine, "commit", note)
    assert found == [(2 + 3 * number, number + 1) for number in (1, 10)]


def test_after_a_minute_other_errands_have_their_turn(house: House) -> None:
    promise(house, 4)
    sent: list[Letter] = []
    with time_machine.travel(NOW, tick=False) as clock:

        def send_slowly(letter: Letter) -> None:
            sent.append(letter)
            clock.shift(31)

        assert worker.run_once(house.app, NOW, send_slowly) == 2
        assert [row.claimed_until for row in rows(house)] == [None] * 4
        assert worker.run_once(house.app, NOW, send_slowly) == 2
    assert [letter.recipient for letter in sent] == [f"a{one}@example.net" for one in range(4)]


def test_the_worker_beside_the_web_server_stops_when_told(house: House) -> None:
    before = {thread.name for thread in threading.enumerate()}
    stop = worker.start_thread(house.app)
    (running,) = [one for one in threading.enumerate() if one.name not in before]
    stop.set()
    running.join(30)
    assert not running.is_alive()


def test_a_name_and_a_password_are_given_to_a_server_that_asks(house: House) -> None:
    box, asked = Letterbox(), []

    def check(_server: object, _session: object, _envelope: object, _way: str, given: Any) -> AuthResult:
        asked.append((given.login, given.password))
        return AuthResult(success=True)

    promise(house)
    with mail_server(box, authenticator=check, auth_require_tls=False) as port:
        worker.run_once(house.app, NOW, sender_to(f"smtp://us%40er:p%3Ass@127.0.0.1:{port}"))
    assert (asked, len(box.letters)) == ([(b"us@er", b"p:ss")], 1)


def failing(_app: Flask, _now: datetime) -> int:
    raise ZeroDivisionError("nobody thought of this")


def test_an_errand_that_fails_in_whatever_way_is_logged_and_holds_up_nothing(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    stop, rounds = threading.Event(), []

    def last(_app: Flask, now: datetime) -> int:
        rounds.append(now)
        stop.set()
        return 0

    promise(house)
    worker.run_forever(house.app, stop, sums=(failing, last))
    assert (len(rounds), {row.sent_at is None for row in rows(house)}) == (1, {False})
    (line,) = [one for one in caplog.records if one.levelname == "ERROR"]
    assert line.getMessage() == "the worker could not do its errand: failing"
    assert line.exc_info is not None
    assert str(line.exc_info[1]) == "nobody thought of this"


def test_what_failed_is_tried_again_in_a_minute_and_what_went_well_when_it_is_due(house: House) -> None:
    tried: list[str] = []

    def fail(_app: Flask, _now: datetime) -> None:
        tried.append("hourly")
        raise LookupError("each time")

    def fail_often(_app: Flask, _now: datetime) -> None:
        tried.append("always")
        raise SQLAlchemyError("the database is away")

    errands = [
        Errand("hourly", fail, timedelta(hours=1)),
        Errand("always", fail_often),
        Errand("good", lambda _app, _now: tried.append("good"), timedelta(hours=1)),
    ]
    for seconds in (0, 30, 60, 3600):
        run_errands(house.app, errands, NOW + timedelta(seconds=seconds))
        tried.append("|")
    assert " ".join(tried) == "hourly always good | always | hourly always | hourly always good |"


def test_each_errand_of_the_house_is_done_in_each_turn_that_it_is_due_in(house: House) -> None:
    errands = worker.errands_of(house.app, (worker.recalibrate, worker.report))
    assert [(one.name, one.every) for one in errands] == [
        ("anchor", timedelta(hours=1)),
        ("reminders", MINUTE),
        ("mailbox", MINUTE),
        ("outbox", timedelta()),
        ("calendars", timedelta()),
        ("recalibrate", timedelta(hours=1)),
        ("report", timedelta(hours=1)),
    ]


def test_an_address_that_cannot_be_told_to_a_server_holds_up_no_other(
    house: House, letterbox: tuple[Letterbox, str]
) -> None:
    box, url = letterbox
    with house.changing():
        outbox.queue(Message("notice", "zoë@example.net", "News", "Hello."), now=NOW)
    promise(house)
    assert worker.run_once(house.app, NOW, sender_to(url)) == 2
    assert [envelope.rcpt_tos for envelope in box.letters] == [["a0@example.net"]]
    assert [row.sent_at for row in rows(house)] == [None, NOW]
