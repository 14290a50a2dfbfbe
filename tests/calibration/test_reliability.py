"""What a panel's mean is worth: against the published sentence, against drawn panels, and from a calibration."""

from __future__ import annotations

import numpy as np
import pytest

from hiring.calibration import Components, calibrate
from hiring.calibration.generalizability import one_more, reliability
from hiring.calibration.reliability import Panel, next_interviewer, panel_reliability, usual_panel
from tests.calibration.published import columns
from tests.calibration.simulated import KINDS, simulate

VARIANCES = Components(0.36, 0.2, 0.15, 0.14, 0.6)


@pytest.mark.parametrize("panel", [Panel(1, 1, 1), Panel(4, 3, 3), Panel(4, 2, 6), Panel(5, 1, 4)])
def test_reliability_is_the_squared_correlation_with_the_truth(panel: Panel) -> None:
    """40,000 candidates, each met by a panel of their own; leniency in (Phi) and taken out (E rho²). Margin .01."""
    rng = np.random.default_rng(20261123)
    many, (people, dimensions, of) = 40_000, panel
    sd = np.sqrt(VARIANCES.variances)
    true = rng.normal(0, sd[0], (many, 1)) + rng.normal(0, sd[1], (many, of))
    chosen = rng.permuted(np.broadcast_to(np.arange(of), (many, people, of)), axis=2)[:, :, :dimensions]
    seen = np.take_along_axis(np.broadcast_to(true[:, None, :], (many, people, of)), chosen, axis=2)
    noise = rng.normal(0, sd[3], (many, people, 1)) + rng.normal(0, sd[4], (many, people, dimensions))
    leniency = rng.normal(0, sd[2], (many, people, 1))
    wanted = [
        np.corrcoef(rated.mean(axis=(1, 2)), true.mean(axis=1))[0, 1] ** 2
        for rated in (seen + noise, seen + noise + leniency)
    ]
    assert reliability(VARIANCES, *panel) == pytest.approx(wanted, abs=0.01)


def test_the_sentence() -> None:
    """True is .43 + .3 / 6 = .48, one interviewer's error .16 + .16 + 1.08 / 6 = .5: .48 / .605 and .48 / .58."""
    components = Components(0.43, 0.3, 0.16, 0.16, 1.08)
    assert reliability(components, 4, 6)[1] == pytest.approx(0.48 / 0.605)
    assert str(one_more(components, 4, 6)) == "A fifth interviewer raises reliability from .79 to .83."


def test_the_usual_panel() -> None:
    """Four to eight interviewers asked for, some of them twice, and two to four of six dimensions."""
    fit = calibrate(simulate(KINDS["base"], ratings=2000, seed=1).ratings)
    panel = usual_panel(fit.ratings)
    assert panel in {Panel(5, 3, 6), Panel(6, 3, 6)}
    assert panel_reliability(fit) == reliability(fit.components, *panel)
    assert next_interviewer(fit) == one_more(fit.components, *panel)
    assert next_interviewer(fit, Panel(4, 2, 6)) == one_more(fit.components, 4, 2, 6)


def test_two_meetings_make_two_interviews_of_one_person() -> None:
    rows = [(0, 0, 0, 3), (0, 0, 1, 4), (0, 0, 0, 2), (0, 1, 0, 3)]
    assert usual_panel(columns(rows, interview=[0, 0, 1, 0])) == Panel(2, 1, 2)


def test_one_interviewer_is_no_panel() -> None:
    fit = calibrate(columns([(0, 0, 0, 3), (1, 0, 0, 4)]))
    assert (panel_reliability(fit), next_interviewer(fit)) == (None, None)
