"""How one candidate's adjusted scores came about, as sums that can be done again by hand."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hiring.calibration.calibrate import Calibration
from hiring.calibration.panel import Score
from hiring.calibration.ratings import Column
from hiring.calibration.refresh import Share, refresh


@dataclass(frozen=True, slots=True)
class Explained:
    """One rated dimension: its row of `Calibration.cells`, and the sum that makes its adjusted score: `usual` and what
    each of `shares` brings.

    In a share's score `person` is the interviewer's code and the perspective's, `interview` which of their meetings it
    was; its `severity` is the person's and what the perspective adds.
    """

    cell: np.void
    usual: float
    shares: tuple[Share, ...]


def explain(calibration: Calibration, candidate: int) -> tuple[Explained, ...]:
    """The dimensions that this candidate (a code) was rated on, in the order of their codes.

    Raises ValueError when there are no ratings of this code, or when nothing may be adjusted.
    """
    ratings = calibration.ratings
    rows = np.flatnonzero(ratings.candidate == candidate)
    if not rows.size:
        raise ValueError(f"There are no ratings of candidate {candidate}.")
    if calibration.why is not None:
        raise ValueError(str(calibration.why))
    people = ratings.interviewer[rows].tolist()
    meetings = _codes(ratings.interview, rows)
    perspective = ratings.perspective if len(calibration.perspectives) > 1 else None
    kinds = _codes(perspective, rows)
    usually = calibration.severity["estimate"][np.searchsorted(calibration.severity["interviewer"], people)]
    every = np.zeros(1, np.int64) if perspective is None else np.unique(perspective)
    added = calibration.perspectives[np.searchsorted(every, kinds)]
    severity: dict[Hashable, tuple[float, float]] = {
        (person, kind): (float(points), 0.0)
        for person, kind, points in zip(people, kinds, usually + added, strict=True)
    }
    found = refresh(
        (
            Score(dimension, (person, kind), level, meeting)
            for dimension, person, kind, level, meeting in zip(
                ratings.dimension[rows].tolist(), people, kinds, ratings.score[rows].tolist(), meetings, strict=True
            )
        ),
        components=calibration.components,
        usual=dict(enumerate(calibration.usual.tolist())),
        severity=severity,
    )
    own = calibration.cells[calibration.cells["candidate"] == candidate]
    return tuple(
        Explained(cell, found[int(cell["dimension"])].usual, found[int(cell["dimension"])].shares) for cell in own
    )


def _codes(column: Column | None, rows: NDArray[np.intp]) -> list[int]:
    return [0] * len(rows) if column is None else column[rows].tolist()
