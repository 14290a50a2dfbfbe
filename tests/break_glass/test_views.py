"""The page of emergencies, and what is read in one: the opening, its applications and packets, and nothing else."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from hiring.db import db
from hiring.models import Application, Attachment, BreakGlass, Note, Opening, PayBand, Person, Reading
from tests.break_glass.opened import open_it
from tests.cast import DAY, NOW
from tests.conflicts.test_views import everywhere
from tests.factories import a_scorecard, an_interview
from tests.house import House

CANARY = re.compile(r"CANARY-[a-z0-9-]+")
READABLE = ("/openings/{executive}", "/applications/{casey}", "/applications/{dana}", "/packets/{dana-packet}")
CARDS = {"CANARY-dana-2", "CANARY-dana-4", "CANARY-dana-5"}


def furnish(house: House) -> str:
    """What an emergency never opens, each with a canary; answers the ref of the file."""
    casey, rita = house.one(Application, "casey"), house.one(Person, "rita")
    casey.candidate.email, casey.candidate.phone = "canary-email@example.net", "CANARY-phone"
    db.session.add(Note(application_id=casey.id, text="CANARY-note", by=rita, at=NOW))
    opening = house.one(Opening, "executive")
    band = db.session.get(PayBand, opening.id) or PayBand(opening_id=opening.id, currency="EUR")
    band.low_minor, band.high_minor = 731_904_00, None
    db.session.add(band)
    file = Attachment(
        application=casey,
        filename="CANARY-file.pdf",
        media_type="application/pdf",
        size=1,
        sha256="0" * 64,
        stored_as="on-disk",
        by_id=rita.id,
        at=NOW,
    )
    db.session.add(file)
    noel = house.one(Application, "noel")
    group = an_interview(
        noel, "panel-reports", [house.one(Person, who) for who in ("ines", "ivan", "max")], starts_at=NOW - DAY, by=rita
    )
    for slot in group.slots:
        a_scorecard(slot, level=2, verdict="no", words="CANARY-report", at=NOW)
    db.session.flush()
    return str(file.ref)


def test_in_an_emergency_it_is_read_and_no_more_than_that(house: House) -> None:
    priya = house.visitor("priya")
    assert {url for url in everywhere(house, priya) if url.startswith(("/app", "/pack", "/openings/"))} == set()
    with house.changing():
        file = furnish(house)
        open_it(house)
    pages = everywhere(house, priya)
    assert {url.format_map(house.world.refs) for url in READABLE} <= pages.keys()
    shown = "\n".join(pages.values())
    assert {words for words in CANARY.findall(shown) if words != "CANARY-"} == CARDS
    assert "canary-email" not in shown
    assert "731,904" not in shown
    assert priya.get(f"/attachments/{file}").status_code == 404
    assert re.search(r"Moved to|skipped the application|For the test\.", shown), "The history is part of it."


@pytest.mark.parametrize(
    "url",
    [
        "/applications/{casey}/moves",
        "/applications/{casey}/notes",
        "/applications/{casey}/attachments",
        "/applications/{casey}/portal-link",
        "/applications/{casey}/conflicts",
        "/applications/{casey}/conflicts/named",
        "/applications/{casey}/interviews",
        "/applications/{casey}/packet",
        "/openings/{executive}/team",
        "/openings/{executive}/team/remove",
        "/openings/{executive}/candidates",
        "/packets/{dana-packet}/decision",
        "/packets/{dana-packet}/dissent",
    ],
)
def test_in_an_emergency_nothing_can_be_done(house: House, url: str) -> None:
    with house.changing():
        open_it(house)
    assert house.visitor("priya").post(url.format_map(house.world.refs), {"note": "x"}).status_code == 403


def test_each_reading_is_recorded(house: House) -> None:
    with house.changing():
        open_it(house)
    priya = house.visitor("priya")
    for url in ("/applications/{casey}", "/applications/{noel}", "/packets/{dana-packet}"):
        assert priya.get(url.format_map(house.world.refs)).status_code == 200
    with house.app.app_context():
        mine = select(Reading).where(Reading.person_id == house.one(Person, "priya").id).order_by(Reading.id)
        assert [(one.application_id, one.what) for one in db.session.scalars(mine)] == [
            (house.one(Application, "casey").id, "cards"),
            (house.one(Application, "noel").id, "application"),
            (house.one(Application, "dana").id, "packet"),
        ]


def test_its_end_is_the_end_on_every_page(house: House) -> None:
    with house.changing():
        open_it(house)
    with time_machine.travel(NOW + timedelta(hours=4), tick=False):
        priya = house.visitor("priya")
        assert [priya.get(url.format_map(house.world.refs)).status_code for url in READABLE] == [404] * 4
        page = priya.get("/break-glass").text
        assert "Morgan" not in page
        assert "over since" in page


def test_the_page_leads_through_all_of_it(house: House) -> None:
    """Ask, approve, read, end: as three people do it in their browsers."""
    priya, adam, rita = (house.visitor(name) for name in ("priya", "adam", "rita"))
    fields = {"opening": house.ref("heron"), "hours": "2", "reason": "A complaint."}
    assert priya.post("/break-glass", fields).status_code == 303
    page = adam.get("/break-glass").text
    refs = re.findall(r"/break-glass/([\w-]{22})/approve", page)
    assert len(refs) == 2
    assert priya.post(f"/break-glass/{house.ref('glass')}/approve").status_code == 403
    assert adam.post(f"/break-glass/{house.ref('glass')}/approve").status_code == 303
    page = priya.get("/break-glass").text
    assert "Casey Morgan" in page
    assert f"/openings/{house.ref('executive')}" in page
    opening = rita.get(f"/openings/{house.ref('executive')}").text
    assert "Priya Nair reads this opening in an emergency until Tue 17 Nov, 14:00." in opening
    assert "A complaint has to be answered today." in opening
    ended = rita.post(f"/break-glass/{house.ref('glass')}/end")
    assert ended.headers["Location"] == f"/openings/{house.ref('executive')}"
    assert "Casey Morgan" not in priya.get("/break-glass").text


def test_only_recruiters_asker_and_approver_end_it(house: House) -> None:
    with house.changing():
        open_it(house)
    url = f"/break-glass/{house.ref('glass')}/end"
    for who, status in (("cleo", 403), ("max", 404), ("omar", 404), ("remy", 404)):
        assert house.visitor(who).post(url).status_code == status, who
    assert "End it" not in house.visitor("cleo").get(f"/openings/{house.ref('executive')}").text


def test_officers_are_offered_openings_by_what_a_stranger_may_call_them(house: House) -> None:
    choices = re.findall(r"<option[^>]*>([^<]*)</option>", house.visitor("priya").get("/break-glass").text)
    assert choices == ["Choose an opening", "Chief technology officer, Rita Moreau", "Project Heron"]


def test_an_administrator_approves_without_learning_a_codename(house: House) -> None:
    priya, adam = house.visitor("priya"), house.visitor("adam")
    priya.post("/break-glass", {"opening": house.ref("heron"), "hours": "2", "reason": "A complaint."})
    page = adam.get("/break-glass").text
    assert "A confidential opening" in page
    assert not re.search("Heron|financial|Remy", page)
    assert "Ask to read an opening" not in page


@pytest.mark.parametrize("who", ["rita", "cleo", "max", "ivan", "omar", "remy"])
def test_others_have_no_such_page(house: House, who: str) -> None:
    visitor = house.visitor(who)
    assert visitor.get("/break-glass").status_code == 403
    assert "/break-glass" not in visitor.get("/").text
    assert visitor.post("/break-glass", {"opening": house.ref("executive")}).status_code == 403


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"opening": ""}, "Choose an opening."),
        ({"opening": "a" * 22}, "Choose an opening of the list."),
        ({"hours": "25"}, "Choose 1 to 24 hours."),
        ({"hours": "٣"}, "Choose 1 to 24 hours."),
        ({"reason": " "}, "Write why it has to be read."),
    ],
)
def test_what_cannot_be_used_is_refused_with_what_was_typed(
    house: House, changes: dict[str, str], sentence: str
) -> None:
    fields = {"opening": house.ref("heron"), "hours": "4", "reason": "A complaint."} | changes
    answer = house.visitor("priya").post("/break-glass", fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert ("A complaint." in answer.text) == ("reason" not in changes)


def test_the_page_costs_the_same_however_much_there_is(house: House) -> None:
    priya = house.visitor("priya")
    with house.counting() as few:
        priya.get("/break-glass")
    with house.changing():
        opening, asker, second = (house.one(Opening, "heron"), house.one(Person, "priya"), house.one(Person, "adam"))
        for hours in range(1, 13):
            db.session.add(
                BreakGlass(
                    opening=opening,
                    asked_by=asker,
                    reason="A complaint.",
                    hours=hours,
                    asked_at=NOW - DAY,
                    approved_by=second,
                    approved_at=NOW - DAY,
                    ends_at=NOW + DAY,
                )
            )
    with house.counting() as many:
        assert "Quinn Sato" in priya.get("/break-glass").text
    assert len(few) == len(many) == 6


def test_an_opening_read_in_an_emergency_is_no_work_of_ones_own(house: House) -> None:
    with house.changing():
        open_it(house)
    for url in ("/openings", "/"):
        assert "Chief technology officer" not in house.visitor("priya").get(url).text
