"""Two candidates from stored severities differ as the whole calibration says they do."""

from __future__ import annotations

from collections.abc import Hashable
from math import sqrt

import pytest

from hiring.calibration import Components, Differences, calibrate
from hiring.calibration.apart import apart
from hiring.calibration.intervals import reach
from hiring.calibration.panel import Score
from hiring.calibration.refresh import Adjusted, refresh
from tests.calibration.simulated import KINDS, simulate
from tests.calibration.test_refresh import scores, stored

GIVEN = Components(0.36, 0.12, 0.2, 0.14, 0.7)
USUAL: dict[Hashable, float] = {"depth": 3.0}
KNOWN: dict[Hashable, tuple[float, float]] = {"ines": (-0.6, 0.05), "ivan": (0.2, 0.05)}
VARIANCES: dict[Hashable, float] = {person: variance for person, (_, variance) in KNOWN.items()}


def adjusted(*told: Score) -> Adjusted:
    return refresh(told, components=GIVEN, usual=USUAL, severity=KNOWN)["depth"]


@pytest.mark.parametrize("kind", ["base", "again"])
def test_it_is_the_whole_calibrations_difference(kind: str) -> None:
    """Estimates are equal. Intervals are a little off: here errors of severities are taken as independent."""
    found = calibrate(simulate(KINDS[kind], ratings=2000, seed=11).ratings, level=0.8)
    usual: dict[Hashable, float] = dict(enumerate(found.usual.tolist()))
    severity, whole = stored(found), Differences(found)
    variances = {person: variance for person, (_, variance) in severity.items()}
    compared = 0
    for one, other in ((one, one + 1) for one in range(20)):
        first, second = (
            refresh(scores(found, each), components=found.components, usual=usual, severity=severity)
            for each in (one, other)
        )
        for dimension in first.keys() & second.keys():
            expected = whole.between(one, other, int(str(dimension)))
            if expected is None:
                continue
            difference = apart(first[dimension], second[dimension], variances, level=0.8)
            assert difference.estimate == pytest.approx(expected.estimate, abs=1e-9)
            assert 0.9 < (difference.high - difference.low) / (expected.high - expected.low) < 1.05
            compared += 1
    assert compared > 20


def test_what_is_not_known_of_somebody_who_rated_both_falls_out() -> None:
    """As the two ranges would have it they could not be told apart."""
    one, other = adjusted(Score("depth", "ines", 5)), adjusted(Score("depth", "ines", 2))
    difference = apart(one, other, VARIANCES, level=0.8)
    wide = (difference.high - difference.low) / 2 / reach(0.8)
    assert wide == pytest.approx(sqrt(one.own + other.own))
    strangers = apart(one, adjusted(Score("depth", "ivan", 2)), VARIANCES, level=0.8)
    assert strangers.high - strangers.low > difference.high - difference.low


def test_they_differ_when_the_interval_leaves_nothing_out() -> None:
    one, other = adjusted(Score("depth", "ines", 5)), adjusted(Score("depth", "ines", 1))
    assert apart(one, other, VARIANCES, level=0.5).differ
    assert apart(other, one, VARIANCES, level=0.5).differ
    assert not apart(one, one, VARIANCES, level=0.5).differ
    assert not apart(one, other, VARIANCES, level=0.999).differ
