"""Searching candidates, counting for gates, and what a card or a seat tells to whom."""

from __future__ import annotations

from datetime import timedelta

from hiring.candidates import queries
from hiring.candidates.cards import cards_of
from hiring.candidates.meetings import loop_of
from hiring.db import db
from hiring.models import Application, Opening, Person, Rating, Slot
from tests.cast import NOW
from tests.factories import a_scorecard, an_interview, at_stage
from tests.house import House


def seats(house: House, who: str, name: str = "casey", *, whole: bool = True) -> list[tuple[str, str | None]]:
    loop = loop_of(house.one(Application, name), house.one(Person, who), whole=whole, now=NOW)
    return [(seat.name, seat.state) for meeting in loop for seat in meeting.seats]


def test_seats_tell_what_became_of_a_card_only_to_whom_they_may(house: House) -> None:
    with house.app.app_context():
        assert seats(house, "rita") == [("Ines Calder", "in"), ("Ivan Petrov", "draft")]
        assert seats(house, "ivan", whole=False) == [("Ivan Petrov", "draft")]
        assert seats(house, "ivan") == [("Ines Calder", None), ("Ivan Petrov", "draft")]
        assert seats(house, "omar") == [("Ines Calder", None), ("Ivan Petrov", None)]


def test_a_card_past_its_time_is_late(house: House) -> None:
    with house.app.app_context():
        casey, rita = house.one(Application, "casey"), house.one(Person, "rita")
        due = house.one(Slot, "casey-ivan").due_at
        states = [
            loop_of(casey, rita, whole=True, now=now)[0].seats[1].state for now in (due - timedelta(seconds=1), due)
        ]
        assert states == ["draft", "late"]


def test_cards_come_once_with_a_row_for_each_red_flag(house: House) -> None:
    with house.changing():
        dana, rita = house.one(Application, "dana"), house.one(Person, "rita")
        at_stage(dana, "panel-peers", by=rita, at=NOW)
        slot = an_interview(dana, "panel-peers", [house.one(Person, "remy")], starts_at=NOW, by=rita).slots[0]
        card = a_scorecard(slot, level=1, verdict="strong_no", words="CANARY-flag", at=NOW)
        db.session.add_all(
            Rating(scorecard=card, position=90 + n, dimension=f"flag-{n}", level=1, red_flag=True, to_check=f"Ask {n}")
            for n in range(2)
        )
    with house.app.app_context():
        dana = house.one(Application, "dana")
        shown, flags = cards_of(dana, house.one(Person, "rita"))
        assert [(flag.name, flag.to_check) for flag in flags] == [("Remy Laurent", "Ask 0"), ("Remy Laurent", "Ask 1")]
        assert sorted((card.name, str(card.verdict)) for card in shown) == [
            ("Cleo Adeyemi", "Strong yes"),
            ("Ines Calder", "No"),
            ("Ivan Petrov", "Yes"),
            ("Remy Laurent", "Strong no"),
        ]
        assert cards_of(dana, house.one(Person, "omar")) == ([], [])


def test_known_candidates_are_those_in_sight(house: House) -> None:
    addresses = ("casey@example.net", "quinn@example.net", "nobody@example.net")
    with house.app.app_context():
        known = queries.known_candidates(house.one(Person, "rita"), addresses)
        assert {address: one.name for address, one in known.items()} == {"casey@example.net": "Casey Morgan"}
        taken = queries.taken_addresses(house.one(Opening, "executive"), addresses)
        assert taken == {"casey@example.net"}


def test_the_facts_of_a_packet_and_its_decision(house: House) -> None:
    with house.app.app_context():
        facts = queries.facts(house.one(Application, "dana"))
        assert (facts.packet_built, facts.decision, facts.interviews, facts.is_closed) == (True, None, (), False)
