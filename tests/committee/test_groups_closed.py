"""Those who answer as a group: nobody but its author is ever shown one of their cards."""

from __future__ import annotations

import re

import pytest

from hiring.models import Application, Person
from tests.cast import PEOPLE
from tests.committee.loops import a_group, in_committee, some_people
from tests.house import ON_SQLITE, House, Visitor, a_session
from tests.test_non_interference import addresses

pytestmark = [ON_SQLITE, pytest.mark.no_cover]  # many pages, and lines that other tests walk one by one

CANARY = re.compile(r"CANARY-group-[0-9]-[0-9]")


def group_of(house: House, levels: list[int | None]) -> Visitor:
    """Casey before the committee with such a group; answers the browser of its first member."""
    with house.changing():
        casey, rita = house.one(Application, "casey"), house.one(Person, "rita")
        people = some_people(len(levels), "report")
        a_group(casey, people, levels, by=rita)
        in_committee(casey, by=rita)
        return Visitor(house.app, a_session(people[0].ref))


def words_seen(house: House, visitor: Visitor) -> dict[str, set[str]]:
    found = {url: set(CANARY.findall(visitor.get(url).text)) for url in addresses(house)}
    return {url: words for url, words in found.items() if words}


@pytest.mark.parametrize("levels", [[4, 2, 5], [4, 2, 5, 3, None]])
@pytest.mark.parametrize("who", ["rita", "cleo", "max", "mona", "ines", "adam", "priya"])
def test_a_group_of_three_or_with_one_out_is_closed_on_every_page(
    house: House, who: str, levels: list[int | None]
) -> None:
    group_of(house, levels)
    assert words_seen(house, house.visitor(who)) == {}


@pytest.mark.parametrize("who", PEOPLE)
def test_an_open_group_is_shown_in_the_packet_together_and_nowhere_else(house: House, who: str) -> None:
    group_of(house, [4, 2, 5, 3])
    seen = words_seen(house, house.visitor(who))
    assert all(url.startswith("/packets/") and len(words) == 4 for url, words in seen.items())
    assert len(seen) == (who in {"rita", "cleo", "max", "mona"})


def test_a_member_of_the_group_reads_their_own_card_alone(house: House) -> None:
    member = group_of(house, [4, 2, 5, 3])
    seen = words_seen(house, member)
    assert {word for words in seen.values() for word in words} == {"CANARY-group-0-4"}
