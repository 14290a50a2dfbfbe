"""Applications that have ended, by the hundred, and what their candidates said of themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple

from hiring.db import db
from hiring.models import Application, Candidate, GroupAnswer, Move, Opening, Person
from hiring.openings.queries import current_revision
from hiring.results import groups
from tests.cast import DAY, NOW
from tests.house import House

STAGES = ("recruiter-call", "deep-dives", "committee", "offer")


class Walked(NamedTuple):
    """How many steps somebody passed, and what they said."""

    steps: int
    said: Mapping[str, str] = {}


def of(question: str, table: Mapping[str, Sequence[int]]) -> list[Walked]:
    """People by answer and how far they came; the answer "" is none."""
    return [
        Walked(steps, {question: answer} if answer else {})
        for answer, numbers in table.items()
        for steps, number in enumerate(numbers)
        for _ in range(number)
    ]


def ended(house: House, people: Sequence[Walked], opening: str = "executive") -> list[int]:
    """So many applications, closed; answers their ids. Inside `house.changing()`."""
    rita, seat = house.one(Person, "rita"), house.one(Opening, opening)
    stages = {stage.slug: stage for stage in current_revision(seat.id).stages}
    made = []
    for at, one in enumerate(people):
        candidate = Candidate(name=f"Pat Crowd {at}", added_at=NOW, added_by_id=rita.id)
        application = Application(
            opening_id=seat.id, candidate=candidate, applied_at=NOW - 9 * DAY, added_by_id=rita.id, channel="inbound"
        )
        db.session.add(application)
        for number, slug in enumerate(STAGES[: one.steps + 1], start=1):
            _move(application, rita, number, stage_id=stages[slug].id)
        hired = one.steps == len(STAGES)
        _move(application, rita, len(application.moves) + 1, outcome="hired" if hired else "rejected")
        made.append(application)
    db.session.flush()
    for application, one in zip(made, people, strict=True):
        application.current_move = application.moves[-1]
        db.session.add_all(
            GroupAnswer(application_id=application.id, question=question, answer=answer, at=NOW)
            for question, answer in one.said.items()
        )
    return [application.id for application in made]


def count_them(house: House) -> int:
    """As the worker does."""
    with house.changing():
        return groups.keep(groups.work_out(), now=NOW)


def _move(application: Application, by: Person, number: int, **where: object) -> None:
    kind = "close" if "outcome" in where else "advance" if number > 1 else "enter"
    at = NOW - 9 * DAY + timedelta(minutes=number)
    application.moves.append(Move(number=number, kind=kind, reason="For the test.", by=by, at=at, **where))
