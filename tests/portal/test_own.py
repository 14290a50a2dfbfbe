"""What a candidate does from their own page, and what they read there: theirs alone, and never a score."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from hiring.asked import answer as answer_question
from hiring.db import db
from hiring.models import (
    Adjustment,
    Application,
    Attachment,
    CandidateMail,
    CandidateQuestion,
    Event,
    Interview,
    Opening,
    Outgoing,
    PayBand,
    Person,
    Promise,
    StageRow,
    TimeOffer,
)
from hiring.refs import new_ref
from tests.answers.said import a_letter
from tests.cast import DAY, NOW
from tests.factories import an_interview, at_stage
from tests.house import ON_SQLITE, House, Visitor
from tests.portal.test_views import entered

PDF = b"%PDF-1.7\n"
PAGES = ("letters", "questions", "files", "needs", "prepare", "clock", "withdraw", "about-you")


def words_of(page: str) -> str:
    """What stands between the bar and the foot."""
    main = page.partition("<main")[2].partition(">")[2]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def mails(house: House) -> list[tuple[str, str]]:
    with house.app.app_context():
        found = db.session.execute(
            select(Outgoing.kind, Outgoing.address).where(Outgoing.kind != "portal.link").order_by(Outgoing.id)
        )
        return [(row.kind, row.address) for row in found]


def last_event(house: House) -> tuple[str, int | None]:
    with house.app.app_context():
        event = db.session.scalars(select(Event).order_by(Event.seq.desc()).limit(1)).one()
        return event.kind, event.by_id


@ON_SQLITE
def test_the_first_page_says_by_when_what_pays_and_what_to_pick(house: House) -> None:
    with house.changing():
        casey, rita = house.one(Application, "casey"), house.one(Person, "rita")
        opening = house.one(Opening, "executive")
        db.session.add(
            Promise(
                application=casey,
                what="Whether you meet the panel.",
                due_on=NOW.date() + timedelta(days=7),
                made_by_id=rita.id,
                made_at=NOW,
            )
        )
        db.session.add(PayBand(opening_id=opening.id, currency="EUR", low_minor=200_000_00, high_minor=None))
        stage = casey.current_move.stage
        for picked in (None, NOW):
            offer = TimeOffer(
                application=casey, stage=stage, minutes=45, zone="Europe/London", seats=[], offered_by_id=rita.id
            )
            offer.offered_at, offer.closes_at, offer.withdrawn_at = NOW, NOW + 3 * DAY, picked
            db.session.add(offer)
    page = entered(house).get("/portal/").text
    said = words_of(page)
    assert "You hear from us by Tue 24 Nov. Whether you meet the panel." in said
    assert "This position pays €200,000 a year or more." in said
    assert re.findall(r'href="(/portal/times)"', page) == ["/portal/times"]


@ON_SQLITE
def test_times_are_told_by_their_own_clock(house: House) -> None:
    with house.changing():
        casey, rita = house.one(Application, "casey"), house.one(Person, "rita")
        an_interview(casey, "deep-dives", [rita], starts_at=NOW + 2 * DAY, by=rita)
    casey = entered(house)
    assert casey.post("/portal/clock", {"zone": "Asia/Tokyo"}).status_code == 303
    assert re.findall(r"Thu 19 Nov, \d\d:\d\d</bdi></span> <span[^>]*><bdi>[^<]*", casey.get("/portal/").text) == [
        'Thu 19 Nov, 19:00</bdi></span> <span class="mute sm nw"><bdi>Asia/Tokyo'
    ]
    refused = casey.post("/portal/clock", {"zone": "../../etc/passwd"})
    assert (refused.status_code, "There is no time zone of that name" in refused.text) == (422, True)


def test_a_letter_goes_into_the_thread_and_to_who_recruits(house: House) -> None:
    casey = entered(house)
    with house.changing():
        a_letter(house.one(Application, "casey"), at=NOW - DAY, words="News")
        a_letter(house.one(Application, "dana"), at=NOW - DAY)
    assert casey.post("/portal/letters", {"subject": "A question", "body": "When?"}).status_code == 303
    with house.app.app_context():
        kept = db.session.scalars(select(CandidateMail).where(CandidateMail.way == "in")).one()
        assert (kept.application.ref, kept.subject, kept.body) == (house.ref("casey"), "A question", "When?")
    assert mails(house) == [("candidate_wrote", "rita@example.org")]
    said = words_of(casey.get("/portal/letters").text)
    assert ("News body" in said, "When?" in said, "CANARY" in said) == (True, True, False)


@ON_SQLITE
def test_ten_letters_wait_and_no_more(house: House) -> None:
    casey = entered(house)
    answers = [casey.post("/portal/letters", {"subject": "Again", "body": f"{n}?"}).status_code for n in range(11)]
    assert answers == [303] * 10 + [409]
    with house.changing():
        a_letter(house.one(Application, "casey"), at=NOW + timedelta(hours=1))
    assert casey.post("/portal/letters", {"subject": "Again", "body": "And?"}).status_code == 303


@ON_SQLITE
def test_a_question_is_asked_and_its_answer_read(house: House) -> None:
    casey = entered(house)
    assert casey.post("/portal/questions", {"question": "Why is the seat open?"}).status_code == 303
    with house.changing():
        question = db.session.scalars(select(CandidateQuestion)).one()
        assert (question.application.ref, question.noted_by_id) == (house.ref("casey"), None)
    assert "no answer yet Why is the seat open?" in re.sub(" +", " ", words_of(casey.get("/portal/questions").text))
    with house.changing():
        question = db.session.scalars(select(CandidateQuestion)).one()
        answer_question(question, "The last one went home to Chile.", by=house.one(Person, "rita"), now=NOW)
    assert "The last one went home to Chile." in words_of(casey.get("/portal/questions").text)


UPLOADS = {
    "upload-002": ("evil.svg", b"<svg onload=alert(1)>", 422),
    "upload-003": ("cv.pdf", PDF + b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>", 303),
    "upload-004": ("cv.pdf", b"<?php system($_GET[0]);", 422),
    "upload-005": ("cv.pdf.php", PDF, 303),
    "upload-006": ("../../x", PDF, 303),
    "upload-007": ('a"\r\nSet-Cookie: a=b', PDF, 303),
    "upload-008": ("x" * 5000, PDF, 303),
    "upload-009": ("CON", PDF, 303),
    "upload-010": ("cv.pdf", b"", 422),
    "upload-011": ("cv.pdf", PDF + b"x" * 11 * 1024 * 1024, 413),
    "upload-012": ("cv.docx", b"PK\x03\x04<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>", 422),
    "upload-013": ("cv.docx", b"PK\x03\x04", 422),
}


@ON_SQLITE
@pytest.mark.parametrize("name", UPLOADS)
def test_a_file_is_a_pdf_kept_under_a_random_name(house: House, name: str) -> None:
    called, content, status = UPLOADS[name]
    casey = entered(house)
    answer = casey.post("/portal/files", {"file": (io.BytesIO(content), called)})
    assert answer.status_code == status
    with house.app.app_context():
        kept = db.session.scalars(select(Attachment)).all()
        assert [(one.by_id, one.purpose, one.application.ref) for one in kept] == (
            [(None, "material", house.ref("casey"))] if status == 303 else []
        )
        assert [re.fullmatch(r"[0-9a-f]{32}\.pdf", one.stored_as) is None for one in kept] == [False] * len(kept)
    if status == 303:
        assert mails(house) == [("candidate_sent_file", "rita@example.org")]
        assert last_event(house) == ("portal.file_sent", None)


@ON_SQLITE
def test_a_full_disk_keeps_no_row(house: House) -> None:
    """upload-018."""
    casey = entered(house)
    folder = house.world.settings.uploads_path
    folder.write_bytes(b"")  # a file where the folder would be
    answer = casey.post("/portal/files", {"file": (io.BytesIO(PDF), "slides.pdf")})
    assert answer.status_code == 503
    with house.app.app_context():
        assert db.session.scalar(select(func.count(Attachment.id))) == 0


@ON_SQLITE
@pytest.mark.parametrize(
    ("page", "fields"),
    [
        ("letters", {"subject": "A question", "body": "When?"}),
        ("questions", {"question": "Who left?"}),
        ("needs", {"need": "A break."}),
        ("files", {}),
    ],
)
def test_the_same_sent_twice_is_kept_and_told_once(house: House, page: str, fields: dict[str, str]) -> None:
    casey, answers = entered(house), []
    for _ in range(2):
        files = {} if fields else {"file": (io.BytesIO(PDF), "slides.pdf")}
        answers.append(casey.post(f"/portal/{page}", {**fields, **files}))
    assert [(answer.status_code, answer.location) for answer in answers] == [(303, f"/portal/{page}")] * 2
    assert [address for _, address in mails(house)] == ["rita@example.org"]
    with house.app.app_context():
        kept = [
            db.session.scalars(select(func.count(of.id)).where(of.application == house.one(Application, "casey"))).one()
            for of in (CandidateMail, CandidateQuestion, Adjustment, Attachment)
        ]
    assert sum(kept) == 1


@ON_SQLITE
def test_one_reads_ones_own_files_alone(house: House) -> None:
    """id-016: what colleagues attached, and what another candidate sent, is not there."""
    casey, dana = entered(house), entered(house, "dana")
    casey.post("/portal/files", {"file": (io.BytesIO(PDF), "slides.pdf")})
    with house.changing():
        rita, application = house.one(Person, "rita"), house.one(Application, "casey")
        about = {"media_type": "application/pdf", "size": 9, "sha256": "0" * 64, "by_id": rita.id, "at": NOW}
        theirs = Attachment(application=application, filename="CANARY.pdf", stored_as="theirs", **about)
        db.session.add(theirs)
        db.session.flush()
        refs = [db.session.scalars(select(Attachment.ref).where(Attachment.by_id.is_(None))).one(), theirs.ref]
    refs.append(new_ref())
    assert [casey.get(f"/portal/files/{ref}").status_code for ref in refs[1:]] == [410, 410]
    assert [dana.get(f"/portal/files/{ref}").status_code for ref in refs] == [410] * 3
    assert re.findall(r"slides|CANARY", casey.get("/portal/files").text) == ["slides"]
    with casey.get(f"/portal/files/{refs[0]}") as sent:
        assert (sent.data, sent.headers["Content-Disposition"]) == (PDF, "attachment; filename=slides.pdf")
        assert sent.headers["Content-Security-Policy"] == "sandbox"


def test_what_they_need_goes_to_recruiters_and_into_no_trail(house: House) -> None:
    casey = entered(house)
    before = last_event(house)
    assert casey.post("/portal/needs", {"need": "CANARY: I hear badly."}).status_code == 303
    assert last_event(house) == before
    with house.app.app_context():
        asked = db.session.scalars(select(Adjustment)).one()
        body = db.session.scalars(select(Outgoing.body).where(Outgoing.kind == "adjustment_asked")).one()
        assert (asked.asked, "CANARY" in body) == ("CANARY: I hear badly.", False)
        ref = asked.ref
    assert (
        house.visitor("rita")
        .post(f"/adjustments/{ref}", {"arrangement": "Questions in writing.", "version": "1"})
        .status_code
        == 303
    )
    said = words_of(casey.get("/portal/needs").text)
    assert ("Arranged: Questions in writing." in said, "CANARY: I hear badly." in said) == (True, True)
    seen = [house.visitor(name).get(f"/applications/{house.ref('casey')}").text for name in ("rita", "cleo", "ines")]
    assert [re.findall("CANARY: I hear", page) for page in seen] == [[], [], []]
    assert [casey.post("/portal/needs/take-back", {"adjustment": ref}).status_code for _ in range(2)] == [303, 409]
    assert "CANARY" not in casey.get("/portal/needs").text


def test_whoever_withdraws_is_let_go_and_everybody_is_told(house: House) -> None:
    with house.changing():
        casey, rita, ines = house.one(Application, "casey"), house.one(Person, "rita"), house.one(Person, "ines")
        an_interview(casey, "deep-dives", [ines], starts_at=NOW + DAY, by=rita)
        db.session.add(
            Promise(application=casey, what="", due_on=NOW.date() + DAY, made_by_id=rita.id, made_at=NOW - DAY)
        )
        offer = TimeOffer(application=casey, stage=casey.current_move.stage, minutes=45, zone="UTC", seats=[])
        offer.offered_by_id, offer.offered_at, offer.closes_at = rita.id, NOW, NOW + 3 * DAY
        db.session.add(offer)
    casey = entered(house)
    unsure = casey.post("/portal/withdraw", {"reason": "Another offer."})
    assert (unsure.status_code, "Tick the box if you are sure." in unsure.text) == (422, True)
    assert casey.post("/portal/withdraw", {"sure": "y", "reason": "Another offer."}).status_code == 303
    with house.app.app_context():
        application = house.one(Application, "casey")
        move = application.current_move
        assert (move.kind, move.outcome, move.reason, move.by_id) == ("close", "withdrawn", "Another offer.", None)
        assert application.due_at is None
        ahead = db.session.scalars(select(Interview).where(Interview.starts_at > NOW)).one()
        assert [slot.cancelled_at is None for slot in ahead.slots] == [False]
        assert db.session.scalars(select(TimeOffer.withdrawn_at)).one() is not None
        assert db.session.scalars(select(Promise.ended_at)).one() is not None
    told = [kind for kind, address in mails(house) if address in {"rita@example.org", "ines@example.org"}]
    assert told == ["interview_cancelled", "candidate_withdrew"]
    again = casey.post("/portal/withdraw", {"sure": "y"})
    assert (again.status_code, "Your application is closed." in again.text) == (409, True)
    assert re.findall("Withdraw|Your application is closed", casey.get("/portal/").text) == [
        "Your application is closed"
    ]
    history = house.visitor("rita").get(f"/applications/{house.ref('casey')}/history").text
    assert "The candidate withdrew." in history


@ON_SQLITE
def test_what_to_prepare_stands_on_one_page_for_the_stage_ahead(house: House) -> None:
    with house.changing():
        casey, cleo = house.one(Application, "casey"), house.one(Person, "cleo")
        at_stage(casey, "panel-reports", by=cleo, at=NOW - timedelta(hours=1))
    page = entered(house).get("/portal/prepare").text
    with house.app.app_context():
        stage = db.session.scalars(select(StageRow).where(StageRow.slug == "presentation").limit(1)).one()
        prompt, advice = stage.with_["prompt"], stage.with_["advice"]
    said = words_of(page)
    assert (prompt in said, advice in said, "You have 60 minutes. Keep 20 of them for questions." in said) == (
        True,
        True,
        True,
    )
    assert "There is nothing to prepare at the moment." in words_of(entered(house, "dana").get("/portal/prepare").text)


@ON_SQLITE
@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_light_private_and_asks_nobody_outside(house: House, page: str) -> None:
    address = f"/portal/{page}"
    shown = entered(house).get(address)
    assert (shown.status_code, len(shown.data) <= 8 * 1024) == (200, True)
    assert re.findall(r'<script|(?:src|href|action)="http', shown.text) == []
    assert re.findall(r"CANARY|[Ss]corecard|[Vv]erdict|[Dd]imension|[Aa]nchor|overdue", shown.text) == []
    strangers: list[Visitor] = [house.visitor(), house.visitor("rita"), house.visitor("adam")]
    assert [one.get(address).status_code for one in strangers] == [410] * 3
