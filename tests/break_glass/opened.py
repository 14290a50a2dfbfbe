"""An opening that Priya reads in an emergency, as the pages open it."""

from __future__ import annotations

from datetime import datetime

from hiring.break_glass import actions
from hiring.models import BreakGlass, Person
from tests.cast import NOW
from tests.house import House


def open_it(house: House, *, now: datetime = NOW) -> BreakGlass:
    """Adam approves what Priya has asked for: four hours of the executive opening."""
    glass: BreakGlass = house.one(BreakGlass, "glass")
    actions.approve(glass, by=house.one(Person, "adam"), now=now)
    return glass
