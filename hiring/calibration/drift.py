"""Who has lately become more lenient or more severe than they are on the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hiring.calibration.blocks import Floats
from hiring.calibration.decimals import decimal
from hiring.calibration.residuals import Residuals, number, residuals, sums
from hiring.calibration.summary import Table
from hiring.text import Text, text

if TYPE_CHECKING:
    from hiring.calibration.calibrate import Calibration

KEEP = 0.6
"""What a period counts one period later."""

LONG = 100
"""Periods after which nothing is left of one; without an end the power would be too small a number."""

NOTHING = 1e-9
BEYOND = 2.0
FEWEST_RATINGS = 8
LEAST_PRIOR = 0.05
"""Of the residual variance: how much people may move even where interviewers do not differ."""

_DRIFT = np.dtype(
    [
        ("interviewer", np.int64),
        ("period", np.int64),
        ("ratings", np.int64),
        ("mean", np.float64),
        ("drift", np.float64),
        ("deviation", np.float64),
        ("flagged", np.bool_),
    ]
)


def drift(calibration: Calibration, period: ArrayLike, *, found: Residuals | None = None) -> Table:
    """One row an interviewer and period in which they rated, ordered so: how far they have moved from their own mean.

    `period` has a whole number for every rating (quarters counted from any start; a missing number is time that
    passed). `mean` is the period's mean residual in points, + being more lenient than over all their ratings, and
    `drift` its exponentially weighted mean (Roberts 1959, Technometrics 1:239), every rating weighed by what it is
    worth and shrunk to 0 as severities are: people are taken to move as much as they differ. `flagged` means more than
    two posterior deviations from 0, with eight ratings in the period or more. A period of somebody who does not drift
    is flagged less than one time in twenty. `found` saves working the residuals out again. Raises ValueError when
    nothing may be adjusted and for a column of another length.
    """
    column = np.asarray(period)
    if column.shape != (len(calibration.ratings),) or column.dtype.kind not in "iu":
        raise ValueError("Every rating needs one whole number for its period.")
    found = residuals(calibration) if found is None else found
    periods, place = np.unique(column.astype(np.int64), return_inverse=True)
    interview, _ = number(found.interviewer, place.astype(np.int64), found.interview)
    seat, first = number(found.interviewer, place.astype(np.int64))
    many, total = sums(seat), sums(seat, found.left)
    variance = sums(seat, found.variance * found.room**2) + _between(found, interview, seat)
    who, when = found.interviewer[first], place[first]
    precision = many**2 / variance
    whole = sums(who, precision)
    mean = total / many - (sums(who, precision * total / many) / whole)[who]

    table = np.empty(len(first), _DRIFT)
    table["interviewer"] = calibration.severity["interviewer"][who]
    table["period"], table["ratings"], table["mean"] = periods[when], many, mean
    prior = max(calibration.components.interviewer, LEAST_PRIOR * calibration.components.residual)
    weight = _faded(precision, who, periods[when], KEEP)
    error = _faded(precision, who, periods[when], KEEP**2) / weight**2 - 1 / whole[who]
    error = np.where(error * weight > NOTHING, error, 0.0)
    kept = prior / (prior + error)
    told = _faded(precision * mean, who, periods[when], KEEP) / weight
    table["drift"] = np.where(error > 0, kept * told, 0.0)
    table["deviation"] = np.sqrt(kept * error)
    table["flagged"] = (np.abs(table["drift"]) > BEYOND * table["deviation"]) & (many >= FEWEST_RATINGS)
    return table


def drift_sentence(row: np.void) -> Text | None:
    """What a page says of one flagged row, and None of any other."""
    if not row["flagged"]:
        return None
    size = decimal(abs(float(row["drift"])))
    if row["drift"] > 0:
        return text("Has become more lenient: by %(points)s points, next to all own ratings.", points=size)
    return text("Has become more severe: by %(points)s points, next to all own ratings.", points=size)


def _between(found: Residuals, interview: NDArray[np.int64], seat: NDArray[np.int64]) -> Floats:
    """What ratings of one interview add to the variance of a seat's sum because they move together."""
    whose = np.empty(int(interview.max()) + 1, np.int64)
    whose[interview] = seat

    def products(column: Floats) -> Floats:
        return sums(interview, column) ** 2 - sums(interview, column**2)

    pairs = products(found.doubt * found.room) + found.halo * products(found.room)
    return sums(whose, np.maximum(pairs, 0.0))


def _faded(column: Floats, who: NDArray[np.int64], period: NDArray[np.int64], keep: float) -> Floats:
    """Running sums within each interviewer of which a period keeps so much; rows are ordered by both."""
    total = column.copy()
    starts = np.flatnonzero(np.diff(who, prepend=-1))
    step = np.arange(len(who)) - np.repeat(starts, np.diff(np.append(starts, len(who))))
    order = np.argsort(step, kind="stable")
    for rows in np.split(order, np.cumsum(np.bincount(step))[:-1])[1:]:
        gap = np.minimum(period[rows] - period[rows - 1], LONG)
        total[rows] += keep**gap * total[rows - 1]
    return total
