"""Money: whole minor units of one currency."""

from __future__ import annotations

import pytest

from hiring import paths
from hiring.db import db
from hiring.models import PayBand, Person
from hiring.money import Money
from hiring.openings.actions import Charter, open_opening
from hiring.rubrics.queries import by_reference
from hiring.workflow.plan import plans
from tests.cast import NOW
from tests.house import House


@pytest.mark.parametrize(("currency", "minor"), [("EUR", 7_500_000), ("JPY", 75_000), ("KWD", 75_000_000)])
def test_whole_units_become_minor_units(currency: str, minor: int) -> None:
    money = Money.of(75_000, currency)
    assert (money.minor, money.units) == (minor, 75_000.0)


@pytest.mark.parametrize(("minor", "currency"), [(-1, "EUR"), (1, "eur"), (1, "EURO"), (1, "€")])
def test_what_is_no_money(minor: int, currency: str) -> None:
    with pytest.raises(ValueError, match=r"money|currency"):
        Money(minor, currency)


def test_an_opening_offers_what_its_rubric_names(house: House) -> None:
    with house.changing():
        rubric = by_reference("executive-engineer@1")
        assert rubric is not None
        rita = house.one(Person, "rita")
        plan = plans(paths.PLANS)["staff-plus@1"]
        opening = open_opening(Charter("Executive engineer"), rubric=rubric, plan=plan, by=rita, now=NOW)
        band = db.session.get_one(PayBand, opening.id)
        assert (band.low, band.high) == (Money(18_000_000, "USD"), None)
