"""Candidates whose loops are over, judged by people of whom one is known to rate low."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from random import Random

from hiring.db import db
from hiring.models import Application, Interview, Move, Opening, Person, Rating, Scorecard
from hiring.rubrics.queries import by_reference, rubric_of
from hiring.scorecards import seals
from hiring.scorecards.queries import answers_on
from tests.cast import DAY, NOW, a_candidate
from tests.factories import an_interview, at_stage
from tests.house import House

LONG_AGO = NOW - 9 * DAY


def finished(
    house: House,
    number: int,
    people: Sequence[Person],
    *,
    lower: Mapping[int, float] | None = None,
    seed: int = 1,
    rubric: str | None = None,
) -> list[int]:
    """The ids of so many rejected applications, each met by all these people in one talk. `lower` is by their place,
    `rubric` another one than the opening's.
    """
    rita, opening = house.one(Person, "rita"), house.one(Opening, "executive")
    chance = Random(seed)
    made = []
    for at in range(number):
        application = a_candidate(opening, rita, f"Past{seed}x{at} Finch")
        at_stage(application, "deep-dives", by=rita, at=LONG_AGO)
        talk = an_interview(application, "deep-dives", people, starts_at=LONG_AGO, by=rita)
        if rubric is not None:
            _pin(talk, rubric)
        level = chance.gauss(3.2, 0.6)
        for place in range(len(people)):
            _judge(talk, place, level - (lower or {}).get(place, 0.0), chance)
        close(application, by=rita)
        made.append(application.id)
    return made


def _pin(talk: Interview, rubric: str) -> None:
    version = by_reference(rubric)
    assert version is not None
    for slot in talk.slots:
        slot.rubric_version, slot.rubric_sha256 = version, version.sha256
        slot.dimensions = [dimension.id for dimension in rubric_of(version).dimensions]


def imported(application: Application, people: Sequence[Person], *, by: Person) -> None:
    """What a company had of its own: levels, and no verdict."""
    talk = an_interview(application, "deep-dives", people, starts_at=LONG_AGO, by=by)
    for slot in talk.slots:
        slot.handed_in_at = NOW
        ratings = [Rating(position=at, dimension=name, level=2 + at % 3) for at, name in enumerate(slot.dimensions)]
        hashes = {"rubric_sha256": slot.rubric_sha256, "content_sha256": "0" * 64}
        said = {"headline": "", "private_note": "", "imported_at": NOW, "handed_in_at": NOW}
        db.session.add(Scorecard(slot=slot, ratings=ratings, **hashes, **said))
    db.session.flush()


def close(application: Application, *, by: Person, outcome: str = "rejected") -> None:
    number = len(application.moves) + 1
    move = Move(number=number, kind="close", outcome=outcome, reason="For the test.", by=by, at=NOW - DAY)
    application.moves.append(move)
    db.session.flush()
    application.current_move, application.due_at = move, None
    db.session.flush()


def _judge(talk: Interview, place: int, level: float, chance: Random) -> Scorecard:
    """A sealed card; the trail says nothing of it."""
    slot = talk.slots[place]
    card = Scorecard(
        slot=slot,
        verdict="yes",
        sure="high",
        headline="CANARY-past",
        private_note="",
        rubric_sha256=slot.rubric_sha256,
        handed_in_at=LONG_AGO + timedelta(hours=5),
        ratings=[
            Rating(
                position=at, dimension=name, level=min(5, max(1, round(chance.gauss(level, 0.5)))), situation="Told."
            )
            for at, name in enumerate(slot.dimensions)
        ],
    )
    card.content_sha256 = seals.seal_of(seals.content_of(answers_on(card), slot.rubric_sha256))
    slot.handed_in_at = card.handed_in_at
    db.session.add(card)
    db.session.flush()
    return card


def _near(level: float, chance: Random) -> int:
    return min(5, max(1, round(chance.gauss(level, 0.5))))
