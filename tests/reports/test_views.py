"""The pages of the reports: who reads them, what they say, and the same in a file."""

from __future__ import annotations

import csv
import io

import pytest

from hiring import worker
from hiring.db import db
from hiring.models import Capability, Person, StoredReport
from tests.cast import DAY, NOW
from tests.house import House, Visitor
from tests.results.ended import Loops
from tests.test_non_interference import OWN_SECRETS

PAGES = ("/reports", "/reports/agreement", "/reports/process")


def rows(reader: Visitor, page: str) -> list[list[str]]:
    answer = reader.get(f"{page}?as=csv")
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    return list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))


def ended(house: House, many: int = 6) -> None:
    with house.changing():
        loops = Loops(house)
        for at in range(many):
            loops.end(outcome=("withdrawn", "rejected")[at % 2])
    with house.app.app_context():
        worker.report_now(NOW)


def made_up(house: House, title: str, many: int) -> None:
    """Rubrics with nothing but a name."""
    said = {"title": title, "levels": [1, 2], "people": 0, "dimensions": [], "quarters": [], "change": None}
    said |= dict.fromkeys(("candidates", "asked", "ratings"), 0)
    said |= dict.fromkeys(("alpha", "same", "near", "share", "spread", "not_assessed"))
    with house.changing():
        for at in range(many):
            db.session.add(
                StoredReport(
                    kind="agreement", subject=f"made-{at}", number=1, made_at=NOW, data_sha256="0" * 64, content=said
                )
            )


@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_said_of_nobody(house: House, page: str) -> None:
    answer = house.visitor("rita").get(page)
    assert answer.status_code == 200
    assert "Too few to say" in answer.text
    assert len(rows(house.visitor("rita"), page)) == 1


@pytest.mark.parametrize("page", PAGES)
def test_who_has_neither_right_is_told_so(house: House, page: str) -> None:
    ended(house)
    for name in ("omar", "cleo", "ines", "adam"):
        answer = house.visitor(name).get(page)
        assert answer.status_code == 403
        assert "Your account does not include this." in answer.text


@pytest.mark.parametrize("page", PAGES)
def test_the_right_to_read_reports_is_enough(house: House, page: str) -> None:
    with house.changing():
        omar = house.one(Person, "omar")
        omar.capabilities.append(Capability(kind="reports", granted_at=NOW))
    answer = house.visitor("omar").get(page)
    assert answer.status_code == 200
    assert '<a href="/reports" aria-current="page">Reports</a>' in answer.text


def test_who_may_not_read_them_is_not_led_there(house: House) -> None:
    assert "/reports" not in house.visitor("cleo").get("/").text


def test_agreement_says_each_dimension_in_a_sentence(house: House) -> None:
    ended(house)
    page = house.visitor("rita").get("/reports/agreement").text
    assert "90 ratings by 5 people" in page
    assert page.count("at most one level apart.") == 4  # all together and each of three
    assert page.count("lie between candidates") == 3
    assert page.count("Every card assessed it.") == 3
    assert "CANARY" not in page


def test_agreement_in_a_file_holds_the_same_figures(house: House) -> None:
    ended(house)
    head, *found = rows(house.visitor("rita"), "/reports/agreement")
    assert head[:6] == ["rubric", "dimension", "quarter", "candidates", "cards", "ratings"]
    assert [row[:6] for row in found if not row[2]] == [
        ["Engineering Executive", "", "", "18", "90", "90"],
        ["Engineering Executive", "Strategy and focus", "", "6", "30", "30"],
        ["Engineering Executive", "Delivery and execution", "", "6", "30", "30"],
        ["Engineering Executive", "Candour under pressure", "", "6", "30", "30"],
    ]
    assert [row[3:] for row in found if row[2]] == [row[3:] for row in found if not row[2]]  # it was one quarter


def test_process_says_where_time_and_candidates_are_lost(house: House) -> None:
    ended(house)
    page = house.visitor("rita").get("/reports/process").text
    assert "6 applications that ended in 2026-Q4" in page
    assert "Every stage kept to its time limit." in page
    assert "Candidates leave us most often in Deep-dive: 50 of 100 withdrew there or agreed to part." in page
    assert "3 rejected by us, 3 withdrew" in page
    assert "5 people wrote 30 scorecards, half of them 6 or fewer each." in page


def test_process_in_a_file_holds_the_same_figures(house: House) -> None:
    ended(house)
    head, *found = rows(house.visitor("rita"), "/reports/process")
    assert head == ["since", "until", "about", "what", "figure", "value"]
    stage = {row[4]: row[5] for row in found if row[3] == "deep_dive"}
    assert stage == {"entered": "6", "within": "6", "median": "5", "most": "5", "rejected": "3", "withdrawn": "3"}
    assert [row[2:] for row in found if row[3] == "inbound"] == [
        ["source", "inbound", "applications", "6"],
        ["source", "inbound", "committee", "0"],
        ["source", "inbound", "hired", "0"],
        ["source", "inbound", "median", "9"],
        ["source", "inbound", "most", "9"],
    ]


def test_no_title_runs_in_a_spreadsheet(house: House) -> None:
    made_up(house, "=HYPERLINK(1)", 1)
    for page in ("/reports", "/reports/agreement"):
        assert "'=HYPERLINK(1)" in rows(house.visitor("rita"), page)[1]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_takes_one_query_for_its_reports_however_many_there_are(house: House, page: str) -> None:
    reader, sent = house.visitor("rita"), []
    for many in (1, 30):
        made_up(house, "Baker", many) if many == 1 else _more(house)
        with house.counting() as queries:
            assert reader.get(page).status_code == 200
        sent.append(len(queries))
    assert sent == [2, 2]  # the session, and the reports


def _more(house: House) -> None:
    with house.changing():
        first = db.session.query(StoredReport).one()
        for at in range(30):
            same = {"kind": "agreement", "number": 1, "made_at": NOW, "data_sha256": "0" * 64}
            db.session.add(StoredReport(subject=f"more-{at}", content=first.content, **same))


def seen(reader: Visitor) -> list[bytes]:
    """Pages and files, without what is random for everybody."""
    return [OWN_SECRETS.sub(b"", reader.get(f"{page}{query}").data) for page in PAGES for query in ("", "?as=csv")]


def test_readers_see_the_same_to_the_byte_while_one_to_four_loops_end(house: House) -> None:
    ended(house)
    reader = house.visitor("rita")
    first = seen(reader)
    for at in range(1, 5):
        with house.changing():
            Loops(house).end(outcome="hired")
        with house.app.app_context():
            worker.report_now(NOW + at * DAY)
        assert seen(reader) == first
    ended(house, 1)
    told = [one == other for one, other in zip(seen(reader), first, strict=True)]
    assert told == [False, True, False, False, False, False]  # the list in a file holds no figure
