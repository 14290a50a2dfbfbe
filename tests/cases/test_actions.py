"""A case is written by one, agreed on, published, read once by each, and retired."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from hiring.cases import actions
from hiring.cases.queries import Rated
from hiring.db import db
from hiring.models import CaseReading, Event, Person, WrittenCase
from hiring.refusal import Kind, Refusal
from hiring.rubrics.queries import by_reference
from tests.cast import DAY, NOW
from tests.factories import a_case_reading
from tests.house import House

LEVELS = {"strategy-and-focus": 1, "building-the-organisation": 3, "hiring-and-developing-leaders": 4}
LATER = NOW + timedelta(hours=1)
TOO_CLOSE = (
    "The agreed levels lie too close together: whoever gives one level throughout would pass. "
    "Write a case whose lowest and highest level are three steps apart."
)


def rated(levels: Mapping[str, int], words: str = "She says so.") -> dict[str, Rated]:
    return {name: Rated(level, words) for name, level in levels.items()}


def person(house: House, name: str) -> Person:
    found: Person = house.one(Person, name)
    return found


def case_of(house: House, name: str = "case") -> WrittenCase:
    found: WrittenCase = house.one(WrittenCase, name)
    return found


def told() -> list[tuple[str, dict[str, Any]]]:
    """What has been recorded since the cast was made."""
    events = db.session.scalars(select(Event).where(Event.at >= NOW).order_by(Event.seq))
    return [(event.kind, event.facts) for event in events]


def a_draft(house: House, levels: Mapping[str, int] = LEVELS, words: str = "Because she says so.") -> WrittenCase:
    version, rita = by_reference("engineering-executive@1"), person(house, "rita")
    assert version is not None
    case = actions.write(version, title="Two restores", body="You asked about a failure.", by=rita, now=NOW)
    said: dict[str, Any] = {"title": "Two restores at night", "body": "You asked about a failure of hers."}
    actions.edit(case, **said, agreed=rated(levels, words), by=rita, now=LATER)
    return case


def test_a_draft_is_agreed_on_and_published(house: House) -> None:
    with house.changing():
        case = a_draft(house)
        actions.publish(case, by=person(house, "rita"), now=LATER)
        assert (case.title, case.published_at) == ("Two restores at night", LATER)
        assert [(one.dimension, one.position, one.level) for one in case.agreed] == [
            ("strategy-and-focus", 0, 1),
            ("building-the-organisation", 1, 3),
            ("hiring-and-developing-leaders", 2, 4),
        ]
        assert told() == [
            ("case.written", {"rubric_version": case.rubric_version_id}),
            ("case.edited", {}),
            ("case.published", {}),
        ]


def test_what_is_no_longer_agreed_on_leaves_the_case(house: House) -> None:
    with house.changing():
        case = a_draft(house)
        fewer = {"building-the-organisation": 5, "business-and-finance": 2}
        version = case.version
        actions.edit(case, title="T", body="B", agreed=rated(fewer), by=person(house, "rita"), now=LATER)
        db.session.flush()
        db.session.expire(case)
        assert [(one.dimension, one.level) for one in case.agreed] == list(fewer.items())
        assert case.version > version


@pytest.mark.parametrize(
    ("levels", "words", "refusal"),
    [
        (
            {"strategy-and-focus": 1, "business-and-finance": 4},
            "So.",
            "Agree on at least 3 dimensions: fewer say nothing about how somebody rates.",
        ),
        (LEVELS, " – ", "Say for every agreed level why it is that one and no other."),
        (
            dict.fromkeys(LEVELS, 3) | {"strategy-and-focus": 5},
            "So.",
            TOO_CLOSE,
        ),
    ],
)
def test_what_cannot_be_published(house: House, levels: dict[str, int], words: str, refusal: str) -> None:
    with house.changing():
        case = a_draft(house, levels, words)
        with pytest.raises(Refusal) as refused:
            actions.publish(case, by=person(house, "rita"), now=LATER)
        assert (str(refused.value), refused.value.kind, case.published_at) == (refusal, Kind.INPUT, None)


def test_a_published_case_stands_as_it_is(house: House) -> None:
    with house.changing():
        case, rita = case_of(house), person(house, "rita")
        with pytest.raises(Refusal, match=r"^This case is published and stands as it is\."):
            actions.publish(case, by=rita, now=NOW)
        with pytest.raises(Refusal, match=r"^This case is published and stands as it is\."):
            actions.edit(case, title="T", body="B", agreed={}, by=rita, now=NOW)
        assert told() == []


def test_only_its_author_changes_a_draft(house: House) -> None:
    with house.changing(), pytest.raises(Refusal, match=r"^Only its author changes a draft\.$"):
        actions.edit(case_of(house, "sketch"), title="T", body="B", agreed={}, by=person(house, "rita"), now=NOW)


@pytest.mark.parametrize("agreed", [{"coding": 3}, {"strategy-and-focus": 6}])
def test_only_the_rubrics_dimensions_and_levels_are_agreed_on(house: House, agreed: dict[str, int]) -> None:
    with house.changing(), pytest.raises(Refusal, match=r"^Choose dimensions and levels of the rubric\.$"):
        a_draft(house, agreed)


@pytest.mark.parametrize(("title", "body"), [("–", "A text."), ("A title", " … ")])
def test_a_case_needs_words(house: House, title: str, body: str) -> None:
    with house.changing():
        version, rita = by_reference("engineering-executive@1"), person(house, "rita")
        assert version is not None
        with pytest.raises(Refusal, match=r"^A case needs a title and a text\.$"):
            actions.write(version, title=title, body=body, by=rita, now=NOW)


@pytest.mark.parametrize(
    ("levels", "passed"), [((1, 3, 4), True), ((2, 3, 3), True), ((2, 4, 5), False), ((3, 3, 4), False)]
)
def test_a_reading_is_kept_with_whether_it_passes(house: House, levels: tuple[int, ...], passed: bool) -> None:
    with house.changing():
        case = case_of(house)
        given = rated(dict(zip(LEVELS, levels, strict=True)), "She says so.")
        reading = actions.hand_in(case, given, by=person(house, "omar"), now=NOW)
        assert (reading.passed, [one.level for one in reading.levels]) == (passed, list(levels))
        assert told() == [("case.read", {"case": case.id})]


@pytest.mark.parametrize(
    "given",
    [
        rated({"strategy-and-focus": 1, "building-the-organisation": 3}),
        rated(LEVELS, " "),
        rated(LEVELS | {"business-and-finance": 3}),
    ],
)
def test_a_reading_is_whole_or_none(house: House, given: dict[str, Rated]) -> None:
    with house.changing(), pytest.raises(Refusal, match=r"^Give every dimension a level") as refused:
        actions.hand_in(case_of(house), given, by=person(house, "omar"), now=NOW)
    assert refused.value.kind is Kind.INPUT


def test_a_case_is_read_once(house: House) -> None:
    with house.changing():
        case, ines = case_of(house), person(house, "ines")
        a_case_reading(case, ines, levels=(3, 3, 3), words="hers", at=NOW - DAY)
        with pytest.raises(Refusal, match=r"^You have read this case\."):
            actions.hand_in(case, rated(LEVELS), by=ines, now=NOW)


def test_its_author_gives_no_reading(house: House) -> None:
    with house.changing(), pytest.raises(Refusal, match=r"^You wrote this case and know what was agreed"):
        actions.hand_in(case_of(house), rated(LEVELS), by=person(house, "rita"), now=NOW)


def test_a_retired_case_takes_no_more_readings(house: House) -> None:
    with house.changing():
        case, remy = case_of(house), person(house, "remy")
        actions.retire(case, by=remy, now=NOW)
        assert told() == [("case.retired", {})]
        with pytest.raises(Refusal, match=r"^This case was retired and takes no more readings\."):
            actions.hand_in(case, rated(LEVELS), by=person(house, "omar"), now=NOW)
        with pytest.raises(Refusal, match=r"^This case was retired already\.$"):
            actions.retire(case, by=remy, now=NOW)
        assert db.session.scalars(select(CaseReading)).all() == []


def test_a_draft_is_not_retired(house: House) -> None:
    with house.changing(), pytest.raises(Refusal, match=r"^This case is a draft"):
        actions.retire(case_of(house, "sketch"), by=person(house, "remy"), now=NOW)
