"""Whether what the loop said goes with how people did later, with an interval, and what hiring hides of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import atanh, fsum, hypot, isfinite, sqrt, tanh
from statistics import correlation, fmean, stdev

from hiring.calibration.intervals import reach
from hiring.text import Text, count, text

FEWEST_HIRES = 30


@dataclass(frozen=True, slots=True)
class Outcome:
    """What `hires` people's ramp goals say of the loop; figures are None together, and then `why` says why.

    `low` and `high` are the interval of `raw`. `corrected` is `raw` as it would be among all applicants, None without
    their spread; a page shows the range from `raw` to `corrected`, never one of them alone. `notes` stand beside it.
    """

    hires: int
    raw: float | None = None
    low: float | None = None
    high: float | None = None
    corrected: float | None = None
    corrected_low: float | None = None
    corrected_high: float | None = None
    why: Text | None = None
    notes: tuple[Text, ...] = ()


def outcome(
    said: Sequence[float],
    reached: Sequence[float],
    *,
    sd_all: float | None = None,
    own_hires: int = 0,
    level: float = 0.95,
) -> Outcome:
    """Correlation of what the loop said of each hire (points) with the share of ramp goals reached later (any unit).

    `sd_all` is the standard deviation of what the loop said of all applicants of this organisation (points), never a
    published one; `own_hires` counts hires whose ramp goals were scored by the manager who hired them. Under 30 hires
    there is no coefficient. Raises ValueError for unequal lengths, for what is not a number, for more own hires than
    hires, and for a deviation that is not above 0.
    """
    if len(said) != len(reached):
        raise ValueError(f"{len(said)} people were spoken of, but {len(reached)} have ramp goals.")
    if not all(map(isfinite, (*said, *reached))):
        raise ValueError("Every hire needs two numbers.")
    hires = len(said)
    if not 0 <= own_hires <= hires:
        raise ValueError(f"{own_hires} of {hires} hires cannot be the manager's own.")
    notes = _notes(sd_all, own_hires)
    if hires < FEWEST_HIRES:
        return Outcome(hires, why=_too_few(hires), notes=notes)
    if not (_varies(said) and _varies(reached)):
        return Outcome(hires, why=text("All hires have the same number: there is nothing to compare."), notes=notes)
    raw = min(max(correlation(said, reached), -1.0), 1.0)
    low, high = correlation_interval(raw, hires, level)
    if sd_all is None:
        return Outcome(hires, raw, low, high, notes=notes)
    sd_hired = stdev(said)
    corrected, from_low, from_high = (range_correction(each, sd_all, sd_hired) for each in (raw, low, high))
    return Outcome(hires, raw, low, high, corrected, from_low, from_high, notes=notes)


def range_correction(r: float, sd_all: float, sd_hired: float) -> float:
    """The correlation r among people chosen for x, as it would be among all: Thorndike's case II.

    r u / sqrt(1 + r² (u² - 1)) with u = sd_all / sd_hired, the standard deviations of x among all and among the chosen
    (Thorndike 1949, Personnel Selection, p. 173; Pearson 1903). It supposes that x alone decided: hiring selects by
    more, and then the truth lies nearer to r or beyond. Raises ValueError for r outside -1 to 1 and for a standard
    deviation that is not above 0.
    """
    _check_correlation(r)
    if not (isfinite(sd_all) and isfinite(sd_hired) and sd_all > 0 and sd_hired > 0):
        raise ValueError(f"Standard deviations are above 0, not {sd_all} and {sd_hired}.")
    return r * sd_all / hypot(r * sd_all, sqrt((1 - r) * (1 + r)) * sd_hired)


def correlation_interval(r: float, n: int, level: float = 0.95) -> tuple[float, float]:
    """(low, high) of a correlation of n pairs: Fisher (1921), tanh(atanh r ± z / sqrt(n - 3)); r itself at 1 and -1.

    Raises ValueError under 4 pairs, for r outside -1 to 1 and for a level that is not between 0 and 1.
    """
    _check_correlation(r)
    if n < 4:
        raise ValueError(f"An interval needs at least 4 pairs, not {n}.")
    if not 0 < level < 1:
        raise ValueError(f"The level {level} is not between 0 and 1.")
    if abs(r) == 1:
        return r, r
    wide = reach(level) / sqrt(n - 3)
    return tanh(atanh(r) - wide), tanh(atanh(r) + wide)


def _notes(sd_all: float | None, own_hires: int) -> tuple[Text, ...]:
    notes = []
    if sd_all is None:
        notes.append(
            text("Only people who were hired are in this figure; the spread of all applicants is not known here.")
        )
    else:
        notes.append(
            text(
                "Only people who were hired are in the first figure. The second supposes that what the loop said alone "
                "decided; hiring selects indirectly, by more than that, so the truth may lie on either side of it."
            )
        )
    if own_hires:
        notes.append(
            count(
                "The ramp goals of %(num)d hire were scored by the manager who hired.",
                "The ramp goals of %(num)d hires were scored by the manager who hired.",
                own_hires,
            )
        )
    return tuple(notes)


def _too_few(hires: int) -> Text:
    return count(
        "One hire has ramp goals: a coefficient needs %(fewest)d.",
        "%(num)d hires have ramp goals: a coefficient needs %(fewest)d.",
        hires,
        fewest=FEWEST_HIRES,
    )


def _varies(numbers: Sequence[float]) -> bool:
    """Whether they differ by more than rounding: equal numbers may have a mean that none of them is."""
    middle = fmean(numbers)
    return sqrt(fsum((each - middle) ** 2 for each in numbers)) > 1e-9 * max(map(abs, numbers))


def _check_correlation(r: float) -> None:
    if not -1 <= r <= 1:
        raise ValueError(f"A correlation lies between -1 and 1; {r} does not.")
