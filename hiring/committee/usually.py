"""How the interviewers of a panel usually rate: to chair and recruiter by name, to others of themselves alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import NamedTuple

from markupsafe import Markup

from hiring.calibration.habit import Label, band
from hiring.calibration.intervals import reach
from hiring.calibration.points import signed
from hiring.committee.adjusted import FEWEST_COUNTED, LEVEL, Reader, others
from hiring.committee.habits import Habits, Severity
from hiring.committee.people import Voice
from hiring.text import Text, count, text
from hiring.web import caterpillar
from hiring.web.charts import Estimate
from hiring.web.language import direction, say


@dataclass(frozen=True, slots=True)
class Line:
    """One interviewer: points above others and from how many candidates, and the same drawn."""

    name: Text
    words: Text
    drawing: Markup


@dataclass(frozen=True, slots=True)
class Usually:
    """How the people of one panel usually rate, as far as its reader may know: those who rate lowest first.

    `people` is how many are in the panel, whoever is shown.
    """

    people: int
    lines: tuple[Line, ...]
    remarks: tuple[Text, ...]


class _Known(NamedTuple):
    voice: Voice
    severity: Severity
    label: Label | None

    @property
    def estimate(self) -> Estimate:
        wide = reach(LEVEL) * sqrt(self.severity.variance)
        value = self.severity.estimate
        return Estimate(value, value - wide, value + wide)


def usually(voices: Sequence[Voice], habits: Habits, scale: tuple[int, int], reader: Reader) -> Usually:
    """What may be said to this reader of these people."""
    known = sorted(_known(voices, habits, scale), key=lambda one: (one.severity.estimate, one.voice.place))
    shown = [one for one in known if reader.may_name or one.voice.person_id == reader.person_id]
    wide = caterpillar.reach_of([one.estimate for one in shown], band(scale))
    lines = tuple(_line(one, scale, wide, is_own=one.voice.person_id == reader.person_id) for one in shown)
    told = {one.voice.person_id for one in known}
    unknown = [voice for voice in voices if voice.person_id not in told]
    named = _by_name(known, unknown) if reader.may_name else _by_number(known, voices, reader)
    return Usually(len(voices), lines, tuple(named))


def _known(voices: Sequence[Voice], habits: Habits, scale: tuple[int, int]) -> Iterator[_Known]:
    for voice in voices:
        severity = habits.severities.get(voice.person_id)
        if severity is not None and severity.may_be_said:
            yield _Known(voice, severity, severity.label(scale))


def _line(one: _Known, scale: tuple[int, int], wide: float, *, is_own: bool) -> Line:
    name = text("You") if is_own else text("%(name)s", name=one.voice.name)
    estimate = one.estimate
    sentence = count(
        "%(name)s: %(by)s (four times in five %(low)s to %(high)s), from %(num)d candidate",
        "%(name)s: %(by)s (four times in five %(low)s to %(high)s), from %(num)d candidates",
        one.severity.candidates,
        name=name,
        by=signed(estimate.value),
        low=signed(estimate.low),
        high=signed(estimate.high),
    )
    return Line(
        name=name,
        words=count(
            "%(by)s · %(num)d candidate",
            "%(by)s · %(num)d candidates",
            one.severity.candidates,
            by=signed(estimate.value),
        ),
        drawing=caterpillar.line(
            estimate,
            band=band(scale),
            reach=wide,
            is_clear=one.label is not None,
            label=say(sentence),
            rtl=direction() == "rtl",
        ),
    )


def _by_name(known: Sequence[_Known], unknown: Sequence[Voice]) -> Iterator[Text]:
    clear = [one.voice.name for one in known if one.label is not None]
    if clear:
        yield count(
            "Only %(names)s is clearly outside the band.",
            "%(names)s are clearly outside the band.",
            len(clear),
            names=", ".join(clear),
        )
    elif known:
        yield text("Nobody is clearly outside the band.")
    if unknown:
        yield text("Of %(names)s too little is known to say.", names=", ".join(voice.name for voice in unknown))


def _by_number(known: Sequence[_Known], voices: Sequence[Voice], reader: Reader) -> Iterator[Text]:
    """How many rate low and high; never of so few besides the reader that one could tell who."""
    of = len(voices)
    if others({voice.person_id for voice in voices}, reader) < FEWEST_COUNTED:
        return
    low = sum(one.label == "severe" for one in known)
    high = sum(one.label == "lenient" for one in known)
    if low:
        yield count(
            "%(num)d of %(of)d usually rates lower than most.", "%(num)d of %(of)d usually rate lower.", low, of=of
        )
    if high:
        yield count(
            "%(num)d of %(of)d usually rates higher than most.", "%(num)d of %(of)d usually rate higher.", high, of=of
        )
    if not (low or high):
        yield text("Nobody among them clearly rates lower or higher than most.")
