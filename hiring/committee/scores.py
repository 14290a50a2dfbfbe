"""What each interviewer scored: for each rubric a table of dots, its exact means, and where the panel disagreed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from markupsafe import Markup

from hiring.calibration import panel
from hiring.committee.adjusted import Adjustment, Beside
from hiring.committee.cards import Card, Seat
from hiring.committee.layers import Rating
from hiring.committee.people import SHAPES, Legend, Voice, legend
from hiring.rubric import Dimension, Rubric
from hiring.text import Text, text
from hiring.web import charts
from hiring.web.language import direction, say


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cards and seats of one rubric version, in the order of the loop, and what was rated in them.

    `told` is every rating with its card by dimension, those without a level among them. `deviation` is how far one
    person's level usually lies from the truth, in points; None where too little was rated to know.
    """

    version_id: int
    rubric: Rubric
    anchor: str
    cards: Sequence[Card]
    seats: Sequence[Seat]
    told: Mapping[str, Sequence[tuple[Card, Rating]]]
    cells: Mapping[str, panel.Cell]
    deviation: float | None
    is_own: bool

    @property
    def name(self) -> str:
        """What tells it from the opening's own rubric: its title, or its number where it is another version of it."""
        if self.is_own:
            return ""
        if self.rubric.kind == "role":
            return say(text("%(title)s, version %(number)s", title=self.rubric.title, number=self.rubric.number))
        return self.rubric.title

    @property
    def scale(self) -> tuple[int, int]:
        return self.rubric.levels[0], self.rubric.levels[-1]

    @property
    def floors(self) -> dict[Hashable, int]:
        return {one.id: one.floor for one in self.rubric.dimensions if one.must_have and one.floor is not None}

    @property
    def asked(self) -> tuple[Dimension, ...]:
        """What somebody was asked to rate; of the opening's own rubric every dimension."""
        shown = {dimension for seat in self.seats for dimension in seat.dimensions}
        return tuple(one for one in self.rubric.dimensions if self.rubric.kind == "role" or one.id in shown)

    @property
    def scores(self) -> tuple[panel.Score, ...]:
        return scores_of(self.cards)

    def voices(self, voices: Mapping[int, Voice]) -> list[Voice]:
        """Those whose cards these are, in their order."""
        return sorted((voices[one] for one in {card.slot.person_id for card in self.cards}), key=lambda one: one.place)

    def anchor_of(self, dimension: str) -> str:
        return f"{self.anchor}-{dimension}"


@dataclass(frozen=True, slots=True)
class Row:
    """One dimension of a table."""

    title: str
    assessed: Text
    strip: Markup
    mean: str | None
    adjustment: Adjustment | None
    agreement: Text | None
    is_split: bool
    few: Text | None
    changed: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One rubric's dots, and what stands beside their means."""

    heading: Text
    anchor: str
    axis: Markup
    scale_words: Text
    rows: tuple[Row, ...]
    people: tuple[Legend, ...]
    has_dispute: bool
    beside: Beside


def sheet(
    version_id: int,
    rubric: Rubric,
    anchor: str,
    cards: Sequence[Card],
    seats: Sequence[Seat],
    *,
    deviation: float | None = None,
    is_own: bool = False,
) -> Sheet:
    """One rubric's part of the packet, with a cell for each dimension that somebody rated."""
    told: defaultdict[str, list[tuple[Card, Rating]]] = defaultdict(list)
    for card in cards:
        for rating in card.ratings:
            told[rating.dimension].append((card, rating))
    return Sheet(version_id, rubric, anchor, cards, seats, dict(told), cells_of(cards), deviation, is_own)


def scores_of(cards: Sequence[Card]) -> tuple[panel.Score, ...]:
    return tuple(
        panel.Score(rating.dimension, card.slot.person_id, rating.level, card.slot.interview_id)
        for card in cards
        for rating in card.ratings
        if rating.level is not None
    )


def cells_of(cards: Sequence[Card]) -> dict[str, panel.Cell]:
    return {str(cell.dimension): cell for cell in panel.cells(scores_of(cards))}


def table(one: Sheet, voices: Mapping[int, Voice], disputed_here: frozenset[str], beside: Beside) -> Table:
    """The dots of one rubric."""
    low, high = one.rubric.scale[0], one.rubric.scale[-1]
    rtl = direction() == "rtl"
    return Table(
        heading=text("%(title)s: what each interviewer scored", title=one.name)
        if one.name
        else text("What each interviewer scored"),
        anchor=one.anchor,
        axis=charts.axis([(step.level, step.word) for step in one.rubric.scale], rtl=rtl),
        scale_words=text(
            "Each mark is one person, %(low)s %(low_word)s to %(high)s %(high_word)s. No overall score.",
            low=low.level,
            low_word=low.word.lower(),
            high=high.level,
            high_word=high.word.lower(),
        ),
        rows=tuple(
            _row(one, dimension, voices, beside.adjustments.get(dimension.id), dimension.id in disputed_here, rtl=rtl)
            for dimension in one.asked
        ),
        people=legend(one.voices(voices)),
        has_dispute=bool(disputed_here),
        beside=beside,
    )


def own_levels(one: Sheet, dimension: str) -> dict[int, Fraction]:
    """Each person's mean over their own meetings, exact."""
    levels: dict[int, list[int]] = {}
    for card, rating in one.told.get(dimension, ()):
        if rating.level is not None:
            levels.setdefault(card.slot.person_id, []).append(rating.level)
    return {person_id: Fraction(sum(given), len(given)) for person_id, given in levels.items()}


def _row(
    one: Sheet,
    dimension: Dimension,
    voices: Mapping[int, Voice],
    adjustment: Adjustment | None,
    is_disputed: bool,
    *,
    rtl: bool,
) -> Row:
    cell = one.cells.get(dimension.id)
    asked = len({seat.person_id for seat in one.seats if dimension.id in seat.dimensions})
    levels = own_levels(one, dimension.id)
    ordered = sorted((voices[person_id] for person_id in levels), key=lambda voice: voice.place)
    strip = charts.Strip(
        scale=one.scale,
        dots=[
            charts.Dot(
                voice.initials,
                voice.name,
                float(levels[voice.person_id]),
                voice.perspective_words.lower(),
                SHAPES[voice.perspective],
            )
            for voice in ordered
        ],
        mean=None if cell is None else cell.mean_shown,
        disputed=is_disputed,
        title=dimension.title,
        adjusted=None if adjustment is None else adjustment.estimate,
    )
    return Row(
        title=dimension.title,
        assessed=panel.assessed(0 if cell is None else cell.n, asked),
        strip=charts.dots(strip, rtl=rtl, say=say),
        mean=None if cell is None or cell.mean_shown is None else f"{cell.mean_shown:.1f}",
        adjustment=adjustment,
        agreement=None if cell is None or cell.n == 1 else _agreement(cell.spread, one.scale),
        is_split=cell is not None and cell.n > 1 and cell.spread >= 3 * _unit(one.scale),
        few=None if cell is None else panel.few_raters(cell.n),
        changed=tuple(_changed(one, dimension.id)),
    )


def _changed(one: Sheet, dimension: str) -> Iterator[Text]:
    """Whose level is another one than they handed in."""
    for card, rating in one.told.get(dimension, ()):
        was = card.first_rating(dimension)
        if was is not None and card.layers is not None and was.level != rating.level:
            yield text(
                "%(name)s: first %(first)s, now %(now)s, %(mark)s",
                name=card.slot.name,
                first=was.level or "–",
                now=rating.level or "–",
                mark=say(card.layers.mark),
            )


def _agreement(spread: float, scale: tuple[int, int]) -> Text:
    if spread <= _unit(scale):
        return text("Within %(points)s", points=max(1, ceil(spread)))
    if spread < 3 * _unit(scale):
        return text("%(points)s apart", points=f"{spread:.3g}")
    return text("Split, %(points)s apart", points=f"{spread:.3g}")


def _unit(scale: tuple[int, int]) -> float:
    """One point of a scale of five, on this scale."""
    return (scale[1] - scale[0]) / 4
