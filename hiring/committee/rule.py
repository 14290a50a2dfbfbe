"""What the decision rule of the opening's rubric reads of each must-have. It reads levels; people decide."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from hiring.calibration import floors, panel
from hiring.committee.scores import Sheet, cells_of
from hiring.text import Text, count, text
from hiring.web.language import say

STATE_WORDS: Mapping[floors.State, Text] = {
    "met": text("Met"),
    "not met": text("Not met"),
    "not shown": text("Not shown"),
}


@dataclass(frozen=True, slots=True)
class MustHave:
    """What the declared rule reads of one must-have."""

    title: str
    state: Text
    is_met: bool
    details: Text
    at_first: Text | None


def read_rule(one: Sheet) -> tuple[MustHave, ...]:
    """What the rule of the opening's rubric says of each must-have: of what cards say now, and where that differs of
    what they said at first. It reads levels; people decide.
    """
    decision = one.rubric.decision
    if decision is None:
        return ()
    is_changed = any(card.layers is not None for card in one.cards)
    first = cells_of([card.as_handed_in for card in one.cards]) if is_changed else one.cells
    return tuple(
        _must_have(one, reading, was, decision.quorum)
        for reading, was in zip(
            _readings(one, one.cells, decision.quorum), _readings(one, first, decision.quorum), strict=True
        )
    )


def _readings(one: Sheet, cells: Mapping[str, panel.Cell], quorum: int) -> Sequence[floors.Reading]:
    own: dict[Hashable, Sequence[Fraction | int]] = {name: cell.own for name, cell in cells.items()}
    return tuple(floors.rule(own, one.floors, quorum))


def _must_have(one: Sheet, reading: floors.Reading, was: floors.Reading, quorum: int) -> MustHave:
    dimension = one.rubric.dimension(str(reading.dimension))
    floor = one.floors[dimension.id]
    if reading.state == "not shown":
        details = count(
            "Assessed by %(n)s; the rule asks for %(num)d person.",
            "Assessed by %(n)s; the rule asks for %(num)d people.",
            quorum,
            n=reading.n,
        )
    else:
        details = text(
            "Median %(median)s from %(n)s people. The floor is %(floor)s, %(word)s.",
            median=f"{reading.median:.3g}",
            n=reading.n,
            floor=floor,
            word=one.rubric.word(floor).lower(),
        )
    at_first = None if was == reading else _as_handed_in(was)
    return MustHave(dimension.title, STATE_WORDS[reading.state], reading.state == "met", details, at_first)


def _as_handed_in(was: floors.Reading) -> Text:
    state = say(STATE_WORDS[was.state]).lower()
    if was.state == "not shown":
        return text("As first handed in: %(state)s.", state=state)
    return text("As first handed in: %(state)s, median %(median)s.", state=state, median=f"{was.median:.3g}")
