"""Rubrics to read: the list, each in full, and how they are found."""

from __future__ import annotations

import html
from datetime import timedelta

import pytest
from sqlalchemy import select

from hiring.db import db
from hiring.models import Person, RubricVersion
from hiring.rubrics import queries
from hiring.rubrics.page import colour
from hiring.web.searching import SEARCHABLE
from tests.cast import NOW
from tests.house import House


def test_everybody_who_signed_in_reads_rubrics(house: House) -> None:
    for who in ("rita", "omar"):
        assert house.visitor(who).get("/rubrics").status_code == 200
        assert house.visitor(who).get("/rubrics/staff-engineer/1").status_code == 200
    for url in ("/rubrics", "/rubrics/staff-engineer/1"):
        assert house.visitor().get(url).headers["Location"].startswith("/sign-in")


def test_the_list_has_every_version_under_its_title(house: House) -> None:
    with house.changing():
        first = queries.by_reference("staff-engineer@1")
        assert first is not None
        db.session.add(
            RubricVersion(
                slug=first.slug,
                number=2,
                sha256="2" * 64,
                title=first.title,
                yaml=first.yaml.replace("version: 1", "version: 2", 1),
                imported_at=NOW + timedelta(days=1),
            )
        )
    text = house.visitor("omar").get("/rubrics").text
    assert text.index("/rubrics/staff-engineer/2") < text.index('/rubrics/staff-engineer/1"')
    assert text.count("<bdi>staff-engineer</bdi>") == 1
    shown = house.visitor("omar").get("/rubrics/staff-engineer/1").text
    assert 'href="/rubrics/staff-engineer/2"' in shown


def test_a_page_holds_the_whole_rubric(house: House) -> None:
    with house.app.app_context():
        versions = db.session.scalars(select(RubricVersion)).all()
        everything = {f"/rubrics/{one.slug}/{one.number}": queries.rubric_of(one) for one in versions}
    visitor = house.visitor("omar")
    for url, rubric in everything.items():
        text = html.unescape(visitor.get(url).text)
        said = [sentence for one in rubric.dimensions for sentence in (one.title, one.meets, *one.anchors.values())]
        said += [question.ask for one in rubric.dimensions for question in one.questions]
        said += [more for one in rubric.dimensions for question in one.questions for more in question.follow_up]
        said += [sign for one in rubric.dimensions for sign in (*one.strong, *one.weak)]
        said += [example.because for one in rubric.dimensions for example in one.examples]
        said += [flag.text for flag in rubric.red_flags] + [task.title for task in rubric.exercises]
        said += [goal.goal for goal in rubric.ramp] + [one.text for one in rubric.knock_outs]
        if rubric.profile is not None:
            said += [rubric.profile.purpose, *rubric.profile.responsibilities, *rubric.profile.decides]
        assert [sentence for sentence in said if sentence not in text] == []


@pytest.mark.parametrize(
    "url",
    [
        "/rubrics/staff-engineer/2",
        "/rubrics/staff-engineer/99999999999999999999",
        "/rubrics/staff-engineer/0",
        "/rubrics/staff-engineer/-1",
        "/rubrics/staff-engineer/one",
        "/rubrics/staff%00engineer/1",
        "/rubrics/nobody/1",
    ],
)
def test_what_is_no_version_is_not_found(house: House, url: str) -> None:
    answer = house.visitor("omar").get(url)
    assert answer.status_code == 404
    assert "There is no such page" in answer.text


def test_pages_cost_the_same_for_few_and_many(house: House) -> None:
    omar = house.visitor("omar")
    with house.counting() as few:
        omar.get("/rubrics")
    with house.counting() as one:
        omar.get("/rubrics/staff-engineer/1")
    assert (len(few), len(one)) == (2, 4)


def test_search_finds_them_by_title(house: House) -> None:
    (search,) = [search for heading, search in SEARCHABLE if str(heading) == "Rubrics"]
    with house.app.test_request_context():
        hits = list(search(house.one(Person, "omar"), "engineer STAFF"))
    assert [(hit.line, hit.url) for hit in hits] == [("staff-engineer@1", "/rubrics/staff-engineer/1")]


@pytest.mark.parametrize(
    ("levels", "colours"),
    [((1, 2, 3, 4, 5), "o1 o2 o3 o4 o5"), ((1, 2), "o1 o5"), ((0, 1, 2, 3), "o1 o2 o4 o5"), ((1, 2, 3), "o1 o3 o5")],
)
def test_colours_follow_the_place_on_the_scale(levels: tuple[int, ...], colours: str) -> None:
    assert " ".join(colour(level, levels) for level in levels) == colours
