"""How far the panels that a calibration saw are to be relied on, and what one interviewer more would add."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from hiring.calibration.generalizability import one_more, reliability
from hiring.calibration.residuals import number
from hiring.text import Text

if TYPE_CHECKING:
    from hiring.calibration.calibrate import Calibration
    from hiring.calibration.ratings import Column, Ratings


class Panel(NamedTuple):
    """So many interviewers a candidate, each rating `dimensions` of the `of` that there are."""

    interviewers: int
    dimensions: int
    of: int


def usual_panel(ratings: Ratings) -> Panel:
    """The median panel: people a candidate and dimensions an interview, rounded to the nearest whole number."""
    meetings = [] if ratings.interview is None else [ratings.interview]
    _, pairs = number(ratings.candidate, ratings.interviewer)
    interview, _ = number(ratings.candidate, ratings.interviewer, *meetings)
    people = np.bincount(ratings.candidate[pairs])
    return Panel(_median(people[people > 0]), _median(np.bincount(interview)), len(np.unique(ratings.dimension)))


def panel_reliability(calibration: Calibration, panel: Panel | None = None) -> tuple[float, float] | None:
    """(E rho², Phi) of the mean of a panel, the usual one unless said; None where one interviewer gave every rating."""
    if calibration.why is not None:
        return None
    return reliability(calibration.components, *(panel or usual_panel(calibration.ratings)))


def next_interviewer(calibration: Calibration, panel: Panel | None = None) -> Text | None:
    """What one interviewer more would add to a panel, the usual one unless said: "A fifth interviewer raises …".

    None where one interviewer gave every rating.
    """
    if calibration.why is not None:
        return None
    return one_more(calibration.components, *(panel or usual_panel(calibration.ratings)))


def _median(counts: Column) -> int:
    return int(np.median(counts) + 0.5)
