"""Loops of any size for packets: interviewers with realistic evidence, and a group that answers together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

import hiring.demo
from hiring.db import db
from hiring.models import Application, Person, Rating, Scorecard, Slot
from tests.cast import NOW
from tests.factories import a_packet, a_scorecard, an_interview, at_stage

DAY = timedelta(days=1)
PERSPECTIVES = ("executive", "peer", "peer", "report", "adviser", "executive")
VERDICTS = ("no", "yes", "strong_yes", "yes", "strong_no", "yes")


def some_people(number: int, prefix: str = "guest") -> list[Person]:
    """Interviewers beyond the cast."""
    people = [
        Person(name=f"{prefix.title()} Person{at}", email=f"{prefix}{at}@example.org", created_at=NOW - 30 * DAY)
        for at in range(number)
    ]
    db.session.add_all(people)
    db.session.flush()
    return people


def many_cards(
    application: Application,
    people: Sequence[Person],
    *,
    by: Person,
    level: int | None = None,
    is_practice: bool = False,
    to_check: str = "",
) -> list[Scorecard]:
    """One interview a person over all dimensions, with the demo's evidence and mixed levels unless one is given;
    `to_check` raises a red flag on the first of them.
    """
    stories = told()
    cards = []
    for at, person in enumerate(people):
        interview = an_interview(application, "deep-dives", [person], starts_at=NOW - 7 * DAY, by=by)
        (slot,) = interview.slots
        slot.perspective = PERSPECTIVES[at % len(PERSPECTIVES)]
        slot.handed_in_at = NOW - 6 * DAY
        levels = [level or 1 + (at * 2 + place + at // 3) % 5 for place in range(len(slot.dimensions))]
        card = Scorecard(
            slot=slot,
            verdict=VERDICTS[at % len(VERDICTS)],
            sure=("low", "medium", "high")[at % 3],
            headline=next(stories["headline"]),
            private_note="",
            rubric_sha256=slot.rubric_sha256,
            content_sha256="0" * 64,
            handed_in_at=NOW - 6 * DAY,
            is_practice=is_practice,
            ratings=[
                Rating(
                    position=place,
                    dimension=dimension,
                    level=levels[place],
                    red_flag=bool(to_check) and place == 0,
                    to_check="" if place else to_check,
                    **next(stories["story"]),
                )
                for place, dimension in enumerate(slot.dimensions)
            ],
        )
        db.session.add(card)
        cards.append(card)
    db.session.flush()
    return cards


def told() -> dict[str, Any]:
    """Episodes as people write them, and headlines, for ever."""
    folder = Path(hiring.demo.__path__[0]) / "evidence"
    loaded = YAML(typ="safe").load((folder / "engineering-executive.yaml").read_text())
    stories = [
        {key: story.get(key, "") for key in ("situation", "action", "result")}
        for levels in loaded["dimensions"].values()
        for level in levels.values()
        for story in level
    ]
    return {"story": cycle(stories), "headline": cycle(story["result"] for story in stories)}


def in_committee(application: Application, *, by: Person) -> None:
    at_stage(application, "committee", by=by, at=NOW - 2 * DAY)
    a_packet(application, by=by, at=NOW - 2 * DAY)


def a_group(
    application: Application,
    people: Sequence[Person],
    levels: Sequence[int | None],
    *,
    by: Person,
    skips_first: int = 0,
) -> list[Slot]:
    """Future reports with these levels; None still owes the card. The last `skips_first` were not asked for the first
    dimension.
    """
    interview = an_interview(application, "panel-reports", people, starts_at=NOW - 5 * DAY, by=by)
    for at, (slot, level) in enumerate(zip(interview.slots, levels, strict=True)):
        slot.perspective = "report"
        if at >= len(levels) - skips_first:
            slot.dimensions = slot.dimensions[1:]
        if level is not None:
            a_scorecard(slot, level=level, verdict="yes", words=f"CANARY-group-{at}-{level}", at=NOW - 4 * DAY)
    db.session.flush()
    return list(interview.slots)
