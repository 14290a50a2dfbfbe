"""The shared list of bad inputs, on the titles of openings and on the board's filter."""

from __future__ import annotations

import html
import re
import time

import pytest
from sqlalchemy import select

from hiring.db import db
from hiring.models import Opening
from hiring.openings.forms import visible
from tests.bad_inputs import CASES, of_target
from tests.house import House
from tests.openings.reading import names

TITLES = of_target("form:candidate.name|scorecard.note|search.title")
REFUSED = {"form-029": 422, "form-030": 400}
"""A NUL fits no database; a lone surrogate is no UTF-8, so a form that holds one cannot be read at all."""
FILTERS = {
    "form-088": {"sort": "salary by interviewer"},
    "form-089": {"q": "score>3"},
    "form-090": {"page": "100000000000000000000", "per_page": "1000000000"},
}


@pytest.mark.parametrize("name", TITLES)
def test_odd_words_are_a_title_as_text_or_refused(house: House, name: str) -> None:
    payload = str(CASES[name]["payload"])
    fields = {"target_days": "60", "rubric": "staff-engineer@1", "plan": "staff-plus@1"}
    rita = house.visitor("rita")
    answer = rita.post("/openings", {**fields, "title": payload.encode("utf-8", "surrogatepass")})
    is_refused = name in REFUSED or len(payload) > 280
    assert answer.status_code == (REFUSED.get(name, 422) if is_refused else 303)
    with house.app.app_context():
        titles = db.session.scalars(select(Opening.title)).all()
    if is_refused:
        assert payload not in titles
        return
    kept = (visible(payload) or "").strip()
    assert titles.count(kept) == 1
    for url in (answer.location, "/openings"):
        shown = rita.get(url)
        assert shown.status_code == 200
        heading = re.findall(r"<bdi>(.*?)</bdi>", shown.text)
        assert kept in [html.unescape(words) for words in heading]
        assert "<script>alert" not in shown.text
        assert "<svg onload" not in shown.text


@pytest.mark.parametrize("name", FILTERS)
def test_an_odd_filter_finds_what_none_would(house: House, name: str) -> None:
    query = {"q": "", **FILTERS[name]}
    assert names(house, "rita", query.pop("q"), **query) == names(house, "rita")


@pytest.mark.parametrize("typed", ["(a+)+" * 40 + "$", "%" * 280, "a" * 5000, "zz\0b", "\u202e", "👩‍👧"])
def test_a_hostile_filter_is_looked_for_as_it_is(house: House, typed: str) -> None:
    began = time.process_time()
    assert names(house, "rita", typed) == []
    assert time.process_time() - began < 0.5
