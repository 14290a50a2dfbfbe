"""A sealed ballot tells nothing: two houses that differ only in what was voted are one to everybody but its author.

Who is in, the chair may tell, and nobody in which order. The one house becomes the other between two walks over every
page there is, at one stopped moment; what was mailed is compared too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from hiring.db import db
from hiring.models import Ballot, Event, Outgoing, Person, Vote
from hiring.models.scorecard import VERDICTS
from tests.ballots.committees import FIVE, MORE, closed, five, opened, vote
from tests.cast import NOW, PEOPLE
from tests.house import House
from tests.test_non_interference import addresses, seen
from tests.unsafe_routes import decided

pytestmark = pytest.mark.no_cover  # each line it walks over is covered by a test that looks closer

IN = ("ann", "bo", "cy")
EVERYBODY = (*PEOPLE, *MORE, None)
WALKERS = ("rita", "cleo", "max", "mona", "ann", "ines", "priya", "adam", "omar", None)
SAMPLE = ("mona",)
A_REF = re.compile(r"[A-Za-z0-9_-]{22,}")
Cast = Sequence[tuple[str, str]]

verdicts = st.sampled_from(VERDICTS)
three = st.tuples(verdicts, verdicts, verdicts).map(lambda drawn: tuple(zip(IN, drawn, strict=True)))


def mailed() -> list[tuple[str, str, str]]:
    written = db.session.scalars(select(Outgoing).order_by(Outgoing.address, Outgoing.kind))
    return [(one.address, one.subject, one.body) for one in written]


def where_ballots_show(house: House) -> list[str]:
    """The pages that could tell, for the many walks; the others are walked once."""
    packet = house.ref("dana-packet")
    parts = ("", "/status", "/vote", "/points", "/minutes", "/minutes?as=json", "/minutes?as=csv", "/workings")
    dana, opening = house.ref("dana"), house.ref("executive")
    return [
        *(f"/packets/{packet}{part}" for part in parts),
        f"/packets/{packet}?view=projector",
        f"/applications/{dana}",
        f"/applications/{dana}/history",
        f"/openings/{opening}",
        f"/openings/{opening}/side-by-side",
        "/",
        "/openings",
        "/meetings",
        "/search?q=Dana",
        "/sent-mail",
        "/me/ratings",
    ]


def told(house: House, who: str | None, where: Callable[[House], list[str]]) -> dict[str, object]:
    """Everything this reader is answered; last what was mailed to anybody."""
    with time_machine.travel(NOW, tick=False):
        visitor = house.visitor(who)
        visitor.get(f"/packets/{house.ref('dana-packet')}")  # the page tells who has opened it
        answers: dict[str, object] = dict(seen(house, visitor, where))
    with house.app.app_context():
        return answers | {"mail": mailed()}


def rewrite(house: House, cast: Cast, reason: str) -> None:
    """The same people in, with other votes."""
    with house.changing():
        for name, verdict in cast:
            one = db.session.scalars(select(Vote).filter_by(person_id=house.one(Person, name).id)).one()
            one.verdict, one.reason = verdict, reason


def without_refs(answers: dict[str, object]) -> dict[str, object]:
    """For two houses that were each built anew."""
    return {url: A_REF.sub("", repr(answer)) for url, answer in answers.items()}


def differences(first: dict[str, object], second: dict[str, object]) -> list[str]:
    return [url for url, answer in first.items() if answer != second[url]]


@pytest.mark.parametrize("who", WALKERS)
def test_no_page_there_is_tells_what_was_voted(house: House, who: str | None) -> None:
    if house.dialect == "postgresql" and who not in SAMPLE:
        pytest.skip("PostgreSQL runs a sample.")
    five(house)
    opened(house, ("ann", "yes"), ("bo", "no"), ("cy", "strong_yes"), reason="CANARY-sealed")
    before = told(house, who, addresses)
    rewrite(house, [("ann", "strong_no"), ("bo", "yes"), ("cy", "no")], "CANARY-other words, and many more of them.")
    changed = differences(before, told(house, who, addresses))
    own = [f"/packets/{house.ref('dana-packet')}{part}" for part in ("", "/status", "/vote")]
    assert set(changed) <= (set(own) if who in IN else set())
    assert bool(changed) == (who in IN), "Whoever voted reads their own vote, or the walk saw nothing."


@settings(max_examples=6, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=three, second=three, reader=st.sampled_from([who for who in EVERYBODY if who not in IN]))
def test_whatever_was_voted_is_sealed(house: House, first: Cast, second: Cast, reader: str | None) -> None:
    if house.dialect == "postgresql":
        pytest.skip("SQLite is asked often enough.")
    house.world.reset()
    five(house)
    opened(house, *first, reason="Because.")
    before = told(house, reader, where_ballots_show)
    rewrite(house, second, "Because of something else.")
    assert differences(before, told(house, reader, where_ballots_show)) == []


@pytest.mark.parametrize("who", ["max", "mona", "rita", "adam"])
def test_nobody_learns_in_which_order_votes_came_in(house: House, who: str) -> None:
    transcripts = []
    for order in (IN, tuple(reversed(IN))):
        house.world.reset()
        five(house)
        opened(house, *((name, "yes") for name in order))
        with house.changing():
            closed(house)
        transcripts.append(without_refs(told(house, who, where_ballots_show)))
    assert differences(*transcripts) == []


def test_who_is_in_is_told_to_the_chair_alone(house: House) -> None:
    """The same number in, of other people."""
    found = {}
    for who in ("max", "mona", "rita", "cleo", "priya", "omar"):
        transcripts = []
        for names in (("ann", "bo"), ("ann", "cy")):
            house.world.reset()
            five(house)
            opened(house, *((name, "yes") for name in names))
            transcripts.append(without_refs(told(house, who, where_ballots_show)))
        found[who] = bool(differences(*transcripts))
    assert found == {"max": True, "mona": False, "rita": False, "cleo": False, "priya": False, "omar": False}


def test_a_vote_taken_back_or_changed_is_no_news_to_others(house: House) -> None:
    five(house)
    opened(house, ("ann", "yes"))
    before = told(house, "mona", where_ballots_show)
    with house.changing():
        vote(house, "ann", "no", reason="On second thoughts.")
    assert differences(before, told(house, "mona", where_ballots_show)) == []


def test_no_event_holds_a_vote(house: House) -> None:
    five(house)
    opened(house, ("ann", "strong_no"), ("bo", "yes"), ("cy", "no"), reason="CANARY-sealed")
    with house.app.app_context():
        said = [repr(facts) for facts in db.session.scalars(select(Event.facts))]
        ballots = db.session.scalars(select(Ballot)).all()
        assert len(ballots) == 1
    assert [words for words in said if "CANARY" in words or "strong" in words] == []


def readers_of(house: House, words: str) -> Iterator[str]:
    """Who is shown these words on the page of how the ballot stands."""
    for who in (*PEOPLE, *MORE):
        if words in house.visitor(who).get(f"/packets/{house.ref('dana-packet')}/status").text:
            yield who


def test_once_closed_the_committee_reads_and_the_recruiter_after_the_decision(house: House) -> None:
    five(house)
    opened(house, *((name, "yes") for name in FIVE), reason="CANARY-vote")
    assert set(readers_of(house, "CANARY-vote")) == set(FIVE)
    assert set(readers_of(house, "Packet")) == {*FIVE, "rita", "cleo"}
    decided(house)
    assert set(readers_of(house, "CANARY-vote")) == {*FIVE, "rita"}
