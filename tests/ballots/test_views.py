"""Pages of a ballot: what each reader finds there, what they cost, and what is kept when a form is refused."""

from __future__ import annotations

import re

import pytest

from hiring import paths
from tests.ballots.committees import FIVE, five, opened
from tests.house import House

IN = ("ann", "bo", "cy")


def at(house: House, part: str) -> str:
    return f"/packets/{house.ref('dana-packet')}{part}"


def buttons(page: str) -> list[str]:
    main = page.split("<main", 1)[1]
    return re.findall(r'<(?:button|a) class="btn[^>]*>([^<]+)<', main)


def test_a_refused_vote_keeps_what_was_typed_and_says_what_to_do_beside_it(house: House) -> None:
    opened(house)
    answer = house.visitor("mona").post(at(house, "/vote"), {"verdict": "", "reason": "Her second case."})
    errors = re.findall(r'<p class="emsg"[^>]*><span[^>]*>[^<]*</span>([^<]+)<', answer.text)
    assert (answer.status_code, errors) == (
        422,
        ["Choose one of the four.", "Read the packet first, then say that you have."],
    )
    assert "Her second case.</textarea>" in answer.text


def test_voting_leads_to_how_the_ballot_stands(house: House) -> None:
    opened(house)
    mona = house.visitor("mona")
    fields = {"verdict": "no", "reason": "", "has_read": "y"}
    answer = mona.post(at(house, "/vote"), fields)
    assert (answer.status_code, answer.headers["Location"]) == (303, at(house, "/status"))
    page = mona.get(at(house, "/status")).text
    assert ("1 of 2 in" in page, "Your vote: No." in page) == (True, True)
    again = mona.get(at(house, "/vote")).text
    assert re.findall(r'value="(\w+)" checked', again) == ["no"]
    assert "I have read the packet" not in again


def test_a_page_of_the_first_ballot_does_not_vote_in_the_second(house: House) -> None:
    five(house)
    opened(house, *((name, "yes") for name in FIVE))
    mona, max_ = house.visitor("mona"), house.visitor("max")
    assert max_.post(at(house, "/ballots")).status_code == 303
    stale = {"verdict": "yes", "reason": "Said before the talk.", "ballot": "1"}
    answer = mona.post(at(house, "/vote"), stale)
    assert (answer.status_code, "has closed, and another one is open" in answer.text) == (409, True)
    assert "Said before the talk.</textarea>" in answer.text
    assert re.findall(r'name="ballot" type="hidden" value="(\d)"', answer.text) == ["2"]
    assert mona.post(at(house, "/vote"), stale | {"ballot": "2"}).status_code == 303


@pytest.mark.parametrize(
    ("who", "found"),
    [
        ("max", ["Vote", "Close the ballot", "Open the packet", "Look again"]),
        ("mona", ["Vote", "Open the packet", "Look again"]),
        ("ann", ["Change your vote", "Open the packet", "Look again"]),
        ("rita", ["Open the packet", "Look again"]),
        ("cleo", ["Open the packet", "Look again"]),
    ],
)
def test_each_is_offered_what_they_can_do(house: House, who: str, found: list[str]) -> None:
    five(house)
    opened(house, *((name, "yes") for name in IN))
    page = house.visitor(who).get(at(house, "/status")).text
    assert buttons(page) == found
    assert ("Still out:" in page) == (who == "max")


def test_whoever_joined_later_is_told_why_they_cannot_vote(house: House) -> None:
    opened(house)
    five(house)
    page = house.visitor("ann").get(at(house, "/vote"))
    assert (page.status_code, "You have no place in this ballot" in page.text) == (200, True)
    answer = house.visitor("ann").post(at(house, "/vote"), {"verdict": "no", "reason": "", "has_read": "y"})
    assert answer.status_code == 409


@pytest.mark.parametrize(
    ("part", "fields"),
    [
        ("/vote", {"verdict": "no", "has_read": "y", "reason": "Nothing on <focus>."}),
        ("/points", {"point": "strategy-and-focus", "body": "Nothing on <focus>."}),
    ],
)
def test_whoever_comes_too_late_still_has_what_they_typed(house: House, part: str, fields: dict[str, str]) -> None:
    if part == "/points":
        opened(house)
    answer = house.visitor("mona").post(at(house, part), fields)
    assert answer.status_code == 409
    assert answer.text.count("Nothing on &lt;focus&gt;.") == 1


def test_a_second_opening_is_told_on_the_page_it_came_from(house: House) -> None:
    opened(house)
    answer = house.visitor("max").post(at(house, "/ballots"))
    assert (answer.status_code, "A ballot is open already." in answer.text) == (409, True)


def test_the_fragment_is_what_stands_on_the_page(house: House) -> None:
    five(house)
    opened(house, *((name, "yes") for name in IN))
    max_ = house.visitor("max")
    fragment = max_.get(at(house, "/status"), headers={"Part": "1"}).text
    without_token = re.compile(r'value="[^"]*"|\s+')
    assert without_token.sub("", fragment) in without_token.sub("", max_.get(at(house, "/status")).text)
    assert len(fragment) < 1500


@pytest.mark.parametrize(("who", "queries"), [("max", 3), ("mona", 2), ("rita", 2)])
def test_asking_every_five_seconds_costs_three_queries_at_most(house: House, who: str, queries: int) -> None:
    five(house)
    opened(house, *((name, "yes") for name in IN))
    visitor = house.visitor(who)
    visitor.get(at(house, "/status"), headers={"Part": "1"})
    with house.counting() as sent:
        assert visitor.get(at(house, "/status"), headers={"Part": "1"}).status_code == 200
    assert len(sent) == queries


def test_the_script_that_asks_is_small() -> None:
    assert len((paths.STATIC / "poll.js").read_bytes()) <= 1024
