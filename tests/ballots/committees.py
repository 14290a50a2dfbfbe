"""A committee of five before Dana's packet: Max, who chairs it, Mona, and three more without any other part."""

from __future__ import annotations

from hiring.ballots.actions import cast, close_ballot, open_ballot
from hiring.db import db
from hiring.models import Ballot, Packet, Person
from hiring.openings.actions import add_to_team
from tests.cast import NOW, a_person
from tests.house import House, a_session

MORE = {"ann": "Ann Berg", "bo": "Bo Falk", "cy": "Cy Ngo"}
FIVE = ("ann", "bo", "cy", "max", "mona")


def five(house: House) -> None:
    """Seat the three more, each with a session."""
    with house.changing():
        opening, rita = house.one(Packet, "dana-packet").application.opening, house.one(Person, "rita")
        for key, name in MORE.items():
            person = a_person(key, name, ())
            db.session.flush()
            add_to_team(opening, person, "committee", by=rita, now=NOW)
            house.world.refs[key], house.world.secrets[key] = person.ref, a_session(person.ref)


def opened(house: House, *verdicts: tuple[str, str], reason: str = "") -> None:
    """A ballot opened by the chair, and these votes in it in that order."""
    with house.changing():
        packet = house.one(Packet, "dana-packet")
        open_ballot(packet, by=house.one(Person, "max"), now=NOW)
        for name, verdict in verdicts:
            vote(house, name, verdict, reason=reason)


def vote(house: House, name: str, verdict: str, *, reason: str = "") -> None:
    """In the caller's transaction."""
    packet, person = house.one(Packet, "dana-packet"), house.one(Person, name)
    cast(packet, verdict, reason=reason, has_read=True, by=person, now=NOW)


def closed(house: House) -> Ballot:
    """By the chair, in the caller's transaction."""
    return close_ballot(house.one(Packet, "dana-packet"), by=house.one(Person, "max"), now=NOW)
