"""A house with eight people at work in it, for as long as somebody breaks things."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.place import Place, prepare
from tests.bench.served import Server
from tests.faults.hands import Eyes, Hands, Log
from tests.faults.lanes import lanes
from tests.faults.verdict import Offenders, offenders

APPLICATIONS = 40
FIRST_PAGE = "/sign-in"


@dataclass(frozen=True, slots=True)
class Load:
    """The server that is worked on, what was acknowledged so far, what somebody sees who only reads, and what did not
    hold before anybody began.
    """

    server: Server
    log: Log
    eyes: Eyes
    broken_before: Offenders


def place_for(folder: Path, acknowledgements: int, database_url: str | None = None) -> Place:
    """A house with enough cards and notes that nobody runs out of work before so many posts are answered."""
    return prepare(folder, applications=APPLICATIONS, seats=acknowledgements, openings=1, database_url=database_url)


@contextmanager
def under_load(place: Place, command: Sequence[str], acknowledged: Path, *, has_keys: bool = True) -> Iterator[Load]:
    """Serve the place and work in it. When the block ends, what was begun is finished and the server is killed."""
    with place.looked_into():
        broken_before = offenders()
    server = place.server(command)
    server.start(FIRST_PAGE)
    hands = Hands(server.port, lanes(place, has_keys=has_keys), acknowledged)
    recruiter, town = place.browsers[place.town.recruiter], place.town
    # a page with cards, and so late in the list that none is added while somebody looks
    pages = (f"/openings/{town.openings[0]}", f"/applications/{town.applications[-2]}")
    eyes = Eyes(server.port, [recruiter.get(page) for page in pages])
    try:
        eyes.open()
        hands.start()
        yield Load(server, hands.log, eyes, broken_before)
        hands.stop()
        eyes.close()
    finally:
        hands.give_up()
        server.kill()
