"""How every number of a packet is worked out, as sums that can be done again by hand.

What each person's habit brings to an adjusted number is the chair's and the recruiter's alone: from it one reads how
somebody usually rates.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from hiring.calibration import panel
from hiring.calibration.closeness import chance_above
from hiring.calibration.components import TERMS
from hiring.calibration.intervals import reach
from hiring.calibration.refresh import Adjusted
from hiring.calibration.surprise import chance_of_spread, usual_deviation
from hiring.committee.adjusted import LEVEL, Reader, refreshed, why_not
from hiring.committee.habits import Habits
from hiring.committee.page import panel_of, sheets_of
from hiring.committee.people import Voice, voices_of
from hiring.committee.queries import Material
from hiring.committee.scores import Sheet, own_levels
from hiring.models import Packet
from hiring.text import Text, text
from hiring.web.language import day, say

TERM_WORDS = dict(
    zip(
        TERMS,
        (
            text("between candidates"),
            text("of one candidate between dimensions"),
            text("between interviewers"),
            text("of one interview, all its dimensions together"),
            text("of a single level"),
        ),
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class Share:
    """What one level brings to an adjusted number: weight × (level − usual − habit)."""

    name: str
    level: str
    usual: str
    habit: str
    weight: str
    brings: str


@dataclass(frozen=True, slots=True)
class Row:
    """One dimension: sentences in the order of the sum, and the parts of its adjusted number where they may be seen."""

    title: str
    lines: tuple[Text, ...]
    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One rubric: what its numbers rest on, then each dimension that somebody rated."""

    heading: str
    anchor: str
    remarks: tuple[Text, ...]
    rows: tuple[Row, ...]


def workings_of(packet: Packet, material: Material, reader: Reader) -> tuple[Table, ...]:
    """For one reader."""
    voices = voices_of(card.slot for card in material.cards)
    return tuple(
        _table(packet, one, voices, material.habits.get(one.version_id), reader)
        for one in sheets_of(packet, material)
        if one.cells
    )


def _table(packet: Packet, one: Sheet, voices: Mapping[int, Voice], habits: Habits | None, reader: Reader) -> Table:
    people = panel_of(one, one.voices(voices))
    reason = why_not(people, habits)
    found: Mapping[object, Adjusted] = {}
    if packet.shows_adjusted and habits is not None and reason is None:
        found = refreshed(people, habits)
    return Table(
        heading=one.name or one.rubric.title,
        anchor=one.anchor,
        remarks=(*_noise(one, habits), *(_model(habits, reader) if habits is not None and found else ())),
        rows=tuple(
            Row(
                dimension.title,
                tuple(_lines(one, dimension.id, voices, found.get(dimension.id), decimals=2 if reader.may_name else 1)),
                tuple(_shares(found[dimension.id], voices)) if reader.may_name and dimension.id in found else (),
            )
            for dimension in one.asked
            if dimension.id in one.cells
        ),
    )


def _noise(one: Sheet, habits: Habits | None) -> Iterator[Text]:
    deviation = one.deviation or usual_deviation(one.scale)
    if habits is None:
        yield text(
            "One person’s level lies %(points)s points from the truth as a rule: published figures, because too little "
            "was rated under this rubric to know.",
            points=f"{deviation:.2f}",
        )
    else:
        yield text(
            "One person’s level lies %(points)s points from the truth as a rule: the root of what single levels and "
            "single interviews vary by, as finished applications of this house show it, %(day)s.",
            points=f"{deviation:.2f}",
            day=day(habits.made_at),
        )
    yield text(
        "A dimension is disputed when chance alone gives so wide a spread in fewer than %(share)s of panels of that "
        "size (Tippett 1925), or when people two points apart stand on both sides of its bar.",
        share=f"{panel.SURPRISING:.0%}",
    )


def _model(habits: Habits, reader: Reader) -> Iterator[Text]:
    yield text(
        "Adjusted = what candidates usually get on this dimension + for each level its weight × (level − usual − how "
        "far above others its author is expected to rate). Few ratings have small weights, so they lean to the usual."
    )
    if reader.may_name:
        yield text(
            "How far levels vary, in points: %(terms)s.",
            terms="; ".join(
                f"{say(TERM_WORDS[term])} {variance**0.5:.2f}"
                for term, variance in zip(TERMS, habits.components.variances, strict=True)
            ),
        )
    if habits.components.source == "prior":
        yield text("Too few have rated under this rubric to say how much people differ, so published figures are used.")
    if habits.components.source == "pooled":
        yield text("Too few have rated under this rubric to say how much people differ, so the house’s others say it.")
    yield text(
        "Four times in five the level that many interviewers would agree on lies within the range. Candidates whose "
        "ranges meet are not told apart by it. Nothing is decided, sorted or left out by an adjusted number."
    )
    if not reader.may_name:
        yield text("What each person’s habit brings to the sum is shown to chair and recruiter alone.")


def _lines(
    one: Sheet, dimension: str, voices: Mapping[int, Voice], found: Adjusted | None, *, decimals: int
) -> Iterator[Text]:
    cell = one.cells[dimension]
    yield text("Levels: %(levels)s.", levels=_levels(one, dimension, voices))
    if cell.n > 1:
        total = " + ".join(_figure(own) for own in cell.own)
        yield text("Raw mean: (%(sum)s) ÷ %(n)s = %(mean)s.", sum=total, n=cell.n, mean=f"{cell.raw:.2f}")
        yield text(
            "Apart: %(high)s − %(low)s = %(spread)s. Chance alone parts %(n)s people so far in %(share)s of panels; "
            "the bar is %(bar)s.",
            high=_figure(cell.own[-1]),
            low=_figure(cell.own[0]),
            spread=_figure(cell.own[-1] - cell.own[0]),
            n=cell.n,
            share=f"{chance_of_spread(cell.spread, cell.n, one.scale, one.deviation):.0%}",
            bar=one.floors.get(dimension, panel.meets(one.scale)),
        )
    if found is not None and cell.n > 1:
        yield from _adjusted(one, dimension, found, decimals)


def _adjusted(one: Sheet, dimension: str, found: Adjusted, decimals: int) -> Iterator[Text]:
    """To as many decimals as the page shows anyway, where more would let somebody solve for single habits."""
    wide = reach(LEVEL)
    yield text(
        "Adjusted: usual %(usual)s, and what the levels bring %(brings)s, make %(adjusted)s; give or take "
        "%(wide)s × %(error)s is %(low)s to %(high)s.",
        usual=f"{found.usual:.{decimals}f}",
        brings=f"{found.adjusted - found.usual:+.{decimals}f}",
        adjusted=f"{found.adjusted:.{decimals}f}",
        wide=f"{wide:.2f}",
        error=f"{(found.high - found.adjusted) / wide:.{decimals}f}",
        low=f"{found.low:.{decimals}f}",
        high=f"{found.high:.{decimals}f}",
    )
    floor = one.floors.get(dimension)
    if floor is not None:
        chance = chance_above(found.adjusted, found.low, found.high, floor, level=LEVEL)
        yield text(
            "Above its floor of %(floor)s with a chance of %(chance)s; between 10%% and 90%% is too close to call.",
            floor=floor,
            chance=f"{chance:.0%}",
        )


def _levels(one: Sheet, dimension: str, voices: Mapping[int, Voice]) -> str:
    given: dict[int, list[int]] = {}
    for card, rating in one.told[dimension]:
        if rating.level is not None:
            given.setdefault(card.slot.person_id, []).append(rating.level)
    own = own_levels(one, dimension)
    ordered: Sequence[int] = sorted(given, key=lambda person: (own[person], voices[person].place))
    return "; ".join(
        f"{voices[person].name} {', '.join(map(str, given[person]))}"
        + (f" → {_figure(own[person])}" if len(given[person]) > 1 else "")
        for person in ordered
    )


def _shares(found: Adjusted, voices: Mapping[int, Voice]) -> Iterator[Share]:
    for one in found.shares:
        person = one.score.person
        assert isinstance(person, int)
        yield Share(
            name=voices[person].name,
            level=str(one.score.level),
            usual=f"{one.usual:.2f}",
            habit=f"{one.severity:+.2f}",
            weight=f"{one.weight:.3f}",
            brings=f"{one.brings:+.3f}",
        )


def _figure(value: Fraction | int) -> str:
    """A level, or the mean of somebody's own."""
    return str(value.numerator) if value.denominator == 1 else f"{float(value):.2f}"
