"""Loops that are over, for reports: judged by five, walked through three stages."""

from __future__ import annotations

from random import Random

from sqlalchemy import func, select

from hiring.db import db
from hiring.models import Application, Candidate, Opening, Person, Rating, Scorecard, Slot, StoredReport
from hiring.openings.actions import Charter
from hiring.scorecards import seals
from hiring.scorecards.queries import answers_on
from tests import cast
from tests.cast import DAY, NOW, a_candidate
from tests.committee.loops import some_people
from tests.factories import an_interview, at_stage
from tests.house import House
from tests.pool.past import close

SLUG = "engineering-executive"
ASKED = ("strategy-and-focus", "delivery-and-execution", "candour-under-pressure")
HELD = NOW - 5 * DAY


class Loops:
    """Makes one ended loop after the other in one opening, with the same five judges. Use inside `house.changing()`."""

    def __init__(self, house: House, *, confidential: bool = False) -> None:
        self.rita = house.one(Person, "rita")
        named = "Secret" if confidential else "Judge"
        known = select(Person).where(Person.name.startswith(named)).order_by(Person.id)
        self.people = list(db.session.scalars(known)) or some_people(5, named.lower())
        self.opening = house.one(Opening, "executive")
        if confidential:
            charter = Charter("Keeper of keys", codename="Kestrel", confidential=True)
            self.opening = cast.an_opening({"rita": self.rita}, "rita", charter)
        self.made = db.session.scalar(select(func.count()).where(Candidate.name.startswith("Ended"))) or 0
        self.chance = Random(self.made)

    def end(
        self, *, outcome: str = "rejected", channel: str = "inbound", collective: bool = False, practice: bool = False
    ) -> Application:
        """From sourcing by the recruiter's call to the deep-dives, and closed yesterday."""
        self.made += 1
        application = a_candidate(self.opening, self.rita, f"Ended{self.made} Finch")
        application.channel = channel
        at_stage(application, "recruiter-call", by=self.rita, at=NOW - 8 * DAY)
        at_stage(application, "deep-dives", by=self.rita, at=NOW - 6 * DAY)
        self.judge(application, collective=collective, practice=practice)
        close(application, by=self.rita, outcome=outcome)
        return application

    def judge(
        self, application: Application, *, collective: bool = False, practice: bool = False, why: str = ""
    ) -> None:
        """Everybody on three dimensions; with `why`, nobody could assess the last."""
        talk = an_interview(application, "deep-dives", self.people, starts_at=HELD, by=self.rita, dimensions=ASKED)
        level = self.chance.gauss(3.2, 0.8)
        for slot in talk.slots:
            slot.collective = collective
            levels = [min(5, max(1, round(self.chance.gauss(level, 0.6)))) for _ in ASKED]
            _hand_in(slot, levels, practice=practice, why=why)


def _hand_in(slot: Slot, levels: list[int], *, practice: bool, why: str) -> None:
    ratings = [
        Rating(position=at, dimension=name, level=level, situation="Told.")
        for at, (name, level) in enumerate(zip(slot.dimensions, levels, strict=True))
    ]
    if why:
        ratings[-1].level, ratings[-1].not_assessed = None, why
    card = Scorecard(
        slot=slot,
        verdict="yes",
        headline="CANARY-ended",
        private_note="",
        rubric_sha256=slot.rubric_sha256,
        handed_in_at=HELD + DAY / 4,
        is_practice=practice,
        ratings=ratings,
    )
    card.content_sha256 = seals.seal_of(seals.content_of(answers_on(card), slot.rubric_sha256))
    slot.handed_in_at = card.handed_in_at
    db.session.add(card)
    db.session.flush()


def stored(kind: str, subject: str = "") -> StoredReport | None:
    return db.session.query(StoredReport).filter_by(kind=kind, subject=subject).one_or_none()
