"""What the ratings say of each interviewer's habits, each with how sure that is, and in words only where it is sure."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, sqrt
from typing import TYPE_CHECKING, Literal

from hiring.calibration.centrality import Centrality, centrality
from hiring.calibration.certainty import deviations
from hiring.calibration.decimals import decimal
from hiring.calibration.habit import Label, label
from hiring.calibration.residuals import Residuals, residuals
from hiring.calibration.scatter import FEWEST_RATINGS, Scatter, scatter
from hiring.calibration.together import OneLevel, Together, one_level, together
from hiring.text import Text, count, text

if TYPE_CHECKING:
    from hiring.calibration.calibrate import Calibration


@dataclass(frozen=True, slots=True)
class Slope:
    """By how much own scores differ where the others foretell a difference of one point, and its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Share:
    """Of what the candidate does not explain in a rating, the share common to the interview, and its 95 % interval."""

    value: float
    low: float
    high: float
    usual: float


@dataclass(frozen=True, slots=True)
class Tendency:
    """One interviewer (the ratings' code). None is too little to say; `ratings` is how many that rests on.

    `severity` is relative to others of one's own perspective, because what a perspective adds is taken off first. It is
    named when the 90 % interval lies beyond .15 points on five levels, and only where `Calibration.severity` is shown.
    `same` of `interviews` that rate three dimensions or more have every level the same, where `expected` would.
    """

    interviewer: int
    ratings: int
    severity: float
    severity_label: Label | None
    slope: Slope | None
    slope_label: Literal["middle", "ends"] | None
    share: Share | None
    moves_together: bool
    interviews: int
    same: int
    expected: float | None
    often_same: bool
    infit: float | None
    outfit: float | None
    scatter_label: Literal["erratic", "even"] | None
    among: Literal["everybody", "own kind"]

    @property
    def sentences(self) -> tuple[Text, ...]:
        """What a page says of this person: nothing that is not sure."""
        found = (self._severity(), self._slope(), self._share(), self._same(), self._scatter())
        return tuple(sentence for sentence in found if sentence is not None)

    def _severity(self) -> Text | None:
        if self.severity_label is None:
            return None
        points = decimal(abs(self.severity))
        if self.among == "own kind":
            if self.severity > 0:
                return text("Lenient: gives %(points)s points more than others of the same kind would.", points=points)
            return text("Severe: gives %(points)s points less than others of the same kind would.", points=points)
        if self.severity > 0:
            return text("Lenient: gives %(points)s points more than others would.", points=points)
        return text("Severe: gives %(points)s points less than others would.", points=points)

    def _slope(self) -> Text | None:
        if self.slope is None or self.slope_label is None:
            return None
        points = decimal(self.slope.value)
        if self.slope_label == "middle":
            return text("Keeps to the middle: one point between candidates becomes %(points)s here.", points=points)
        return text("Keeps to the ends: one point between candidates becomes %(points)s here.", points=points)

    def _share(self) -> Text | None:
        if self.share is None or not self.moves_together:
            return None
        return text(
            "Scores of one interview move together: %(share)s of what makes them differ is shared; usual is %(usual)s.",
            share=f"{self.share.value:.0%}",
            usual=f"{self.share.usual:.0%}",
        )

    def _same(self) -> Text | None:
        if self.expected is None or not self.often_same:
            return None
        return count(
            "One level throughout in %(same)s of %(num)d interview; %(expected)s would be usual.",
            "One level throughout in %(same)s of %(num)d interviews; %(expected)s would be usual.",
            self.interviews,
            same=self.same,
            expected=f"{self.expected:.0f}",
        )

    def _scatter(self) -> Text | None:
        if self.infit is None or self.outfit is None or self.scatter_label is None:
            return None
        if self.scatter_label == "erratic":
            times = decimal(max(self.infit, self.outfit))
            return text("Erratic: differs from what others see %(times)s times as much as is usual.", times=times)
        times = decimal(min(self.infit, self.outfit))
        return text("Even: differs from what others see only %(times)s times as much as is usual.", times=times)


@dataclass(frozen=True, slots=True)
class Separation:
    """How well interviewers are told apart: true deviation over mean error (1 is as much noise as difference), and the
    share of true variance in what is observed. None with fewer than two interviewers, or where none differ.
    """

    separation: float | None
    reliability: float | None

    @property
    def sentence(self) -> Text | None:
        if self.reliability is None:
            return None
        return text(
            "%(share)s of the differences seen between interviewers are real; the rest is chance.",
            share=f"{self.reliability:.0%}",
        )


@dataclass(frozen=True, slots=True)
class Tendencies:
    """Every interviewer in the order of `Calibration.severity`, and how well they are told apart."""

    interviewers: tuple[Tendency, ...]
    separation: Separation


def tendencies(calibration: Calibration, *, found: Residuals | None = None) -> Tendencies:
    """Severity, use of the scale, moving together and scatter of each interviewer. Time grows with the ratings.

    Every label needs an interval or a chance that leaves less than one in twenty for a false one (one in forty for the
    slope, the share and the scatter, one in a hundred for one level only). Empty when nothing may be adjusted. `found`
    saves working the residuals out again. See `scatter`, `centrality` and `together` for methods and sources.
    """
    if calibration.why is not None:
        return Tendencies((), Separation(None, None))
    ratings = calibration.ratings
    left = residuals(calibration) if found is None else found
    fits = scatter(left)
    slopes = centrality(left)
    moves = together(left, calibration.components, fits, slopes)
    levels = one_level(left, ratings.score, ratings.scale)
    labels = severity_labels(calibration)
    people = tuple(
        _tendency(calibration, place, named, fits, slopes, moves, levels) for place, named in enumerate(labels)
    )
    return Tendencies(people, separation(calibration))


def severity_labels(calibration: Calibration) -> list[Label | None]:
    """A name for each row of `Calibration.severity` that is sure to deserve one."""
    table, scale = calibration.severity, calibration.ratings.scale
    errors = deviations(table, calibration.level)
    return [
        label(float(estimate), float(error), scale) if shown else None
        for estimate, error, shown in zip(table["estimate"], errors, table["shown"], strict=True)
    ]


def separation(calibration: Calibration) -> Separation:
    """Separation and its reliability (Wright & Masters 1982, pp. 92 and 106) from posterior means and their errors.

    The true variance is the mean of squared posterior means and error variances, as at the maximum of the likelihood.
    With error variance e of an unshrunk severity, the posterior's is true e / (true + e).
    """
    table = calibration.severity
    error = float((deviations(table, calibration.level) ** 2).mean())
    true = float((table["estimate"] ** 2).mean()) + error
    if len(table) < 2 or calibration.components.interviewer == 0 or true == 0:
        return Separation(None, None)
    reliability = min(max(1 - error / true, 0.0), 1.0)
    return Separation(sqrt(reliability / (1 - reliability)) if reliability < 1 else None, reliability)


def _tendency(
    calibration: Calibration,
    place: int,
    named: Label | None,
    fits: Scatter,
    slopes: Centrality,
    moves: Together,
    levels: OneLevel,
) -> Tendency:
    row = calibration.severity[place]
    enough = int(row["ratings"]) >= FEWEST_RATINGS
    share, interviews = float(moves.share[place]), int(levels.interviews[place])
    slope = Slope(float(slopes.slope[place]), float(slopes.low[place]), float(slopes.high[place]))
    return Tendency(
        interviewer=int(row["interviewer"]),
        ratings=int(row["ratings"]),
        severity=float(row["estimate"]),
        severity_label=named,
        slope=slope if isfinite(slope.value) else None,
        slope_label="middle" if slopes.uses_middle[place] else "ends" if slopes.uses_ends[place] else None,
        share=Share(share, float(moves.low[place]), float(moves.high[place]), moves.usual) if isfinite(share) else None,
        moves_together=bool(moves.is_more[place]),
        interviews=interviews,
        same=int(levels.same[place]),
        expected=float(levels.expected[place]) if interviews else None,
        often_same=bool(levels.is_more[place]),
        infit=float(fits.infit[place]) if enough else None,
        outfit=float(fits.outfit[place]) if enough else None,
        scatter_label="erratic" if fits.is_erratic[place] else "even" if fits.is_even[place] else None,
        among="everybody" if len(calibration.perspectives) == 1 else "own kind",
    )
