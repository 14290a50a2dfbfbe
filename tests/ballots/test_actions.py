"""Ballots: who has a place, when they open and close, and what a vote must say."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from hiring.access.applications import standing
from hiring.ballots import actions
from hiring.ballots.queries import points_to_note
from hiring.candidates.actions import make_move, undo_move
from hiring.committee.decisions import decide
from hiring.conflicts.actions import declare, end_conflict
from hiring.db import db
from hiring.models import Application, Ballot, Conflict, Event, Opening, Outgoing, Packet, Person, PointNote
from hiring.openings.actions import add_to_team, remove_from_team
from hiring.openings.queries import member
from hiring.people.actions import deactivate
from hiring.refusal import Kind, Refusal
from tests.ballots.committees import closed, five, opened, vote
from tests.cast import NOW
from tests.house import House
from tests.unsafe_routes import RESOLUTION, decided


def newest() -> int:
    return db.session.scalars(select(Event.seq).order_by(Event.seq.desc()).limit(1)).one()


def kinds_since(seq: int) -> list[str]:
    return list(db.session.scalars(select(Event.kind).where(Event.seq > seq).order_by(Event.seq)))


def refusal(ask: Callable[[], object]) -> tuple[str, Kind]:
    with pytest.raises(Refusal) as said:
        ask()
    return str(said.value.reason), said.value.kind


def ballot(house: House) -> Ballot:
    """The last one, in the caller's context."""
    packet = house.one(Packet, "dana-packet")
    db.session.expire_all()
    found: Ballot = packet.ballot
    return found


def places(house: House) -> dict[str, tuple[str | None, bool]]:
    """By name: the verdict, and whether the place still counts."""
    return {one.person.name: (one.verdict, one.struck_at is None) for one in ballot(house).votes}


def test_opening_gives_each_member_a_place_and_tells_them(house: House) -> None:
    with house.changing():
        packet, chair = house.one(Packet, "dana-packet"), house.one(Person, "max")
        before = newest()
        actions.open_ballot(packet, by=chair, now=NOW)
        assert places(house) == {"Max Oyelaran": (None, True), "Mona Lindgren": (None, True)}
        assert kinds_since(before) == ["ballot.opened"]
        told = db.session.scalars(select(Outgoing)).all()
        assert [(one.address, one.kind) for one in told] == [("mona@example.org", "ballot_opened")]
        assert (f"/packets/{packet.ref}/vote" in told[0].body, "Dana" in told[0].body) == (True, False)


def test_whoever_has_a_conflict_or_no_account_gets_no_place(house: House) -> None:
    five(house)
    with house.changing():
        rita = house.one(Person, "rita")
        declare(house.one(Application, "dana"), reason="", by=house.one(Person, "ann"), now=NOW)
        deactivate(house.one(Person, "bo"), by=rita, now=NOW)
    opened(house)
    with house.app.app_context():
        assert sorted(places(house)) == ["Cy Ngo", "Max Oyelaran", "Mona Lindgren"]


def test_a_vote_can_be_changed_until_the_last_one_closes_the_ballot(house: House) -> None:
    opened(house)
    with house.changing():
        before = newest()
        vote(house, "mona", "yes")
        vote(house, "mona", "no", reason="I read the references again.")
        assert (ballot(house).is_open, places(house)["Mona Lindgren"]) == (True, ("no", True))
        vote(house, "max", "yes")
        assert (ballot(house).closed_at, ballot(house).closed_by_id) == (NOW, None)
        assert kinds_since(before) == ["vote.cast"] * 3 + ["ballot.closed"]
        facts = db.session.scalars(select(Event.facts).where(Event.kind == "vote.cast")).all()
        assert [set(one) for one in facts] == [{"vote"}] * 3, "What was voted is in no event."
        assert refusal(lambda: vote(house, "mona", "yes")) == (
            "The ballot is closed. What was voted stands.",
            Kind.CONFLICT,
        )


def test_the_first_vote_says_that_the_packet_was_read(house: House) -> None:
    opened(house)
    with house.changing():
        packet, mona = house.one(Packet, "dana-packet"), house.one(Person, "mona")
        unread = refusal(lambda: actions.cast(packet, "yes", by=mona, now=NOW))
        assert unread == ("Read the packet first, then say that you have.", Kind.INPUT)
        actions.cast(packet, "yes", has_read=True, by=mona, now=NOW)
        actions.cast(packet, "no", by=mona, now=NOW)
        assert refusal(lambda: actions.cast(packet, "perhaps", by=mona, now=NOW)) == (
            "Choose one of the four.",
            Kind.INPUT,
        )


def test_only_whoever_moves_is_asked_for_a_reason(house: House) -> None:
    five(house)
    opened(house, ("ann", "yes"), ("bo", "no"), ("cy", "yes"), ("max", "yes"), ("mona", "yes"))
    opened(house, ("ann", "yes"))
    with house.changing():
        asked = refusal(lambda: vote(house, "bo", "yes"))
        assert asked == ("You voted otherwise in the first ballot. Write what changed your mind.", Kind.INPUT)
        vote(house, "bo", "yes", reason="Her second case.")
        assert places(house)["Bo Falk"] == ("yes", True)


def test_the_chair_closes_with_more_than_half(house: House) -> None:
    five(house)
    opened(house, ("ann", "yes"), ("bo", "no"))
    with house.changing():
        too_few = refusal(lambda: closed(house))
        assert too_few == (
            "2 of 5 have voted. A ballot closes with more than half: 1 more vote is needed.",
            Kind.CONFLICT,
        )
        vote(house, "cy", "yes")
        max_id = house.one(Person, "max").id
        assert (closed(house).closed_at, ballot(house).closed_by_id) == (NOW, max_id)
        assert refusal(lambda: closed(house)) == ("The ballot is closed already.", Kind.CONFLICT)


def test_a_ballot_is_opened_once_and_a_small_committee_votes_once(house: House) -> None:
    opened(house, ("mona", "yes"))
    with house.changing():
        packet, chair = house.one(Packet, "dana-packet"), house.one(Person, "max")
        again = refusal(lambda: actions.open_ballot(packet, by=chair, now=NOW))
        assert again == ("A ballot is open already.", Kind.CONFLICT)
        vote(house, "max", "yes")
        second = refusal(lambda: actions.open_ballot(packet, by=chair, now=NOW))
        assert second == (
            "A committee of three or fewer votes once. The next step is the decision.",
            Kind.CONFLICT,
        )


def test_there_are_two_ballots_at_most(house: House) -> None:
    five(house)
    alike = [(name, "yes") for name in ("ann", "bo", "cy", "max", "mona")]
    opened(house, *alike)
    opened(house, *alike)
    third = refusal(lambda: opened(house))
    assert third == ("There have been two ballots. The next step is the decision.", Kind.CONFLICT)


def test_one_person_alone_holds_no_ballot(house: House) -> None:
    with house.changing():
        declare(house.one(Application, "dana"), reason="", by=house.one(Person, "mona"), now=NOW)
        packet, chair = house.one(Packet, "dana-packet"), house.one(Person, "max")
        alone = refusal(lambda: actions.open_ballot(packet, by=chair, now=NOW))
        assert alone == (
            "A ballot takes at least two people. Decide without one, or have somebody added to the committee.",
            Kind.CONFLICT,
        )


def steps_back(house: House) -> None:
    declare(house.one(Application, "dana"), reason="A cousin.", by=house.one(Person, "mona"), now=NOW)


def leaves_the_committee(house: House) -> None:
    opening, mona = house.one(Opening, "executive"), house.one(Person, "mona")
    part = member(opening.id, mona.ref, "committee")
    assert part is not None
    remove_from_team(opening, part, by=house.one(Person, "rita"), now=NOW)


def leaves_the_house(house: House) -> None:
    deactivate(house.one(Person, "mona"), by=house.one(Person, "adam"), now=NOW)


@pytest.mark.parametrize("goes", [steps_back, leaves_the_committee, leaves_the_house])
def test_whoever_goes_is_struck_at_once_and_nobody_waits_for_them(house: House, goes: Callable[[House], None]) -> None:
    opened(house, ("max", "yes"))
    with house.changing():
        before = newest()
        goes(house)
        assert places(house) == {"Max Oyelaran": ("yes", True), "Mona Lindgren": (None, False)}
        assert not ballot(house).is_open
        assert kinds_since(before)[-2:] == ["vote.struck", "ballot.closed"]


def test_a_struck_vote_is_kept_and_not_counted(house: House) -> None:
    five(house)
    opened(house, ("mona", "strong_no"), ("ann", "yes"), ("bo", "yes"))
    with house.changing():
        steps_back(house)
        assert (ballot(house).is_open, places(house)["Mona Lindgren"]) == (True, ("strong_no", False))
        assert refusal(lambda: vote(house, "mona", "yes"))[1] is Kind.CONFLICT
        few = refusal(lambda: closed(house))
        assert few[0] == "2 of 4 have voted. A ballot closes with more than half: 1 more vote is needed."


def test_a_ballot_that_is_over_is_not_touched_by_who_goes_later(house: House) -> None:
    opened(house, ("max", "yes"), ("mona", "no"))
    with house.changing():
        steps_back(house)
        assert places(house) == {"Max Oyelaran": ("yes", True), "Mona Lindgren": ("no", True)}


def test_a_part_that_remains_keeps_the_place(house: House) -> None:
    """Max also sits on the committee as a member, and gives only the chair away."""
    opened(house)
    with house.changing():
        opening, rita, chair = house.one(Opening, "executive"), house.one(Person, "rita"), house.one(Person, "max")
        add_to_team(opening, chair, "committee", by=rita, now=NOW)
        part = member(opening.id, chair.ref, "chair")
        assert part is not None
        remove_from_team(opening, part, by=rita, now=NOW)
        assert places(house)["Max Oyelaran"] == (None, True)


def test_coming_back_gives_no_place_in_a_ballot_that_was_left(house: House) -> None:
    five(house)
    opened(house)
    with house.changing():
        steps_back(house)
        conflict = db.session.scalars(select(Conflict).filter_by(person_id=house.one(Person, "mona").id)).one()
        end_conflict(conflict, by=house.one(Person, "rita"), now=NOW)
        assert refusal(lambda: vote(house, "mona", "yes"))[0] == (
            "You have no place in this ballot: its roll was drawn up when it was opened."
        )


def test_after_the_decision_nobody_votes(house: House) -> None:
    decided(house)
    with house.changing():
        packet, chair = house.one(Packet, "dana-packet"), house.one(Person, "max")
        over = "The decision is recorded, so there is nothing left to vote on."
        assert refusal(lambda: actions.open_ballot(packet, by=chair, now=NOW)) == (over, Kind.CONFLICT)


def test_a_decision_waits_for_an_open_ballot(house: House) -> None:
    opened(house)
    with house.changing():
        packet, chair = house.one(Packet, "dana-packet"), house.one(Person, "max")
        assert refusal(lambda: decide(packet, RESOLUTION, by=chair, now=NOW))[1] is Kind.CONFLICT


def test_a_withdrawn_application_is_voted_on_again_once_it_is_reopened(house: House) -> None:
    opened(house)
    with house.changing():
        dana, rita = house.one(Application, "dana"), house.one(Person, "rita")
        make_move(dana, "close:withdrawn", reason="Another offer.", standing=standing(rita, dana), by=rita, now=NOW)
        withdrawn = refusal(lambda: vote(house, "mona", "yes"))
        assert withdrawn[0].startswith("This application is closed")
        undo_move(dana, by=rita, now=NOW)
        vote(house, "mona", "yes")
        assert places(house)["Mona Lindgren"] == ("yes", True)


def noted(house: House, body: str = "Two people saw the same episode.") -> PointNote:
    packet = house.one(Packet, "dana-packet")
    point = next(iter(points_to_note(packet)))
    return actions.note_point(packet, point, body, by=house.one(Person, "mona"), now=NOW)


def test_points_are_noted_between_ballots_and_never_while_one_is_open(house: House) -> None:
    five(house)
    with house.changing():
        assert refusal(lambda: noted(house))[0] == "The discussion comes after the first ballot."
    opened(house, ("ann", "yes"), ("bo", "yes"), ("cy", "yes"))
    with house.changing():
        assert refusal(lambda: noted(house))[0] == (
            "While a ballot is open, nothing is noted for others to read. Note it once the ballot has closed."
        )
        closed(house)
        before = newest()
        assert noted(house).body == "Two people saw the same episode."
        assert kinds_since(before) == ["point.noted"]
        assert refusal(lambda: noted(house, "  ")) == ("Write what was said.", Kind.INPUT)
        packet, mona = house.one(Packet, "dana-packet"), house.one(Person, "mona")
        unknown = refusal(lambda: actions.note_point(packet, "x/y", "Said.", by=mona, now=NOW))
        assert unknown == ("Choose the dimension that the note is about.", Kind.INPUT)
