"""The application page as each of the cast sees it, and the forms on it."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from hiring import files
from hiring.candidates import actions
from hiring.db import db
from hiring.models import Application, Attachment, Candidate, Move, Note, Person, Reading, Slot
from hiring.policy import Standing
from hiring.refs import new_ref
from tests.candidates.trail import events
from tests.cast import NOW
from tests.factories import an_interview, at_stage
from tests.house import House

STRANGER = "x" * 22


def page(house: House, who: str, name: str = "casey") -> TestResponse:
    return house.visitor(who).get(f"/applications/{house.ref(name)}")


def main(answer: TestResponse) -> str:
    """What is on the page between its bar and its foot."""
    return answer.text.partition("<main")[2].partition("</main>")[0].partition(">")[2]


def words(answer: TestResponse) -> str:
    """The same as somebody reads it."""
    return " ".join(re.sub(r"<[^>]+>", " ", main(answer)).split())


def headings(answer: TestResponse) -> list[str]:
    return re.findall(r"<h2[^>]*>([^<]*)", answer.text)


def post(house: House, who: str, path: str, fields: dict[str, Any], name: str = "casey") -> TestResponse:
    return house.visitor(who).post(f"/applications/{house.ref(name)}{path}", fields)


def version(house: House, name: str = "casey") -> str:
    with house.app.app_context():
        return str(house.one(Application, name).version)


def upload(content: bytes, name: str = "cv.pdf") -> dict[str, Any]:
    return {"file": (io.BytesIO(content), name), "key": new_ref()}


CONFLICTS = "Conflicts of interest"
ASKED = "Questions of the candidate"
LETTERS = "Letters and answers"
KINDS = ("Written down", ASKED)
BESIDE = ("Contact", "Owner and tags", "CV and files", CONFLICTS)


@pytest.mark.parametrize(
    ("who", "name", "parts"),
    [
        (
            "rita",
            "casey",
            ["Next", "Loop", *KINDS, LETTERS, "Scorecards", "Timeline", *BESIDE],
        ),
        (
            "cleo",
            "casey",
            ["Next", "Loop", *KINDS, LETTERS, "Scorecards", "Timeline", *BESIDE],
        ),
        ("ines", "casey", ["Loop", ASKED, "Scorecards", "CV and files", "Conflicts of interest"]),
        ("ivan", "casey", ["Next", "Loop", ASKED, "Scorecards", "CV and files", "Conflicts of interest"]),
        (
            "max",
            "dana",
            ["Next", "Loop", "Written down", "Scorecards", "Timeline", "CV and files", "Conflicts of interest"],
        ),
        ("mona", "dana", ["Loop", "Written down", "Scorecards", "Timeline", "CV and files", "Conflicts of interest"]),
    ],
)
def test_everybody_sees_their_part(house: House, who: str, name: str, parts: list[str]) -> None:
    answer = page(house, who, name)
    assert (answer.status_code, headings(answer)) == (200, parts)


def test_strangers_find_no_such_page(house: House) -> None:
    asked = [("omar", "casey"), ("max", "casey"), ("mona", "casey"), ("adam", "casey"), ("rita", "quinn")]
    answers = [page(house, who, name) for who, name in asked]
    unknown = house.visitor("omar").get(f"/applications/{STRANGER}")
    assert {answer.status_code for answer in answers} == {404}
    assert {answer.data for answer in answers} == {unknown.data}


def test_only_those_who_lead_see_how_to_reach_the_candidate(house: House) -> None:
    seen = {
        (who, name): f"{name}@example.net" in page(house, who, name).text
        for who, name in (
            ("rita", "casey"),
            ("cleo", "casey"),
            ("ines", "casey"),
            ("ivan", "casey"),
            ("max", "dana"),
            ("mona", "dana"),
        )
    }
    assert [key for key, is_seen in seen.items() if is_seen] == [("rita", "casey"), ("cleo", "casey")]


def test_whoever_owes_a_card_learns_nothing_of_another(house: House) -> None:
    """Ivan owes. Whether Ines has handed in or not, his page is the same."""
    before = main(page(house, "ivan"))
    with house.changing():
        slot = house.one(Slot, "casey-ines")
        slot.handed_in_at = None
    assert main(page(house, "ivan")) == before
    assert re.findall("Ines|CANARY", before) == []
    assert re.findall("Deep-dives with the founders|Under consideration", before) == [
        "Under consideration",
        "Deep-dives with the founders",
    ]


def test_a_leader_who_owes_sees_neither_states_nor_cards_nor_moves(house: House) -> None:
    with house.changing():
        casey = house.one(Application, "casey")
        an_interview(casey, "deep-dives", [house.one(Person, "cleo")], starts_at=NOW, by=house.one(Person, "rita"))
    answer = page(house, "cleo")
    assert headings(answer) == [
        "Next",
        "Loop",
        *KINDS,
        LETTERS,
        "Scorecards",
        "Timeline",
        *BESIDE,
    ]
    shown = words(answer)
    assert "Ines Calder Ivan Petrov" in shown
    assert re.findall(r"\b(\d of \d in|Strong yes|Yes|No|Strong no|draft|Move to)\b", shown) == []


def test_the_interviewer_who_is_done_sees_the_stage(house: House) -> None:
    shown = words(page(house, "ines"))
    assert shown.startswith(
        "Chief technology officer Casey Morgan Director of engineering, Brightwell Deep-dives with the founders"
    )


def test_the_button_waits_with_the_reason_that_refuses(house: House) -> None:
    answer = page(house, "cleo")
    assert re.findall(r'id="next-words">([^<]*)', answer.text) == ["1 scorecard is still out."]
    assert re.findall(
        r'<button class="btn go" aria-disabled="true" aria-describedby="next-words">([^<]*)', answer.text
    ) == ["Move to Talks with peer executives"]
    assert re.findall(r'<option value="advance:panel-peers">([^<]*)', answer.text) == [
        "Move to Talks with peer executives (1 scorecard is still out.)"
    ]
    refused = post(
        house,
        "cleo",
        "/moves",
        {"choice": "advance:panel-peers", "reason": "", "version": version(house), "key": new_ref()},
    )
    assert refused.status_code == 409
    assert re.findall(r'role="alert".*?<li>([^<]*)', refused.text, re.DOTALL) == ["1 scorecard is still out."]


def test_a_move_is_made(house: House) -> None:
    fields = {"choice": "back:sourcing", "reason": "Wrong opening.", "version": version(house), "key": new_ref()}
    with events(house) as recorded:
        answer = post(house, "cleo", "/moves", fields)
    assert (answer.status_code, answer.location) == (303, f"/applications/{house.ref('casey')}")
    assert recorded == [("application.moved", "application")]
    assert "Cleo Adeyemi sent the application back to Sourcing. Tue 17 Nov, 10:00 Wrong opening." in words(
        page(house, "rita")
    )


def test_a_refused_move_keeps_what_was_typed(house: House) -> None:
    fields = {"choice": "skip:nowhere", "reason": "Typed at length.", "version": version(house), "key": new_ref()}
    answer = post(house, "cleo", "/moves", fields)
    assert answer.status_code == 409
    assert "Typed at length." in answer.text


def test_a_page_that_has_gone_stale_moves_nobody(house: House) -> None:
    old = version(house)
    post(house, "cleo", "/moves", {"choice": "back:sourcing", "reason": "A", "version": old, "key": new_ref()})
    again = post(house, "cleo", "/moves", {"choice": "back:sourcing", "reason": "A", "version": old, "key": new_ref()})
    undo = post(house, "cleo", "/moves/undo", {"version": old, "key": new_ref()})
    assert (again.status_code, undo.status_code) == (409, 409)


def test_the_last_stage_says_so_and_offers_to_close(house: House) -> None:
    with house.changing():
        at_stage(house.one(Application, "noel"), "close", by=house.one(Person, "cleo"), at=NOW)
    page = house.visitor("cleo").get(f"/applications/{house.ref('noel')}").text
    assert ("This is the last stage." in page, "Close: rejected by us" in page) == (True, True)


def test_the_last_move_is_taken_back(house: House) -> None:
    answer = post(house, "cleo", "/moves/undo", {"version": version(house), "key": new_ref()})
    assert answer.status_code == 303
    with house.app.app_context():
        move = house.one(Application, "casey").current_move
        assert (move.kind, move.stage.slug) == ("undo", "sourcing")


@pytest.mark.parametrize(
    ("who", "status"), [("ivan", 403), ("ines", 403), ("max", 404), ("omar", 404), ("remy", 404), ("rita", 409)]
)
def test_who_may_move(house: House, who: str, status: int) -> None:
    """Rita may move inside a round; out of the loop only Cleo takes anybody."""
    with house.app.app_context():
        before = db.session.scalar(select(func.count(Move.id)))
    fields = {"choice": "advance:panel-peers", "reason": "", "version": version(house), "key": new_ref()}
    assert post(house, who, "/moves", fields).status_code == status
    with house.app.app_context():
        assert db.session.scalar(select(func.count(Move.id))) == before


def test_a_note_is_added_once_however_often_it_is_sent(house: House) -> None:
    fields = {"note": "Call back.\nOn Friday.", "key": new_ref()}
    rita = house.visitor("rita")
    url = f"/applications/{house.ref('casey')}/notes"
    assert [rita.post(url, fields).status_code for _ in range(2)] == [303, 303]
    with house.app.app_context():
        assert db.session.scalars(select(Note.text)).all() == ["Call back.\nOn Friday."]


@pytest.mark.parametrize(("who", "status"), [("cleo", 303), ("ines", 403), ("omar", 404)])
def test_who_may_note(house: House, who: str, status: int) -> None:
    assert post(house, who, "/notes", {"note": "A", "key": new_ref()}).status_code == status


def test_a_cv_is_attached_and_served_as_a_download_only(house: House) -> None:
    with events(house) as recorded:
        answer = post(house, "rita", "/attachments", upload(b"%PDF-1.7 /JavaScript", 'Casey "CV"\r\nX: y.pdf'))
    assert answer.status_code == 303
    assert recorded == [("application.file_attached", "application")]
    with house.app.app_context():
        kept = db.session.scalars(select(Attachment)).one()
    for who in ("rita", "cleo", "ines", "ivan"):
        with house.visitor(who).get(f"/attachments/{kept.ref}") as served:
            assert (served.status_code, served.data) == (200, b"%PDF-1.7 /JavaScript")
            assert served.headers["Content-Disposition"].startswith("attachment; ")
            assert served.headers["Content-Security-Policy"] == "sandbox"
            assert served.headers["X-Content-Type-Options"] == "nosniff"
            assert served.mimetype == "application/pdf"
    assert house.visitor("omar").get(f"/attachments/{kept.ref}").data == house.visitor("omar").get("/nowhere").data
    with house.app.app_context():
        assert db.session.scalar(select(func.count(Reading.id)).where(Reading.what == "attachment")) == 4


def post_large(house: House, content: bytes) -> int:
    return post(house, "rita", "/attachments", {"file": (io.BytesIO(content), "cv.pdf"), "key": new_ref()}).status_code


def test_a_file_may_be_ten_megabytes_and_a_request_little_more(house: House) -> None:
    full = b"%PDF-" + b"x" * (files.LARGEST - 5)
    assert post_large(house, full) == 303
    assert post_large(house, full + b"x") == 422
    assert post_large(house, full + b"x" * files.MEGABYTE) == 413
    assert post(house, "rita", "/notes", {"note": "x" * 5 * files.MEGABYTE, "key": new_ref()}).status_code == 413


def test_a_disk_that_is_full_says_so_and_leaves_no_row(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_content: bytes, _folder: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "keep", full)
    with events(house) as recorded:
        assert post(house, "rita", "/attachments", upload(b"%PDF-")).status_code == 503
    assert recorded == []


def test_a_file_that_is_gone_is_said_to_be(house: House) -> None:
    post(house, "rita", "/attachments", upload(b"%PDF-"))
    for path in house.world.settings.uploads_path.iterdir():
        path.unlink()
    with house.app.app_context():
        ref = db.session.scalars(select(Attachment.ref)).one()
    assert house.visitor("rita").get(f"/attachments/{ref}").status_code == 410


def test_whoever_was_shown_others_cards_is_remembered(house: House) -> None:
    for who in ("rita", "ivan", "ines"):
        page(house, who)
    with house.app.app_context():
        seen = db.session.execute(select(Person.name, Reading.what).join(Person, Person.id == Reading.person_id)).all()
    assert [tuple(row) for row in seen] == [("Rita Moreau", "cards")]


@pytest.mark.parametrize(("who", "queries"), [("rita", 23), ("cleo", 23), ("ines", 12), ("ivan", 12)])
def test_the_page_takes_as_many_queries_for_thirty_as_for_one(house: House, who: str, queries: int) -> None:
    visitor = house.visitor(who)
    url = f"/applications/{house.ref('casey')}"
    with house.counting() as few:
        visitor.get(url)
    with house.changing():
        casey = house.one(Application, "casey")
        rita, ines, ivan, cleo = (house.one(Person, name) for name in ("rita", "ines", "ivan", "cleo"))
        for number in range(30):
            now = NOW - timedelta(hours=30 - number)
            actions.write_note(casey, f"Note {number}", by=cleo, now=now)
            an_interview(casey, "panel-peers", [ines, ivan], starts_at=now + timedelta(days=30), by=rita)
            actions.attach(
                casey, actions.NewFile("cv.pdf", b"%PDF-"), folder=house.world.settings.uploads_path, by=rita, now=now
            )
    with house.counting() as many:
        assert visitor.get(url).status_code == 200
    assert (len(few), len(many)) == (queries, queries)


def test_thirty_moves_take_no_query_more(house: House) -> None:
    rita = house.visitor("rita")
    url = f"/applications/{house.ref('noel')}"
    with house.counting() as few:
        rita.get(url)
    with house.changing():
        noel, by = house.one(Application, "noel"), house.one(Person, "rita")
        standing = Standing(roles=frozenset({"recruiter"}))
        for _ in range(15):
            for key in ("advance:recruiter-call", "back:sourcing"):
                actions.make_move(noel, key, reason="Again.", standing=standing, by=by, now=NOW)
    with house.counting() as many:
        rita.get(url)
    assert (len(few), len(many)) == (23, 23)


def add(house: House, fields: dict[str, Any], who: str = "rita") -> TestResponse:
    return house.visitor(who).post(f"/openings/{house.ref('executive')}/candidates", fields)


def people_count(house: House) -> int:
    with house.app.app_context():
        return db.session.scalar(select(func.count(Candidate.id))) or 0


def test_a_line_is_shown_as_understood_before_anybody_is_added(house: House) -> None:
    before = people_count(house)
    answer = add(house, {"line": "Amara Okafor, CFO, amara@example.net"})
    assert answer.status_code == 200
    assert re.findall(r'name="(name|headline|email)"[^>]*value="([^"]+)"', answer.text) == [
        ("name", "Amara Okafor"),
        ("headline", "CFO"),
        ("email", "amara@example.net"),
    ]
    assert people_count(house) == before


def test_a_candidate_is_added_by_fields(house: House) -> None:
    fields = {"name": "Amara Okafor", "email": "Amara@Example.net", "channel": "network", "key": new_ref()}
    answer = add(house, fields)
    assert answer.status_code == 303
    shown = words(house.visitor("rita").get(answer.location))
    assert "Amara Okafor" in shown
    assert "amara@example.net" in shown
    assert "Somebody's network" in shown.replace("&#39;", "'")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": ""}, "Write the name."),
        ({"name": "\u200b"}, "Write the name."),
        ({"name": "A", "email": "nowhere"}, "Write an e-mail address such as name@example.org."),
        ({"name": "A", "email": "casey@example.net"}, "casey@example.net is considered for this opening already."),
    ],
)
def test_a_candidate_is_not_added_and_what_was_typed_stays(house: House, fields: dict[str, str], sentence: str) -> None:
    before = people_count(house)
    answer = add(house, fields | {"headline": "Typed at length", "channel": "inbound", "key": new_ref()})
    assert answer.status_code in {409, 422}
    assert sentence in answer.text
    assert "Typed at length" in answer.text
    assert people_count(house) == before


@pytest.mark.parametrize(("who", "status"), [("cleo", 403), ("ines", 404), ("omar", 404), ("remy", 404)])
def test_who_may_not_add(house: House, who: str, status: int) -> None:
    assert add(house, {"name": "A", "channel": "inbound", "key": new_ref()}, who).status_code == status
    assert house.visitor(who).get(f"/openings/{house.ref('executive')}/candidates").status_code == status


def import_csv(house: House, content: bytes, who: str = "rita") -> TestResponse:
    fields = {"file": (io.BytesIO(content), "people.csv"), "key": new_ref()}
    return house.visitor(who).post(f"/openings/{house.ref('executive')}/candidates/csv", fields)


def test_everybody_in_a_file_is_added(house: House) -> None:
    before = people_count(house)
    answer = import_csv(house, "\ufeffname,email\n=1+1,one@x.org\nZoë,zoe@x.org\n".encode())
    assert (answer.status_code, answer.location) == (303, f"/openings/{house.ref('executive')}")
    assert people_count(house) == before + 2


def test_nobody_is_added_when_one_row_is_wrong_and_every_fault_is_told(house: House) -> None:
    before = people_count(house)
    answer = import_csv(house, b"name,email\nAda,ada@x.org\n,bee@x.org\nC,casey@example.net\n")
    assert answer.status_code == 422
    assert re.findall(r"<li>(Row[^<]*)", answer.text) == [
        "Row 3 has no name.",
        "Row 4: casey@example.net is considered for this opening already.",
    ]
    assert people_count(house) == before


def test_a_long_list_of_faults_is_cut(house: House) -> None:
    answer = import_csv(house, b"name,email\n" + b",a\n" * 40)
    told = re.findall(r"<li>(Row[^<]*|And[^<]*)", answer.text)
    assert (len(told), told[-1]) == (51, "And 30 more problems like these.")


def test_quinn_out_of_sight_is_no_duplicate(house: House) -> None:
    assert import_csv(house, b"name,email\nQuinn Sato,quinn@example.net\n").status_code == 303


def test_a_link_to_their_page_is_sent(house: House) -> None:
    answer = post(house, "rita", "/portal-link", {"key": new_ref()})
    assert (answer.status_code, answer.location) == (303, f"/applications/{house.ref('casey')}#contact")
    assert "link sent Tue 17 Nov, 10:00" in words(page(house, "rita"))
    assert post(house, "ines", "/portal-link", {"key": new_ref()}).status_code == 403
    assert post(house, "omar", "/portal-link", {"key": new_ref()}).status_code == 404


def test_a_line_sent_twice_is_understood_twice(house: House) -> None:
    """Loading the answer again sends the same key; it was a blank page, because only where an answer leads is kept."""
    visitor, url, key = house.visitor("rita"), f"/openings/{house.ref('executive')}/candidates", new_ref()
    fields = {"line": "Amara Okafor, CFO, amara@example.net", "key": key}
    assert ['value="Amara Okafor"' in visitor.post(url, fields).text for _ in range(2)] == [True, True]
