"""Two people who decide, second, settle or vote at the same moment: one of them is told what the other did."""

from __future__ import annotations

import threading

from sqlalchemy import func, select

from hiring.db import db
from hiring.models import Application, Decision, Person, Proposal, Settlement
from hiring.openings.actions import add_to_team
from tests.cast import NOW
from tests.committee.test_decisions import IF, WHY, decided, noel_below_the_bar, proposed
from tests.house import House


def at_once(house: House, posts: dict[str, tuple[str, dict[str, str]]]) -> list[int]:
    """Everybody presses their button at the same moment."""
    statuses: list[int] = []
    ready = threading.Barrier(len(posts))

    def press(name: str) -> None:
        visitor = house.visitor(name)
        token = visitor.token()
        url, fields = posts[name]
        ready.wait()
        statuses.append(visitor.client.post(url, data={**fields, "csrf_token": token}).status_code)

    threads = [threading.Thread(target=press, args=(name,)) for name in posts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(statuses)


SENT = {"outcome": "go_ahead", "dimensions": "strategy-and-focus", "reasons": WHY, "against_rule": "She was ill."}


def test_two_who_propose_at_once_make_one_proposal(house: House) -> None:
    with house.changing():
        packet = noel_below_the_bar(house)
        add_to_team(
            packet.application.opening, house.one(Person, "mona"), "chair", by=house.one(Person, "rita"), now=NOW
        )
        url = f"/packets/{packet.ref}/decision"
    assert at_once(house, {"max": (url, SENT), "mona": (url, SENT)}) == [303, 409]
    with house.app.app_context():
        assert db.session.scalar(select(func.count(Proposal.id))) == 1


def test_two_who_second_at_once_make_one_decision(house: House) -> None:
    with house.changing():
        packet, proposal = proposed(house)
        url, fields = f"/packets/{packet.ref}/decision/second", {"proposal": proposal.ref}
    assert at_once(house, {"mona": (url, fields), "cleo": (url, fields)}) == [303, 409]
    with house.app.app_context():
        assert db.session.scalar(select(func.count(Decision.id))) == 1


def test_a_ballot_and_a_decision_at_once_do_not_both_go_through(house: House) -> None:
    with house.changing():
        add_to_team(
            house.one(Application, "dana").opening,
            house.one(Person, "mona"),
            "chair",
            by=house.one(Person, "rita"),
            now=NOW,
        )
    here = f"/packets/{house.ref('dana-packet')}"
    decide = {key: value for key, value in SENT.items() if key != "against_rule"}
    assert at_once(house, {"max": (f"{here}/decision", decide), "mona": (f"{here}/ballots", {})}) == [303, 409]


def test_settling_at_once_is_settled_once(house: House) -> None:
    with house.changing():
        decided(house, IF)
    url, fields = f"/packets/{house.ref('dana-packet')}/settlement", {"came_out": "yes", "finding": "Both said so."}
    assert at_once(house, {"max": (url, fields), "rita": (url, {**fields, "came_out": "no"})}) == [303, 409]
    with house.app.app_context():
        assert db.session.scalar(select(func.count(Settlement.id))) == 1
