"""What a page must say beside the numbers of a calibration."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hiring.calibration.fitting import ROUTED
from hiring.text import Text, count, text

if TYPE_CHECKING:
    from hiring.calibration.calibrate import Calibration


def remarks(calibration: Calibration) -> tuple[Text, ...]:
    """The sentences, in the order in which they matter."""
    found = (
        calibration.why,
        _groups(calibration),
        _weak(calibration),
        _source(calibration),
        _kinds(calibration),
        _ceiling(calibration),
        _routing(calibration),
    )
    return tuple(remark for remark in found if remark is not None)


def _groups(calibration: Calibration) -> Text | None:
    many = len(calibration.groups)
    if many == 1:
        return None
    return text(
        "There are %(number)s groups that cannot be compared: no shared interviewer or candidate links these groups. "
        "Adjusted scores hold within a group only.",
        number=many,
    )


def _weak(calibration: Calibration) -> Text | None:
    weak = sum(len(group["links"]) for group in calibration.groups)
    if not weak:
        return None
    return count(
        "%(num)d weak link: people on its two sides are compared through so few that the difference is uncertain.",
        "%(num)d weak links: people on their two sides are compared through so few that the difference is uncertain.",
        weak,
    )


def _source(calibration: Calibration) -> Text | None:
    if calibration.components.source != "prior":
        return None
    return text(
        "There is too little here to tell how much interviewers differ: what panels usually show is used instead."
    )


def _kinds(calibration: Calibration) -> Text | None:
    perspective = calibration.ratings.perspective
    if perspective is None or len(calibration.perspectives) > 1 or np.ptp(perspective) == 0:
        return None
    return text("Some perspectives rated nothing that others did, so severity is not judged within a perspective.")


def _ceiling(calibration: Calibration) -> Text | None:
    score = calibration.ratings.score
    levels, sizes = np.unique(score, return_counts=True)
    if 2 * sizes.max() <= len(score) or len(levels) == 1:
        return None
    return text(
        "More than half of all ratings are %(level)s: differences between candidates and between interviewers look "
        "smaller here than they are.",
        level=int(levels[sizes.argmax()]),
    )


def _routing(calibration: Calibration) -> Text | None:
    if calibration.routing is None or abs(calibration.routing) <= ROUTED:
        return None
    if calibration.routing < 0:
        return text("Stronger candidates tended to meet more severe interviewers, so severities are less certain.")
    return text("Stronger candidates tended to meet more lenient interviewers, so severities are less certain.")
