"""Mail that arrives: from real boxes to what the house knows, and nothing from whoever only says they are somebody."""

from __future__ import annotations

import mailbox
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from hiring.db import db
from hiring.inbox.boxes import Unreadable, unread
from hiring.loops import actions
from hiring.loops.actions import Meeting, Seat
from hiring.mail import invites
from hiring.models import (
    Application,
    CandidateMail,
    CandidateQuestion,
    Event,
    Interview,
    Outgoing,
    Person,
    Promise,
    Slot,
)
from hiring.worker_errands import look_for_mail, read_mailbox
from tests.cast import DAY, NOW
from tests.factories import stage_of
from tests.house import House
from tests.portal.test_views import entered

AT = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
NOT_PROVEN = "It answers no mail of ours; we know its sender by address alone."


@pytest.fixture
def world(sqlite_world: Any) -> Any:
    """Nothing here depends on the database."""
    return sqlite_world


@pytest.fixture
def asked(house: House) -> str:
    """Mona and the candidate are asked to an interview; its ref."""
    with house.changing():
        casey = house.one(Application, "casey")
        plan = Meeting(stage=stage_of(casey, "presentation"), starts_at=AT, zone="Europe/London", minutes=60)
        interview = actions.schedule(
            casey, plan, [Seat(house.one(Person, "mona"))], by=house.one(Person, "rita"), now=NOW
        )
        return interview.ref


def reply(
    ref: str, who: str, answer: str, *, sender: str = "", start: str = "20261120T140000Z", **changes: str
) -> bytes:
    fields = {"uid": f"{ref}@localhost", "sequence": "0", **changes}
    return (
        f"From: {sender or who}\r\nSubject: Accepted\r\nMessage-ID: <{answer}-{who}>\r\n"
        'Content-Type: text/calendar; method=REPLY; charset="utf-8"\r\n\r\n'
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\n"
        f"UID:{fields['uid']}\r\nSEQUENCE:{fields['sequence']}\r\nDTSTART:{start}\r\n"
        f"ATTENDEE;PARTSTAT={answer}:mailto:{who}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    ).encode()


def letter(sender: str, *, answers: str = "", number: int = 1, more: str = "") -> bytes:
    head = f"From: {sender}\r\nSubject: Re: Tuesday\r\nMessage-ID: <{number}@example.net>\r\n{more}"
    return f"{head}{f'In-Reply-To: {answers}' + chr(13) + chr(10) if answers else ''}\r\nTuesday suits me.\r\n".encode()


def arrived(house: House, folder: Path, *mails: bytes, now: datetime = NOW) -> Counter[str]:
    """Read from a Maildir in which they lie."""
    box = mailbox.Maildir(folder / "mail")
    for mail in mails:
        box.add(mail)
    box.close()
    with house.set_up_as(mailbox=str(folder / "mail")) as app:
        return read_mailbox(app, now)


def replies(house: House, ref: str) -> tuple[str, str]:
    """The interviewer's, and the candidate's."""
    with house.app.app_context():
        interview = db.session.scalars(select(Interview).filter_by(ref=ref)).one()
        return interview.slots[0].reply, interview.reply


def mailed(house: House, kind: str) -> list[str]:
    with house.app.app_context():
        return [one.address for one in db.session.scalars(select(Outgoing).filter_by(kind=kind).order_by(Outgoing.id))]


def message_id(house: House, kind: str) -> str:
    with house.app.app_context():
        return db.session.scalars(select(Outgoing.message_id).filter_by(kind=kind)).one()


def events(house: House) -> list[str]:
    with house.app.app_context():
        return [one for one in db.session.scalars(select(Event.kind).order_by(Event.seq)) if one.endswith("replied")]


def test_answers_from_calendars_are_noted(house: House, asked: str, tmp_path: Path) -> None:
    found = arrived(
        house, tmp_path, reply(asked, "Mona@example.org", "ACCEPTED"), reply(asked, "casey@example.net", "TENTATIVE")
    )
    assert (found, replies(house, asked)) == (Counter(answer=2), ("accepted", "tentative"))
    assert sorted(events(house)) == ["interview.replied", "slot.replied"]
    # the same again tells nobody anything
    assert arrived(house, tmp_path, reply(asked, "mona@example.org", "ACCEPTED")) == Counter(answer=1)
    assert len(events(house)) == 2


def test_recruiters_hear_that_somebody_declines(house: House, asked: str, tmp_path: Path) -> None:
    arrived(
        house, tmp_path, reply(asked, "mona@example.org", "DECLINED"), reply(asked, "casey@example.net", "DECLINED")
    )
    assert replies(house, asked) == ("declined", "declined")
    assert mailed(house, "reply_declined") == ["rita@example.org"]
    assert mailed(house, "candidate_declined_time") == ["rita@example.org"]
    with house.app.app_context():
        slot = db.session.scalars(select(Slot).join(Slot.interview).where(Interview.ref == asked)).one()
        assert slot.declined_at is None


def test_nobody_answers_for_somebody_else(house: House, asked: str, tmp_path: Path) -> None:
    other = house.ref("casey-interview")
    found = arrived(
        house,
        tmp_path,
        reply(asked, "mona@example.org", "DECLINED", sender="omar@example.org"),
        reply(asked, "omar@example.org", "DECLINED"),
        reply(other, "mona@example.org", "DECLINED"),
        reply(asked, "mona@example.org", "DECLINED", uid=f"{asked}@elsewhere.example"),
        reply(asked, "mona@example.org", "DECLINED", uid="nothing"),
        reply(asked, "mona@example.org", "DECLINED", sequence="7"),
        reply(asked, "mona@example.org", "DECLINED", start="20261119T140000Z"),
    )
    assert (found, replies(house, asked)) == (Counter(nothing=7), ("needs_action", "needs_action"))
    assert events(house) == []


def test_an_answer_to_the_old_time_is_none_to_the_new_one(house: House, asked: str, tmp_path: Path) -> None:
    with house.changing():
        interview = db.session.scalars(select(Interview).filter_by(ref=asked)).one()
        interview.starts_at = AT + DAY
        invites.tell_moved(interview, was=AT, now=NOW)
    arrived(house, tmp_path, reply(asked, "mona@example.org", "ACCEPTED"))
    assert replies(house, asked) == ("needs_action", "needs_action")
    arrived(house, tmp_path, reply(asked, "mona@example.org", "ACCEPTED", start="20261121T140000Z", sequence="1"))
    assert replies(house, asked) == ("accepted", "needs_action")


def test_what_a_candidate_writes_joins_their_letters(house: House, asked: str, tmp_path: Path) -> None:
    with house.app.app_context():
        sent = db.session.scalars(select(Outgoing.message_id).filter_by(kind="candidate_interview")).one()
    mail = letter("Casey@Example.net", answers=sent)
    assert arrived(house, tmp_path, mail, mail) == Counter(letter=1, nothing=1)
    with house.app.app_context():
        (kept,) = db.session.scalars(select(CandidateMail))
        assert (kept.way, kept.subject, kept.body) == ("in", "Re: Tuesday", "Tuesday suits me.")
        assert (kept.application.ref, kept.in_reply_to, kept.by_id) == (house.ref("casey"), sent, None)


def kept(house: House) -> list[tuple[str, str, bool]]:
    """Of each letter that came: whose thread it is in, its id, and whether only the address says so."""
    with house.app.app_context():
        found = db.session.scalars(select(CandidateMail).where(CandidateMail.way == "in").order_by(CandidateMail.id))
        return [(one.application.ref, one.message_id, one.by_address_alone) for one in found]


def test_a_mail_that_answers_none_of_ours_is_kept_as_one_that_anybody_may_have_sent(
    house: House, asked: str, tmp_path: Path
) -> None:
    """From can be forged. The ids of our mails are known to those who got them; an id that its sender made up earlier
    proves nothing, nor does one out of somebody else's thread.
    """
    ours, staff = message_id(house, "candidate_interview"), message_id(house, "interview_assigned")
    casey, dana = house.ref("casey"), house.ref("dana")
    came = [
        (letter("casey@example.net", number=1), casey, True),
        (letter("casey@example.net", answers="<1@example.net>", number=2), casey, True),
        (letter("casey@example.net", answers=staff, number=3), casey, True),
        (letter("dana@example.net", answers=ours, number=4), dana, True),
        (letter("casey@example.net", answers=ours, number=5), casey, False),
        (letter("casey@example.net", answers="<5@example.net>", number=6), casey, False),
    ]
    for number, (mail, _whose, is_unproven) in enumerate(came):
        word = "unproven" if is_unproven else "letter"
        assert arrived(house, tmp_path, mail) == Counter({word: 1}), number
    assert kept(house) == [
        (whose, f"<{number}@example.net>", is_unproven) for number, (_mail, whose, is_unproven) in enumerate(came, 1)
    ]


def facts(house: House) -> list[Any]:
    """What somebody might think a letter changes."""
    with house.app.app_context():
        casey = house.one(Application, "casey")
        return [
            (casey.current_move_id, casey.entered_at, casey.due_at),
            db.session.execute(select(Promise.ended_at, Promise.kept)).all(),
            db.session.scalars(select(CandidateQuestion.state)).all(),
            db.session.execute(select(Interview.reply, Interview.cancelled_at).order_by(Interview.id)).all(),
            db.session.scalars(select(Slot.reply).order_by(Slot.id)).all(),
        ]


def test_nothing_is_done_about_a_mail_that_anybody_may_have_sent(house: House, asked: str, tmp_path: Path) -> None:
    """No move, no answer to an invitation, no promise or question ended: a colleague is told, and the trail says so."""
    with house.changing():
        casey, rita = house.one(Application, "casey"), house.one(Person, "rita")
        db.session.add(Promise(application=casey, what="", due_on=NOW.date(), made_by_id=rita.id, made_at=NOW - DAY))
        db.session.add(CandidateQuestion(application=casey, asked="Why now?", asked_at=NOW - DAY))
    before = facts(house)
    declining = reply(asked, "casey@example.net", "DECLINED", uid="anExampleOnlyNotOneRef@localhost")
    calendar = declining[declining.index(b"Content-Type") :]
    in_parts = letter("casey@example.net", more="Content-Type: multipart/mixed; boundary=b\r\n")
    parts = b"--b\r\n\r\nI withdraw.\r\n--b\r\n" + calendar + b"\r\n--b--\r\n"
    with_words = in_parts.replace(b"Tuesday suits me.\r\n", parts)
    assert arrived(house, tmp_path, declining, with_words) == Counter(nothing=1, unproven=1)
    assert facts(house) == before
    assert mailed(house, "candidate_may_have_written") == ["rita@example.org"]
    assert mailed(house, "candidate_wrote") + mailed(house, "candidate_declined_time") == []
    with house.app.app_context():
        assert db.session.scalars(select(Event.kind).order_by(Event.seq.desc()).limit(1)).one() == "letter.unproven"


def test_whoever_reads_the_thread_is_told_what_is_known_of_the_sender(house: House, asked: str, tmp_path: Path) -> None:
    words = ("The candidate</bdi>", "The candidate’s address</bdi>", "Sender not proven", NOT_PROVEN)
    rita, url = house.visitor("rita"), f"/applications/{house.ref('casey')}/letters"
    arrived(house, tmp_path, letter("casey@example.net", answers=message_id(house, "candidate_interview")))
    assert [rita.get(url).text.count(one) for one in words] == [1, 0, 0, 0]
    assert 'value="Re: Tuesday"' in rita.get(url).text
    arrived(house, tmp_path, letter("casey@example.net", number=2))
    assert [rita.get(url).text.count(one) for one in words] == [1, 1, 1, 1]
    assert 'value="Re: Tuesday"' not in rita.get(url).text  # our letter does not begin with words of nobody knows whom


def test_a_candidate_reads_what_came_in_their_name_and_can_still_write(house: House, tmp_path: Path) -> None:
    casey = entered(house)
    arrived(house, tmp_path, *(letter("casey@example.net", number=number) for number in range(12)))
    page = casey.get("/portal/letters").text
    assert (page.count(">Your address</bdi>"), page.count(">You</bdi>"), page.count(NOT_PROVEN)) == (12, 0, 12)
    for _twice in range(2):
        assert casey.post("/portal/letters", {"subject": "Re: Tuesday", "body": "Tuesday suits me."}).status_code == 303
    assert casey.get("/portal/letters").text.count(">You</bdi>") == 1


def test_strangers_machines_and_other_peoples_threads_add_nothing(house: House, asked: str, tmp_path: Path) -> None:
    with house.app.app_context():
        sent = db.session.scalars(select(Outgoing.message_id).filter_by(kind="candidate_interview")).one()
        staff = db.session.scalars(select(Outgoing.message_id).filter_by(kind="interview_assigned")).one()
    found = arrived(
        house,
        tmp_path,
        letter("omar@example.org", answers=sent, number=1),
        letter("nobody@example.com", answers=staff, number=2),
        letter("casey@example.net", answers=sent, number=3, more="Auto-Submitted: auto-replied\r\n"),
        letter("a@b.org, casey@example.net", answers=sent, number=4),
        b"x" * (1024 * 1024 + 1),
        b"\xff\xfe",
    )
    assert found == Counter(nothing=6)
    with house.app.app_context():
        assert db.session.scalars(select(CandidateMail)).all() == []


def test_a_letter_that_came_back_is_shown_as_such(house: House, asked: str, tmp_path: Path) -> None:
    with house.changing():
        mine = db.session.scalars(select(Outgoing).filter_by(kind="candidate_interview")).one()
        mine.sent_at, message_id = NOW, mine.message_id
    report = (
        "From: mailer-daemon@example.net\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {message_id}\r\n\r\n--b--\r\n"
    ).encode()
    assert arrived(house, tmp_path, report, report.replace(b"@hiring-loop", b"@else")) == Counter(returned=1, nothing=1)
    with house.app.app_context():
        mine = db.session.scalars(select(Outgoing).filter_by(kind="candidate_interview")).one()
        assert (mine.parked_at, mine.last_error) == (NOW, "It came back: nobody could deliver it.")


def mark_all(place: Path) -> int:
    """How many were there to be marked."""
    number = 0
    for lying in unread(str(place)):
        lying.mark_read()
        number += 1
    return number


def test_what_was_read_is_marked_and_stays(tmp_path: Path) -> None:
    places = {"maildir": mailbox.Maildir(tmp_path / "maildir"), "mbox": mailbox.mbox(tmp_path / "mbox")}
    for name, box in places.items():
        for number in range(3):
            box.add(letter("a@b.org", number=number))
        box.flush()
        box.close()
        assert (name, mark_all(tmp_path / name), mark_all(tmp_path / name)) == (name, 3, 0)
    kept = mailbox.mbox(tmp_path / "mbox")
    assert len(kept) == len(mailbox.Maildir(tmp_path / "maildir")) == 3
    kept.close()


def test_at_most_a_hundred_are_read_at_once(tmp_path: Path) -> None:
    box = mailbox.Maildir(tmp_path / "many")
    for number in range(130):
        box.add(letter("a@b.org", number=number))
    box.close()
    assert [mark_all(tmp_path / "many") for _ in range(3)] == [100, 30, 0]


def test_a_mailbox_that_is_not_there_does_not_stop_the_worker(house: House, tmp_path: Path) -> None:
    with pytest.raises(Unreadable):
        list(unread(str(tmp_path / "nowhere")))
    with house.set_up_as(mailbox=str(tmp_path / "nowhere")) as app:
        look_for_mail(app, NOW + timedelta(minutes=1))
