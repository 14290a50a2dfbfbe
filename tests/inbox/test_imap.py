"""The mailbox on a real IMAP server: each mail once, none lost when the line breaks, and troubles told in one line."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from hiring import outbox, worker
from hiring.db import db
from hiring.icals import MOST_BYTES
from hiring.inbox.boxes import Unreadable, unread
from hiring.inbox.understanding import understood
from hiring.models import CandidateMail, Outgoing
from hiring.outbox import Message
from hiring.worker_errands import read_mailbox
from tests.cast import NOW
from tests.house import House
from tests.inbox.imap_server import MailServer, imap_server
from tests.inbox.relay import relay

pytestmark = pytest.mark.xdist_group("imap")


@pytest.fixture
def world(sqlite_world: Any) -> Any:
    """Nothing here depends on the database."""
    return sqlite_world


@pytest.fixture(scope="module")
def running() -> Iterator[MailServer]:
    with imap_server() as server:
        yield server


@pytest.fixture
def server(running: MailServer) -> MailServer:
    running.empty()
    return running


def letter(number: int, words: str = "Tuesday suits me.") -> bytes:
    return (
        f"From: casey@example.net\nSubject: Re: Tuesday\nMessage-ID: <{number}@example.net>\n"
        f"Date: Tue, 17 Nov 2026 09:00:0{number} +0000\n\n{words}\n"
    ).encode()


def read(address: str) -> list[str]:
    """The ids of what lies there unread; afterwards it is marked."""
    found = []
    for lying in unread(address):
        mail = understood(lying.content)
        assert mail is not None
        found.append(f"{mail.message_id} {mail.body}")
        lying.mark_read()
    return found


def taken(house: House) -> list[str]:
    with house.app.app_context():
        return sorted(db.session.scalars(select(CandidateMail.message_id)))


@pytest.mark.parametrize("scheme", ["imap", "imaps"])
def test_what_lies_unread_is_read_once(server: MailServer, monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
    address = server.address(scheme)
    server.deliver(letter(1), letter(2, "Zoë"))
    assert sorted(read(address)) == ["<1@example.net> Tuesday suits me.", "<2@example.net> Zoë"]
    assert (read(address), server.unread()) == ([], 0)
    server.deliver(letter(3))
    assert read(address) == ["<3@example.net> Tuesday suits me."]


def test_what_was_looked_at_and_not_marked_is_still_unread(server: MailServer) -> None:
    server.deliver(letter(1))
    assert [len(list(unread(server.address()))) for _ in range(2)] == [1, 1]
    assert server.unread() == 1


def test_a_mail_too_large_to_read_is_left_alone_and_hides_no_other(server: MailServer) -> None:
    server.deliver(letter(1, "x" * MOST_BYTES), letter(2))
    assert read(server.address()) == ["<2@example.net> Tuesday suits me."]
    assert server.unread() == 1


@pytest.mark.parametrize(("word", "in_time"), [("LOGIN", 0), ("SEARCH", 0), ("FETCH", 0), ("STORE", 1)])
def test_nothing_is_lost_and_nothing_comes_twice_when_the_line_breaks(
    house: House, server: MailServer, word: str, in_time: int
) -> None:
    """Between the fetch and the mark the mail is kept already: it comes again, and is known."""
    server.deliver(*(letter(number) for number in range(1, 4)))
    with relay(server.plain, until=word.encode()) as port, house.set_up_as(mailbox=server.address(port=port)) as app:
        with pytest.raises(Unreadable):
            read_mailbox(app, NOW)
        assert (len(taken(house)), server.unread()) == (in_time, 3)
    with house.set_up_as(mailbox=server.address()) as app:
        assert read_mailbox(app, NOW) == Counter(unproven=3 - in_time, nothing=in_time)
        assert read_mailbox(app, NOW) == Counter()
    assert (taken(house), server.unread()) == ([f"<{number}@example.net>" for number in range(1, 4)], 0)


def test_a_wrong_password_is_one_line_in_the_log_and_the_worker_goes_on(
    house: House, server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    stop = threading.Event()

    def last(_app: Flask, _now: datetime) -> int:
        stop.set()
        return 0

    with house.changing():
        outbox.queue(Message("notice", "a@example.net", "News", "Hello.\n"), now=NOW)
    with house.set_up_as(mailbox=server.address(password="not-the-one")) as app:
        worker.run_forever(app, stop, sums=(last,))
    with house.app.app_context():
        assert db.session.scalars(select(Outgoing.sent_at.is_not(None)).filter_by(kind="notice")).all() == [True]
    (said,) = [one.getMessage() for one in caplog.records if one.levelname == "ERROR"]
    assert said == (
        "the mailbox could not be read: The mail server says: [AUTHENTICATIONFAILED] Authentication failed."
    )
    assert "not-the-one" not in caplog.text


def test_why_a_mailbox_cannot_be_read(server: MailServer) -> None:
    def trouble(address: str) -> str:
        with pytest.raises(Unreadable) as refused:
            list(unread(address))
        return str(refused.value)

    server.deliver(letter(1))
    assert trouble(f"{server.address()}/Nowhere").startswith("The mail server says: Mailbox doesn't exist: Nowhere")
    assert trouble(server.address(password="pässword")).startswith("The mail server says: ")
    assert trouble(server.address(port=1)) == "The mail server cannot be reached: [Errno 111] Connection refused"
    assert "certificate verify failed" in trouble(server.address("imaps"))
    assert server.unread() == 1
