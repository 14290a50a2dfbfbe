"""What a mail says: who writes, in answer to what, and whether a person did; and mail that was made to break it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.icals import MOST_BYTES
from hiring.inbox.understanding import LONGEST_BODY, Received, understood

HEAD = "From: Casey Morgan <Casey@example.net>\r\nMessage-ID: <a@example.net>\r\nSubject: Re: Your interview\r\n"


def read(more: str = "", body: str = "Tuesday suits me.", head: str = HEAD) -> Received:
    found = understood(f"{head}{more}\r\n{body}".encode())
    assert found is not None
    return found


def test_a_letter() -> None:
    assert read("In-Reply-To: <2@hiring-loop>\r\nReferences: <1@hiring-loop> <2@hiring-loop>\r\n") == Received(
        message_id="<a@example.net>",
        sender="casey@example.net",
        subject="Re: Your interview",
        body="Tuesday suits me.",
        answers=("<2@hiring-loop>", "<1@hiring-loop>"),
        calendar=None,
        is_automatic=False,
        came_back=False,
    )


@pytest.mark.parametrize(
    "more",
    [
        "Auto-Submitted: auto-replied\r\n",
        "Auto-Submitted: auto-generated\r\n",
        "Precedence: bulk\r\n",
        "X-Autoreply: yes\r\n",
        "List-Id: <list.example.org>\r\n",
        "Return-Path: <>\r\n",
    ],
)
def test_machines_are_told_from_people(more: str) -> None:
    assert read(more).is_automatic
    assert not read("Auto-Submitted: no\r\n").is_automatic


@pytest.mark.parametrize(
    "address", [b"casey\xff@example.net", b'"ca\0sey"@example.net', b"=?utf-8?q?a=00?=@example.net"]
)
def test_an_address_that_no_database_keeps_is_nobodys(address: bytes) -> None:
    found = understood(b"From: " + address + b"\r\nIn-Reply-To: <1\0@hiring-loop> <\xe9\xe9@hiring-loop>\r\n\r\nHello.")
    assert found is not None
    assert (found.sender, found.answers) == ("", ())


@pytest.mark.parametrize("head", [b"From: " + b"a@b.c," * 15_000, b"Content-Type: text/plain; " + b"a*0=b; " * 15_000])
def test_a_header_that_takes_long_to_read_is_not_read_to_its_end(head: bytes) -> None:
    begun = time.process_time()
    understood(head + b"\r\n\r\nHello.")
    assert time.process_time() - begun < 1


def test_a_report_says_which_letter_came_back() -> None:
    report = (
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nNobody of that name.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nAction: failed\r\n"
        "--b\r\nContent-Type: {kind}\r\n\r\nMessage-ID: <1@hiring-loop>\r\nSubject: x\r\n\r\n--b--\r\n"
    )
    for kind in ("message/rfc822", "text/rfc822-headers"):
        found = understood(("From: mailer-daemon@example.net\r\n" + report.format(kind=kind)).encode())
        assert found is not None
        assert (found.came_back, found.is_automatic, found.answers) == (True, True, ("<1@hiring-loop>",))


@pytest.mark.parametrize(
    "head",
    [
        "Subject: x\r\n",
        "From: casey@example.net, omar@example.net\r\n",
        "From: casey@example.net\r\nFrom: omar@example.net\r\n",
        "From: \r\n",
        "From: Group: casey@example.net, omar@example.net;\r\n",
    ],
)
def test_whoever_does_not_say_who_writes_is_nobody(head: str) -> None:
    assert read(head=head).sender == ""


def test_of_a_page_its_words_are_read() -> None:
    page = "<html><head><title>T</title><style>p{}</style></head><body><p>Yes,<br>gladly</p><script>x()</script></body>"
    assert read("Content-Type: text/html\r\n", page).body == "Yes,\ngladly"


def test_words_are_kept_short_and_visible() -> None:
    found = read(body="a\0\x1b[31m" + "x" * 50_000)
    assert (len(found.body), found.body[:6]) == (LONGEST_BODY, "a[31mx")
    subject = read(head="From: a@b.org\r\nSubject: =?utf-8?q?a=0ABcc=3A_e=40x?=" + "y" * 900 + "\r\n").subject
    assert (len(subject) <= 280, "\n" in subject) == (True, False)


def test_a_mail_without_an_id_has_the_same_one_each_time() -> None:
    first, second = (read(head="From: a@b.org\r\n") for _ in range(2))
    assert first.message_id == second.message_id != ""


def test_too_much_is_not_read() -> None:
    assert understood(b"x" * (MOST_BYTES + 1)) is None
    deep = HEAD + "".join(f'Content-Type: multipart/mixed; boundary="{n}"\r\n\r\n--{n}\r\n' for n in range(3000))
    understood(deep.encode())
    many = 'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + "--b\r\n\r\nx\r\n" * 20_000
    assert read(many).body == "x"


@settings(max_examples=100)
@given(st.binary(max_size=400), st.text(max_size=200))
def test_anything_is_read_or_left(noise: bytes, words: str) -> None:
    for content in (
        noise,
        HEAD.encode() + noise,
        f"From: {words}\r\nSubject: {words}\r\n\r\n{words}".encode("utf-8", "replace"),
    ):
        understood(content)
