"""How those who meet an opening's candidates usually rate: for its recruiter and chair, and who is named there."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import time_machine
from sqlalchemy import select

from hiring.db import db
from hiring.models import Application, Conflict, Person, Slot
from tests.cast import DAY, NOW
from tests.committee.loops import a_group, some_people
from tests.committee.test_across import judged, masked
from tests.committee.test_adjusted import knowing, setting
from tests.committee.test_views import words
from tests.factories import an_interview
from tests.house import House
from tests.test_non_interference import _unseal, cards_on, ines_still_out, rewrite

KNOWN = {"ines": (-0.6, 0.01), "ivan": (0.1, 0.02), "cleo": (0.5, 0.02)}


def url(house: House) -> str:
    return f"/openings/{house.ref('executive')}/severity"


def page(house: House, who: str = "max") -> str:
    answer = house.visitor(who).get(url(house))
    assert answer.status_code == 200
    return answer.text


def named(text: str) -> list[str]:
    """Those with a line of their own, from the lowest to the highest."""
    return re.findall(r'<th scope="row"><bdi>([^<]+)', text)


@pytest.mark.parametrize(
    ("who", "status"),
    [("rita", 200), ("max", 200), ("cleo", 403), ("mona", 403), ("ines", 404), ("omar", 404), ("adam", 404)],
)
def test_it_is_for_recruiter_and_chair(house: House, who: str, status: int) -> None:
    knowing(house, KNOWN)
    assert house.visitor(who).get(url(house)).status_code == status


def test_lowest_first_with_range_and_from_how_many(house: House) -> None:
    knowing(house, KNOWN)
    text = page(house)
    assert named(text) == ["Ines Calder", "Ivan Petrov", "Cleo Adeyemi"]
    assert "−.6 · 12 candidates" in words(text)
    assert "Ines Calder: −.6 (four times in five −.7 to −.5), from 12 candidates" in text
    assert "As of Mon 16 Nov" in words(text)


@pytest.mark.parametrize(("candidates", "names"), [(7, 0), (8, 3)])
def test_of_nobody_is_anything_said_under_eight_candidates(house: House, candidates: int, names: int) -> None:
    knowing(house, KNOWN, candidates=candidates)
    assert len(named(page(house))) == names


def test_without_a_fit_it_says_so(house: House) -> None:
    assert "Too little is known yet" in page(house)


def test_an_opening_that_does_without_adjusting_shows_nobody(house: House) -> None:
    knowing(house, KNOWN)
    setting(house, "off")
    text = page(house)
    assert named(text) == []
    assert "Switched off" in text


def test_those_who_answer_as_a_group_are_not_named(house: House) -> None:
    with house.changing():
        people = some_people(4, "report")
        a_group(house.one(Application, "dana"), people, (1, 2, 3, 4), by=house.one(Person, "rita"))
    knowing(house, KNOWN | {f"report{at}@example.org": (0.9, 0.01) for at in range(4)})
    assert named(page(house)) == ["Ines Calder", "Ivan Petrov", "Cleo Adeyemi"]


def test_a_chair_hears_of_those_on_packets_a_recruiter_of_all_in_the_loops(house: House) -> None:
    judged(house, "Erin Boateng", {"omar": 3}, before_committee=False)
    knowing(house, KNOWN | {"omar": (0.9, 0.01)})
    assert "Omar Haddad" in named(page(house, "rita"))
    assert "Omar Haddad" not in named(page(house, "max"))


def owes(house: House, who: str) -> None:
    people, rita = [house.one(Person, who)], house.one(Person, "rita")
    an_interview(house.one(Application, "casey"), "deep-dives", people, starts_at=NOW - DAY, by=rita)


def has_a_conflict(house: House, who: str) -> None:
    casey, person = house.one(Application, "casey"), house.one(Person, who)
    about = {"application_id": casey.id, "opening_id": casey.opening_id}
    db.session.add(Conflict(person_id=person.id, kind="declared", reason="", by_id=person.id, at=NOW, **about))


def somebody_else_sits_there(house: House) -> None:
    casey, rita = house.one(Application, "casey"), house.one(Person, "rita")
    an_interview(casey, "deep-dives", [house.one(Person, "omar")], starts_at=NOW - DAY, by=rita)


def cards_are_otherwise(house: House) -> None:
    for card in cards_on(house, "casey"):
        rewrite(card)


@pytest.mark.parametrize("closes", [owes, has_a_conflict])
@pytest.mark.parametrize("change", [somebody_else_sits_there, cards_are_otherwise, ines_still_out])
def test_an_application_that_is_closed_to_the_reader_shows_in_nothing(
    house: House, closes: Callable[[House, str], None], change: Callable[[House], None]
) -> None:
    """Not even by who is on the list: whoever owes a card must not learn who else sits there."""
    knowing(house, KNOWN | {"omar": (0.9, 0.01)})
    with house.changing():
        closes(house, "rita")
    with time_machine.travel(NOW, tick=False):
        # made at the same moment: a cookie from later would be no cookie
        visitor = house.visitor("rita")
        before = masked(house, visitor, url(house))
        assert named(before) == ["Ines Calder", "Ivan Petrov", "Cleo Adeyemi"]
        with house.changing():
            _unseal(house)
            change(house)
        assert masked(house, visitor, url(house)) == before


def test_whether_a_card_is_in_makes_no_difference(house: House) -> None:
    """Seats are what the list is made of, and figures of finished candidates only."""
    judged(house, "Erin Boateng", {"adam": 3}, before_committee=False)
    knowing(house, KNOWN | {"adam": (0.9, 0.01)})
    before = named(page(house, "rita"))
    with house.changing():
        slot = db.session.scalars(select(Slot).filter_by(person_id=house.one(Person, "adam").id)).one()
        slot.handed_in_at = None
    assert named(page(house, "rita")) == before


def test_it_takes_as_many_queries_for_thirty_as_for_three(house: House) -> None:
    knowing(house, KNOWN)
    visitor = house.visitor("rita")
    with house.counting() as few:
        visitor.get(url(house))
    with house.changing():
        many = some_people(30)
        an_interview(house.one(Application, "dana"), "deep-dives", many, starts_at=NOW, by=house.one(Person, "rita"))
    with house.counting() as more:
        visitor.get(url(house))
    for sent in (few, more):
        assert len([one for one in sent if one.startswith("SELECT")]) == 6
