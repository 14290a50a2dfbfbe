"""The history of an application as each of the cast may read it."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest

from hiring import audit
from hiring.access.events import visible_events
from hiring.candidates import actions as candidates
from hiring.candidates.timeline import NEWEST
from hiring.committee import decisions
from hiring.committee.outcomes import Resolution
from hiring.db import db
from hiring.history import queries
from hiring.loops import actions as loops
from hiring.models import Application, Event, Interview, Packet, Person, Slot
from tests.cast import NOW
from tests.factories import a_proposal, a_scorecard, an_interview
from tests.house import House

LATER = NOW + timedelta(hours=1)


def told(house: House, who: str, about: str) -> list[str]:
    """The sentences on the page of all of it."""
    answer = house.visitor(who).get(f"/applications/{house.ref(about)}/history")
    assert answer.status_code == 200
    return [
        unescape(words) for words in re.findall(r"<li>([^<]+)<small>", answer.text.partition('<ol class="hist">')[2])
    ]


def test_what_happened_is_told_newest_first(house: House) -> None:
    assert told(house, "rita", "dana") == [
        "Rita Moreau built the packet for the committee.",
        "Cleo Adeyemi skipped the application to Committee.",
        "Cleo Adeyemi handed in a scorecard: Deep-dives with the founders.",
        "Ivan Petrov handed in a scorecard: Deep-dives with the founders.",
        "Ines Calder handed in a scorecard: Deep-dives with the founders.",
        "Cleo Adeyemi skipped the application to Deep-dives with the founders.",
        "Rita Moreau added the application.",
    ]


def test_the_page_of_the_application_tells_the_newest_with_reasons(house: House) -> None:
    page = house.visitor("rita").get(f"/applications/{house.ref('dana')}").text
    history = page.partition('id="timeline"')[2].partition("</section>")[0]
    assert history.count("<li>") == 7
    assert history.count("<blockquote>For the test.</blockquote>") == 2
    assert "Show all" not in history
    with house.changing():
        for number in range(NEWEST):
            candidates.write_note(
                house.one(Application, "dana"), f"Note {number}", by=house.one(Person, "rita"), now=LATER
            )
    history = (
        house.visitor("rita")
        .get(f"/applications/{house.ref('dana')}")
        .text.partition('id="timeline"')[2]
        .partition("</section>")[0]
    )
    assert history.count("<li>") == NEWEST
    assert f'<a href="/applications/{house.ref("dana")}?all=1#timeline">Show all</a>' in history
    assert len(told(house, "rita", "dana")) == 7 + NEWEST


def test_every_verb_is_told_in_a_sentence(house: House) -> None:
    with house.changing():
        application, rita = house.one(Application, "noel"), house.one(Person, "rita")
        interview = an_interview(application, "deep-dives", [], starts_at=LATER, by=rita)
        audit.record("interview.scheduled", interview, by=rita, now=NOW)
        slot = loops.add_seat(interview, loops.Seat(house.one(Person, "ivan")), by=rita, now=NOW)
        loops.decline(slot, reason="CANARY-declined", by=slot.person, now=NOW)
        loops.cancel(interview, by=rita, now=NOW)
        application.candidate.email = "noel@example.net"
        candidates.send_portal_link(application, base_url="http://localhost", by=rita, now=NOW)
        audit.record("portal.link_sent", application, by=None, now=NOW)
        audit.record("portal.entered", application, by=None, now=NOW)
        candidates.write_note(application, "CANARY-note", by=rita, now=NOW)
        packet, chair, mona = house.one(Packet, "dana-packet"), house.one(Person, "max"), house.one(Person, "mona")
        proposal = a_proposal(packet, by=chair, at=NOW)
        db.session.add(proposal)
        audit.record("decision.proposed", packet, by=chair, now=NOW)
        decisions.withdraw(packet, proposal.ref, by=chair, now=NOW)
        resolution = Resolution("go_ahead_if", "CANARY-reasons", ("strategy-and-focus",), condition="CANARY-condition")
        decisions.decide(packet, resolution, by=chair, now=NOW)
        decisions.dissent(packet, reason="CANARY-dissent", by=mona, now=NOW)
        decisions.settle(packet, is_met=True, finding="CANARY-finding", by=rita, now=NOW)
        decisions.note(packet, body="CANARY-later", by=rita, now=NOW)
        audit.record("decision.seconded", packet, by=mona, now=NOW)
    assert told(house, "rita", "noel") == [
        "Rita Moreau wrote a note.",
        "The candidate opened their page.",
        "The candidate was sent a new link to their page.",
        "Rita Moreau sent the candidate a link to their page.",
        "Rita Moreau cancelled an interview: Deep-dives with the founders.",
        "Ivan Petrov declined a seat: Deep-dives with the founders.",
        "Rita Moreau gave Ivan Petrov a seat: Deep-dives with the founders.",
        "Rita Moreau scheduled an interview: Deep-dives with the founders.",
        "Rita Moreau added the application.",
    ]
    assert told(house, "rita", "dana")[:7] == [
        "Mona Lindgren seconded the proposal, and with that the decision was recorded.",
        "Rita Moreau added a note to the decision.",
        "Rita Moreau said how the condition of the decision came out.",
        "Mona Lindgren put a dissent beside the decision.",
        "Max Oyelaran recorded the committee’s decision.",
        "Max Oyelaran withdrew the proposal.",
        "Max Oyelaran proposed a decision against the rule.",
    ]


def test_the_committee_is_not_told_of_notes_and_letters(house: House) -> None:
    with house.changing():
        application, rita = house.one(Application, "dana"), house.one(Person, "rita")
        candidates.write_note(application, "CANARY-note", by=rita, now=NOW)
        candidates.send_portal_link(application, base_url="http://localhost", by=rita, now=NOW)
    assert len(told(house, "cleo", "dana")) == 9
    assert told(house, "max", "dana") == told(house, "mona", "dana") == told(house, "cleo", "dana")[2:]


@pytest.mark.parametrize(
    ("who", "about"), [("ines", "dana"), ("omar", "dana"), ("adam", "dana"), ("rita", "quinn"), ("max", "casey")]
)
def test_who_does_not_oversee_it_reads_nothing(house: House, who: str, about: str) -> None:
    answer = house.visitor(who).get(f"/applications/{house.ref(about)}/history")
    assert answer.status_code in {403, 404}
    assert "handed in" not in answer.text
    with house.app.app_context():
        application_id = house.one(Application, about).id
        mine = visible_events(house.one(Person, who)).where(Event.application_id == application_id)
        assert db.session.scalars(mine).all() == []


def kinds_seen(house: House, who: str, about: str = "casey") -> list[str]:
    application_id = house.one(Application, about).id
    seen = visible_events(house.one(Person, who)).where(Event.application_id == application_id).order_by(Event.seq)
    return [event.kind for event in db.session.scalars(seen)]


def test_whoever_owes_a_card_in_a_round_hears_nothing_of_its_seats(house: House) -> None:
    with house.changing():
        assert kinds_seen(house, "rita") == ["application.added", "application.moved", "scorecard.handed_in"]
        rita = house.one(Person, "rita")
        an_interview(house.one(Application, "casey"), "deep-dives", [rita], starts_at=NOW, by=rita)
        assert kinds_seen(house, "rita") == ["application.added", "application.moved"]
    answer = house.visitor("rita").get(f"/applications/{house.ref('casey')}/history")
    assert answer.status_code == 403
    assert "Ines" not in answer.text


def test_what_happens_in_a_collective_stage_is_not_told_singly(house: House) -> None:
    with house.changing():
        house.one(Slot, "casey-ines").collective = True
        db.session.flush()
        assert kinds_seen(house, "rita") == ["application.added", "application.moved"]


def test_that_a_card_was_amended_is_told_to_those_who_may_read_it(house: House) -> None:
    with house.changing():
        slot = house.one(Slot, "casey-ines")
        audit.record("scorecard.amended", slot, by=slot.person, now=NOW, number=1)
        assert kinds_seen(house, "cleo")[-2:] == ["scorecard.handed_in", "scorecard.amended"]
        # Rita will write a card of a later round: that this one is in she may know, and what it says she may not
        casey, rita = house.one(Application, "casey"), house.one(Person, "rita")
        later = an_interview(casey, "offer", [rita], starts_at=NOW, by=rita)
        later.slots[0].card = "short"
        db.session.flush()
        assert kinds_seen(house, "rita")[-1] == "scorecard.handed_in"
    assert "amended" not in house.visitor("max").get(f"/applications/{house.ref('casey')}/history").text


def test_it_takes_one_query_however_much_there_is(house: House) -> None:
    def cost() -> int:
        with house.app.test_request_context(), house.counting() as sent:
            application, rita = house.one(Application, "dana"), house.one(Person, "rita")
            before = len(sent)
            queries.history(application, rita, most=queries.MOST)
            return len(sent) - before

    assert cost() == 1
    with house.changing():
        application = house.one(Application, "dana")
        for number in range(5):
            people = [house.one(Person, "ines"), house.one(Person, "ivan")]
            interview: Interview = an_interview(application, "deep-dives", people, starts_at=NOW, by=people[0])
            for slot in interview.slots:
                a_scorecard(slot, level=3, verdict="yes", words=f"CANARY-{number}", at=NOW)
    assert cost() == 1
    assert "CANARY" not in " ".join(told(house, "rita", "dana"))
