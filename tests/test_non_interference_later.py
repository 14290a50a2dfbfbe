"""What comes after a card, or from outside the plan, tells whoever owes one nothing: twin houses."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from hiring.db import db
from hiring.loops.unscheduled import Met, tell
from hiring.models import Application, Interview, Outgoing, Person, Slot
from hiring.people.deputies import name_deputy
from hiring.scorecards import actions
from hiring.scorecards.amending import amend
from hiring.scorecards.drafts import NO_PAGE
from hiring.scorecards.queries import answers_of, sheet_of
from hiring.scorecards.typists import say_ready, type_draft
from tests.cast import DAY, NOW
from tests.house import ON_SQLITE, House
from tests.scorecards.cards import complete
from tests.test_non_interference import Reader, differences

pytestmark = pytest.mark.no_cover  # each line it walks over is covered by a test that looks closer

OWING = (Reader("ivan"), Reader("cleo", "casey"), Reader("rita", "casey", begun=False), Reader("adam", "casey"))
STRANGERS = (Reader("omar"), Reader("max"), Reader("remy"))


def ines_amends(house: House) -> None:
    """Another verdict, other levels, and a red flag: everything that could be told of."""
    slot = house.one(Slot, "casey-ines")
    fields = complete(slot, words="A later word.", level=1) | {"verdict": "strong_no"}
    fields |= {f"{slot.dimensions[0]}-red_flag": "1", f"{slot.dimensions[0]}-check": "Ask the auditor."}
    amend(slot, answers_of(sheet_of(slot), fields), reason="I slept on it.", by=slot.person, now=NOW)


def ines_writes_about_the_dinner(house: House) -> None:
    slot = db.session.scalars(select(Slot).join(Interview).where(Interview.unscheduled)).one()
    actions.hand_in(slot, answers_of(sheet_of(slot), complete(slot)), by=slot.person, now=NOW)


def omar_types_and_leaves_it_to_ivan(house: House) -> None:
    slot, omar = house.one(Slot, "casey-ivan"), house.one(Person, "omar")
    type_draft(slot, {"headline": "Ivan told me this."}, sender=NO_PAGE, by=omar, now=NOW)
    say_ready(slot, by=omar, now=NOW)


def beforehand(house: House) -> None:
    """Ines met Casey at a dinner and has not written about it; Omar types for Ivan."""
    with house.changing():
        met = Met(NOW - DAY, "Europe/London", 45, "Dinner", "short")
        tell(house.one(Application, "casey"), met, by=house.one(Person, "ines"), now=NOW)
        name_deputy(house.one(Person, "ivan"), house.one(Person, "omar"), "types", now=NOW)


def sampled(house: House, reader: Reader) -> None:
    if house.dialect == "postgresql" and reader not in OWING[1:2]:
        pytest.skip("PostgreSQL runs a sample.")


@pytest.mark.parametrize("reader", [*OWING, *STRANGERS], ids=str)
def test_whoever_owes_cannot_tell(house: House, reader: Reader) -> None:
    sampled(house, reader)
    beforehand(house)
    assert differences(house, reader, ines_amends, ines_writes_about_the_dinner) == []
    with house.app.app_context():
        mailed = db.session.scalars(select(Outgoing.person_id).where(Outgoing.kind == "red_flag")).all()
        assert house.one(Person, str(reader.name)).id not in mailed


@pytest.mark.parametrize("reader", [*OWING[1:], Reader("ines"), Reader("max"), Reader("remy")], ids=str)
def test_what_is_typed_is_between_two_people(house: House, reader: Reader) -> None:
    sampled(house, reader)
    beforehand(house)
    assert differences(house, reader, omar_types_and_leaves_it_to_ivan) == []


@ON_SQLITE
@pytest.mark.parametrize(
    ("reader", "change"),
    [
        (Reader("rita"), ines_amends),
        (Reader("rita"), ines_writes_about_the_dinner),
        (Reader("ivan"), omar_types_and_leaves_it_to_ivan),
        (Reader("omar"), omar_types_and_leaves_it_to_ivan),
    ],
    ids=lambda one: str(one) if isinstance(one, Reader) else one.__name__,
)
def test_whoever_may_know_can_tell(house: House, reader: Reader, change: Callable[[House], None]) -> None:
    beforehand(house)
    assert differences(house, reader, change) != []
