"""What a candidate may say of themselves: kept for them alone, taken back without a trace, and told to nobody."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import func, select

import hiring
from hiring.db import db
from hiring.group_questions import QUESTIONS
from hiring.models import Application, Event, GroupAnswer
from hiring.portal.forms import AboutYouForm
from tests.cast import NOW
from tests.house import House
from tests.portal.test_views import entered
from tests.test_non_interference import Reader, differences

PAGE = "/portal/about-you"
NOTHING = {"gender": "", "age": "", "disability": ""}


def kept(house: House) -> dict[str, str]:
    with house.app.app_context():
        return {row.question: row.answer for row in db.session.scalars(select(GroupAnswer))}


def chosen(page: str) -> list[tuple[str, str]]:
    inputs = re.findall(r"<input checked [^>]*>", page)
    return [(re.findall('name="(.*?)"', one)[0], re.findall('value="(.*?)"', one)[0]) for one in inputs]


def events(house: House) -> int:
    with house.app.app_context():
        return db.session.scalar(select(func.count(Event.seq))) or 0


def test_nothing_is_chosen_for_anybody(house: House) -> None:
    page = entered(house).get(PAGE)
    assert (page.status_code, chosen(page.text)) == (200, list(NOTHING.items()))


def test_answers_are_kept_changed_and_taken_back(house: House) -> None:
    casey = entered(house)
    said = casey.post(PAGE, NOTHING | {"gender": "woman", "disability": "no"})
    assert (said.status_code, said.location) == (303, f"{PAGE}?kept=1")
    assert kept(house) == {"gender": "woman", "disability": "no"}
    assert chosen(casey.get(PAGE).text) == [("gender", "woman"), ("age", ""), ("disability", "no")]
    casey.post(PAGE, NOTHING | {"gender": "another", "age": "30_39"})
    assert kept(house) == {"gender": "another", "age": "30_39"}
    casey.post(PAGE, NOTHING)
    assert kept(house) == {}


def test_a_question_left_out_is_not_answered(house: House) -> None:
    assert entered(house).post(PAGE, {"age": "50_59"}).status_code == 303
    assert kept(house) == {"age": "50_59"}


def test_the_trail_does_not_even_tell_that_somebody_answered(house: House) -> None:
    casey = entered(house)
    before = events(house)
    casey.post(PAGE, NOTHING | {"gender": "woman"})
    assert events(house) == before


@pytest.mark.parametrize("fields", [{"gender": "CANARY"}, {"age": "woman"}, {"gender": "woman", "name": "x"}])
def test_what_is_no_choice_is_refused_and_changes_nothing(house: House, fields: dict[str, str]) -> None:
    casey = entered(house)
    casey.post(PAGE, NOTHING | {"gender": "man"})
    answer = casey.post(PAGE, NOTHING | fields)
    assert (answer.status_code, "There is a problem" in answer.text) == (422, True)
    assert kept(house) == {"gender": "man"}


def test_only_the_candidates_own_browser_opens_it(house: House) -> None:
    for visitor in (house.visitor(), house.visitor("rita"), house.visitor("adam")):
        assert [visitor.get(PAGE).status_code, visitor.post(PAGE, NOTHING).status_code] == [410, 410]


def test_one_candidate_does_not_see_what_another_said(house: House) -> None:
    entered(house).post(PAGE, NOTHING | {"gender": "woman"})
    assert chosen(entered(house, "dana").get(PAGE).text) == list(NOTHING.items())


def test_the_page_is_light_and_asks_nobody_outside(house: House) -> None:
    page = entered(house).get(PAGE)
    assert (len(page.data) <= 8 * 1024, re.findall(r'<script|(?:src|href|action)="http', page.text)) == (True, [])


def test_every_question_has_its_field_and_an_answer_fits_its_column() -> None:
    form = AboutYouForm.__dict__
    assert [question.id for question in QUESTIONS if question.id in form] == [one.id for one in QUESTIONS]
    assert max(len(choice) for question in QUESTIONS for choice in question.choices) <= 40


def everybody_answers(_house: House) -> None:
    """As if every candidate of the house had said everything."""
    for application in db.session.scalars(select(Application)):
        for question in QUESTIONS:
            choice = next(iter(question.choices))
            db.session.add(GroupAnswer(application_id=application.id, question=question.id, answer=choice, at=NOW))


@pytest.mark.no_cover  # each line it walks over is covered by a test that looks closer
@pytest.mark.parametrize("who", ["rita", "ines", "priya"])
def test_no_page_tells_any_colleague_that_somebody_answered(house: House, who: str) -> None:
    """Not even whoever reads how groups get on: until a period is full it is the same house to the byte."""
    if house.dialect == "postgresql" and who != "priya":
        pytest.skip("PostgreSQL runs a sample.")
    assert differences(house, Reader(who), everybody_answers) == []


def test_only_the_portal_writes_answers_and_only_the_worker_counts_them() -> None:
    sources = Path(hiring.__file__).parent
    who = {path.relative_to(sources).as_posix() for path in sources.rglob("*.py") if "GroupAnswer" in path.read_text()}
    of_the_portal = {"portal/actions.py", "portal/queries.py"}
    assert who - {"results/groups.py"} == of_the_portal | {"models/__init__.py", "models/report.py"}
