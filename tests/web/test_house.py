"""The house stands: both databases, the 404 that tells nothing, headers on everything."""

from __future__ import annotations

from hiring import audit
from tests.house import House


def test_unknown_and_malformed_addresses_are_the_same_page(house: House) -> None:
    visitor = house.visitor("omar")
    bodies = {visitor.get(url).data for url in ("/nowhere", f"/openings/{'x' * 22}", f"/openings/{house.ref('heron')}")}
    assert len(bodies) == 1


def test_the_cast_leaves_a_whole_chain(house: House) -> None:
    with house.app.app_context():
        assert audit.first_broken() is None
