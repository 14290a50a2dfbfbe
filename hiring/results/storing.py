"""Working the reports out and keeping them: what a report says, and apart from it what is needed to go on."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

import numpy as np
from sqlalchemy import delete, select

from hiring import audit
from hiring.db import db
from hiring.models import RubricVersion, StoredReport
from hiring.results import agreement, gathering, passages, walks
from hiring.results.agreement import Asked, Kept
from hiring.results.due import LOOKED
from hiring.results.gathering import Cards, Ratings
from hiring.rubric import Rubric

AGREEMENT, PROCESS = "agreement", "process"
KEPT = "%s.kept"


@dataclass(frozen=True, slots=True)
class Result:
    """A report that has moved on: from which number, what it says now, and what is kept of it."""

    kind: str
    subject: str
    number: int
    says: dict[str, Any]
    kept: Kept


@dataclass(frozen=True, slots=True)
class Results:
    """What was found, and from what: `data_sha256` stays while there is nobody new to be counted."""

    data_sha256: str
    moved: tuple[Result, ...]


def work_out() -> Results:
    """Every report that may move on, as the caller's transaction sees the house. Writes nothing."""
    cards, closed = gathering.cards(), walks.closed()
    data = _hash_of(cards, closed)
    if data == db.session.scalar(select(StoredReport.data_sha256).filter_by(kind=LOOKED)):
        return Results(data, ())
    moved = (*_agreement(cards), *_process(closed))
    return Results(data, moved)


def keep(results: Results, *, now: datetime) -> int:
    """Make these the reports, and answer how many there are. Another worker may have been as fast: theirs stays."""
    audit.take_turn()
    done = sum(_keep(result, results.data_sha256, now) for result in results.moved)
    db.session.execute(delete(StoredReport).where(StoredReport.kind == LOOKED))
    looked = StoredReport(kind=LOOKED, number=1, made_at=now, data_sha256=results.data_sha256, content={})
    db.session.add(looked)
    return done


def _keep(result: Result, data_sha256: str, now: datetime) -> bool:
    stored = select(StoredReport).where(
        StoredReport.kind.in_((result.kind, KEPT % result.kind)), StoredReport.subject == result.subject
    )
    before = db.session.scalars(stored).all()
    if any(row.number != result.number for row in before) or (result.number and not before):
        return False
    for row in before:
        db.session.delete(row)
    about = {"subject": result.subject, "number": result.number + 1, "made_at": now, "data_sha256": data_sha256}
    report = StoredReport(kind=result.kind, content=result.says, **about)
    db.session.add_all([report, StoredReport(kind=KEPT % result.kind, content=result.kept, **about)])
    db.session.flush()
    audit.record("report.made", report, by=None, now=now, what=result.kind, number=report.number)
    return True


def _agreement(cards: Cards) -> Iterator[Result]:
    if not len(cards.id):
        return
    said = gathering.ratings(cards)
    versions = db.session.scalars(select(RubricVersion).where(RubricVersion.id.in_(np.unique(cards.version).tolist())))
    by_slug: dict[str, list[tuple[RubricVersion, Rubric]]] = {}
    for version in versions:
        by_slug.setdefault(version.slug, []).append((version, version.read()))
    for slug, known in sorted(by_slug.items()):
        known.sort(key=lambda pair: -pair[0].number)
        result = _of_rubric(slug, known, cards, said)
        if result is not None:
            yield result


def _of_rubric(slug: str, known: list[tuple[RubricVersion, Rubric]], cards: Cards, said: Ratings) -> Result | None:
    """Its versions together, as far as they have the newest one's scale."""
    levels = known[0][1].levels
    alike = [(version, rubric) for version, rubric in known if rubric.levels == levels]
    titles = {one.id: one.title for _version, rubric in reversed(alike) for one in rubric.dimensions}
    titles = {one.id: one.title for one in known[0][1].dimensions} | titles
    number, kept = _kept(AGREEMENT, slug, agreement.nothing_kept())
    of_rubric = np.isin(cards.version, [version.id for version, _rubric in alike])
    quarters = _quarters(cards, of_rubric)
    rows = of_rubric[said.card]
    joined = 0
    for code, dimension in enumerate(said.dimensions):
        there = rows & (said.dimension == code)
        if dimension in titles and there.any():
            card = said.card[there]
            asked = Asked(cards.application[card], cards.person[card], said.level[there], said.reason[there])
            joined += agreement.bring_forward(kept, dimension, asked, quarters, levels)
    if not joined:
        return None
    says = {"title": known[0][1].title, "levels": list(levels), **agreement.told(kept, titles)}
    return Result(AGREEMENT, slug, number, says, kept)


def _quarters(cards: Cards, rows: np.ndarray[Any, np.dtype[np.bool_]]) -> dict[int, int]:
    """By application, the quarter in which its last card came in."""
    applications, place = np.unique(cards.application[rows], return_inverse=True)
    last = np.zeros(len(applications), dtype=np.int64)
    np.maximum.at(last, place, cards.quarter[rows])
    return dict(zip(applications.tolist(), last.tolist(), strict=True))


def _process(closed: list[int]) -> Iterator[Result]:
    number, kept = _kept(PROCESS, "", passages.nothing_kept())
    inside = passages.members(kept)
    new = list(walks.walks([one for one in closed if one not in inside]))
    if new and passages.bring_forward(kept, new):
        yield Result(PROCESS, "", number, passages.told(kept), kept)


def _kept(kind: str, subject: str, nothing: Kept) -> tuple[int, Kept]:
    """What is kept of the report and its number, to be changed by whoever asks."""
    stored = db.session.scalar(select(StoredReport).filter_by(kind=KEPT % kind, subject=subject))
    return (0, nothing) if stored is None else (stored.number, deepcopy(stored.content))


def _hash_of(cards: Cards, closed: list[int]) -> str:
    columns = (cards.id, cards.version, cards.amended, np.array(closed, dtype=np.int64))
    return sha256(b"|".join(column.tobytes() for column in columns)).hexdigest()
