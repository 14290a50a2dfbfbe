"""The server is killed again and again while eight people hand in cards and write notes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from tests.bench.place import SERVE, Place, prepare
from tests.faults.hands import Hands, Task
from tests.faults.verdict import Verdict, judge

APPLICATIONS = 40
READY_WITHIN = 5.0
FIRST_PAGE = "/sign-in"
NOTES_A_CARD = 2


@dataclass(frozen=True, slots=True)
class Run:
    """What came of it: the verdict, and how long the server took to be there again, each time."""

    verdict: Verdict
    ready_after: tuple[float, ...]

    @property
    def is_clean(self) -> bool:
        return self.verdict.is_clean and all(seconds < READY_WITHIN for seconds in self.ready_after)


def kill_again_and_again(folder: Path, *, kills: int, every: int, has_keys: bool = True) -> Run:
    """Kill -9 that often, each time after so many more acknowledgements. Without keys a post that comes twice has its
    effect twice, which the verdict must find.
    """
    cards = every * (kills + 2)
    place = prepare(folder, applications=APPLICATIONS, seats=cards, openings=1)
    server = place.server(SERVE)
    server.start(FIRST_PAGE)
    hands = Hands(server.port, _lanes(place, has_keys=has_keys), folder / "acknowledged.jsonl")
    try:
        hands.start()
        ready_after = []
        for _kill in range(kills):
            hands.log.wait_for(every)
            server.kill()
            ready_after.append(server.start(FIRST_PAGE))
        hands.log.wait_for(every)
        hands.stop()
    finally:
        server.kill()
    with place.looked_into():
        return Run(judge(hands.log), tuple(ready_after))


def _lanes(place: Place, *, has_keys: bool) -> list[list[Task]]:
    """Each interviewer's cards in turn with notes of the recruiter's, who writes them in eight browsers at once."""
    town = place.town
    lanes: list[list[Task]] = []
    for person in town.interviewers:
        seats = [seat for seat in town.seats if seat.person == person]
        cards = [
            Task(
                "card",
                seat.slot,
                place.browsers[person].post(f"/scorecards/{seat.slot}/review", {"version": "1"}, has_key=has_keys),
            )
            for seat in seats
        ]
        notes = [
            _note(place, f"Note {number} from lane {len(lanes)}.", has_keys=has_keys)
            for number in range(NOTES_A_CARD * len(seats))
        ]
        lanes.append(list(chain(*zip(notes[::2], cards, notes[1::2], strict=True))))
    return lanes


def _note(place: Place, words: str, *, has_keys: bool) -> Task:
    town = place.town
    path = f"/applications/{town.applications[sum(words.encode()) % APPLICATIONS]}/notes"
    return Task("note", words, place.browsers[town.recruiter].post(path, {"note": words}, has_key=has_keys))
