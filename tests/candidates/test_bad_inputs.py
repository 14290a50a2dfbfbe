"""The shared list of bad inputs, on candidates: names and notes, files, moves, and addresses of pages."""

from __future__ import annotations

import html
import io
from urllib.parse import quote

import pytest
from sqlalchemy import select

from hiring import audit
from hiring.candidates.contact import tidy
from hiring.db import db
from hiring.indexed import understand
from hiring.models import Application, Attachment, Candidate, Note, Person
from hiring.refs import new_ref
from hiring.search.queries import look_for
from tests.bad_inputs import CASES as BAD
from tests.house import House

WORDS = sorted(name for name, case in BAD.items() if case["target"].startswith("form:candidate.name|"))
UNKEEPABLE = {"form-029": 422, "form-030": 400}
"""A lone surrogate is no UTF-8, so a form that holds one cannot be read at all."""
TOO_LONG_FOR_A_NAME = {name for name in WORDS if len(BAD[name].get("payload", "")) > 280}
PDF = b"%PDF-1.7"
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
    "upload-012": ("cv.docx", b"PK\x03\x04<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>", 422),
    "upload-013": ("cv.docx", b"PK\x03\x04", 422),
}
ELSEWHERE = {"upload-011", "upload-016", "upload-018"}
"""Eleven megabytes and a full disk are in test_views.py, the same file twice below."""
PATHS = ["id-002", "id-003", "id-005", "id-006", "id-007", "id-015"]


def sent(name: str) -> str:
    return str(BAD[name]["payload"])


@pytest.mark.parametrize("name", WORDS)
def test_odd_words_are_a_name_as_text_or_refused(house: House, name: str) -> None:
    payload = sent(name)
    rita = house.visitor("rita")
    fields = {"name": payload.encode("utf-8", "surrogatepass"), "channel": "inbound", "key": new_ref()}
    answer = rita.post(f"/openings/{house.ref('executive')}/candidates", fields)
    is_refused = name in TOO_LONG_FOR_A_NAME | UNKEEPABLE.keys()
    assert answer.status_code == (UNKEEPABLE.get(name, 422) if is_refused else 303)
    with house.app.app_context():
        names = db.session.scalars(select(Candidate.name)).all()
        assert names.count(tidy(payload)) == (0 if is_refused else 1)
        assert audit.first_broken() is None
    if not is_refused:
        shown = rita.get(answer.location)
        assert shown.status_code == 200
        assert html.escape(tidy(payload)).replace("&quot;", "&#34;").replace("&#x27;", "&#39;") in shown.text


@pytest.mark.parametrize("name", WORDS)
def test_odd_words_are_a_note_as_they_are_or_refused(house: House, name: str) -> None:
    payload = sent(name)
    rita = house.visitor("rita")
    url = f"/applications/{house.ref('casey')}"
    answer = rita.post(f"{url}/notes", {"note": payload.encode("utf-8", "surrogatepass"), "key": new_ref()})
    assert answer.status_code == UNKEEPABLE.get(name, 303)
    with house.app.app_context():
        assert db.session.scalars(select(Note.text)).all() == ([] if name in UNKEEPABLE else [payload.strip()])
    assert rita.get(url).status_code == 200


@pytest.mark.parametrize("name", [name for name in WORDS if name not in UNKEEPABLE])
def test_odd_words_are_searched_for_as_text(house: House, name: str) -> None:
    with house.app.app_context():
        found = look_for(understand(sent(name)), house.one(Person, "rita"), kinds=("name", "note", "card"))
        assert list(found.hits) == []


def test_every_bad_upload_of_the_list_is_tried() -> None:
    assert {name for name, case in BAD.items() if case["target"] == "file:attachment"} == {*UPLOADS, *ELSEWHERE}


@pytest.mark.parametrize("name", UPLOADS)
def test_a_bad_file_is_refused_or_only_ever_a_download(house: House, name: str) -> None:
    filename, content, status = UPLOADS[name]
    rita = house.visitor("rita")
    fields = {"file": (io.BytesIO(content), filename), "key": new_ref()}
    answer = rita.post(f"/applications/{house.ref('casey')}/attachments", fields)
    assert answer.status_code == status
    with house.app.app_context():
        kept = db.session.scalars(select(Attachment)).all()
    assert len(kept) == (status == 303)
    for one in kept:
        with rita.get(f"/attachments/{one.ref}") as served:
            assert served.headers.getlist("Content-Disposition")[0].startswith("attachment; filename")
            assert "Set-Cookie" not in served.headers
            assert (served.mimetype, served.headers["Content-Security-Policy"]) == ("application/pdf", "sandbox")
        assert [path.name for path in house.world.settings.uploads_path.iterdir()] == [one.stored_as]
        assert filename not in one.stored_as


def test_the_same_file_twice_is_kept_once(house: House) -> None:
    rita, key = house.visitor("rita"), new_ref()
    url = f"/applications/{house.ref('casey')}/attachments"
    statuses = [rita.post(url, {"file": (io.BytesIO(PDF), "cv.pdf"), "key": key}).status_code for _ in range(2)]
    assert statuses == [303, 303]
    with house.app.app_context():
        assert len(db.session.scalars(select(Attachment)).all()) == 1


def test_an_interviewer_hires_nobody(house: House) -> None:
    """form-057."""
    with house.app.app_context():
        version = house.one(Application, "casey").version
    for fields in ({"to": "Hired"}, {"choice": "close:hired", "reason": "Mine.", "version": str(version)}):
        answer = house.visitor("ines").post(f"/applications/{house.ref('casey')}/moves", {**fields, "key": new_ref()})
        assert answer.status_code == 403


@pytest.mark.parametrize("name", PATHS)
def test_an_odd_address_is_no_page(house: House, name: str) -> None:
    path = sent(name).replace("/candidates/", "/applications/")
    rita = house.visitor("rita")
    assert rita.get(quote(path, safe="/%")).data == rita.get("/nowhere").data


def test_a_ref_in_other_letters_is_another_ref(house: House) -> None:
    """id-008, id-010, id-016: what is not yours, and what is not there, are one page."""
    rita = house.visitor("rita")
    swapped = house.ref("casey").swapcase()
    urls = [f"/applications/{swapped}", f"/applications/{house.ref('quinn')}", f"/attachments/{house.ref('casey')}"]
    assert {rita.get(url).data for url in urls} == {rita.get("/nowhere").data}
