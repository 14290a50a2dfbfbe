"""One's own interviews asked for as the board is: by names for everybody, by anything else where the board shows it."""

from __future__ import annotations

import re

import pytest

from hiring.models import Application, Person
from tests.answers.said import closed
from tests.cast import DAY, NOW
from tests.factories import an_interview
from tests.house import ON_SQLITE, House

pytestmark = ON_SQLITE


def mine(house: House, who: str, typed: str) -> list[str]:
    """The candidates on the page, in its order: to write, to come, done."""
    answer = house.visitor(who).get("/interviews", query_string={"q": typed})
    assert answer.status_code == 200
    main = answer.text.partition("<main")[2]
    return re.findall(r"<a[^>]*><bdi>(\w+ \w+)</bdi></a>", main)


@pytest.mark.parametrize(
    ("typed", "who", "found"),
    [
        ("", "ivan", ["Casey Morgan", "Dana Whitfield"]),
        ("DANA", "ivan", ["Dana Whitfield"]),
        ("-dana", "ivan", ["Casey Morgan"]),
        ("quinn", "ivan", []),
        # the course of a candidate is not for whoever only has a seat
        ("stage:deep-dives", "ivan", []),
        ("-is:late", "ivan", []),
        ("-has:tag", "ivan", []),
        ("casey -is:late", "ivan", []),
        # Cleo leads, and has a card on Dana
        ("", "cleo", ["Dana Whitfield"]),
        ("stage:committee", "cleo", ["Dana Whitfield"]),
        ("dana stage:deep-dives", "cleo", []),
        ("opening:chief-technology-officer -is:late", "cleo", ["Dana Whitfield"]),
    ],
)
def test_names_for_everybody_and_the_rest_for_whoever_leads(
    house: House, typed: str, who: str, found: list[str]
) -> None:
    assert mine(house, who, typed) == found


def test_those_that_ended_are_among_them(house: House) -> None:
    with house.changing():
        closed(house.one(Application, "dana"), "rejected", by=house.one(Person, "rita"), at=NOW)
    asked = ("dana", "opening:chief-technology-officer", "is:rejected", "stage:committee")
    assert [mine(house, "cleo", typed) for typed in asked] == [["Dana Whitfield"]] * 3 + [[]]


def test_what_is_left_out_is_not_called_nothing(house: House) -> None:
    ivan = house.visitor("ivan")
    page = ivan.get("/interviews?q=dana").text
    assert ("Nothing to write" in page, "No interview ahead" in page, 'id="done"' in page) == (False, False, True)
    with house.changing():
        noel, who = house.one(Application, "noel"), house.one(Person, "ivan")
        an_interview(noel, "recruiter-call", [who], starts_at=NOW + DAY, by=who)
    pages = [ivan.get(f"/interviews?q={name}").text for name in ("casey", "noel")]
    assert [('id="due"' in page, 'id="coming"' in page) for page in pages] == [(True, False), (False, True)]
    page = ivan.get("/interviews?q=nobody+is:late").text
    assert "No interview of yours" in page
    assert re.findall(r'<a class="btn s" href="([^"]*)">Without <bdi>([^<]*)</bdi>', page) == [
        ("/interviews?q=is:late", "nobody"),
        ("/interviews?q=nobody", "is:late"),
    ]
    assert "“is:wrong” is not something this box can look for" in ivan.get("/interviews?q=is:wrong").text
    assert mine(house, "ivan", "is:wrong") == mine(house, "ivan", "")


def test_whoever_has_no_interview_is_offered_no_box(house: House) -> None:
    assert 'name="q"' not in house.visitor("omar").get("/interviews").text.partition("<main")[2]


def test_pages_keep_what_was_asked_and_cost_the_same(house: House) -> None:
    ivan, counts = house.visitor("ivan"), []
    for _many in range(2):
        with house.counting() as sent:
            page = ivan.get("/interviews?q=dana").text
        counts.append(len(sent))
        with house.changing():
            dana, who = house.one(Application, "dana"), house.one(Person, "ivan")
            for place in range(31):
                held = an_interview(dana, "deep-dives", [who], starts_at=NOW - (place + 2) * DAY, by=who)
                held.slots[0].card = "none"
    assert counts == [5, 5]
    page = ivan.get("/interviews?q=dana").text
    assert re.findall(r'rel="next" href="([^"]*)"', page) == ["/interviews?q=dana&amp;page=2#done"]
