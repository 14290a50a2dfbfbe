"""Home and help: what each reader finds waiting, and what nobody finds."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from hiring.ballots.actions import cast, open_ballot
from hiring.candidates.actions import add_candidate
from hiring.candidates.contact import NewCandidate
from hiring.committee.actions import Resolution, decide, settle
from hiring.db import db
from hiring.meetings.actions import call_meeting
from hiring.models import Application, Opening, Packet, Person
from tests.cast import DAY, NOW
from tests.factories import a_packet, a_proposal, an_interview, at_stage
from tests.house import House

TILES = ("scorecards overdue", "past their stage limit", "packets to build", "before the committee")


def tiles(page: str) -> list[int]:
    """The numbers of the row of tiles, in order."""
    return [int(number) for number in re.findall(r"<b>(\d+)</b>", page)]


def fill(house: House, number: int) -> None:
    """So many more of everything that waits: overdue cards of Ivan's, past limits, packets to build and to read."""
    with house.changing():
        rita, ivan = house.one(Person, "rita"), house.one(Person, "ivan")
        opening = house.one(Opening, "executive")
        for place in range(number):
            late = add_candidate(opening, NewCandidate(name=f"Late {place}"), by=rita, now=NOW - 60 * DAY)
            at_stage(late, "ceo-call", by=rita, at=NOW - 30 * DAY)
            an_interview(late, "ceo-call", [ivan], starts_at=NOW - (14 + 7 * place) * DAY, by=rita)
            an_interview(late, "ceo-call", [ivan], starts_at=NOW + (1 + place) * DAY, by=rita)
            waits = add_candidate(opening, NewCandidate(name=f"Waits {place}"), by=rita, now=NOW - 60 * DAY)
            at_stage(waits, "committee", by=rita, at=NOW - DAY)
            ready = add_candidate(opening, NewCandidate(name=f"Ready {place}"), by=rita, now=NOW - 60 * DAY)
            at_stage(ready, "committee", by=rita, at=NOW - DAY)
            a_packet(ready, by=rita, at=NOW - DAY)


def test_what_is_owed_comes_first_and_the_latest_of_it_before_the_rest(house: House) -> None:
    fill(house, 2)
    page = house.visitor("ivan").get("/").text
    owed = page[page.index('id="owed"') : page.index('id="coming"')]
    assert re.findall(r"<bdi>((?:Late|Casey)[^<]*)</bdi>", owed) == ["Late 1", "Late 0", "Casey Morgan"]
    assert owed.count(">Write</a>") == 3
    assert f'href="/scorecards/{house.ref("casey-ivan")}"' in owed


def test_recruiters_see_what_waits(house: House) -> None:
    fill(house, 1)
    page = house.visitor("rita").get("/").text
    # Noel has stood in sourcing for ten days of 21; Dana is before the committee already
    assert tiles(page) == [1, 1, 1, 2]
    assert re.findall(r"<bdi>([^<]*)</bdi></a><small>", page) == ["Late 0", "Dana Whitfield", "Ready 0", "Waits 0"]


def test_a_long_list_says_how_many_more(house: House) -> None:
    fill(house, 9)
    page = house.visitor("rita").get("/").text
    assert tiles(page) == [9, 9, 9, 10]
    assert re.findall(r">(\d+) more</a>", page) == ["3", "3", "4", "3"]


@pytest.mark.parametrize(("name", "words"), [("max", "Read and decide"), ("mona", "Read")])
def test_the_committee_finds_what_is_to_be_read(house: House, name: str, words: str) -> None:
    page = house.visitor(name).get("/").text
    assert re.findall(rf'href="/packets/{house.ref("dana-packet")}">([^<]+)</a>', page) == [words]
    assert tiles(page) == []


def test_whoever_owes_a_card_sees_no_count_for_that_candidate(house: House) -> None:
    with house.changing():
        rita, cleo, casey = house.one(Person, "rita"), house.one(Person, "cleo"), house.one(Application, "casey")
        late = an_interview(casey, "panel-peers", [house.one(Person, "ines")], starts_at=NOW - 9 * DAY, by=rita)
        ref = late.slots[0].ref
    assert tiles(house.visitor("cleo").get("/").text) == [1, 0, 0, 1]
    with house.changing():
        casey, dana, cleo = (house.one(Application, "casey"), house.one(Application, "dana"), house.one(Person, "cleo"))
        an_interview(casey, "presentation", [cleo], starts_at=NOW + DAY, by=cleo)
        an_interview(dana, "presentation", [cleo], starts_at=NOW + 2 * DAY, by=cleo)
    page = house.visitor("cleo").get("/").text
    assert tiles(page) == [0, 0, 0, 0]
    assert (ref in page, "Ines Calder" in page, re.findall(r"\d+ \w+ overdue", page)) == (False, False, [])
    assert tiles(house.visitor("rita").get("/").text) == [1, 0, 0, 1]


def test_strangers_find_an_empty_house(house: House) -> None:
    fill(house, 1)
    for name in ("omar", "adam", "priya"):
        page = house.visitor(name).get("/").text
        assert "Nothing to write, and no interview ahead." in page
        assert re.findall(r"Casey|Dana|Late|Waits|Ready|Quinn|CANARY|Heron", page) == []
    assert re.findall(r"Quinn|CANARY|Heron", house.visitor("rita").get("/").text) == []


def test_nothing_to_write_names_what_comes_next(house: House) -> None:
    with house.changing():
        mona, casey = house.one(Person, "mona"), house.one(Application, "casey")
        an_interview(casey, "presentation", [mona], starts_at=NOW + timedelta(days=3, hours=4), by=mona)
    assert "Nothing to write. Next: Casey Morgan, Fri 20 Nov, 14:00." in house.visitor("mona").get("/").text


@pytest.mark.parametrize("name", ["ivan", "rita", "max", "omar"])
def test_home_asks_the_database_eight_times(house: House, name: str) -> None:
    visitor, counted = house.visitor(name), []
    for more in (1, 30):
        fill(house, more)
        with house.counting() as sent:
            assert visitor.get("/").status_code == 200
        counted.append(len(sent))
    assert counted == [15, 15]


def test_nobody_reads_home_unasked(house: House) -> None:
    assert {house.visitor().get(url).status_code for url in ("/", "/help")} == {303}


def test_help_names_every_key(house: House) -> None:
    page = house.visitor("omar").get("/help").text
    assert re.findall(r'<kbd class="kbd">([^<]+)</kbd>', page) == [
        "/", "?", "J", "K", "X", "R", "Enter", "1", "5", "0", "Ctrl", "Enter", "Esc"
    ]  # fmt: skip


def test_an_open_ballot_waits_for_whoever_has_not_voted(house: House) -> None:
    with house.changing():
        packet, chair = house.one(Packet, "dana-packet"), house.one(Person, "max")
        open_ballot(packet, by=chair, now=NOW)
        cast(packet, "yes", has_read=True, by=chair, now=NOW)
    vote = f'href="/packets/{house.ref("dana-packet")}/vote"'
    found = {who: vote in house.visitor(who).get("/").text for who in ("max", "mona", "rita", "cleo", "omar")}
    assert found == {"max": False, "mona": True, "rita": False, "cleo": False, "omar": False}


def test_nobody_is_asked_to_decide_while_a_ballot_is_open(house: House) -> None:
    with house.changing():
        open_ballot(house.one(Packet, "dana-packet"), by=house.one(Person, "max"), now=NOW)
    page = house.visitor("max").get("/").text
    assert re.findall(rf'href="/packets/{house.ref("dana-packet")}">([^<]+)</a>', page) == ["Read"]


def test_the_next_meeting_is_told_to_whoever_may_know_of_it(house: House) -> None:
    with house.changing():
        packet, rita = house.one(Packet, "dana-packet"), house.one(Person, "rita")
        meeting = call_meeting(packet.application.opening, NOW + timedelta(days=7), [packet], by=rita, now=NOW).ref
    link = f'href="/meetings/{meeting}"'
    found = {who: link in house.visitor(who).get("/").text for who in ("max", "mona", "rita", "ines", "omar", "remy")}
    assert found == {"max": True, "mona": True, "rita": True, "ines": False, "omar": False, "remy": False}


def test_a_condition_waits_for_whoever_may_settle_it(house: House) -> None:
    with house.changing():
        packet, chair = house.one(Packet, "dana-packet"), house.one(Person, "max")
        resolution = Resolution("go_ahead_if", "Two episodes.", ("strategy-and-focus",), condition="References agree.")
        decide(packet, resolution, by=chair, now=NOW)
    asked = "Decided on a condition: is it met?"
    people = ("max", "mona", "rita", "cleo", "omar", "ines", "priya")
    found = {who: asked in house.visitor(who).get("/").text for who in people}
    assert [who for who, is_asked in found.items() if is_asked] == ["max", "rita"]
    with house.changing():
        packet, rita = house.one(Packet, "dana-packet"), house.one(Person, "rita")
        settle(packet, is_met=True, finding="Both say so.", by=rita, now=NOW)
    assert asked not in house.visitor("rita").get("/").text


def test_a_proposal_waits_for_a_second_person(house: House) -> None:
    with house.changing():
        db.session.add(a_proposal(house.one(Packet, "dana-packet"), by=house.one(Person, "max"), at=NOW))
    people = ("max", "mona", "rita", "cleo", "omar", "ines", "priya")
    found = {who: "waits for a second person" in house.visitor(who).get("/").text for who in people}
    assert [who for who, is_asked in found.items() if is_asked] == ["mona", "cleo"]
