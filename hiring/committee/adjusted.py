"""Adjusted numbers beside the plain ones: what they are, why they differ, and why there are none.

They stand apart from everything that is decided by: they never sort or filter, and the decision rule does not read
them. Who usually rates high or low is named to the chair and the recruiter alone; to others it is said how many do.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from hiring.calibration.closeness import chance_above, too_close
from hiring.calibration.panel import Cell, Score
from hiring.calibration.points import signed, unsigned
from hiring.calibration.refresh import Adjusted, refresh
from hiring.committee.habits import Habits
from hiring.committee.people import Voice
from hiring.text import Text, count, text
from hiring.web.charts import Estimate

LEVEL = 0.8
FEWEST_COUNTED = 3
"""People besides the reader who rated before it is said how many rate high or low: of two one would know who."""
_WORTH_A_WORD = 0.05


class Reader(NamedTuple):
    """Who reads, and whether they may be told who rates high or low. A page that a whole room reads is nobody's."""

    person_id: int | None
    may_name: bool


@dataclass(frozen=True, slots=True)
class Adjustment:
    """One dimension's adjusted value, on the scale, the sentence that says why it is not the raw mean, and the one
    that says on which side of its floor it is when that cannot be told.
    """

    estimate: Estimate
    reason: Text | None
    too_close: Text | None

    @property
    def value(self) -> str:
        return f"{self.estimate.value:.1f}"

    @property
    def range(self) -> Text:
        return text("%(low)s–%(high)s", low=f"{self.estimate.low:.1f}", high=f"{self.estimate.high:.1f}")


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the raw means of one table: adjustments by dimension, or why there are none."""

    adjustments: Mapping[str, Adjustment]
    why_not: Text | None


NOTHING = Beside({}, None)


@dataclass(frozen=True, slots=True)
class Panel:
    """The levels of one table: its scale, its cells by dimension, every score, given by these people, and the floors of
    its must-haves.
    """

    scale: tuple[int, int]
    cells: Mapping[str, Cell]
    scores: Sequence[Score]
    voices: Sequence[Voice]
    floors: Mapping[Hashable, int] = field(default_factory=dict)


def beside(panel: Panel, habits: Habits | None, reader: Reader) -> Beside:
    """What to print beside the raw means of this panel."""
    reason = why_not(panel, habits)
    if habits is None or reason is not None:
        return Beside({}, reason)
    found = refreshed(panel, habits)
    return Beside(
        adjustments={
            name: Adjustment(
                on_scale(each, panel.scale), _reason(panel, name, each, habits, reader), _too_close(panel, name, each)
            )
            for name, cell in panel.cells.items()
            if cell.n > 1 and (each := found.get(name)) is not None
        },
        why_not=None,
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


def on_scale(found: Adjusted, scale: tuple[int, int]) -> Estimate:
    """As a page shows it: nothing beyond what anybody could have given."""
    low, high = scale
    return Estimate(*(min(max(each, low), high) for each in (found.adjusted, found.low, found.high)))


def _too_close(panel: Panel, dimension: str, found: Adjusted) -> Text | None:
    floor = panel.floors.get(dimension)
    if floor is None:
        return None
    return too_close(chance_above(found.adjusted, found.low, found.high, floor, level=LEVEL), floor)


def _reason(panel: Panel, dimension: str, found: Adjusted, habits: Habits, reader: Reader) -> Text | None:
    """What the difference from the raw mean is made of; None where the page prints the same for both."""
    raw = panel.cells[dimension].raw
    change = round(on_scale(found, panel.scale).value, 1) - round(raw, 1)
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
    return text("%(change)s: %(said)s", change=signed(change), said=said)


def _who(panel: Panel, dimension: str, habits: Habits, reader: Reader, way: int) -> Iterator[Text]:
    """Those who rated this dimension and whose clear habit moves it that way, by name only to whom it may be told."""
    rated = {score.person for score in panel.scores if score.dimension == dimension}
    clear = [
        (voice, severity.estimate)
        for voice in panel.voices
        if voice.person_id in rated
        and (severity := habits.severities.get(voice.person_id)) is not None
        and severity.estimate * way < 0
        and severity.label(panel.scale) is not None
    ]
    if not clear:
        yield text("small differences between interviewers, none of them clear by itself")
    elif reader.may_name:
        yield from (_usually(voice.name, estimate) for voice, estimate in clear)
    elif others(rated, reader) < FEWEST_COUNTED:
        yield text("differences in how these people usually rate")
    else:
        is_figure_told = others({voice.person_id for voice, _estimate in clear}, reader) > 1
        yield _how_many([estimate for _voice, estimate in clear], len(rated), is_figure_told=is_figure_told)


def others(people: Collection[Hashable], reader: Reader) -> int:
    """How many of these people the reader is not; what a room reads, any one of them may."""
    return len(people) - (reader.person_id is None or reader.person_id in people)


def _usually(name: str, estimate: float) -> Text:
    by = unsigned(estimate)
    if estimate < 0:
        return text("%(name)s usually rates %(by)s below others", name=name, by=by)
    return text("%(name)s usually rates %(by)s above others", name=name, by=by)


def _how_many(clear: Sequence[float], of: int, *, is_figure_told: bool) -> Text:
    """All of them on one side. By how much only of several others together: of one it would be a person's figure, and
    the reader's own can be subtracted.
    """
    is_low, said = clear[0] < 0, {"of": of, "by": unsigned(sum(clear) / len(clear))}
    if is_low and is_figure_told:
        return count(
            "%(num)d of %(of)d usually rates lower than most",
            "%(num)d of %(of)d usually rate %(by)s below others",
            len(clear),
            **said,
        )
    if is_low:
        return count(
            "%(num)d of %(of)d usually rates lower than most",
            "%(num)d of %(of)d usually rate lower than most",
            len(clear),
            of=of,
        )
    if is_figure_told:
        return count(
            "%(num)d of %(of)d usually rates higher than most",
            "%(num)d of %(of)d usually rate %(by)s above others",
            len(clear),
            **said,
        )
    return count(
        "%(num)d of %(of)d usually rates higher than most",
        "%(num)d of %(of)d usually rate higher than most",
        len(clear),
        of=of,
    )
