"""The bytes a mail server is given: our headers, each once, one recipient, whatever stood in names and subjects."""

from __future__ import annotations

from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiring.mail.wire import HEADERS, IN_ONE_PART, Unsendable, letter
from hiring.models import Outgoing, Person
from tests.cast import NOW

SENDER = "Hiring Loop <hiring@example.org>"
HARMFUL = [
    "=?utf-8?q?a=0ABcc=3A_e=40x?=",
    "a@b.c, evil@x",
    'quoted "name" <evil@x.org>',
    "Zoë Ångström-Ñandú",
    "山田太郎",
    "a" * 300,
    "=?utf-8?b?Ckn?= =?x?=",
    "comma, semicolon; colon: \\",
]


def outgoing(subject: str = "News", body: str = "Hello.\n", name: str | None = "Rita", to: str = "a@b.org") -> Outgoing:
    return Outgoing(
        kind="notice",
        address=to,
        subject=subject,
        body=body,
        message_id="<0123456789@hiring-loop>",
        person=None if name is None else Person(name=name),
    )


def read(mail: Outgoing) -> EmailMessage:
    message = BytesParser(policy=policy.default).parsebytes(letter(mail, sender=SENDER, now=NOW).content)
    assert isinstance(message, EmailMessage)
    return message


def test_a_letter_is_what_was_promised() -> None:
    mail = read(outgoing(body="Grüße.\n.\n.. and a long line " + "x" * 2000 + "\n"))
    assert sorted(mail.keys()) == sorted(IN_ONE_PART)
    assert (mail["From"], mail["To"], mail["Subject"]) == (SENDER, "Rita <a@b.org>", "News")
    assert (mail["Message-ID"], mail["Auto-Submitted"]) == ("<0123456789@hiring-loop>", "auto-generated")
    assert mail.get_content().replace("\r\n", "\n") == "Grüße.\n.\n.. and a long line " + "x" * 2000 + "\n"


@pytest.mark.parametrize("words", HARMFUL)
def test_a_name_or_subject_adds_no_header_and_no_reader(words: str) -> None:
    mail = read(outgoing(subject=words, name=words))
    assert sorted(mail.keys()) == sorted(IN_ONE_PART)
    assert [one.addr_spec for one in mail["To"].addresses] == ["a@b.org"]


@given(st.text(max_size=200), st.text(max_size=100))
def test_anything_typed_is_sent_safely_or_not_at_all(subject: str, name: str) -> None:
    try:
        mail = read(outgoing(subject=subject, name=name))
    except Unsendable:
        return
    assert sorted(mail.keys()) == sorted(IN_ONE_PART)
    assert [one.addr_spec for one in mail["To"].addresses] == ["a@b.org"]


@pytest.mark.parametrize(
    "mail",
    [
        outgoing(subject="News\r\nBcc: evil@x.org"),
        outgoing(name="Rita\nBcc: evil@x.org"),
        outgoing(to="a@b.org, evil@x.org"),
        outgoing(to="a@b.org\r\nBcc: evil@x.org"),
        outgoing(to="nobody"),
        outgoing(to=""),
    ],
)
def test_what_cannot_be_sent_safely_is_not_sent(mail: Outgoing) -> None:
    with pytest.raises(Unsendable):
        letter(mail, sender=SENDER, now=NOW)


CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"


def in_parts(**changes: str) -> Outgoing:
    mail = outgoing(**changes)
    mail.html, mail.calendar = "<p>Grüße.</p>\n", CALENDAR
    return mail


def test_html_and_a_calendar_file_go_along_with_the_same_words() -> None:
    mail = read(in_parts(body="Grüße.\n"))
    assert sorted(mail.keys()) == sorted(HEADERS)
    words, page, calendar = mail.iter_parts()
    assert [one.get_content_type() for one in (words, page, calendar)] == ["text/plain", "text/html", "text/calendar"]
    assert (words.get_content(), page.get_content()) == ("Grüße.\r\n", "<p>Grüße.</p>\r\n")
    assert (calendar.get_param("method"), calendar.get_content()) == ("REQUEST", CALENDAR)


def test_every_server_can_carry_it() -> None:
    sent = letter(in_parts(body="Grüße " * 500), sender=SENDER, now=NOW).content
    assert sent.isascii()
    assert max(map(len, sent.split(b"\r\n"))) <= 998


@pytest.mark.parametrize("words", HARMFUL)
def test_a_mail_in_parts_has_no_other_header_either(words: str) -> None:
    mail = read(in_parts(subject=words, name=words, body=f"--{words}\nBcc: evil@x.org\n"))
    assert sorted(mail.keys()) == sorted(HEADERS)
    assert [one.addr_spec for one in mail["To"].addresses] == ["a@b.org"]


def test_a_calendar_file_that_asks_nothing_is_not_sent() -> None:
    mail = in_parts()
    mail.calendar = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
    with pytest.raises(Unsendable, match="without a method"):
        letter(mail, sender=SENDER, now=NOW)


def test_the_envelope_is_for_one() -> None:
    sent = letter(outgoing(name=None), sender=SENDER, now=NOW)
    assert (sent.sender, sent.recipient) == ("hiring@example.org", "a@b.org")
