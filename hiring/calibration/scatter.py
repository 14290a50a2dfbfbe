"""Who rates in a way that what others saw cannot foretell: mean squares of residuals, as in Rasch measurement."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hiring.calibration.blocks import Floats
from hiring.calibration.residuals import Residuals, sums

LEAST, MOST = 0.5, 1.5
FEWEST_RATINGS = 20
"""Under so many a mean square says little."""

_BEYOND = 1.96


@dataclass(frozen=True, slots=True)
class Scatter:
    """One figure an interviewer; both mean squares are 1 on average for somebody who rates as the model says.

    `outfit` is the mean of squared standardised residuals, `infit` squared residuals over what they should sum to.
    `freedom` is how many independent ratings theirs are worth. `is_erratic` and `is_even` only from twenty ratings on.
    """

    infit: Floats
    outfit: Floats
    freedom: Floats
    is_erratic: NDArray[np.bool_]
    is_even: NDArray[np.bool_]


def scatter(residuals: Residuals) -> Scatter:
    """Infit and outfit (Wright & Masters 1982, Rating Scale Analysis, p. 100; limits: Linacre 2002).

    Beyond .5 to 1.5 there is a flag where chance explains it less than one time in forty, by Wilson and Hilferty's cube
    root: of twenty ratings by an honest interviewer 1.5 is reached one time in fourteen. The mean squares spread as
    those of `freedom` independent ratings do, because ratings of one interview are not independent.
    """
    many, left, variance = residuals.by_interviewer(), residuals.left / residuals.room, residuals.variance
    outfit = residuals.by_interviewer(left**2 / variance) / many
    infit = residuals.by_interviewer(left**2) / residuals.by_interviewer(variance)
    freedom = many**2 / (many + _repeated(residuals))
    highest, lowest = np.maximum(infit, outfit), np.minimum(infit, outfit)
    enough = many >= FEWEST_RATINGS
    return Scatter(
        infit=infit,
        outfit=outfit,
        freedom=freedom,
        is_erratic=enough & (highest > MOST) & (_unlikely(highest, freedom) > _BEYOND),
        is_even=enough & (lowest < LEAST) & (_unlikely(lowest, freedom) < -_BEYOND),
    )


def _repeated(residuals: Residuals) -> Floats:
    """Squared correlations between different ratings of one interview, summed over an interviewer's."""
    doubt, variance, halo = residuals.doubt, residuals.variance, residuals.halo
    each = (doubt**2 + halo) / variance
    whole = (
        residuals.shared(doubt**2 / variance) ** 2
        + 2 * halo * residuals.shared(doubt / variance) ** 2
        + halo**2 * residuals.shared(1 / variance) ** 2
    )
    of_interviews = sums(residuals.who, whole)
    return np.maximum(of_interviews - residuals.by_interviewer(each**2), 0.0)


def _unlikely(mean_square: Floats, freedom: Floats) -> Floats:
    """The normal deviate of a mean square of so many degrees of freedom (Wilson & Hilferty 1931)."""
    wide = 2 / (9 * freedom)
    return (np.cbrt(mean_square) - (1 - wide)) / np.sqrt(wide)
