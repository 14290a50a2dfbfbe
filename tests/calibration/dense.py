"""The model of the calibration engine in full matrices: slow, short, the second opinion on the fast one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hiring.calibration import Components, Ratings

Matrix = NDArray[np.float64]
MOST_RATINGS = 1000  # a covariance of 8 MB


@dataclass(frozen=True)
class Prediction:
    """A best linear unbiased prediction and the square root of its error variance, fixed effects estimated."""

    estimate: float
    sd: float


@dataclass(frozen=True)
class Dense:
    """What `dense` found, by code; `perspectives` are the contrasts of all perspectives but the highest code."""

    criterion: float
    usual: dict[int, float]
    perspectives: dict[int, float]
    cells: dict[tuple[int, int], Prediction]
    means: dict[int, Prediction]
    severity: dict[int, Prediction]


def dense(ratings: Ratings, components: Components) -> Dense:
    """Solve y = mu_d + theta_c + delta_cd + s_r + h_cr + e for given variances, residual > 0.

    `criterion` is −2 log restricted likelihood with every constant, as lme4 prints it (Bates et al. 2015, eq. 39-41);
    predictions and their error variances are those of Henderson (1975). Raises ValueError above `MOST_RATINGS` ratings
    or when dimensions and perspectives cannot be told apart.
    """
    n = len(ratings)
    if n > MOST_RATINGS:
        raise ValueError(f"{n} ratings are too many for full matrices; {MOST_RATINGS} are the most.")
    dimensions, perspectives, fixed = fixed_effects(ratings)
    if np.linalg.matrix_rank(fixed) < fixed.shape[1]:
        raise ValueError("The design cannot tell dimensions and perspectives apart.")
    score = ratings.score.astype(np.float64)
    covariance = covariance_of(ratings, components)
    inverse = np.linalg.inv(covariance)
    information = fixed.T @ inverse @ fixed
    effects = np.linalg.solve(information, fixed.T @ inverse @ score)
    surprise = inverse @ (score - fixed @ effects)

    def predict(weights: Matrix, shared: Matrix, variance: float) -> Prediction:
        """Predict w'b + u, where `shared` is Cov(u, y) and `variance` Var(u)."""
        through = inverse @ shared
        left = weights - fixed.T @ through
        error = variance - shared @ through + left @ np.linalg.solve(information, left)
        return Prediction(float(weights @ effects + shared @ surprise), max(float(error), 0.0) ** 0.5)

    each = {int(d): np.eye(fixed.shape[1])[k] for k, d in enumerate(dimensions)}
    every = sum(each.values()) / len(dimensions)
    both, own = components.candidate, components.candidate_dimension
    of_candidate = {int(c): (ratings.candidate == c).astype(np.float64) for c in np.unique(ratings.candidate)}
    rated = sorted({(int(c), int(d)) for c, d in zip(ratings.candidate, ratings.dimension, strict=True)})
    return Dense(
        criterion=float(
            (n - len(effects)) * np.log(2 * np.pi)
            + np.linalg.slogdet(covariance)[1]
            + np.linalg.slogdet(information)[1]
            + score @ surprise
        ),
        usual={d: float(weights @ effects) for d, weights in each.items()},
        perspectives={int(p): float(effects[len(dimensions) + k]) for k, p in enumerate(perspectives[:-1])},
        cells={
            (c, d): predict(each[d], of_candidate[c] * (both + own * (ratings.dimension == d)), both + own)
            for c, d in rated
        },
        means={
            c: predict(every, row * (both + own / len(dimensions)), both + own / len(dimensions))
            for c, row in of_candidate.items()
        },
        severity={
            int(r): predict(0 * every, components.interviewer * (ratings.interviewer == r), components.interviewer)
            for r in np.unique(ratings.interviewer)
        },
    )


def fixed_effects(ratings: Ratings) -> tuple[NDArray[np.int64], NDArray[np.int64], Matrix]:
    """Codes of dimensions, codes of perspectives, and X: a column a dimension, a contrast a perspective but the last.

    A contrast is the indicator less its mean, so that over all ratings it sums to zero.
    """
    dimensions, place = np.unique(ratings.dimension, return_inverse=True)
    kinds = np.zeros(len(ratings), dtype=np.int64) if ratings.perspective is None else ratings.perspective
    perspectives, kind = np.unique(kinds, return_inverse=True)
    indicators = np.eye(len(perspectives))[kind][:, :-1]
    return dimensions, perspectives, np.hstack([np.eye(len(dimensions))[place], indicators - indicators.mean(axis=0)])


def covariance_of(ratings: Ratings, components: Components) -> Matrix:
    def same(*columns: NDArray[np.int64] | None) -> Matrix:
        matches = [column[:, None] == column[None, :] for column in columns if column is not None]
        return np.asarray(np.logical_and.reduce(matches), dtype=np.float64)

    candidate, interviewer = ratings.candidate, ratings.interviewer
    return (
        components.candidate * same(candidate)
        + components.candidate_dimension * same(candidate, ratings.dimension)
        + components.interviewer * same(interviewer)
        + components.interview * same(candidate, interviewer, ratings.interview)
        + components.residual * np.eye(len(ratings))
    )
