"""Loops to look at: what tests of coverage start from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from hiring.models import Application, Interview, Person
from tests.cast import DAY, NOW
from tests.factories import an_interview
from tests.house import House

MONDAY = NOW.replace(hour=9) + 6 * DAY
STRATEGY, BUILDING, LEADERS, DELIVERY, CANDOUR = (
    "strategy-and-focus",
    "building-the-organisation",
    "hiring-and-developing-leaders",
    "delivery-and-execution",
    "candour-under-pressure",
)


def a_talk(
    house: House,
    who: str,
    shows: Sequence[str],
    *,
    at: datetime,
    seconds: Sequence[str] | None = None,
    questions: Sequence[str] | None = None,
    of: str = "noel",
    minutes: int = 60,
) -> Interview:
    """A talk of one interviewer with a candidate, in the caller's transaction."""
    application = house.one(Application, of)
    talk = an_interview(
        application,
        "panel-peers",
        [house.one(Person, who)],
        starts_at=at,
        by=house.one(Person, "rita"),
        dimensions=shows,
    )
    talk.minutes = minutes
    slot = talk.slots[0]
    slot.seconds = None if seconds is None else list(seconds)
    slot.questions = None if questions is None else list(questions)
    return talk


def a_loop(house: House) -> dict[str, str]:
    """Three talks with Noel on one day, by whom, as the refs of their seats. Nobody asks how leaders are developed."""
    with house.changing():
        talks = {
            "ines": a_talk(house, "ines", [STRATEGY, BUILDING], at=MONDAY),
            "ivan": a_talk(house, "ivan", [STRATEGY], at=MONDAY + timedelta(hours=2)),
            "mona": a_talk(house, "mona", [DELIVERY], at=MONDAY + timedelta(hours=4)),
        }
        return {name: talk.slots[0].ref for name, talk in talks.items()}
