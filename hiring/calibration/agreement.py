"""How far interviewers agree: every figure of one set of ratings, each with its n and a plain sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from statistics import median

from hiring.calibration import icc
from hiring.calibration.alpha import ALL_EQUAL, METRICS, Metric, alpha, undefined, verdict
from hiring.calibration.codes import coded
from hiring.calibration.decimals import between, decimal
from hiring.calibration.figures import Figure, figure, nothing
from hiring.calibration.icc import Correlation
from hiring.calibration.kappa import PairKappa, Pairs, fleiss_kappa, pairwise
from hiring.calibration.ratings import Ratings
from hiring.calibration.units import LEVELS, Floats, Sums, in_piles
from hiring.calibration.within import WithinFigure, ac2, mean_rwg
from hiring.text import Text, count, text

NO_RATINGS = text("There are no ratings.")
NOBODY_SHARED = text("No two people rated the same candidate on the same dimension.")
ONE_CANDIDATE = text("Only one candidate was rated by two people on the same dimension; agreement needs two.")
MANY_LEVELS = text("More than %(most)d different scores were given; this needs a scale of levels.", most=LEVELS)

_ASKED = {
    "nominal": text("Same level or not (nominal alpha)"),
    "ordinal": text("Same order of levels (ordinal alpha)"),
    "interval": text("Points apart (interval alpha)"),
    "ratio": text("Points apart as shares (ratio alpha)"),
    "ac2": text("Points apart, however rarely candidates differ (AC2)"),
    "fleiss": text("Same level or not (Fleiss' kappa)"),
    "rwg": text("Inside one candidate and dimension (r_wg)"),
    "ICC1": text("One interviewer's score, each candidate seen by other people (ICC1)"),
    "ICC2": text("One interviewer's score, leniency counted as error (ICC2)"),
    "ICC3": text("One interviewer's score, leniency set aside (ICC3)"),
    "ICC1k": text("The panel's mean, each candidate seen by other people (ICC1k)"),
    "ICC2k": text("The panel's mean, leniency counted as error (ICC2k)"),
    "ICC3k": text("The panel's mean, leniency set aside (ICC3k)"),
}


@dataclass(frozen=True, eq=False)
class Agreement:
    """Plain numbers, ready for JSON; None always stands beside a `why`.

    `n` counts, in `alpha`, ratings in units (candidate × dimension) that two or more people rated; in `ac2`, `fleiss`
    and `rwg`, such units; in `kappa`, ratings that the two have in common. `icc` is over `units` × `interviewers`.
    `words` holds one sentence a figure: keys of `alpha` and of `icc`, and "kappa", "ac2", "fleiss", "rwg".
    """

    alpha: dict[str, Figure]
    icc: dict[str, Correlation]
    kappa: list[PairKappa]
    ac2: Figure
    fleiss: Figure
    rwg: WithinFigure
    words: Mapping[str, Text]


def agreement(ratings: Ratings, *, bootstrap: int = 1000, seed: int = 1, level: float = 0.95) -> Agreement:
    """Every agreement figure of these ratings; the unit is candidate × dimension.

    Intervals of alpha, AC2, Fleiss' kappa and r_wg are percentiles of `bootstrap` resamples of candidates, all units of
    one together, the same for one `seed`; those of ICC come from F. Each rating is one value: who met a candidate twice
    gives the unit two values, each is compared with other people's in `kappa`, and ICC takes their mean. A figure that
    the ratings cannot give is None with the reason. Raises ValueError for a negative `bootstrap`, or a `level` outside
    0 to 1.
    """
    if bootstrap < 0 or not 0 < level < 1:
        raise ValueError("A bootstrap is 0 or more resamples, and a level lies between 0 and 1.")
    found, split = _from_counts(ratings, bootstrap, seed, level)
    pairs = Pairs([], 0, 0) if _nothing_to_compare(ratings) else pairwise(ratings)
    table = icc.complete_table(ratings) if len(ratings) else NO_RATINGS
    correlations = icc.none(table) if isinstance(table, Text) else icc.iccs(table, level)
    units, people = (0, 0) if isinstance(table, Text) else table.shape
    return Agreement(
        alpha={metric: found[metric] for metric in METRICS},
        icc=correlations,
        kappa=pairs.rows,
        ac2=found["ac2"],
        fleiss=found["fleiss"],
        rwg={**found["rwg"], "disagreement": split},
        words={
            **{metric: _alpha_in_words(metric, found[metric]) for metric in METRICS},
            **{form: _correlation_in_words(form, one, units, people) for form, one in correlations.items()},
            "kappa": _pairs_in_words(pairs),
            "ac2": _figure_in_words("ac2", found["ac2"]),
            "fleiss": _figure_in_words("fleiss", found["fleiss"]),
            "rwg": _within_in_words(found["rwg"], split),
        },
    )


def _from_counts(ratings: Ratings, bootstrap: int, seed: int, level: float) -> tuple[dict[str, Figure], int]:
    """Every figure that needs only how many gave which score in each unit; and how many units r_wg finds split."""
    trouble = _nothing_to_compare(ratings)
    if trouble:
        return {name: nothing(trouble, 0) for name in (*METRICS, "ac2", "fleiss", "rwg")}, 0
    piles = in_piles(ratings, seed)
    total, levels = piles.total(), piles.levels
    drawn = piles.resampled(bootstrap if piles.candidates > 1 else 0, seed)
    values, units = int(total.paired_values.sum()), int(total.paired)
    few = None if piles.candidates > 1 else ONE_CANDIDATE if piles.candidates else NOBODY_SHARED

    def told(of: Callable[[Sums], Floats], n: int, why: Text | None) -> Figure:
        return nothing(why, n) if why else figure(float(of(total)), of(drawn), n, level)

    found = {
        str(metric): told(partial(alpha, levels=levels, metric=metric), values, few or undefined(total, levels, metric))
        for metric in METRICS
    }
    found["ac2"] = told(partial(ac2, levels=levels, scale=ratings.scale), units, few)
    found["fleiss"] = told(fleiss_kappa, units, few or (ALL_EQUAL if len(levels) == 1 else None))
    found["rwg"] = told(mean_rwg, units, None if units else NOBODY_SHARED)
    return found, int(total.split)


def _nothing_to_compare(ratings: Ratings) -> Text | None:
    if not len(ratings):
        return NO_RATINGS
    wide = ratings.scale[1] - ratings.scale[0] >= LEVELS
    return MANY_LEVELS if wide and len(coded(ratings.score)[0]) > LEVELS else None


def _alpha_in_words(metric: Metric, found: Figure) -> Text:
    if found["value"] is None:
        return _silence(metric, found)
    return text(
        "%(asked)s: %(value)s (%(between)s), from %(n)d ratings. %(verdict)s",
        **_in_words(metric, found),
        n=found["n"],
        verdict=verdict(found["value"]),
    )


def _figure_in_words(name: str, found: Figure) -> Text:
    if found["value"] is None:
        return _silence(name, found)
    return count(
        "%(asked)s: %(value)s (%(between)s), from %(num)d candidate and dimension.",
        "%(asked)s: %(value)s (%(between)s), from %(num)d candidates × dimensions.",
        found["n"],
        **_in_words(name, found),
    )


def _within_in_words(found: Figure, split: int) -> Text:
    if found["value"] is None or not split:
        return _figure_in_words("rwg", found)
    return text(
        "%(sentence)s %(split)s",
        sentence=_figure_in_words("rwg", found),
        split=count(
            "In %(num)d of them people are further apart than chance would put them.",
            "In %(num)d of them people are further apart than chance would put them.",
            split,
        ),
    )


def _correlation_in_words(form: str, found: Correlation, units: int, people: int) -> Text:
    if found["value"] is None:
        return _silence(form, found)
    return text(
        "%(asked)s: %(value)s (%(between)s), from %(units)d candidates × dimensions and %(people)d interviewers.",
        **_in_words(form, found),
        units=units,
        people=people,
    )


def _pairs_in_words(pairs: Pairs) -> Text:
    known = [row["linear"] for row in pairs.rows if row["linear"] is not None]
    if not known:
        return text("Two by two (kappa): not told. No two people can be compared.")
    sentence = count(
        "Two by two (linear kappa): %(value)s for the one pair of interviewers.",
        "Two by two (linear kappa): the middle one of %(num)d pairs of interviewers has %(value)s.",
        len(known),
        value=decimal(median(known)),
    )
    if len(pairs.rows) == pairs.found and not pairs.left_out:
        return sentence
    return text("%(sentence)s Others, who have less in common or fewer ratings, are left out.", sentence=sentence)


def _in_words(name: str, found: Figure | Correlation) -> dict[str, object]:
    return {
        "asked": _ASKED[name],
        "value": decimal(found["value"] or 0.0),
        "between": between(found.get("low"), found.get("high")),
    }


def _silence(name: str, found: Figure | Correlation) -> Text:
    return text("%(asked)s: not told. %(why)s", asked=_ASKED[name], why=found.get("why"))
