"""Published worked examples, and tables of scores as ratings."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import strategies as st
from numpy.typing import ArrayLike

from hiring.calibration.ratings import Ratings

near: Callable[..., Any] = pytest.approx
"""May stand where a plain number is compared."""

HERE = Path(__file__).parents[1] / "data" / "calibration"


def example(name: str) -> tuple[Any, Any]:
    """(data, expected) of `tests/data/calibration/NAME.json`, which names its source."""
    found = json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))
    return found["data"], found["expected"]


def seats(table: Sequence[Sequence[int | None]], scale: tuple[int, int] = (1, 5)) -> Ratings:
    """One dimension; rows are candidates, columns interviewers, None an empty seat."""
    rows = [(c, r, score) for c, row in enumerate(table) for r, score in enumerate(row) if score is not None]
    return columns([(c, r, 0, score) for c, r, score in rows], scale)


def columns(rows: ArrayLike, scale: tuple[int, int] = (1, 5), interview: Sequence[int] | None = None) -> Ratings:
    """Rows of candidate, interviewer, dimension, score."""
    candidate, interviewer, dimension, score = np.asarray(rows, dtype=np.int64).reshape(-1, 4).T
    meetings = None if interview is None else np.array(interview)
    return Ratings(candidate, interviewer, dimension, score, scale, meetings)


SEATS = st.tuples(st.integers(0, 5), st.integers(0, 4), st.integers(0, 2))
LOOPS = st.dictionaries(SEATS, st.integers(1, 5), max_size=60).map(
    lambda given: [(*seat, score) for seat, score in given.items()]
)
"""Loops of any shape: rows of candidate, interviewer, dimension, score."""
