"""One measurement in a process of its own, told as JSON: `python -m tests.bench_calibration.one WHAT RATINGS`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Hashable
from pathlib import Path
from time import process_time
from typing import TypeVar

import numpy as np

from hiring.calibration import Ratings
from tests.calibration.simulated import BASE, simulate

Figures = dict[str, float]
Found = TypeVar("Found")
MEGABYTE = 1024  # of the kilobytes in /proc/self/status


def main(what: str, ratings: int) -> None:
    loops = _exactly(ratings)
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak so far was the making of the ratings
    begun = megabytes("VmRSS")
    figures = WHAT[what](loops)
    figures |= {
        "ratings": len(loops),
        "interviewers": int(loops.interviewer.max()) + 1,
        "bincount": _bincount(loops),
        "peak_mb": megabytes("VmHWM"),
        "begun_mb": begun,
    }
    print(json.dumps(figures))


def _exactly(many: int) -> Ratings:
    """The first so many ratings; some are lost where two people drew each other twice, so a few more are made."""
    made = simulate(BASE, ratings=many * 11 // 10, seed=1).ratings
    return Ratings(
        made.candidate[:many], made.interviewer[:many], made.dimension[:many], made.score[:many], scale=made.scale
    )


def measure_calibrate(ratings: Ratings) -> Figures:
    """The whole; and the same again with the components that came out, whatever they are."""
    from hiring.calibration.calibrate import calibrate

    times = _times(ratings)
    whole, fit = _cheapest(lambda: calibrate(ratings), times)
    given, _ = _cheapest(lambda: calibrate(ratings, components=fit.components), times)
    return {"whole": whole, "given": given}


def measure_refresh(ratings: Ratings) -> Figures:
    """The candidate with most ratings."""
    from hiring.calibration.calibrate import calibrate
    from hiring.calibration.panel import Score
    from hiring.calibration.refresh import refresh

    fit, z95 = calibrate(ratings), 1.96
    severity = {
        row["interviewer"]: (row["estimate"], ((row["high"] - row["low"]) / 2 / z95) ** 2) for row in fit.severity
    }
    own = ratings.candidate == np.bincount(ratings.candidate).argmax()
    scores = [
        Score(dimension, person, level)
        for dimension, person, level in zip(
            *(column[own].tolist() for column in (ratings.dimension, ratings.interviewer, ratings.score)), strict=True
        )
    ]
    usual: dict[Hashable, float] = dict(enumerate(fit.usual.tolist()))
    seconds, _ = _cheapest(lambda: refresh(scores, components=fit.components, usual=usual, severity=severity), 20)
    return {"whole": seconds}


def measure_alpha(ratings: Ratings) -> Figures:
    from hiring.calibration.alpha import alpha
    from hiring.calibration.units import in_piles

    def ordinal() -> float:
        piles = in_piles(ratings, 0)
        return float(alpha(piles.total(), piles.levels, "ordinal"))

    seconds, _ = _cheapest(ordinal, _times(ratings))
    return {"whole": seconds}


def _cheapest(work: Callable[[], Found], times: int) -> tuple[float, Found]:
    """(fewest CPU seconds of so many runs, what the last one found)."""
    begun = process_time()
    found = work()
    fewest = process_time() - begun
    for _ in range(times - 1):
        begun = process_time()
        found = work()
        fewest = min(fewest, process_time() - begun)
    return fewest, found


def _times(ratings: Ratings) -> int:
    return 3 if len(ratings) < 200_000 else 1


def _bincount(ratings: Ratings) -> float:
    score = ratings.score.astype(np.float64)
    return _cheapest(lambda: np.bincount(ratings.candidate, score), 5)[0]


def megabytes(name: str) -> float:
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / MEGABYTE
    raise LookupError(name)


WHAT: dict[str, Callable[[Ratings], Figures]] = {
    "calibrate": measure_calibrate,
    "refresh": measure_refresh,
    "alpha": measure_alpha,
}

if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
