"""Every counted rating of a rubric version, as columns of numbers, in one query."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import or_

from hiring.calibration.ratings import Ratings
from hiring.db import db
from hiring.models import Amendment, Application, Rating, Scorecard, Slot
from hiring.models.interview import PERSPECTIVES
from hiring.pool.counted import AT_ONCE, counted
from hiring.rubric import Rubric

Ids = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Pool:
    """Ratings by codes, and what the codes stand for: the id of a candidate, of the interviewer, of a dimension in the
    rubric.
    """

    ratings: Ratings
    candidates: Ids
    people: Ids
    dimensions: Sequence[str]


def gather(version_id: int, rubric: Rubric) -> Pool | None:
    """Every level that a counted card gives now, or None when there is none. One query.

    A candidate is a human, however often they applied. Rows come a stretch at a time (on PostgreSQL from a cursor
    there) and are kept as six columns of integers: a million ratings take some fifty megabytes.
    """
    dimensions = [dimension.id for dimension in rubric.dimensions]
    stretches = list(_stretches(version_id, {name: code for code, name in enumerate(dimensions)}))
    if not stretches:
        return None
    candidate, person, interview, perspective, dimension, level = np.concatenate(stretches, axis=1)
    candidates, whom = np.unique(candidate, return_inverse=True)
    people, interviewer = np.unique(person, return_inverse=True)
    used, asked = np.unique(dimension, return_inverse=True)
    ratings = Ratings(
        candidate=whom,
        interviewer=interviewer,
        dimension=asked,
        score=level,
        scale=(rubric.levels[0], rubric.levels[-1]),
        interview=np.unique(interview, return_inverse=True)[1],
        perspective=perspective,
    )
    return Pool(ratings, candidates, people, [dimensions[code] for code in used.tolist()])


def _stretches(version_id: int, codes: Mapping[str, int]) -> Iterator[Ids]:
    ratings = (
        counted(
            Application.candidate_id,
            Slot.person_id,
            Slot.interview_id,
            Slot.perspective,
            Rating.dimension,
            Rating.level,
            Amendment.content,
        )
        .join(Scorecard.ratings)
        .where(Slot.rubric_version_id == version_id, or_(Rating.level.is_not(None), Amendment.id.is_not(None)))
    )
    perspectives = {name: code for code, name in enumerate(PERSPECTIVES)}
    for rows in db.session.execute(ratings, execution_options={"yield_per": AT_ONCE}).partitions():
        found = [
            (candidate, person, interview, perspectives[perspective], codes[dimension], now)
            for candidate, person, interview, perspective, dimension, level, content in rows
            if (now := level if content is None else _amended(content, dimension)) is not None
        ]
        if found:
            yield np.array(found, dtype=np.int64).T


def _amended(content: Mapping[str, Any], dimension: str) -> int | None:
    """What the last amendment says of it: it repeats the whole card."""
    return next((said["level"] for said in content["ratings"] if said["dimension"] == dimension), None)
