"""How often a must-have was found missing late: on the rubric's page, for those alone who may know of each case."""

from __future__ import annotations

import re

import pytest

from hiring.candidates.actions import NewCandidate, add_candidate, undo_move
from hiring.conflicts.actions import name_conflict
from hiring.db import db
from hiring.models import Application, Opening, Person
from hiring.rubrics.queries import by_reference, found_missing
from tests.answers.said import closed
from tests.cast import NOW
from tests.factories import an_interview
from tests.house import ON_SQLITE, House
from tests.test_non_interference import Reader, differences

MISSING = "hiring-and-developing-leaders"
PAGE = "/rubrics/engineering-executive/1"
TEAM = ("rita", "cleo")


def ends(application: Application) -> None:
    by = application.moves[0].by
    assert by is not None
    closed(application, "must_have_missing", by=by, at=NOW, missing=MISSING)


def casey_ends(house: House) -> None:
    ends(house.one(Application, "casey"))


def three_end(house: House) -> None:
    """Two of one opening, and one of the confidential one."""
    for name in ("casey", "noel", "quinn"):
        ends(house.one(Application, name))


def counted(house: House) -> dict[str, int]:
    """By reader, how many of the must-have they hear of."""
    version = by_reference("engineering-executive@1")
    assert version is not None
    readers = ("rita", "cleo", "remy", "max", "mona", "ines", "ivan", "omar", "priya", "adam")
    found = {who: found_missing(version, house.one(Person, who)) for who in readers}
    assert {dimension for one in found.values() for dimension in one} <= {MISSING}
    return {who: one[MISSING] for who, one in found.items() if one}


def test_each_counts_what_ended_in_the_openings_they_lead(house: House) -> None:
    with house.changing():
        three_end(house)
        assert counted(house) == {"rita": 2, "cleo": 2, "remy": 1}
        other = by_reference("staff-engineer@1")
        assert other is not None
        assert found_missing(other, house.one(Person, "rita")) == {}


def test_a_conflict_a_card_one_owes_and_a_way_back_take_it_out(house: House) -> None:
    with house.changing():
        three_end(house)
        rita, cleo, casey = house.one(Person, "rita"), house.one(Person, "cleo"), house.one(Application, "casey")
        name_conflict(house.one(Application, "noel"), cleo, kind="relation", reason="", by=rita, now=NOW)
        assert counted(house) == {"rita": 2, "cleo": 1, "remy": 1}
        an_interview(casey, "deep-dives", [cleo], starts_at=NOW, by=rita)
        assert counted(house) == {"rita": 2, "remy": 1}
        undo_move(casey, by=rita, now=NOW)
        assert counted(house) == {"rita": 1, "remy": 1}


@ON_SQLITE
def test_the_page_says_it_under_its_dimension(house: House) -> None:
    with house.changing():
        three_end(house)
    page = house.visitor("rita").get(PAGE).text
    assert re.findall(r"Found missing late:[^<]*", page) == ["Found missing late: 2 candidates of openings you lead."]
    assert re.findall(r'<section [^>]*id="([^"]+)"', page.partition("Found missing late")[0])[-1] == MISSING


@ON_SQLITE
@pytest.mark.parametrize(
    "reader",
    [*map(Reader, ("ivan", "ines", "max", "mona", "omar", "priya", "adam")), *(Reader(who, "casey") for who in TEAM)],
    ids=str,
)
def test_whoever_may_not_know_reads_the_same_page_to_the_byte(house: House, reader: Reader) -> None:
    change = casey_ends if reader.owes else three_end
    assert differences(house, reader, change, where=lambda _: [PAGE]) == []


@ON_SQLITE
@pytest.mark.parametrize("name", [*TEAM, "remy"])
def test_whoever_leads_can_tell(house: House, name: str) -> None:
    assert differences(house, Reader(name), three_end, where=lambda _: [PAGE]) == [PAGE]


@ON_SQLITE
def test_thirty_cost_what_one_costs(house: House) -> None:
    rita, sent = house.visitor("rita"), []
    for more in (1, 30):
        with house.changing():
            opening, by = house.one(Opening, "executive"), house.one(Person, "rita")
            for number in range(more):
                ends(add_candidate(opening, NewCandidate(f"Somebody {more} {number}"), by=by, now=NOW))
            db.session.flush()
        with house.counting() as queries:
            assert f"late: {31 if more == 30 else 1} candidate" in rita.get(PAGE).text
        sent.append(len(queries))
    assert sent == [4, 4]
