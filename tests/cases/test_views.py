"""Cases on the web: read blind, then open; a draft for its author alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from sqlalchemy import select

from hiring.cases.actions import retire
from hiring.db import db
from hiring.models import CaseReading, Person, WrittenCase
from tests.cast import DAY, NOW
from tests.factories import a_case, a_case_reading
from tests.house import House

DIMENSIONS = ("strategy-and-focus", "building-the-organisation", "hiring-and-developing-leaders")
BECAUSE = "CANARY-exercise because"
GROUP = "people’s levels, in whole groups of four: never one alone."


def fields(levels: Sequence[int] = (1, 3, 4), words: str = "She says so.") -> dict[str, str]:
    given = {f"{name}-level": str(level) for name, level in zip(DIMENSIONS, levels, strict=True)}
    return given | {f"{name}-evidence": words for name in DIMENSIONS}


def read(house: House, *names: str, levels: Sequence[int] = (2, 3, 4)) -> None:
    with house.changing():
        case = house.one(WrittenCase, "case")
        for name in names:
            a_case_reading(case, house.one(Person, name), levels=levels, words=f"{name}'s", at=NOW - DAY)


def url_of(house: House, case: str = "case", more: str = "") -> str:
    return f"/cases/{house.ref(case)}{more}"


def test_a_case_is_read_blind_and_opens_with_ones_own_reading(house: House) -> None:
    omar, url = house.visitor("omar"), url_of(house)
    before = omar.get(url).text
    assert "exercise body" in before
    assert BECAUSE not in before
    assert omar.post(f"{url}/reading", fields((1, 4, 4))).headers["Location"] == url
    after = omar.get(url).text
    assert BECAUSE in after
    assert '<h2 id="came">Passed</h2>' in after
    assert "One step higher than agreed" in after
    assert "What others gave shows once four people have read it" in after


def test_what_is_missing_is_said_beside_its_field_and_what_was_typed_stays(house: House) -> None:
    sent = fields() | {"strategy-and-focus-level": "", "building-the-organisation-evidence": " – "}
    answer = house.visitor("omar").post(url_of(house, more="/reading"), sent)
    assert answer.status_code == 422
    assert "Choose a level for “Strategy and focus”." in answer.text
    assert "Write what in the case shows “Building the organisation”." in answer.text
    assert answer.text.count("She says so.") >= 2
    assert BECAUSE not in answer.text


def test_a_second_reading_is_refused(house: House) -> None:
    read(house, "omar")
    answer = house.visitor("omar").post(url_of(house, more="/reading"), fields())
    assert answer.status_code == 409
    assert "Your first reading stays as it is." in answer.text
    with house.app.app_context():
        assert len(db.session.scalars(select(CaseReading)).all()) == 1


def test_a_case_retired_meanwhile_keeps_what_was_typed(house: House) -> None:
    with house.changing():
        retire(house.one(WrittenCase, "case"), by=house.one(Person, "rita"), now=NOW)
    answer = house.visitor("omar").post(url_of(house, more="/reading"), fields(words="Half an hour of work."))
    assert answer.status_code == 409
    assert "Half an hour of work." in answer.text
    assert BECAUSE not in answer.text
    assert "Hand in your reading" not in house.visitor("omar").get(url_of(house)).text


@pytest.mark.parametrize(("people", "shown"), [(3, 0), (4, 4), (7, 4), (8, 8)])
def test_others_show_in_whole_groups(house: House, people: int, shown: int) -> None:
    names = ("omar", "ines", "ivan", "cleo", "max", "mona", "priya", "adam")
    read(house, *names[:people])
    page = house.visitor("omar").get(url_of(house)).text
    assert (f"{shown} {GROUP}" in page) is bool(shown)
    assert page.count("How many gave each level") == (3 if shown else 0)


def test_what_came_in_since_the_last_whole_group_changes_no_byte(house: House) -> None:
    read(house, "omar", "ines", "ivan", "cleo")
    omar = house.visitor("omar")
    before = omar.get(url_of(house)).data
    read(house, "max", "mona", "priya", levels=(5, 5, 5))
    after = omar.get(url_of(house)).data
    mask: Callable[[bytes], bytes] = lambda page: page.split(b"<main")[1].split(b"csrf_token")[0]  # noqa: E731
    assert mask(after) == mask(before)


def test_its_author_sees_what_was_agreed_and_gives_no_reading(house: House) -> None:
    page = house.visitor("rita").get(url_of(house)).text
    assert BECAUSE in page
    assert "Hand in your reading" not in page
    assert house.visitor("rita").post(url_of(house, more="/reading"), fields()).status_code == 409


def test_a_draft_is_its_authors_alone(house: House) -> None:
    url = url_of(house, "sketch")
    for who in ("rita", "omar"):
        for page in ("", "/edit"):
            assert house.visitor(who).get(url + page).status_code in {403, 404}
        assert "CANARY-sketch" not in house.visitor(who).get("/cases").text
    assert house.visitor("remy").get(url).headers["Location"] == f"{url}/edit"
    assert "CANARY-sketch because" in house.visitor("remy").get(f"{url}/edit").text


def test_a_case_is_written_agreed_on_and_published(house: House) -> None:
    remy = house.visitor("remy")
    assert house.visitor("omar").get("/cases/new").status_code == 403
    assert remy.post("/cases/new", {"rubric": "none@1", "title": "T", "body": ""}).status_code == 422
    begun = {"rubric": "engineering-executive@1", "title": "A title", "body": "A body\n\nof two parts."}
    edit = remy.post("/cases/new", begun).headers["Location"]
    assert remy.get(edit).status_code == 200
    said = {"title": "A title", "body": "A body.", "version": "1"}
    agreed = {f"{name}-level": str(level) for name, level in zip(DIMENSIONS, (1, 3, 4), strict=True)}
    unsaid = remy.post(edit, said | agreed | {"then": "publish"})
    assert unsaid.status_code == 422
    assert "Say why it is this level and no other." in unsaid.text
    because = {f"{name}-because": "She says so." for name in DIMENSIONS}
    assert remy.post(edit, said | agreed | because | {"then": "save"}).headers["Location"] == edit
    assert remy.post(edit, said | {"then": "save"}).status_code == 409
    published = remy.post(edit, said | agreed | because | {"then": "publish", "version": "2"})
    assert published.status_code == 303
    assert "A title" in house.visitor("omar").get("/cases").text


def test_a_case_of_somebody_else_that_is_published_shows_nothing_on_its_edit_page(house: House) -> None:
    remy, edit = house.visitor("remy"), url_of(house, more="/edit")
    assert remy.get(edit).headers["Location"] == url_of(house)
    refused = remy.post(edit, {"title": "T", "body": "B", "version": "1"})
    assert refused.status_code == 409
    assert BECAUSE not in refused.text


def test_a_case_is_retired_by_whoever_writes_cases(house: House) -> None:
    url = url_of(house, more="/retire")
    assert house.visitor("omar").post(url).status_code == 403
    assert house.visitor("remy").post(url).status_code == 303
    assert house.visitor("remy").post(url).status_code == 409
    assert "Retired" in house.visitor("omar").get("/cases").text


def test_whether_readings_come_together_is_told_once_all_are_read(house: House) -> None:
    with house.changing():
        second = a_case(house.one(Person, "rita"), words="Second", at=NOW - 2 * DAY)
        for name in ("omar", "ines", "ivan", "cleo"):
            a_case_reading(second, house.one(Person, name), levels=(1, 3, 4), words="his", at=NOW - DAY)
    read(house, "omar", "ines", "ivan", levels=(3, 3, 4))
    said = "Before they had seen an agreed reading, 4 people were"
    assert "Too few to say whether readings come together" in house.visitor("omar").get("/cases").text
    assert "come together" not in house.visitor("cleo").get("/cases").text
    read(house, "cleo", levels=(3, 3, 4))
    assert said in house.visitor("cleo").get("/cases").text
    assert said not in house.visitor("max").get("/cases").text


def test_the_list_costs_the_same_however_many_there_are(house: House) -> None:
    omar = house.visitor("omar")
    with house.counting() as few:
        omar.get("/cases")
    with house.changing():
        for place in range(30):
            case = a_case(house.one(Person, "rita"), words=f"Case {place}", at=NOW - DAY)
            a_case_reading(case, house.one(Person, "omar"), levels=(1, 3, 4), words="his", at=NOW - DAY)
    with house.counting() as many:
        omar.get("/cases")
    assert (len(few), len(many)) == (4, 4)


@pytest.mark.parametrize(("has_read", "queries"), [(False, 4), (True, 6)])
def test_a_case_costs_the_same_however_many_have_read_it(house: House, has_read: bool, queries: int) -> None:
    if has_read:
        read(house, "omar")
    omar = house.visitor("omar")
    with house.counting() as few:
        omar.get(url_of(house))
    read(house, "ines", "ivan", "cleo", "max", "mona", "priya", "adam")
    with house.counting() as many:
        omar.get(url_of(house))
    assert (len(few), len(many)) == (queries, queries)
