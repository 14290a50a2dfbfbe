"""Krippendorff's alpha: how far people agree beyond chance, for any number of people and with ratings missing."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np

from hiring.calibration.figures import quotient
from hiring.calibration.ratings import Column
from hiring.calibration.units import Floats, Sums
from hiring.text import Text, text

Metric = Literal["nominal", "ordinal", "interval", "ratio"]
METRICS: tuple[Metric, ...] = get_args(Metric)

ALL_EQUAL = text("All scores are equal, so agreement beyond chance cannot be told.")
NOT_A_RATIO = text("Some scores are 0 or below; ratios mean nothing there.")


def alpha(sums: Sums, levels: Column, metric: Metric) -> Floats:
    """1 - D_o / D_e for each stacked set of sums, shape (…); nan where all paired values are equal.

    Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section E: with coincidences o_ck, values n_c in
    paired units and n in all, alpha = 1 - (n - 1) sum o_ck d_ck / sum n_c n_k d_ck, sums over all pairs of levels.
    """
    values = sums.paired_values
    apart = _distances(values, levels.astype(float), metric)
    seen = (sums.coincidences * apart).sum(axis=(-2, -1))
    chance = (values[..., :, None] * values[..., None, :] * apart).sum(axis=(-2, -1))
    return 1 - quotient((values.sum(axis=-1) - 1) * seen, chance)


def undefined(sums: Sums, levels: Column, metric: Metric) -> Text | None:
    """Why these (unstacked) sums give no alpha, or None."""
    there = sums.paired_values > 0
    if there.sum() < 2:
        return ALL_EQUAL
    if metric == "ratio" and levels[there].min() <= 0:
        return NOT_A_RATIO
    return None


def verdict(value: float) -> Text:
    """Krippendorff (2004), Content Analysis, 2nd edition, p. 241: rely from .800, tentatively from .667."""
    if value >= 0.8:
        return text("That is enough to rely on.")
    if value >= 2 / 3:
        return text("That is enough for careful conclusions.")
    return text("That is too little to rely on one panel's scores.")


def _distances(values: Floats, levels: Floats, metric: Metric) -> Floats:
    """Squared differences (…, V, V). Ordinal ones are between middle ranks, so they change with what was said."""
    if metric == "nominal":
        return 1 - np.eye(len(levels))
    if metric == "ordinal":
        levels = np.cumsum(values, axis=-1) - values / 2
    apart = levels[..., :, None] - levels[..., None, :]
    if metric == "ratio":
        whole = levels[:, None] + levels[None, :]
        apart = np.divide(apart, whole, out=np.zeros_like(apart), where=whole > 0)
    return np.square(apart)
