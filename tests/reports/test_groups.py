"""How groups get on, as it is shown: the same to everybody, in the file as on the page, and nothing of one person."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence

import pytest
from sqlalchemy import delete

from hiring.db import db
from hiring.group_questions import QUESTIONS
from hiring.models import Application, Capability, GroupAnswer, Person
from tests.cast import NOW, PEOPLE
from tests.house import House
from tests.results.crowd import count_them, ended, of

PAGE = "/reports/groups"
GENDERS = {"woman": (20, 10, 0, 0, 2), "man": (18, 20, 8, 2, 2), "": (10, 6, 0, 0, 2)}
FEW = {"woman": (41, 2, 0, 0, 0), "man": (14, 40, 3, 0, 0)}
"""A hundred, of whom two women in 43 got past the first calls, and 43 men in 57."""


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.partition("<main")[2].partition("</main")[0]).split())


def file_of(house: House) -> list[dict[str, str]]:
    answer = house.visitor("priya").get(f"{PAGE}?as=csv")
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def counted(house: House, *periods: Mapping[str, Sequence[int]]) -> None:
    for period in periods:
        with house.changing():
            ended(house, of("gender", period))
    count_them(house)


@pytest.mark.parametrize("who", sorted(set(PEOPLE) - {"priya"}))
def test_it_takes_a_right_of_its_own(house: House, who: str) -> None:
    assert [house.visitor(who).get(url).status_code for url in (PAGE, f"{PAGE}?as=csv")] == [403, 403]


def test_before_anything_is_counted_it_says_when_it_will_be(house: House) -> None:
    page = words(house.visitor("priya").get(PAGE).text)
    assert page.count("Nothing is said yet. The first count is made when 100 applications have ended.") == 3
    assert file_of(house) == []


def test_it_says_who_got_past_what_and_how_sure_that_is(house: House) -> None:
    counted(house, GENDERS)
    page = words(house.visitor("priya").get(PAGE).text)
    (said,) = re.findall(r"First calls (Too few .*?) Age", page)
    assert said == (
        "Too few to say: In another way. "
        "Woman 32 12 38 % 59 % as often as “Man” (42 % to 79 %) Under four fifths: look closer "
        "Man 50 32 64 % – Passed most often"
    )
    assert "Of the last 100 applications nothing can be said that would not tell of single people." in page


def test_the_file_holds_the_numbers_of_the_page(house: House) -> None:
    counted(house, GENDERS, GENDERS)
    rows = file_of(house)
    assert [(row["period"], row["applications"], row["group"], row["entered"], row["passed"]) for row in rows] == [
        ("all", "200", "woman", "64", "24"),
        ("all", "200", "man", "100", "64"),
        ("2", "100", "woman", "32", "12"),
        ("2", "100", "man", "50", "32"),
        ("1", "100", "woman", "32", "12"),
        ("1", "100", "man", "50", "32"),
    ]
    page = words(house.visitor("priya").get(PAGE).text)
    shown = re.findall(r"(?:Woman|Man) (\d+) (\d+) ", page)
    assert shown == [(row["entered"], row["passed"]) for row in rows]


def test_a_group_of_which_hardly_anybody_got_on_is_not_hidden_for_it(house: House) -> None:
    counted(house, FEW)
    page = words(house.visitor("priya").get(PAGE).text)
    (said,) = re.findall(r"Of all .*? so small", page)
    assert said == (
        "Of all 100 shown here, 45 got past it; of “Woman” fewer than 10. Too few to say: In another way. "
        "Woman 43 fewer than 10 – – Under four fifths: look closer "
        "Man 57 hidden – – Hidden, because another group is so small"
    )
    assert [(row["passed"], row["rate"]) for row in file_of(house)] == [("fewer than 10", ""), ("hidden", "")]


def test_nothing_can_be_asked_for_that_could_be_subtracted(house: House) -> None:
    counted(house, GENDERS, GENDERS)
    priya = house.visitor("priya")
    plain = words(priya.get(PAGE).text)
    for query in ("?opening=executive", "?q=woman", "?period=1", "?sort=rate", "?since=2026-01-01", "?group=woman"):
        assert words(priya.get(PAGE + query).text) == plain


def test_no_single_answer_application_or_person_shows_through(house: House) -> None:
    """Before and after one person comes, answers, changes an answer, takes it back, or is erased."""
    with house.changing():
        first = ended(house, of("gender", GENDERS))
    count_them(house)
    seen = [transcript(house)]
    for answers in ({"woman": (1,)}, {"man": (0, 0, 0, 0, 1)}, {"another": (0, 1)}, {"": (1,)}):
        with house.changing():
            ended(house, of("gender", answers))
        count_them(house)
        seen.append(transcript(house))
    with house.changing():
        for application in first[:3]:
            db.session.execute(delete(GroupAnswer).where(GroupAnswer.application_id == application))
        db.session.get_one(GroupAnswer, (first[4], "gender")).answer = "another"
        db.session.get_one(Application, first[5]).current_move_id = None
    count_them(house)
    seen.append(transcript(house))
    assert len(set(seen)) == 1


def transcript(house: House) -> tuple[str, str]:
    priya = house.visitor("priya")
    return words(priya.get(PAGE).text), priya.get(f"{PAGE}?as=csv").text


def test_it_takes_as_many_queries_for_many_periods_as_for_none(house: House) -> None:
    priya = house.visitor("priya")
    priya.get(PAGE)
    with house.counting() as few:
        priya.get(PAGE)
    counted(house, GENDERS, GENDERS, GENDERS)
    with house.counting() as many:
        priya.get(PAGE)
    assert (len(few), len(many)) == (len(few), len(few))
    assert len(many) <= 4


def test_every_answer_has_its_words() -> None:
    assert all(str(words) for question in QUESTIONS for words in question.choices.values())


def test_one_entry_of_the_navigation_is_where_one_is(house: House) -> None:
    with house.changing():
        priya = house.one(Person, "priya")
        priya.capabilities.append(Capability(kind="reports", granted_at=NOW))
    page = house.visitor("priya").get(PAGE).text
    assert re.findall(r'<a [^>]*aria-current="page"[^>]*>([^<]+)</a>', page) == ["Groups"]
