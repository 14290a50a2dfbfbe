"""Working out how interviewers usually rate under one rubric version, and keeping what was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from sqlalchemy import select

from hiring import audit
from hiring.calibration.calibrate import Calibration, calibrate
from hiring.calibration.certainty import deviations
from hiring.calibration.components import TERMS, Components
from hiring.calibration.fitting import FEWEST_INTERVIEWERS, FEWEST_RATINGS
from hiring.db import db
from hiring.models import CalibrationRow, RubricVersion, SeverityRow
from hiring.models.interview import PERSPECTIVES
from hiring.pool.counted import seals
from hiring.pool.gathering import Pool, gather
from hiring.pool.mirrors import Picture, keep_pictures, pictures

LEVEL = 0.8
KEPT = 5
"""Fits of one rubric version that stay, so that somebody can see what changed; older ones go."""


@dataclass(frozen=True, eq=False)
class Fit:
    """What was found of one rubric version, and from which cards. Without a row there is too little to fit.

    `pictures` are those of interviewers' habits that may be shown to their owners in an older one's place.
    """

    version_id: int
    data_sha256: str = ""
    row: CalibrationRow | None = None
    pictures: Sequence[Picture] = ()


def fit(version_id: int) -> Fit:
    """Fit the model to the pool as the caller's transaction sees it. Writes nothing."""
    sealed = seals(version_id).get(version_id)
    rubric = db.session.get_one(RubricVersion, version_id).read()
    pool = None if sealed is None else gather(version_id, rubric)
    if sealed is None or pool is None:
        return Fit(version_id)
    found = calibrate(pool.ratings, components=_of_the_house(pool), level=LEVEL)
    if found.why is not None:
        return Fit(version_id)
    row = _row(version_id, sealed.data_sha256, pool, found)
    return Fit(version_id, sealed.data_sha256, row, pictures(version_id, pool, found))


def keep(found: Fit, *, now: datetime) -> CalibrationRow | None:
    """Make this the newest fit of its rubric version, and answer it; None when it says what the newest says already.

    Another worker may have been as fast, so the version is locked first. A pool that has run dry takes every earlier
    fit with it: what those say rests on cards that no longer count.
    """
    version = db.session.get_one(RubricVersion, found.version_id, with_for_update=True)
    of_version = select(CalibrationRow).filter_by(rubric_version_id=version.id)
    fits = db.session.scalars(of_version.order_by(CalibrationRow.number.desc())).all()
    if (fits[0].data_sha256 if fits else "") == found.data_sha256:
        return None
    number = fits[0].number + 1 if fits else 1
    if found.row is not None:
        found.row.number, found.row.made_at = number, now
        db.session.add(found.row)
    keep_pictures(found.pictures, now=now)
    for old in fits[KEPT - 1 :] if found.row is not None else fits:
        db.session.delete(old)
    audit.record("calibration.refreshed", version, by=None, now=now, number=number, data=found.data_sha256)
    return found.row


def _row(version_id: int, data: str, pool: Pool, found: Calibration) -> CalibrationRow:
    used = found.components
    return CalibrationRow(
        rubric_version_id=version_id,
        data_sha256=data,
        ratings=len(pool.ratings),
        candidates=len(found.means),
        interviewers=len(found.severity),
        source=used.source,
        dropped=list(used.dropped),
        usual=dict(zip(pool.dimensions, found.usual.tolist(), strict=True)),
        perspectives=_perspectives(found),
        severities=_severities(pool, found),
        **{term: float(getattr(used, term)) for term in TERMS},
    )


def _perspectives(found: Calibration) -> dict[str, float]:
    """What each kind adds, by name; nothing where kinds cannot be told apart."""
    if found.ratings.perspective is None or len(found.perspectives) == 1:
        return {}
    names = (PERSPECTIVES[code] for code in np.unique(found.ratings.perspective))
    return dict(zip(names, found.perspectives.tolist(), strict=True))


def _severities(pool: Pool, found: Calibration) -> list[SeverityRow]:
    errors = deviations(found.severity, found.level)
    return [
        SeverityRow(
            person_id=int(pool.people[one["interviewer"]]),
            ratings=int(one["ratings"]),
            candidates=int(one["candidates"]),
            estimate=float(one["estimate"]),
            variance=float(error) ** 2,
            group_no=group,
            shown=bool(one["shown"]),
        )
        for one, error, group in zip(found.severity, errors, _linked(found), strict=True)
    ]


def _linked(found: Calibration) -> Sequence[int]:
    """For each interviewer the number of those whom more than a weak link joins to them."""
    sides: dict[int, list[int]] = {int(one["interviewer"]): [int(one["group"])] for one in found.severity}
    for group in found.groups:
        for link in group["links"]:
            for number, side in enumerate(link["sides"]):
                for interviewer in side:
                    sides[interviewer].append(number)
    numbers = {key: number for number, key in enumerate(dict.fromkeys(map(tuple, sides.values())))}
    return [numbers[tuple(key)] for key in sides.values()]


def _of_the_house(pool: Pool) -> Components | None:
    """For a small pool the variances of the house's largest fit, brought to this scale, if there is one."""
    if len(pool.people) >= FEWEST_INTERVIEWERS and len(pool.ratings) >= FEWEST_RATINGS:
        return None
    largest = db.session.execute(
        select(CalibrationRow, RubricVersion)
        .join(RubricVersion, RubricVersion.id == CalibrationRow.rubric_version_id)
        .where(CalibrationRow.source == "estimated")
        .order_by(CalibrationRow.ratings.desc(), CalibrationRow.id.desc())
        .limit(1)
    ).first()
    if largest is None:
        return None
    row, version = largest
    low, high = pool.ratings.scale
    levels = version.read().levels
    stretch = ((high - low) / (levels[-1] - levels[0])) ** 2
    return Components(**{term: stretch * getattr(row, term) for term in TERMS})
