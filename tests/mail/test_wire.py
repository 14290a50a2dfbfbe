"""The bytes a mail server is given: our headers, each once, one recipient, whatever stood in names and subjects."""

from __future__ import annotations

from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiring.mail.wire import HEADERS, Unsendable, letter
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
    assert sorted(mail.keys()) == sorted(HEADERS)
    assert (mail["From"], mail["To"], mail["Subject"]) == (SENDER, "Rita <a@b.org>", "News")
    assert (mail["Message-ID"], mail["Auto-Submitted"]) == ("<0123456789@hiring-loop>", "auto-generated")
    assert mail.get_content().replace("\r\n", "\n") == "Grüße.\n.\n.. and a long line " + "x" * 2000 + "\n"


@pytest.mark.parametrize("words", HARMFUL)
def test_a_name_or_subject_adds_no_header_and_no_reader(words: str) -> None:
    mail = read(outgoing(subject=words, name=words))
    assert sorted(mail.keys()) == sorted(HEADERS)
    assert [one.addr_spec for one in mail["To"].addresses] == ["a@b.org"]


@given(st.text(max_size=200), st.text(max_size=100))
def test_anything_typed_is_sent_safely_or_not_at_all(subject: str, name: str) -> None:
    try:
        mail = read(outgoing(subject=subject, name=name))
    except Unsendable:
        return
    assert sorted(mail.keys()) == sorted(HEADERS)
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


def test_the_envelope_is_for_one() -> None:
    sent = letter(outgoing(name=None), sender=SENDER, now=NOW)
    assert (sent.sender, sent.recipient) == ("hiring@example.org", "a@b.org")
