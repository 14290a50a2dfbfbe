"""Pages of meetings: what each reader finds there, what they cost, and what a refused form keeps."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hiring.ballots.actions import cast, open_ballot
from hiring.candidates.actions import add_candidate
from hiring.candidates.contact import NewCandidate
from hiring.conflicts.actions import declare
from hiring.meetings.actions import call_meeting
from hiring.models import Application, Opening, Packet, Person
from tests.cast import NOW
from tests.factories import a_packet, an_interview
from tests.house import House

SOON = {"date": "2026-11-24", "time": "16:00", "place": "Room 2"}


def called(house: House, more: int = 0) -> str:
    """Where a meeting about Dana is shown, and about so many more."""
    with house.changing():
        opening, rita = house.one(Opening, "executive"), house.one(Person, "rita")
        packets = [house.one(Packet, "dana-packet")]
        for number in range(more):
            new = NewCandidate(name=f"Some Body{number}", headline="", email=f"body{number}@example.net")
            packets.append(a_packet(add_candidate(opening, new, by=rita, now=NOW), by=rita, at=NOW))
        meeting = call_meeting(opening, NOW + timedelta(days=7), packets, by=rita, now=NOW)
        return f"/meetings/{meeting.ref}"


def test_a_meeting_is_called_on_a_page_and_everybody_of_the_committee_finds_it(house: House) -> None:
    rita = house.visitor("rita")
    url = f"/openings/{house.ref('executive')}/meetings/new"
    answer = rita.post(url, {**SOON, "packets": house.ref("dana-packet")})
    assert answer.status_code == 303
    for who, status in (("max", 200), ("mona", 200), ("cleo", 200), ("ines", 404), ("omar", 404), ("remy", 404)):
        assert house.visitor(who).get(answer.headers["Location"]).status_code == status
    assert "Tue 24 Nov, 16:00" in house.visitor("max").get("/meetings").text


def test_meetings_are_a_part_of_openings(house: House) -> None:
    meeting = called(house)
    for page in ("/meetings", meeting):
        assert '<a href="/openings" aria-current="page">Openings</a>' in house.visitor("max").get(page).text
    call = f'href="/openings/{house.ref("executive")}/meetings/new"'
    opening = f"/openings/{house.ref('executive')}"
    offered = {who: call in house.visitor(who).get(opening).text for who in ("rita", "max", "mona")}
    assert offered == {"rita": True, "max": True, "mona": False}
    packet = house.visitor("mona").get(f"/packets/{house.ref('dana-packet')}").text
    assert f'<a href="{meeting}">' in packet


def test_what_is_optional_need_not_be_sent(house: House) -> None:
    sent = {name: words for name, words in SOON.items() if name != "place"}
    url = f"/openings/{house.ref('executive')}/meetings/new"
    assert house.visitor("rita").post(url, {**sent, "packets": house.ref("dana-packet")}).status_code == 303


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"date": "2026-11-31"}, "There is no such day. Write it like 2026-11-24."),
        ({"time": "25:00"}, "Write the time like 14:30."),
        ({"packets": []}, "Choose at least one candidate."),
        ({"packets": "nobody"}, "Choose candidates of the list."),
        ({"date": "2026-11-10"}, "Choose a moment ahead, within the next two years."),
        ({"date": "2027-03-28", "time": "01:30"}, "There is no such time that day: the clocks go forward over it."),
    ],
)
def test_a_refused_meeting_keeps_what_was_typed(house: House, fields: dict[str, str], words: str) -> None:
    url = f"/openings/{house.ref('executive')}/meetings/new"
    sent = {**SOON, "packets": house.ref("dana-packet"), **fields}
    answer = house.visitor("rita").post(url, sent)
    assert (answer.status_code, words in answer.text, 'value="Room 2"' in answer.text) == (422, True, True)


def test_the_agenda_says_what_is_still_to_do_and_never_what_was_voted(house: House) -> None:
    url = called(house)
    with house.changing():
        packet, chair = house.one(Packet, "dana-packet"), house.one(Person, "max")
        open_ballot(packet, by=chair, now=NOW)
        cast(packet, "strong_no", reason="CANARY-sealed", has_read=True, by=chair, now=NOW)
    mona = house.visitor("mona")
    page = mona.get(url).text
    said = ("Ballot: 1 of 2 in", "you have not opened the packet", ">Vote<", "Strong no", "CANARY")
    assert [words in page for words in said] == [True, True, False, False, False]
    mona.get(f"/packets/{house.ref('dana-packet')}")
    page = mona.get(url).text
    assert [words in page for words in said] == [True, False, True, False, False]


def test_a_candidate_closed_to_the_reader_is_not_on_their_agenda(house: House) -> None:
    url = called(house, more=1)
    with house.changing():
        declare(house.one(Application, "dana"), reason="", by=house.one(Person, "mona"), now=NOW)
    names = {who: "Dana" in house.visitor(who).get(url).text for who in ("max", "mona")}
    assert names == {"max": True, "mona": False}
    assert "1 candidate<" in house.visitor("mona").get("/meetings").text
    assert "2 candidates<" in house.visitor("max").get("/meetings").text


def test_whoever_owes_a_card_learns_nothing_of_the_ballot_there(house: House) -> None:
    url = called(house)
    with house.changing():
        people = [house.one(Person, "mona")]
        dana, rita = house.one(Application, "dana"), house.one(Person, "rita")
        an_interview(dana, "deep-dives", people, starts_at=NOW - timedelta(days=1), by=rita)
        open_ballot(house.one(Packet, "dana-packet"), by=house.one(Person, "max"), now=NOW)
    page = house.visitor("mona").get(url).text
    assert ("You owe a scorecard for this candidate." in page, " in</" in page) == (True, False)


def test_only_whoever_calls_meetings_is_offered_to_change_one(house: House) -> None:
    url = called(house, more=1)
    offered = {who: "Leave out" in house.visitor(who).get(url).text for who in ("rita", "max", "mona", "cleo")}
    assert offered == {"rita": True, "max": True, "mona": False, "cleo": False}


def test_pages_of_meetings_cost_the_same_for_one_candidate_and_for_twelve(house: House) -> None:
    counted = []
    for more in (0, 12):
        house.world.reset()
        url = called(house, more)
        visitor = house.visitor("max")
        for address in (url, "/meetings"):
            visitor.get(address)
            with house.counting() as sent:
                assert visitor.get(address).status_code == 200
            counted.append(len(sent))
    assert counted == [6, 4, 6, 4]
