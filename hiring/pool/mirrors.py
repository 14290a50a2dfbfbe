"""What each interviewer may see of their own habits, and when a newer picture of them may take the older one's place.

An interviewer knows every level they gave, so whatever compares them with others says something about others' levels.
One picture blurs that: it rests on eight candidates at least. Two do not: what changed between them is about those who
came in meanwhile, and of a single candidate it would say what others gave. So a new picture takes the old one's place
only when the cards of at least `FEWEST_NEW` candidates changed that its owner may not read, or when they may read all
that changed; until then the old one stands, whatever the pool says by now.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Select, select

from hiring.access import visible_scorecards
from hiring.calibration.blocks import Floats
from hiring.calibration.calibrate import Calibration
from hiring.calibration.certainty import deviations
from hiring.calibration.intervals import reach
from hiring.calibration.ratings import Column
from hiring.calibration.residuals import number, sums
from hiring.calibration.tendencies import Tendency, tendencies
from hiring.db import db
from hiring.models import Application, Person, Scorecard, Slot, StoredReport
from hiring.pool.counted import counted
from hiring.pool.gathering import Pool
from hiring.pool.pictures import KIND, subject_of

FEWEST_NEW = 5
LEVEL = 0.8
_TWENTIETH = 0.05

Hashes = NDArray[np.uint64]
Basis = dict[str, str]
"""By candidate's id, a hash over everything that everybody gave them."""


@dataclass(frozen=True, slots=True)
class Picture:
    """How one person rates under one rubric version, and from which cards that was seen: those about whom they met, and
    a hash over the rest of the pool, which tells of them how others rate.
    """

    person_id: int
    version_id: int
    number: int
    basis: Basis
    rest: str
    figures: dict[str, Any]

    @property
    def subject(self) -> str:
        return subject_of(self.person_id, self.version_id)

    @property
    def data_sha256(self) -> str:
        return sha256(repr((sorted(self.basis.items()), self.rest)).encode()).hexdigest()


def pictures(version_id: int, pool: Pool, found: Calibration) -> list[Picture]:
    """Those that may take an older one's place. Two queries for each person about whose candidates there is news."""
    hashes = _hashes(pool)
    kept = _kept(version_id)
    drawn = []
    for one, figures in _figures(found):
        person_id = int(pool.people[one.interviewer])
        rated = np.unique(pool.ratings.candidate[pool.ratings.interviewer == one.interviewer])
        basis = {str(pool.candidates[code]): f"{hashes[code]:016x}" for code in rated.tolist()}
        rest = f"{(int(hashes.sum()) - int(hashes[rated].sum())) % 2**64:016x}"
        shown = kept.get(subject_of(person_id, version_id), [])
        if (not shown or shown[-1].content["basis"] != basis) and _may_follow(
            basis, rest, shown, version_id, person_id
        ):
            drawn.append(Picture(person_id, version_id, len(shown) + 1, basis, rest, figures))
    return drawn


def keep_pictures(drawn: Collection[Picture], *, now: datetime) -> None:
    """Put each in the place of the one before it, of which there stays from whom it was drawn, and no figure."""
    of_these = select(StoredReport).where(
        StoredReport.kind == KIND, StoredReport.subject.in_({one.subject for one in drawn})
    )
    last = {one.subject: one for one in db.session.scalars(of_these.order_by(StoredReport.number))}
    for one in drawn:
        before = last.get(one.subject)
        # another worker may have been as fast: what was judged against an older picture is not for this one's place
        if one.number != 1 + (0 if before is None else before.number):
            continue
        if before is not None:
            before.content = {name: before.content[name] for name in ("basis", "rest")}
        content = {"basis": one.basis, "rest": one.rest, "figures": one.figures}
        stored = StoredReport(kind=KIND, subject=one.subject, number=one.number, made_at=now, content=content)
        stored.data_sha256 = one.data_sha256
        db.session.add(stored)


def _may_follow(basis: Basis, rest: str, shown: Sequence[StoredReport], version_id: int, person_id: int) -> bool:
    """Whether this picture differs from every earlier one by the cards of several whom its owner may not read of; or of
    nobody such, and then nothing else in the pool differs either, or as many of those.

    From every one, not the last alone: who left the pool meanwhile may have come back.
    """
    differ = [_changed(basis, one.content["basis"]) for one in shown] or [_changed(basis, {})]
    hidden = _hidden(version_id, person_id, set().union(*differ))
    is_alone = [one.content["rest"] == rest for one in shown] or [True]
    return all(
        len(changed & hidden) >= FEWEST_NEW or (not changed & hidden and (alone or len(changed) >= FEWEST_NEW))
        for changed, alone in zip(differ, is_alone, strict=True)
    )


def _changed(now: Basis, before: Basis) -> set[int]:
    return {int(each) for each in now.keys() | before.keys() if now.get(each) != before.get(each)}


def _hidden(version_id: int, person_id: int, candidates: Collection[int]) -> set[int]:
    """Of these candidates those of whom somebody else's card counts, or did, that this person may not read."""
    others = counted(Application.candidate_id, Scorecard.id).where(
        Slot.rubric_version_id == version_id, Slot.person_id != person_id, Application.candidate_id.in_(candidates)
    )
    person = db.session.get_one(Person, person_id)
    readable = set(db.session.scalars(_readable(person, candidates)))
    counting = db.session.execute(others).all()
    gone = set(candidates) - {candidate for candidate, _ in counting}
    return {candidate for candidate, card in counting if card not in readable} | gone


def _readable(person: Person, candidates: Collection[int]) -> Select[Any]:
    return visible_scorecards(person).where(Application.candidate_id.in_(candidates)).with_only_columns(Scorecard.id)


def _kept(version_id: int) -> Mapping[str, Sequence[StoredReport]]:
    """Every picture ever drawn, by subject, the last one last."""
    of_version = StoredReport.subject.endswith(subject_of("", version_id))
    kept = select(StoredReport).where(StoredReport.kind == KIND, of_version).order_by(StoredReport.number)
    found: defaultdict[str, list[StoredReport]] = defaultdict(list)
    for one in db.session.scalars(kept):
        found[one.subject].append(one)
    return found


def _hashes(pool: Pool) -> Hashes:
    """By the candidate's code. Sums of hashes: the order of the ratings does not matter."""
    ratings = pool.ratings
    names = np.array([int.from_bytes(sha256(name.encode()).digest()[:8], "big") for name in pool.dimensions], np.uint64)
    mixed = _mix(pool.people[ratings.interviewer].astype(np.uint64) ^ _mix(names[ratings.dimension]))
    mixed = _mix(mixed ^ ratings.score.astype(np.uint64))
    order = np.argsort(ratings.candidate, kind="stable")
    starts = np.flatnonzero(np.diff(ratings.candidate[order], prepend=-1))
    return np.add.reduceat(mixed[order], starts)


def _mix(values: Hashes) -> Hashes:
    """splitmix64 (Steele, Lea & Flood 2014): every bit of what goes in turns half of what comes out."""
    mixed = values + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


def _figures(found: Calibration) -> Iterator[tuple[Tendency, dict[str, Any]]]:
    """Of everybody of whom enough is known, as coarse as a page shows it: finer ones would only tell more of others."""
    near, among = _agreement(found)
    errors = deviations(found.severity, found.level)
    every = float(near.sum() / among.sum()) if among.sum() else None
    for place, one in enumerate(tendencies(found).interviewers):
        row = found.severity[place]
        if not row["shown"]:
            continue
        wide = reach(LEVEL) * float(errors[place])
        yield (
            one,
            {
                "candidates": int(row["candidates"]),
                "severity": round(one.severity, 1),
                "low": round(one.severity - wide, 1),
                "high": round(one.severity + wide, 1),
                "label": one.severity_label,
                "among": one.among,
                "slope": None if one.slope is None else round(one.slope.value, 1),
                "slope_label": one.slope_label,
                "together": None if one.share is None else _coarse(one.share.value),
                "together_usual": None if one.share is None else _coarse(one.share.usual),
                "moves_together": one.moves_together,
                "scatter_label": one.scatter_label,
                "near": _coarse(float(near[place] / among[place])) if among[place] else None,
                "near_usual": None if every is None else _coarse(every),
            },
        )


def _coarse(share: float) -> float:
    return round(_TWENTIETH * round(share / _TWENTIETH), 2)


def _agreement(found: Calibration) -> tuple[Floats, Floats]:
    """For each row of `severity`: how many ratings lie within a point (on a scale of five) of what others gave the same
    candidate on the same dimension on average, and how many others gave one at all.
    """
    ratings = found.ratings
    low, high = ratings.scale
    cell, _ = number(ratings.candidate, ratings.dimension)
    voice, _ = number(ratings.candidate, ratings.dimension, ratings.interviewer)
    score = ratings.score.astype(np.float64)
    people = sums(cell)[cell] - sums(voice)[voice]
    total = sums(cell, score)[cell] - sums(voice, score)[voice]
    has_others = people > 0
    away = np.abs(score - np.divide(total, people, out=score.copy(), where=has_others))
    who: Column = np.searchsorted(found.severity["interviewer"], ratings.interviewer)
    many = len(found.severity)
    is_near = has_others & (away <= (high - low) / 4)
    return sums(who, is_near, many), sums(who, has_others, many)
