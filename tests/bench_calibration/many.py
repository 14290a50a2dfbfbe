"""A house on the disk with a million ratings by its own interviewers, written straight into the tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from flask import Flask
from sqlalchemy import create_engine, insert

from hiring import paths, schema
from hiring.app import create_app
from hiring.db import Base, db, prepare_engine, writing
from hiring.models import Person
from hiring.openings.actions import Charter, open_opening
from hiring.openings.queries import current_revision
from hiring.rubric import Library
from hiring.rubrics.actions import import_files
from hiring.rubrics.queries import by_reference
from hiring.settings import read
from hiring.workflow.plan import plans

CARDS = 5
AREAS = ("coding", "system-design", "debugging", "quality", "collaboration", "ownership")
PEOPLE = 600
AT_ONCE = 2_000
DAY = timedelta(days=1)
EVIDENCE = "She named the failure before she was asked, drew the old path of a payment, and said what she had removed. "
WHY_NOT = ("We ran out of time.", "It did not come up.", "I know too little of this field to judge it.")
CHANNELS = ("inbound", "network", "public_post", "search_firm", "in_house")
OUTCOMES = ("rejected", "rejected", "withdrawn", "hired", "mutual_no")

Rows = list[dict[str, Any]]


def settle(folder: Path, ratings: int, now: datetime) -> Flask:
    """A closed application for each CARDS × AREAS ratings, over four years."""
    settings = read({"HIRING_INSTANCE_PATH": str(folder)})
    engine = create_engine(settings.database_url)
    prepare_engine(engine)
    schema.upgrade(engine)
    engine.dispose()
    app = create_app(settings)
    with app.app_context(), writing():
        made = _found(now)
        many = ratings // (CARDS * len(AREAS))
        for first in range(1, many + 1, AT_ONCE):
            for table, rows in made.applications(range(first, min(first + AT_ONCE, many + 1))):
                db.session.execute(insert(Base.metadata.tables[table]), rows)
    return app


def _found(now: datetime) -> _Many:
    import_files(Library(paths.RUBRICS), now=now)
    version = by_reference("senior-software-engineer@1")
    assert version is not None
    began = now - 2000 * DAY
    people = [Person(name=f"Interviewer {at}", email=f"{at}@many.example", created_at=began) for at in range(PEOPLE)]
    db.session.add_all(people)
    db.session.flush()
    plan = plans(paths.PLANS)["senior-ic@1"]
    opening = open_opening(Charter("Many"), rubric=version, plan=plan, by=people[0], now=began)
    db.session.flush()
    stages = [one.id for one in current_revision(opening.id).stages]
    return _Many(now, opening.id, version.id, version.sha256, stages, [one.id for one in people])


@dataclass(frozen=True)
class _Many:
    now: datetime
    opening: int
    version: int
    sha256: str
    stages: Sequence[int]
    people: Sequence[int]

    def applications(self, numbers: range) -> Iterator[tuple[str, Rows]]:
        """Tables in an order in which each row comes after what it points at. Numbers are ids."""
        chance = np.random.default_rng(numbers[0])
        ended = {one: self.now - timedelta(days=float(chance.uniform(1, 1460))) for one in numbers}
        seats = [(one, CARDS * (one - 1) + seat + 1) for one in numbers for seat in range(CARDS)]
        levels = self._levels(chance, len(numbers))
        yield "candidate", [self._candidate(one) for one in numbers]
        yield "application", [self._application(one, at) for one, at in ended.items()]
        yield "move", [row for one, at in ended.items() for row in self._walk(one, at)]
        yield "interview", [self._interview(one, at) for one, at in ended.items()]
        yield "slot", [self._slot(one, card, ended[one]) for one, card in seats]
        yield "scorecard", [self._card(card, ended[one]) for one, card in seats]
        yield (
            "rating",
            [
                self._rating(card, place, int(levels[at, place]))
                for at, (_one, card) in enumerate(seats)
                for place in range(len(AREAS))
            ],
        )

    def _levels(self, chance: np.random.Generator, many: int) -> np.ndarray[Any, np.dtype[np.int64]]:
        """Cards × areas; 0 is not assessed."""
        candidate = np.repeat(chance.normal(3.2, 0.6, many), CARDS)
        level = np.rint(candidate[:, None] + chance.normal(0, 0.8, (many * CARDS, len(AREAS)))).clip(1, 5)
        return np.where(chance.random(level.shape) < 0.05, 0, level).astype(np.int64)

    def _candidate(self, one: int) -> dict[str, Any]:
        return {"id": one, "name": f"Candidate {one}", "added_at": self.now, "added_by_id": self.people[0]}

    def _application(self, one: int, ended: datetime) -> dict[str, Any]:
        return {
            "id": one,
            "opening_id": self.opening,
            "candidate_id": one,
            "channel": CHANNELS[one % len(CHANNELS)],
            "applied_at": ended - 30 * DAY,
            "added_by_id": self.people[0],
            "current_move_id": 4 * one,
        }

    def _walk(self, one: int, ended: datetime) -> Iterator[dict[str, Any]]:
        """Three stages and the end."""
        for number in range(1, 5):
            yield {
                "id": 4 * (one - 1) + number,
                "application_id": one,
                "number": number,
                "kind": "enter" if number == 1 else "advance" if number < 4 else "close",
                "stage_id": self.stages[number - 1] if number < 4 else None,
                "outcome": None if number < 4 else OUTCOMES[one % len(OUTCOMES)],
                "reason": "" if number < 4 else "Decided.",
                "by_id": self.people[0],
                "at": ended - (4 - number) * (5 + one % 7) * DAY,
            }

    def _interview(self, one: int, ended: datetime) -> dict[str, Any]:
        return {
            "id": one,
            "application_id": one,
            "stage_id": self.stages[2],
            "starts_at": ended - 6 * DAY,
            "zone": "Europe/London",
            "minutes": 60,
            "scheduled_by_id": self.people[0],
            "scheduled_at": ended - 9 * DAY,
        }

    def _slot(self, one: int, card: int, ended: datetime) -> dict[str, Any]:
        return {
            "id": card,
            "interview_id": one,
            "application_id": one,
            "round": "interviews",
            "person_id": self.people[(7 * one + 13 * card) % PEOPLE],
            "perspective": "peer",
            "card": "full",
            "dimensions": list(AREAS),
            "rubric_version_id": self.version,
            "rubric_sha256": self.sha256,
            "assigned_at": ended - 9 * DAY,
            "assigned_by_id": self.people[0],
            "due_at": ended - 5 * DAY,
            "handed_in_at": ended - (4 + card % 4) * DAY,
        }

    def _card(self, card: int, ended: datetime) -> dict[str, Any]:
        return {
            "id": card,
            "slot_id": card,
            "verdict": "yes",
            "headline": EVIDENCE,
            "private_note": "",
            "rubric_sha256": self.sha256,
            "content_sha256": "0" * 64,
            "handed_in_at": ended - (4 + card % 4) * DAY,
        }

    def _rating(self, card: int, place: int, level: int) -> dict[str, Any]:
        return {
            "scorecard_id": card,
            "position": place,
            "dimension": AREAS[place],
            "level": level or None,
            "not_assessed": "" if level else WHY_NOT[card % len(WHY_NOT)],
            "evidence": EVIDENCE if level else "",
        }
