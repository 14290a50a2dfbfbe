"""Too close to the bar: one score as the tables say of many, and the sentence for it."""

from __future__ import annotations

import pytest

from hiring.calibration import calibrate
from hiring.calibration.closeness import chance_above, too_close
from hiring.calibration.differing import close
from tests.calibration.simulated import KINDS, simulate


def test_one_score_is_what_the_tables_say() -> None:
    fit = calibrate(simulate(KINDS["base"], ratings=300, seed=1).ratings, level=0.9)
    found = close(fit, 3)
    rows = fit.cells[["adjusted", "low", "high"]].tolist()
    assert [chance_above(adjusted, low, high, 3, level=0.9) for adjusted, low, high in rows] == pytest.approx(
        found.chance, abs=1e-12
    )
    assert [too_close(chance, 3) is not None for chance in found.chance] == found.is_open.tolist()


@pytest.mark.parametrize(("adjusted", "chance"), [(2.9, 0.0), (3.0, 0.5), (3.1, 1.0)])
def test_without_doubt(adjusted: float, chance: float) -> None:
    assert chance_above(adjusted, adjusted, adjusted, 3, level=0.95) == chance


def test_the_sentence() -> None:
    chance = chance_above(3.2, 2.7, 3.7, 3, level=0.8)
    assert str(too_close(chance, 3)) == "Too close to call: above 3 with a chance of 70%."
    assert too_close(chance_above(3.8, 3.3, 4.3, 3, level=0.8), 3) is None
