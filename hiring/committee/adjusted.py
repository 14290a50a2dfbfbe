"""Adjusted numbers beside the plain ones: what they are, why they differ, and why there are none.

They stand apart from everything that is decided by: they never sort or filter, and the decision rule does not read
them. Who usually rates high or low is named to the chair and the recruiter alone; to others it is said how many do.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import NamedTuple

from hiring.calibration.panel import Cell, Score
from hiring.calibration.refresh import Adjusted, refresh
from hiring.committee.habits import Habits, Severity
from hiring.committee.people import Voice
from hiring.text import Text, count, text
from hiring.web.charts import Estimate
from hiring.web.language import day

LEVEL = 0.8
CLEARLY = 0.15
"""Points on a scale of five by which somebody must differ from others, with 90 % certainty, before it is said."""
FEWEST_COUNTED = 3
"""People who rated a dimension before it is said how many of them rate high or low: of two one would know who."""
_REACH_80, _REACH_90 = 1.2816, 1.6449
_WORTH_A_WORD = 0.05


class Reader(NamedTuple):
    """Who reads, and whether they may be told who rates high or low."""

    person_id: int
    may_name: bool


@dataclass(frozen=True, slots=True)
class Adjustment:
    """One dimension's adjusted value, on the scale, and the sentence that says why it is not the raw mean."""

    estimate: Estimate
    reason: Text | None

    @property
    def value(self) -> str:
        return f"{self.estimate.value:.1f}"

    @property
    def range(self) -> Text:
        return text("%(low)s–%(high)s", low=f"{self.estimate.low:.1f}", high=f"{self.estimate.high:.1f}")


@dataclass(frozen=True, slots=True)
class Workings:
    """How the adjusted numbers of one table came about."""

    remarks: tuple[Text, ...]
    people: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the raw means of one table: adjustments by dimension, or why there are none."""

    adjustments: Mapping[str, Adjustment]
    why_not: Text | None
    workings: Workings | None


NOTHING = Beside({}, None, None)


@dataclass(frozen=True, slots=True)
class Panel:
    """The levels of one table: its scale, its cells by dimension, and every score, given by these people."""

    scale: tuple[int, int]
    cells: Mapping[str, Cell]
    scores: Sequence[Score]
    voices: Sequence[Voice]

    @property
    def unit(self) -> float:
        """One point of a scale of five, on this scale."""
        return (self.scale[1] - self.scale[0]) / 4


def beside(panel: Panel, habits: Habits | None, reader: Reader) -> Beside:
    """What to print beside the raw means of this panel."""
    reason = why_not(panel, habits)
    if habits is None or reason is not None:
        return Beside({}, reason, None)
    found = refreshed(panel, habits)
    return Beside(
        adjustments={
            name: Adjustment(_on_scale(each, panel.scale), _reason(panel, name, each, habits, reader))
            for name, cell in panel.cells.items()
            if cell.n > 1 and (each := found.get(name)) is not None
        },
        why_not=None,
        workings=Workings(tuple(_remarks(habits)), tuple(_told(panel, habits, reader))),
    )


def refreshed(panel: Panel, habits: Habits) -> dict[Hashable, Adjusted]:
    """Every dimension of the panel, adjusted."""
    usual: dict[Hashable, float] = dict(habits.usual.items())
    known: dict[Hashable, tuple[float, float]] = {voice.person_id: expected(voice, habits) for voice in panel.voices}
    return refresh(panel.scores, components=habits.components, usual=usual, severity=known, level=LEVEL)


def expected(voice: Voice, habits: Habits) -> tuple[float, float]:
    """How far above others somebody is expected to rate, by kind and by habit, and the variance of the error."""
    kind = habits.perspectives.get(voice.perspective, 0.0)
    severity = habits.severities.get(voice.person_id)
    if severity is None:
        return kind, habits.components.interviewer
    return kind + severity.estimate, severity.variance


def why_not(panel: Panel, habits: Habits | None) -> Text | None:
    """Why these levels may not be adjusted; None where they may."""
    if len(panel.voices) < 2:
        return text("Not adjusted: with one interviewer there is nothing to tell severity from.")
    known = [] if habits is None else [habits.severities[one] for one in _people(panel) if one in habits.severities]
    if not known:
        return text("Not adjusted: too little is known yet of how these interviewers usually rate.")
    if len({severity.group_no for severity in known}) > 1:
        return text("Not adjusted: no shared interviewer or candidate links these groups firmly enough.")
    return None


def _people(panel: Panel) -> list[int]:
    return [voice.person_id for voice in panel.voices]


def _on_scale(found: Adjusted, scale: tuple[int, int]) -> Estimate:
    low, high = scale
    return Estimate(*(min(max(each, low), high) for each in (found.adjusted, found.low, found.high)))


def _reason(panel: Panel, dimension: str, found: Adjusted, habits: Habits, reader: Reader) -> Text | None:
    """What the difference from the raw mean is made of; None where the page prints the same for both."""
    raw = panel.cells[dimension].raw
    change = round(_on_scale(found, panel.scale).value, 1) - round(raw, 1)
    if abs(change) < _WORTH_A_WORD:
        return None
    way = 1 if change > 0 else -1
    by_habits = -way * sum([share.weight * share.severity for share in found.shares])
    leaning = way * (found.adjusted - raw) - by_habits
    # what pulls the other way is the lesser part, and would only be read as the reason
    parts: list[Text] = []
    if by_habits >= min(leaning, _WORTH_A_WORD):
        parts += _who(panel, dimension, habits, reader, way)
    if leaning >= min(by_habits, _WORTH_A_WORD):
        parts.append(text("few ratings lean to the usual %(usual)s", usual=f"{found.usual:.1f}"))
    said = parts[0]
    for part in parts[1:]:
        said = text("%(one)s; %(other)s", one=said, other=part)
    return text("%(change)s: %(said)s", change=_signed(change), said=said)


def _who(panel: Panel, dimension: str, habits: Habits, reader: Reader, way: int) -> Iterator[Text]:
    """Those who rated this dimension and whose clear habit moves it that way, by name only to whom it may be told."""
    rated = {score.person for score in panel.scores if score.dimension == dimension}
    clear = [
        (voice, severity.estimate)
        for voice in panel.voices
        if voice.person_id in rated
        and (severity := habits.severities.get(voice.person_id)) is not None
        and severity.estimate * way < 0
        and _is_clear(severity, panel.unit)
    ]
    if not clear:
        yield text("small differences between interviewers, none of them clear by itself")
    elif reader.may_name:
        yield from (_usually(voice.name, estimate) for voice, estimate in clear)
    elif len(rated) < FEWEST_COUNTED:
        yield text("differences in how these two usually rate")
    else:
        yield _how_many([estimate for _voice, estimate in clear], len(rated))


def _is_clear(severity: Severity, unit: float) -> bool:
    return severity.may_be_said and abs(severity.estimate) - _REACH_90 * sqrt(severity.variance) > CLEARLY * unit


def _usually(name: str, estimate: float) -> Text:
    by = _points(estimate)
    if estimate < 0:
        return text("%(name)s usually rates %(by)s below others", name=name, by=by)
    return text("%(name)s usually rates %(by)s above others", name=name, by=by)


def _how_many(clear: Sequence[float], of: int) -> Text:
    """All of them on one side. By how much only of several together: of one it would be a person's figure."""
    by = _points(sum(clear) / len(clear))
    if clear[0] < 0:
        return count(
            "%(num)d of %(of)d usually rates lower than most",
            "%(num)d of %(of)d usually rate %(by)s below others",
            len(clear),
            of=of,
            by=by,
        )
    return count(
        "%(num)d of %(of)d usually rates higher than most",
        "%(num)d of %(of)d usually rate %(by)s above others",
        len(clear),
        of=of,
        by=by,
    )


def _remarks(habits: Habits) -> Iterator[Text]:
    yield text(
        "From each level is taken how far above or below others its author usually rates, as finished candidates show "
        "it; few ratings lean towards what candidates usually get. As of %(day)s.",
        day=day(habits.made_at),
    )
    yield text(
        "Four times in five the level that many interviewers would agree on lies within the range. Candidates whose "
        "ranges meet are not told apart by it."
    )
    yield text("The raw mean stays as it is. Nothing is decided, sorted or left out by an adjusted number.")
    if habits.components.source == "prior":
        yield text("Too few have rated under this rubric to say how much people differ, so published figures are used.")
    if habits.components.source == "pooled":
        yield text("Too few have rated under this rubric to say how much people differ, so the house’s others say it.")


def _told(panel: Panel, habits: Habits, reader: Reader) -> Iterator[Text]:
    """How these people usually rate: for chair and recruiter all of them, for anybody who was among them themselves."""
    unknown: list[str] = []
    for voice in panel.voices:
        is_own = voice.person_id == reader.person_id
        if not (reader.may_name or is_own):
            continue
        severity = habits.severities.get(voice.person_id)
        if severity is None or not severity.may_be_said:
            unknown.append(voice.name)
            continue
        reach = _REACH_80 * sqrt(severity.variance)
        yield count(
            "%(name)s: %(by)s (four times in five %(low)s to %(high)s), from %(num)d candidate",
            "%(name)s: %(by)s (four times in five %(low)s to %(high)s), from %(num)d candidates",
            severity.candidates,
            name=text("You") if is_own else voice.name,
            by=_signed(severity.estimate),
            low=_signed(severity.estimate - reach),
            high=_signed(severity.estimate + reach),
        )
    if unknown:
        yield text("Of %(names)s too little is known to say.", names=", ".join(unknown))


def _signed(points: float) -> str:
    rounded = round(points, 1)
    return "0" if rounded == 0 else f"{'−' if rounded < 0 else '+'}{_points(rounded)}"


def _points(points: float) -> str:
    """As people write it: .4, or 1.2."""
    return f"{abs(points):.1f}".removeprefix("0")
