"""How near calibrated scores come to the truth of simulated loops: `python -m tests.calibration.accuracy` tells."""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path
from statistics import fmean

import numpy as np

from hiring.calibration import Ratings
from hiring.calibration.calibrate import Calibration, calibrate
from tests.calibration.simulated import BASE, KINDS, Floats, Loops, simulate

SYNTHETIC = Path(__file__).parents[1] / "data" / "calibration" / "synthetic"


@dataclass(frozen=True, slots=True)
class Accuracy:
    """What is said of one fit, or of several on average.

    `ratio` and `by_cells`: root mean square error of adjusted means as a share of that of raw means, and of means of
    raw cells; `means` and `cells`: shares of intervals that hold the truth; `severity`: correlation with the truth, 0
    where nobody differs; `bias`: mean error of adjusted means, in points.
    """

    ratio: float
    by_cells: float
    means: float
    cells: float
    severity: float
    bias: float


def judge(loops: Loops, fit: Calibration, *, group: int | None = None) -> Accuracy:
    """Compare with the truth, in points; of candidates and interviewers in `group`, or all."""
    means, cells, severity = (
        table if group is None else table[table["group"] == group] for table in (fit.means, fit.cells, fit.severity)
    )
    truth = loops.truth.mean(axis=1)[means["candidate"]]
    of_cells = loops.truth[cells["candidate"], cells["dimension"]]
    honest = severity[loops.honest[severity["interviewer"]]]
    lenient = loops.leniency[honest["interviewer"]]
    place = np.searchsorted(means["candidate"], cells["candidate"])
    mean_of_cells = np.bincount(place, cells["raw"]) / np.bincount(place)
    error = rms(means["adjusted"] - truth)
    return Accuracy(
        ratio=error / rms(means["raw"] - truth),
        by_cells=error / rms(mean_of_cells - truth),
        means=float(((means["low"] <= truth) & (truth <= means["high"])).mean()),
        cells=float(((cells["low"] <= of_cells) & (of_cells <= cells["high"])).mean()),
        severity=float(np.corrcoef(honest["estimate"], lenient)[0, 1]) if np.ptp(lenient) else 0.0,
        bias=float((means["adjusted"] - truth).mean()),
    )


def average(several: Iterable[Accuracy]) -> Accuracy:
    given = list(several)
    return Accuracy(*(fmean(getattr(one, field.name) for one in given) for field in fields(Accuracy)))


def rms(errors: Floats) -> float:
    return float(np.sqrt((errors**2).mean()))


def without_interviewers(fit: Calibration) -> Calibration:
    """The same shrinkage for somebody who believes that all interviewers are equally lenient."""
    return calibrate(fit.ratings, components=replace(fit.components, interviewer=0.0), level=fit.level)


def published(name: str) -> Loops:
    """The loops of `tests/data/calibration/synthetic/NAME.*.csv`, with codes that are the numbers in the labels."""
    candidate, interviewer, dimension, score = np.array([[*map(_number, row)] for row in _rows(name, "ratings")]).T
    scores = [float(row[2]) for row in _rows(name, "truth")]
    return Loops(
        ratings=Ratings(candidate, interviewer, dimension, score),
        truth=np.array(scores).reshape(-1, len(BASE.popular)),
        leniency=np.array([float(row[1]) for row in _rows(name, "severity")]),
        honest=np.ones(len(_rows(name, "severity")), dtype=bool),
    )


def _rows(name: str, what: str) -> list[list[str]]:
    with (SYNTHETIC / f"{name}.{what}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


def _number(label: str) -> int:
    return int(label.lstrip("crd"))


def table(kinds: Iterable[str], *, seeds: int, ratings: int) -> Iterator[str]:
    """One line a kind, averaged over seeds."""
    heads = ("rmse / raw", "/ raw cells", "cover means", "cover cells", "severity", "bias")
    yield f"{'kind':12}" + "".join(f"{head:>13}" for head in heads)
    for kind in kinds:
        made = (simulate(KINDS[kind], ratings=ratings, seed=seed) for seed in range(seeds))
        it = average(judge(loops, calibrate(loops.ratings)) for loops in made)
        yield f"{kind:12}" + "".join(f"{getattr(it, field.name):13.3f}" for field in fields(it))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kinds", nargs="*", default=list(KINDS), metavar="KIND", help=f"of {', '.join(KINDS)}")
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--ratings", type=int, default=2000)
    asked = parser.parse_args()
    for line in table(asked.kinds, seeds=asked.seeds, ratings=asked.ratings):
        print(line, flush=True)


if __name__ == "__main__":
    main()
