"""The board: who finds what on it, in which order, and what nobody learns from it."""

from __future__ import annotations

import gzip
import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from hiring.candidates.actions import add_candidate
from hiring.candidates.contact import NewCandidate
from hiring.db import db
from hiring.models import Application, Decision, Opening, Packet, Person, Settlement, Slot
from hiring.web.searching import SEARCHABLE
from tests.cast import DAY, NOW
from tests.factories import a_packet, a_scorecard, an_interview, at_stage
from tests.house import House
from tests.openings.reading import board, names, plain, row

HOUR = timedelta(hours=1)
A_NEW_OPENING = {"title": "Staff engineer", "target_days": "60", "rubric": "staff-engineer@1", "plan": "staff-plus@1"}
HIDDEN = "Hidden until you hand in yours"


@pytest.mark.parametrize(
    ("who", "found"),
    [
        ("rita", ["Dana Whitfield", "Noel Abara", "Casey Morgan"]),
        ("cleo", ["Dana Whitfield", "Noel Abara", "Casey Morgan"]),
        ("max", ["Dana Whitfield"]),
        ("mona", ["Dana Whitfield"]),
        ("remy", ["Quinn Sato"]),
        ("omar", []),
        ("ines", []),
        ("adam", []),
    ],
)
def test_each_sees_the_candidates_whose_course_is_theirs(house: House, who: str, found: list[str]) -> None:
    assert names(house, who) == found


def test_nobody_is_asked_in_without_signing_in(house: House) -> None:
    assert house.visitor().get("/openings").headers["Location"].startswith("/sign-in")


def test_an_empty_board_says_why(house: House) -> None:
    assert "No opening is yours to see" in board(house, "omar")


def test_a_row_tells_stage_cards_and_next_step(house: House) -> None:
    assert row(house, "rita", "Casey Morgan") == (
        "Casey Morgan Director of engineering, Brightwell First calls: 5 d Executive call: – Deep-dive 6 of 21 d "
        "Committee: not reached Offer: not reached 1 of 2 in Next due Tue 17 Nov, 11:00 "
        "1 scorecard is being written Next due Tue 17 Nov, 11:00"
    )
    assert row(house, "rita", "Noel Abara").endswith("No scorecards Write to the candidate, or say why not You Open")
    assert row(house, "rita", "Dana Whitfield").endswith(
        "3 of 3 in Read the packet and decide Packet of Sun 15 Nov · Max Oyelaran Read"
    )
    assert row(house, "max", "Dana Whitfield").endswith("Packet of Sun 15 Nov · You Decide")
    assert 'aria-label="Open, Noel Abara">Open<' in house.visitor("rita").get("/openings").text


def test_what_is_overdue_comes_first_then_the_end_of_its_time(house: House) -> None:
    with time_machine.travel(NOW + 2 * HOUR, tick=True):
        assert names(house, "rita") == ["Casey Morgan", "Dana Whitfield", "Noel Abara"]
        said = row(house, "rita", "Casey Morgan")
        assert "1 of 2 in I. Petrov 1 h overdue Remind Ivan Petrov Not reminded yet · You Remind" in said
        shown = board(house, "rita")
        assert "1 scorecard overdue Longest 1 h overdue, I. Petrov" in shown
        assert "3 candidates · day 21 of 90 · 1 needs something" in shown
        assert "2 more on track" in shown
    with time_machine.travel(NOW + 4 * DAY, tick=True):
        assert "1 past its stage limit Chief technology officer" in board(house, "rita")
        assert names(house, "rita", "is:late") == ["Dana Whitfield"]


def test_whoever_owes_a_card_learns_nothing_of_the_others(house: House) -> None:
    """Cleo leads the opening and now sits in Casey's deep-dive: no count, no name, no order, no tile, no filter."""
    with house.changing():
        cleo, rita = house.one(Person, "cleo"), house.one(Person, "rita")
        an_interview(house.one(Application, "casey"), "deep-dives", [cleo], starts_at=NOW - 2 * HOUR, by=rita)
    with time_machine.travel(NOW + 2 * HOUR, tick=True):
        before = house.visitor("cleo").get("/openings").text
        assert HIDDEN in row(house, "cleo", "Casey Morgan")
        assert not re.search(r"[0-9] of [0-9]+ in", row(house, "cleo", "Casey Morgan"))
        assert "Hand in your scorecard Due Wed 18 Nov, 09:00 · You Write" in row(house, "cleo", "Casey Morgan")
        assert "Ivan" not in before
        assert names(house, "cleo") == ["Dana Whitfield", "Noel Abara", "Casey Morgan"]
        assert names(house, "cleo", "scorecard:overdue") == []
        assert names(house, "cleo", "needs:me") == ["Casey Morgan"]
        assert "0 scorecards overdue" in board(house, "cleo")
        assert names(house, "rita", "scorecard:overdue") == ["Casey Morgan"]
    with house.changing():
        a_scorecard(_slot_of("ivan", "casey", house), level=2, verdict="no", words="CANARY-ivan", at=NOW)
    with time_machine.travel(NOW + 2 * HOUR, tick=True):
        assert _without_token(house.visitor("cleo").get("/openings").text) == _without_token(before)


def test_a_readers_own_overdue_card_counts_for_them(house: House) -> None:
    with house.changing():
        cleo, rita = house.one(Person, "cleo"), house.one(Person, "rita")
        an_interview(house.one(Application, "casey"), "deep-dives", [cleo], starts_at=NOW - 2 * DAY, by=rita)
    assert names(house, "cleo", "scorecard:overdue") == ["Casey Morgan"]
    assert "1 scorecard overdue Longest 23 h overdue, C. Adeyemi" in board(house, "cleo")
    assert "Hand in your scorecard 23 h overdue · You" in row(house, "cleo", "Casey Morgan")


def test_an_interview_to_come_is_prepared_before_it_is_written_up(house: House) -> None:
    with house.changing():
        cleo, rita = house.one(Person, "cleo"), house.one(Person, "rita")
        an_interview(house.one(Application, "casey"), "deep-dives", [cleo], starts_at=NOW + DAY, by=rita)
    assert "Your interview, Wed 18 Nov, 10:00 You Prepare" in row(house, "cleo", "Casey Morgan")
    assert HIDDEN in row(house, "cleo", "Casey Morgan")


def test_a_seat_without_a_packet_shows_the_committee_no_row(house: House) -> None:
    """Mona sits in Casey's loop and on the committee, which has only Dana's packet."""
    with house.changing():
        mona, rita = house.one(Person, "mona"), house.one(Person, "rita")
        interview = an_interview(house.one(Application, "casey"), "deep-dives", [mona], starts_at=NOW - DAY, by=rita)
        a_scorecard(interview.slots[0], level=3, verdict="yes", words="mine", at=NOW)
    assert names(house, "mona") == ["Dana Whitfield"]


def test_the_confidential_opening_is_nowhere_for_others(house: House) -> None:
    visitor = house.visitor("rita")
    for url in ("/openings", "/openings?q=quinn", "/openings?q=opening:project-heron", "/openings?q=is:closed"):
        text = visitor.get(url).text
        assert "CANARY-title" not in text
        assert "Heron" not in text
        assert "Quinn" not in text
    assert house.visitor("rita").get(f"/openings/{house.ref('heron')}").status_code == 404
    with house.app.test_request_context():
        rita = house.one(Person, "rita")
        words = ("heron", "chief", "canary")
        hits = [hit for _heading, search in SEARCHABLE for word in words for hit in search(rita, word)]
    assert [hit.title for hit in hits if hit.url.startswith("/openings")] == ["Chief technology officer"]


def test_its_team_finds_it_by_its_codename(house: House) -> None:
    text = house.visitor("remy").get("/openings").text
    assert "Project Heron" in text
    assert "CANARY-title" not in text
    assert names(house, "remy", "opening:project-heron") == ["Quinn Sato"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("casey", ["Casey Morgan"]),
        ("MORGAN cas", ["Casey Morgan"]),
        ("-casey", ["Dana Whitfield", "Noel Abara"]),
        ("stage:deep-dives", ["Casey Morgan"]),
        ("stage:loop", ["Casey Morgan"]),
        ("-stage:loop", ["Dana Whitfield", "Noel Abara"]),
        ("stage:nowhere", []),
        ("age:>5d", ["Noel Abara", "Casey Morgan"]),
        ("age:6", ["Casey Morgan"]),
        ("age:<6d", ["Dana Whitfield"]),
        ("age:<=6d", ["Dana Whitfield", "Casey Morgan"]),
        ("age:>=6d -age:>6d", ["Casey Morgan"]),
        ("packet:undecided", ["Dana Whitfield"]),
        ("has:packet", ["Dana Whitfield"]),
        ("round:loop", ["Casey Morgan"]),
        ("round:deep-dives", []),
        ("needs:chair", ["Dana Whitfield"]),
        ("needs:recruiter", ["Noel Abara"]),
        ("needs:nobody", ["Casey Morgan"]),
        ("is:pressing", []),
        ("is:rejected", []),
        ("channel:nowhere", []),
        ("has:question", []),
        ("owner:none", ["Dana Whitfield", "Noel Abara", "Casey Morgan"]),
        ("needs:me", ["Noel Abara"]),
        ("-needs:me", ["Dana Whitfield", "Casey Morgan"]),
        ("opening:chief-technology-officer", ["Dana Whitfield", "Noel Abara", "Casey Morgan"]),
        ("is:closed", []),
        ("-is:closed", ["Dana Whitfield", "Noel Abara", "Casey Morgan"]),
        ("%", []),
        ("_", []),
    ],
)
def test_the_filter_finds(house: House, typed: str, found: list[str]) -> None:
    assert names(house, "rita", typed) == found


def test_whose_turn_it_is_follows_the_parts(house: House) -> None:
    assert names(house, "max", "needs:me") == ["Dana Whitfield"]
    assert names(house, "cleo", "needs:me") == []


def test_nothing_found_offers_ways_out(house: House) -> None:
    said = board(house, "rita", "zzz is:late")
    assert "0 of 3 No candidate matches zzz is:late Without zzz Without is:late" in said.replace("\n", " ")
    text = house.visitor("rita").get("/openings?q=zzz+is:late").text
    assert 'href="/openings?q=is%3Alate"' in text
    assert 'href="/openings?q=zzz"' in text


def test_closed_applications_come_only_when_asked_for(house: House) -> None:
    standing = house.visitor("rita")
    answer = standing.post(
        f"/applications/{house.ref('noel')}/moves",
        {"choice": "close:withdrawn", "reason": "Took another job.", "version": _version(house, "noel")},
    )
    assert answer.status_code == 303
    assert names(house, "rita") == ["Dana Whitfield", "Casey Morgan"]
    assert names(house, "rita", "is:closed") == names(house, "rita", "is:withdrawn") == ["Noel Abara"]
    assert names(house, "rita", "is:rejected") == names(house, "rita", "is:waiting") == []
    assert "Withdrawn by the candidate Closed Tue 17 Nov" in board(house, "rita", "is:closed")


@pytest.mark.parametrize(
    ("stage", "who_sees", "says"),
    [
        ("recruiter-call", "rita", "Schedule the call with the recruiter You Schedule"),
        ("ceo-call", "cleo", "Schedule the call with the executive Rita Moreau Schedule"),
        ("references", "rita", "Ask the candidate for people to call You Open"),
        ("committee", "rita", "Build the packet for the committee You Build packet"),
        ("committee", "cleo", "Build the packet for the committee Rita Moreau"),
    ],
)
def test_the_next_step_follows_the_stage(house: House, stage: str, who_sees: str, says: str) -> None:
    with house.changing():
        at_stage(house.one(Application, "noel"), stage, by=house.one(Person, "rita"), at=NOW - DAY)
    assert says in row(house, who_sees, "Noel Abara")


def test_when_all_cards_are_in_the_decider_of_the_round_is_named(house: House) -> None:
    with house.changing():
        noel, rita, ines = house.one(Application, "noel"), house.one(Person, "rita"), house.one(Person, "ines")
        at_stage(noel, "ceo-call", by=rita, at=NOW - 3 * DAY)
        interview = an_interview(noel, "ceo-call", [ines], starts_at=NOW - 2 * DAY, by=rita)
        a_scorecard(interview.slots[0], level=3, verdict="yes", words="fine", at=NOW - DAY)
    assert row(house, "cleo", "Noel Abara").endswith(
        "Decide on Deep-dives with the founders All scorecards are in · You Decide"
    )
    assert names(house, "cleo", "needs:me") == ["Noel Abara"]
    assert "Cleo Adeyemi" in row(house, "rita", "Noel Abara")
    assert names(house, "rita", "needs:me") == []


def test_after_the_decision_the_chair_moves_on(house: House) -> None:
    with house.changing():
        packet = house.one(Packet, "dana-packet")
        chair = house.one(Person, "max")
        packet.decision = Decision(outcome="stop", reasons="Two must-haves missing.", by=chair, at=NOW)
    assert "Close, and tell the candidate The decision is recorded · You Decide" in row(house, "max", "Dana Whitfield")
    assert names(house, "rita", "packet:undecided") == []


def test_a_condition_that_was_not_met_stops_as_a_decision_does(house: House) -> None:
    with house.changing():
        packet, chair = house.one(Packet, "dana-packet"), house.one(Person, "max")
        packet.decision = Decision(
            outcome="go_ahead_if", condition="Two references.", reasons="Strong.", by=chair, at=NOW
        )
        db.session.flush()
        settled = Settlement(is_met=False, finding="One would not say.", by=chair, at=NOW)
        packet.decision.settlement = settled
    assert "Close, and tell the candidate" in row(house, "max", "Dana Whitfield")


@pytest.mark.parametrize("who", ["cleo", "rita"])
def test_whoever_owes_a_card_in_another_round_hears_that_it_is_decided_and_not_what(house: House, who: str) -> None:
    """On the board and on the application's page, whether it is to stop or an unmet condition."""
    with house.changing():
        dana, people = house.one(Application, "dana"), [house.one(Person, who)]
        at_stage(dana, "panel-peers", by=house.one(Person, "max"), at=NOW - DAY)
        an_interview(dana, "panel-peers", people, starts_at=NOW + DAY, by=house.one(Person, "rita"))
        at_stage(dana, "committee", by=house.one(Person, "cleo"), at=NOW - DAY)
    page = f"/applications/{house.ref('dana')}"
    undecided = plain(house.visitor(who).get(page).text)
    with house.changing():
        reasons, max_ = "Two must-haves missing.", house.one(Person, "max")
        house.one(Packet, "dana-packet").decision = Decision(outcome="stop", reasons=reasons, by=max_, at=NOW)
    assert plain(house.visitor(who).get(page).text) == undecided
    assert "Close, and tell the candidate" not in board(house, who)


def test_the_button_builds_the_packet(house: House) -> None:
    with house.changing():
        at_stage(house.one(Application, "noel"), "committee", by=house.one(Person, "rita"), at=NOW - DAY)
    assert f'action="/applications/{house.ref("noel")}/packet"' in house.visitor("rita").get("/openings").text


def test_an_opening_without_candidates_offers_to_add_some(house: House) -> None:
    answer = house.visitor("rita").post("/openings", A_NEW_OPENING)
    assert answer.status_code == 303
    assert "Nobody has been added yet. Add candidates or import a CSV file" in board(house, "rita")


@pytest.mark.parametrize("page", ["-1", "0", "99999999999999999999", "two", "1e9", "٣"])
def test_a_page_that_is_none_is_the_nearest_one(house: House, page: str) -> None:
    assert names(house, "rita", page=page, per_page="1000000000", sort="salary") == names(house, "rita")


def test_one_row_and_sixty_cost_the_same_queries_and_few_bytes(house: House) -> None:
    remy, rita = house.visitor("remy"), house.visitor("rita")
    with house.changing():  # an overdue card on either board
        people = [house.one(Person, "ines")]
        an_interview(house.one(Application, "quinn"), "ceo-call", people, starts_at=NOW - 3 * DAY, by=people[0])
    with house.counting() as one:
        remy.get("/openings")
    with house.changing():
        _crowd(house, 80)
    with house.counting() as many:
        answer = rita.get("/openings")
    assert len(one) == len(many) == 11
    assert len(gzip.compress(answer.data, 9)) <= 20_000
    with house.counting() as filtered:
        rita.get("/openings?q=needs:me+age:>0d+-stage:loop+packet:undecided+-a")
    assert len(filtered) == 12 - 5  # nothing found, so nothing more is asked
    with house.counting() as searched:
        rita.get("/openings?q=crowd+needs:me")
    assert len(searched) == 12


def test_pages_hold_sixty_and_lead_to_each_other(house: House) -> None:
    with house.changing():
        _crowd(house, 80)
    first, second = names(house, "rita"), names(house, "rita", page="2")
    assert (len(first), len(second)) == (60, 23)
    assert len({*first, *second}) == 83
    text = house.visitor("rita").get("/openings?q=-zzz&page=2").text
    assert "61–83 of 83" in text
    assert 'rel="prev" href="/openings?q=-zzz"' in text


def _crowd(house: House, number: int) -> None:
    opening, rita, ines = house.one(Opening, "executive"), house.one(Person, "rita"), house.one(Person, "ines")
    for place in range(number):
        added = add_candidate(opening, NewCandidate(name=f"Crowd {place}"), by=rita, now=NOW - DAY)
        if place % 4 == 0:
            at_stage(added, "deep-dives", by=rita, at=NOW - DAY)
            an_interview(added, "deep-dives", [ines], starts_at=NOW - 3 * DAY, by=rita)
        elif place % 4 == 1:
            at_stage(added, "committee", by=rita, at=NOW - DAY)
            a_packet(added, by=rita, at=NOW)


def _slot_of(who: str, name: str, house: House) -> Slot:
    return db.session.scalars(
        select(Slot).where(
            Slot.person_id == house.one(Person, who).id, Slot.application_id == house.one(Application, name).id
        )
    ).one()


def _version(house: House, name: str) -> str:
    with house.app.app_context():
        return str(house.one(Application, name).version)


def _without_token(page: str) -> str:
    return re.sub(r'(name="(?:csrf_token|key)" value=)"[^"]*"', r"\1", page.partition("<main")[2])
