"""The work that is under way when something breaks: cards handed in and notes written, each found again by its mark."""

from __future__ import annotations

from itertools import chain

from tests.bench.place import Place
from tests.faults.hands import Task

NOTES_A_CARD = 2


def lanes(place: Place, *, has_keys: bool = True) -> list[list[Task]]:
    """Each interviewer's cards in turn with notes of the recruiter's, who writes them in eight browsers at once."""
    town = place.town
    found: list[list[Task]] = []
    for person in town.interviewers:
        seats = [seat for seat in town.seats if seat.person == person]
        cards = [_card(place, person, seat.slot, has_keys=has_keys) for seat in seats]
        words = [f"Note {number} from lane {len(found)}." for number in range(NOTES_A_CARD * len(seats))]
        notes = [note(place, said, has_keys=has_keys) for said in words]
        found.append(list(chain(*zip(notes[::2], cards, notes[1::2], strict=True))))
    return found


def note(place: Place, words: str, *, has_keys: bool = True) -> Task:
    """The recruiter writes this on somebody's page."""
    town = place.town
    path = f"/applications/{town.applications[sum(words.encode()) % len(town.applications)]}/notes"
    return Task("note", words, place.browsers[town.recruiter].post(path, {"note": words}, has_key=has_keys))


def _card(place: Place, person: str, slot: str, *, has_keys: bool) -> Task:
    request = place.browsers[person].post(f"/scorecards/{slot}/review", {"version": "1"}, has_key=has_keys)
    return Task("card", slot, request)
