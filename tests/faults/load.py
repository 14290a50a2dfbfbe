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

APPLICATIONS = 40
FIRST_PAGE = "/sign-in"


@dataclass(frozen=True, slots=True)
class Load:
    """The server that is worked on, what was acknowledged so far, and what somebody sees who only reads."""

    server: Server
    log: Log
    eyes: Eyes


def place_for(folder: Path, acknowledgements: int, database_url: str | None = None) -> Place:
    """A house with enough cards and notes that nobody runs out of work before so many posts are answered."""
    return prepare(folder, applications=APPLICATIONS, seats=acknowledgements, openings=1, database_url=database_url)


@contextmanager
def under_load(place: Place, command: Sequence[str], acknowledged: Path, *, has_keys: bool = True) -> Iterator[Load]:
    """Serve the place and work in it. When the block ends, what was begun is finished and the server is killed."""
    server = place.server(command)
    server.start(FIRST_PAGE)
    hands = Hands(server.port, lanes(place, has_keys=has_keys), acknowledged)
    recruiter, town = place.browsers[place.town.recruiter], place.town
    pages = (f"/openings/{town.openings[0]}", f"/applications/{town.applications[0]}")
    eyes = Eyes(server.port, [recruiter.get(page) for page in pages])
    try:
        eyes.open()
        hands.start()
        yield Load(server, hands.log, eyes)
        hands.stop()
        eyes.close()
    finally:
        hands.give_up()
        server.kill()
