"""Times offered to candidates, on home: who is told that nobody has picked one, and until when."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from hiring.conflicts.actions import name_conflict
from hiring.models import Application, Person
from tests.cast import DAY, NOW
from tests.factories import an_interview, an_offer, at_stage
from tests.house import ON_SQLITE, House

pytestmark = ON_SQLITE


def offered(house: House, who: str) -> list[tuple[str, str, str]]:
    """Of each line the candidate, until when, and the button."""
    page = house.visitor(who).get("/").text
    part = page.partition('aria-labelledby="offered"')[2].partition("</section>")[0]
    line = r'<a class="b"[^>]*><bdi>([^<]*)</bdi>.*?<svg.*?</svg>([^<]*)</span><a [^>]*>([^<]*)</a>'
    return re.findall(line, part, flags=re.DOTALL)


def offer(house: House, name: str, *, until: timedelta, at: timedelta = -3 * DAY) -> None:
    with house.changing():
        an_offer(
            house.one(Application, name),
            "panel-peers",
            by=house.one(Person, "cleo"),
            at=NOW + at,
            closes_at=NOW + until,
        )


def test_whoever_leads_reads_what_waits_and_what_ran_out_first(house: House) -> None:
    assert offered(house, "rita") == []
    offer(house, "casey", until=DAY)
    offer(house, "dana", until=-DAY)
    offer(house, "quinn", until=DAY)
    both = [
        ("Dana Whitfield", "Ran out Mon 16 Nov, 10:00", "Offer others"),
        ("Casey Morgan", "Until Wed 18 Nov, 10:00", "Open"),
    ]
    assert {who: offered(house, who) for who in ("rita", "cleo", "ines", "ivan", "max", "mona", "omar", "adam")} == {
        "rita": both, "cleo": both, "ines": [], "ivan": [], "max": [], "mona": [], "omar": [], "adam": []
    }  # fmt: skip
    assert offered(house, "remy") == [("Quinn Sato", "Until Wed 18 Nov, 10:00", "Open")]
    page = house.visitor("rita").get("/").text
    assert page.count(f'href="/applications/{house.ref("dana")}/times"') == 1


@pytest.mark.parametrize("ending", ["picked_at", "withdrawn_at"])
def test_what_has_an_answer_waits_no_more(house: House, ending: str) -> None:
    with house.changing():
        casey, ines, rita = house.one(Application, "casey"), house.one(Person, "ines"), house.one(Person, "rita")
        one = an_offer(casey, "panel-peers", by=rita, at=NOW - 3 * DAY, closes_at=NOW + DAY)
        if ending == "picked_at":
            one.interview = an_interview(casey, "panel-peers", [ines], starts_at=NOW + DAY, by=rita)
        setattr(one, ending, NOW)
    assert offered(house, "rita") == []


def test_what_ran_out_is_seen_to_by_another_offer_a_booking_or_a_move(house: House) -> None:
    for name in ("casey", "dana", "noel"):
        offer(house, name, until=-DAY)
    assert len(offered(house, "rita")) == 3
    offer(house, "casey", until=DAY, at=-timedelta(hours=1))
    with house.changing():
        dana, noel = house.one(Application, "dana"), house.one(Application, "noel")
        ivan, rita = house.one(Person, "ivan"), house.one(Person, "rita")
        an_interview(dana, "panel-peers", [ivan], starts_at=NOW + 2 * DAY, by=rita)
        at_stage(noel, "recruiter-call", by=rita, at=NOW)
    assert offered(house, "rita") == [("Casey Morgan", "Until Wed 18 Nov, 10:00", "Open")]


def test_another_talk_booked_leaves_it_open(house: House) -> None:
    offer(house, "casey", until=-DAY)
    with house.changing():
        casey, mona = house.one(Application, "casey"), house.one(Person, "mona")
        an_interview(casey, "presentation", [mona], starts_at=NOW + 3 * DAY, by=mona)
        an_interview(casey, "panel-peers", [mona], starts_at=NOW + 3 * DAY, by=mona).cancelled_at = NOW
    assert [name for name, _until, _do in offered(house, "rita")] == ["Casey Morgan"]


def test_nobody_hears_of_one_with_whom_they_have_a_conflict(house: House) -> None:
    offer(house, "casey", until=DAY)
    with house.changing():
        casey, cleo, rita = house.one(Application, "casey"), house.one(Person, "cleo"), house.one(Person, "rita")
        name_conflict(casey, cleo, kind="relation", reason="", by=rita, now=NOW)
    assert [len(offered(house, who)) for who in ("rita", "cleo")] == [1, 0]


def test_one_offer_and_thirty_cost_the_same_queries_and_say_how_many_more(house: House) -> None:
    rita, counted, pages = house.visitor("rita"), [], []
    for many in (1, 29):
        for _one in range(many):
            offer(house, "casey", until=DAY)
        with house.counting() as sent:
            pages.append(rita.get("/").text)
        counted.append(len(sent))
    assert counted == [15, 15]
    assert [re.findall(r">(\d+) more</a>", page) for page in pages] == [[], ["24"]]
