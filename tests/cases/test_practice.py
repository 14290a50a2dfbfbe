"""Whose first cards are read and not counted, and that they are told before they write."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from hiring.access.applications import standing
from hiring.candidates.actions import make_move
from hiring.cases.actions import retire
from hiring.db import db
from hiring.models import Application, Opening, Person, Scorecard, Slot, WrittenCase
from hiring.newcomers import can_be_asked, is_practice
from hiring.openings import actions as openings
from hiring.pool.counted import counted
from hiring.refusal import Refusal
from hiring.scorecards import actions
from hiring.scorecards.queries import answers_of, sheet_of
from tests.cast import DAY, NOW
from tests.factories import a_case_reading
from tests.house import House
from tests.scorecards.cards import complete

WARNING = "This card will be practice"


def asks(house: House, whom: str) -> None:
    with house.changing():
        house.one(Opening, "executive").asks_case = whom


def ivans_seat(house: House) -> Slot:
    slot: Slot = house.one(Slot, "casey-ivan")
    return slot


@pytest.fixture
def newcomer(house: House) -> House:
    """Ivan's seat on Casey is Omar's, who has never written a card; the opening asks for a case."""
    asks(house, "but_executives")
    with house.changing():
        ivans_seat(house).person = house.one(Person, "omar")
    return house


def reads(house: House, levels: tuple[int, int, int]) -> None:
    with house.changing():
        case, omar = house.one(WrittenCase, "case"), house.one(Person, "omar")
        a_case_reading(case, omar, levels=levels, words="his", at=NOW - DAY)


def test_a_newcomers_card_is_practice(newcomer: House) -> None:
    with newcomer.app.app_context():
        assert is_practice(ivans_seat(newcomer))


def passes(house: House) -> None:
    reads(house, (1, 3, 4))


def wrote_it(house: House) -> None:
    with house.changing():
        house.one(WrittenCase, "case").written_by_id = house.one(Person, "omar").id


def has_a_card_that_counts(house: House) -> None:
    with house.changing():
        house.one(Slot, "dana-ines").person = house.one(Person, "omar")


def there_is_no_case(house: House) -> None:
    with house.changing():
        retire(house.one(WrittenCase, "case"), by=house.one(Person, "rita"), now=NOW)


def sits_as_an_executive(house: House) -> None:
    with house.changing():
        ivans_seat(house).perspective = "executive"


def is_a_guest(house: House) -> None:
    with house.changing():
        house.one(Person, "omar").is_guest = True


def writes_a_short_card(house: House) -> None:
    with house.changing():
        ivans_seat(house).card = "short"


def sits_in_a_group(house: House) -> None:
    with house.changing():
        ivans_seat(house).collective = True


def nobody_is_asked(house: House) -> None:
    asks(house, "nobody")


@pytest.mark.parametrize(
    "change",
    [
        passes,
        wrote_it,
        has_a_card_that_counts,
        there_is_no_case,
        sits_as_an_executive,
        is_a_guest,
        writes_a_short_card,
        sits_in_a_group,
        nobody_is_asked,
    ],
)
def test_of_whom_nothing_is_asked(newcomer: House, change: Callable[[House], None]) -> None:
    change(newcomer)
    with newcomer.app.app_context():
        assert not is_practice(ivans_seat(newcomer))


def fails(house: House) -> None:
    reads(house, (4, 4, 4))


def is_an_executive_too(house: House) -> None:
    asks(house, "everybody")
    sits_as_an_executive(house)


@pytest.mark.parametrize("change", [fails, is_an_executive_too])
def test_of_whom_it_is_asked_all_the_same(newcomer: House, change: Callable[[House], None]) -> None:
    change(newcomer)
    with newcomer.app.app_context():
        assert is_practice(ivans_seat(newcomer))


def hand_in(house: House) -> None:
    with house.changing():
        slot = ivans_seat(house)
        actions.hand_in(slot, answers_of(sheet_of(slot), complete(slot)), by=slot.person, now=NOW)


def test_the_card_says_so_for_good_and_counts_nowhere(newcomer: House) -> None:
    hand_in(newcomer)
    with newcomer.app.app_context():
        slot = ivans_seat(newcomer)
        card = db.session.scalars(select(Scorecard).filter_by(slot_id=slot.id)).one()
        assert card.is_practice
    passes(newcomer)
    with newcomer.changing():
        casey, rita = newcomer.one(Application, "casey"), newcomer.one(Person, "rita")
        make_move(casey, "close:withdrawn", reason="Moved.", standing=standing(rita, casey), by=rita, now=NOW)
        about_casey = counted(Slot.person_id).where(Slot.application_id == casey.id)
        assert db.session.scalars(about_casey).all() == [newcomer.one(Person, "ines").id]
    page = newcomer.visitor("omar").get(f"/scorecards/{newcomer.ref('casey-ivan')}/receipt").text
    assert "It is practice: the committee reads it beside the others, and it counts nowhere." in page


def test_a_practice_card_makes_nobody_experienced(newcomer: House) -> None:
    hand_in(newcomer)
    with newcomer.app.app_context():
        assert is_practice(ivans_seat(newcomer))


@pytest.mark.parametrize("page", ["/scorecards/{}", "/slots/{}/brief"])
def test_they_are_told_before_they_write(newcomer: House, page: str) -> None:
    url = page.format(newcomer.ref("casey-ivan"))
    assert WARNING in newcomer.visitor("omar").get(url).text
    passes(newcomer)
    assert WARNING not in newcomer.visitor("omar").get(url).text


def test_they_are_told_again_before_they_hand_in(newcomer: House) -> None:
    with newcomer.changing():
        slot = ivans_seat(newcomer)
        assert slot.draft is not None
        slot.draft.fields = complete(slot)
    assert WARNING in newcomer.visitor("omar").get(f"/scorecards/{newcomer.ref('casey-ivan')}/review").text


@pytest.mark.parametrize(("whom", "costs"), [("nobody", 0), ("but_executives", 1)])
def test_what_asking_costs(house: House, whom: str, costs: int) -> None:
    url = f"/scorecards/{house.ref('casey-ivan')}"
    ivan = house.visitor("ivan")
    with house.counting() as before:
        ivan.get(url)
    asks(house, whom)
    with house.counting() as after:
        ivan.get(url)
    assert len(after) - len(before) == costs


def test_the_setting_is_on_record(house: House) -> None:
    with house.changing():
        opening, rita = house.one(Opening, "executive"), house.one(Person, "rita")
        openings.choose_case(opening, "everybody", by=rita, now=NOW)
        assert opening.asks_case == "everybody"
        with pytest.raises(Refusal, match=r"^Choose who is asked\.$"):
            openings.choose_case(opening, "somebody", by=rita, now=NOW)


def test_whoever_leads_sets_it_and_hears_when_there_is_no_case(house: House) -> None:
    url, rita = f"/openings/{house.ref('executive')}", house.visitor("rita")
    nothing = "There is no case for this rubric yet, so nobody can be asked."
    assert nothing not in rita.get(url).text
    with house.app.app_context():
        version = str(house.one(Opening, "executive").version)
    fields: dict[str, Any] = {"asks_case": "everybody", "version": version}
    assert rita.post(f"{url}/case", fields).status_code == 303
    assert rita.post(f"{url}/case", fields | {"asks_case": "off", "version": str(int(version) + 1)}).status_code == 422
    assert rita.post(f"{url}/case", fields).status_code == 409
    assert "All new interviewers" in house.visitor("max").get(url).text
    there_is_no_case(house)
    assert nothing in rita.get(url).text
    with house.app.app_context():
        assert not can_be_asked(house.one(Opening, "executive").rubric_version)
