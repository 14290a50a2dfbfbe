"""Reading the database after the fact: what was promised and is not there, and what is there too often or unasked."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select

from hiring import audit, invariants
from hiring.clock import utcnow
from hiring.db import db
from hiring.models import Event, Note, Scorecard, Slot
from tests.faults.hands import Log

EVENTS = {"card": "scorecard.handed_in", "note": "application.note_written"}
Marks = Counter[tuple[str, str]]
Offenders = Counter[str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """All zeros and nothing said is a clean one."""

    acknowledged: int
    resent: int
    lost: int
    doubled: int
    phantom: int
    refused: tuple[str, ...]
    unheard_of: int
    first_broken: int | None
    integrity: str
    newly_broken: tuple[str, ...] = ()

    @property
    def is_clean(self) -> bool:
        counts = (self.lost, self.doubled, self.phantom, self.unheard_of, len(self.refused), len(self.newly_broken))
        return not any(counts) and self.first_broken is None and self.integrity == "ok"


@dataclass(frozen=True, slots=True)
class Run:
    """What came of one kind of fault: the verdict, and how long the house took to be itself again, each time."""

    name: str
    faults: int
    verdict: Verdict
    ready_after: tuple[float, ...] = ()
    ready_within: float = 5.0
    complaints: tuple[str, ...] = ()

    @property
    def is_clean(self) -> bool:
        return self.verdict.is_clean and not self.complaints

    @property
    def is_in_time(self) -> bool:
        """Only a machine with nothing else to do can tell: a busy one is slow, not wrong."""
        return all(seconds < self.ready_within for seconds in self.ready_after)


def judge(log: Log, broken_before: Offenders | None = None) -> Verdict:
    """Inside the house's context, when nobody works any more. `unheard_of` is an effect without its event, or an event
    without its effect. Of what must always hold, no more may be broken than was before: the town is written straight
    into the tables and has no history.
    """
    found = _effects()
    return Verdict(
        acknowledged=len(log.acknowledged),
        resent=log.resent,
        lost=len(log.acknowledged - found.keys()),
        doubled=sum(times - 1 for times in found.values()),
        phantom=len(found.keys() - log.tried),
        refused=tuple(log.refused),
        unheard_of=sum(
            abs(_events(kind) - sum(times for (one, _mark), times in found.items() if one == kind)) for kind in EVENTS
        ),
        first_broken=audit.first_broken(),
        integrity=_integrity(),
        newly_broken=() if broken_before is None else tuple(sorted(offenders() - broken_before)),
    )


def offenders() -> Offenders:
    """Each sentence that does not hold, as often as it is broken."""
    return Counter({result.sentence: result.count for result in invariants.check(now=utcnow())})


def _effects() -> Marks:
    """Cards handed in through the pages, by slot, and notes by their words. The cards of the town have no hash."""
    cards = select(Slot.ref).join(Scorecard, Scorecard.slot_id == Slot.id).where(Scorecard.content_sha256 != "0" * 64)
    found: Marks = Counter(("card", ref) for ref in db.session.scalars(cards))
    found.update(("note", words) for words in db.session.scalars(select(Note.text)))
    return found


def _events(kind: str) -> int:
    return db.session.scalar(select(func.count()).where(Event.kind == EVENTS[kind])) or 0


def _integrity() -> str:
    if db.engine.dialect.name != "sqlite":
        return "ok"
    with db.engine.connect() as connection:
        return str(connection.exec_driver_sql("PRAGMA integrity_check").scalar_one())
