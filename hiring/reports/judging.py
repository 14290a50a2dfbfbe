"""How people agree by a rubric, what tells candidates apart and what nobody can assess: one sentence each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup

from hiring.calibration.decimals import between, decimal
from hiring.models import StoredReport
from hiring.results.reasons import REASONS
from hiring.text import Text, count, text
from hiring.web import ranges
from hiring.web.charts import Estimate

ENOUGH, CAREFUL = 0.8, 2 / 3
"""Krippendorff (2004), Content Analysis, 2nd edition, p. 241: rely from .800, tentatively from .667."""

APART = 0.25
"""From this share on a score says something of the candidate: four people's mean is then as much signal as noise."""

MANY_SILENT = 0.2
TOO_FEW = text(
    "Too few to say how far people agree: this takes five who judged, and five candidates whom two of them met."
)
NOTHING = "–"

HEAD = (
    "rubric dimension quarter candidates cards ratings people alpha alpha_low alpha_high same_level within_one_level "
    "between_candidates between_low between_high spread_in_points not_assessed"
).split()


@dataclass(frozen=True, slots=True)
class Line:
    """One dimension, or all together. `chip` says whether it tells candidates apart, with the kind of the chip."""

    title: str
    agree: Text | None
    lately: Text | None
    picture: Markup | None
    chip: tuple[str, Text] | None
    apart: Text | None
    silent: Text
    is_silent: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """The numbers behind a line, as they are printed."""

    title: str
    alpha: str
    same: str
    near: str
    share: str
    spread: str
    ratings: int
    people: int
    quarters: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class RubricPart:
    """What a page says of one rubric."""

    slug: str
    title: str
    counted: Text
    made_at: datetime
    whole: Text
    lately: Text | None
    silent: Text | None
    lines: Sequence[Line]
    quarters: Sequence[str]
    figures: Sequence[Figures]


def parts(stored: Sequence[StoredReport], *, rtl: bool) -> list[RubricPart]:
    """Rubrics by their title, first those of which something can be said."""
    return sorted((_part(one, rtl) for one in stored), key=lambda part: (part.whole == TOO_FEW, part.title))


def cells(stored: Sequence[StoredReport]) -> Iterator[list[object]]:
    """The same figures, a row for each dimension and quarter, for a file."""
    for one in stored:
        said = one.content
        for about in ({**said, "title": ""}, *said["dimensions"]):
            for part in ({**about, "quarter": ""}, *about["quarters"]):
                yield [said["title"], about["title"], part["quarter"], *_row(part)]


def _part(stored: StoredReport, rtl: bool) -> RubricPart:
    said = stored.content
    return RubricPart(
        slug=stored.subject,
        title=said["title"],
        counted=count(
            "%(ratings)d ratings by %(num)d person",
            "%(ratings)d ratings by %(num)d people",
            said["people"],
            ratings=said["ratings"],
        ),
        made_at=stored.made_at,
        whole=_agree(said) or TOO_FEW,
        lately=_lately(said["change"]),
        silent=_silent_ones(said["dimensions"]),
        lines=[_line(one, rtl) for one in said["dimensions"]],
        quarters=[one["quarter"] for one in said["quarters"]],
        figures=[_figures(one, said["quarters"]) for one in ({**said, "title": ""}, *said["dimensions"])],
    )


def _line(one: Mapping[str, Any], rtl: bool) -> Line:
    alpha = one["alpha"]
    return Line(
        title=one["title"],
        agree=_agree(one),
        lately=_lately(one["change"]),
        picture=None if alpha is None or alpha["low"] is None else _picture(alpha, one["title"], rtl),
        chip=_tells_apart(one["share"]),
        apart=_apart(one["share"]),
        silent=_silent(one),
        is_silent=(one["not_assessed"] or 0) >= MANY_SILENT,
    )


def _agree(one: Mapping[str, Any]) -> Text | None:
    alpha = one["alpha"]
    if alpha is None:
        return None
    return text(
        "%(verdict)s: alpha %(value)s, four times in five %(range)s; %(near)d of 100 pairs at most one level apart.",
        verdict=_verdict(alpha["value"]),
        value=decimal(alpha["value"]),
        range=between(alpha["low"], alpha["high"]),
        near=_hundredths(one["near"]),
    )


def _verdict(value: float) -> Text:
    if value >= ENOUGH:
        return text("Enough to rely on one panel")
    if value >= CAREFUL:
        return text("Enough for careful conclusions")
    return text("Too little to rely on one panel")


def _lately(change: Mapping[str, Any] | None) -> Text | None:
    if change is None:
        return None
    if change["low"] > 0:
        return text("More than before in the last year: alpha %(now)s after %(before)s.", **_both(change))
    if change["high"] < 0:
        return text("Less than before in the last year: alpha %(now)s after %(before)s.", **_both(change))
    return text("No clear change in the last year.")


def _both(change: Mapping[str, Any]) -> dict[str, str]:
    return {"now": decimal(change["now"]), "before": decimal(change["before"])}


def _tells_apart(share: Mapping[str, Any] | None) -> tuple[str, Text] | None:
    if share is None or share["low"] is None:
        return None
    if share["low"] >= APART:
        return "", text("Tells candidates apart")
    if share["high"] < APART:
        return "warn", text("Hardly tells candidates apart")
    return "line", text("Not clear yet")


def _apart(share: Mapping[str, Any] | None) -> Text | None:
    if share is None or share["low"] is None:
        return None
    return text(
        "%(share)d of 100 parts of what scores differ by lie between candidates (%(low)d to %(high)d).",
        **{name: _hundredths(share[key]) for name, key in (("share", "value"), ("low", "low"), ("high", "high"))},
    )


def _silent(one: Mapping[str, Any]) -> Text:
    if not one["not_assessed"]:
        return text("Every card assessed it.")
    silent = text("%(num)d of 100 cards could not say.", num=_hundredths(one["not_assessed"]))
    reasons = one["reasons"]
    if not reasons:
        return silent
    name, many = reasons[0]
    return text("%(silent)s Most often: %(reason)s (%(num)d).", silent=silent, reason=REASONS[name], num=many)


def _silent_ones(dimensions: Sequence[Mapping[str, Any]]) -> Text | None:
    """Where every fifth card or more could not say."""
    named = [one["title"] for one in dimensions if (one["not_assessed"] or 0) >= MANY_SILENT]
    if not named:
        return None
    return text("Often nobody can assess: %(titles)s.", titles=", ".join(named))


def _picture(alpha: Mapping[str, Any], title: str, rtl: bool) -> Markup:
    label = f"{title}: {decimal(alpha['value'])}, {decimal(alpha['low'])}–{decimal(alpha['high'])}"
    one = Estimate(*(min(max(alpha[end], 0.0), 1.0) for end in ("value", "low", "high")))
    return ranges.line(one, marks=(CAREFUL, ENOUGH), label=label, rtl=rtl)


def _figures(one: Mapping[str, Any], quarters: Sequence[Mapping[str, Any]]) -> Figures:
    by_quarter = {part["quarter"]: part["alpha"] for part in one["quarters"]}
    return Figures(
        title=one["title"],
        alpha=_with_range(one["alpha"]),
        same=_percent(one["same"]),
        near=_percent(one["near"]),
        share=_with_range(one["share"]),
        spread=NOTHING if one["spread"] is None else f"± {one['spread']:.1f}",
        ratings=one["ratings"],
        people=one["people"],
        quarters=[
            (quarter, NOTHING if by_quarter.get(quarter) is None else decimal(by_quarter[quarter]["value"]))
            for quarter in (part["quarter"] for part in quarters)
        ],
    )


def _with_range(one: Mapping[str, Any] | None) -> str:
    if one is None:
        return NOTHING
    value = decimal(one["value"])
    return value if one["low"] is None else f"{value} ({decimal(one['low'])}–{decimal(one['high'])})"


def _percent(share: float | None) -> str:
    return NOTHING if share is None else f"{_hundredths(share)} %"


def _hundredths(share: float) -> int:
    return round(100 * share)


def _row(part: Mapping[str, Any]) -> Iterator[object]:
    yield from (part[name] for name in ("candidates", "asked", "ratings", "people"))
    yield from _ends(part["alpha"])
    yield from (_rounded(part["same"]), _rounded(part["near"]))
    yield from _ends(part["share"])
    yield from (_rounded(part["spread"]), _rounded(part["not_assessed"]))


def _ends(one: Mapping[str, Any] | None) -> list[object]:
    return [None if one is None else _rounded(one[end]) for end in ("value", "low", "high")]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
