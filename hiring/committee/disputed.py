"""Where the panel disagreed by more than chance explains, and in words why that may be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hiring.calibration import panel
from hiring.committee.cards import Card
from hiring.committee.people import Voice
from hiring.committee.scores import Sheet, own_levels
from hiring.text import Text, text

AT_MOST = 3


@dataclass(frozen=True, slots=True)
class Dispute:
    """One dimension worth the meeting's time: what was seen, why that is no chance, what parts the two sides, and
    where the evidence stands.
    """

    title: str
    sentence: Text
    why: Text
    apart: Text
    anchor: str


def disputed(sheets: Sequence[Sheet]) -> list[tuple[Sheet, panel.Disagreement]]:
    """Where people disagreed by more than their number and usual spread explain, most surprising first."""
    found = [
        (one, each)
        for one in sheets
        for each in panel.disagreements(
            one.cells.values(),
            scale=one.scale,
            floors=one.floors,
            deviation=one.deviation,
            at_most=len(one.cells),
        )
    ]
    return sorted(found, key=lambda pair: pair[1].chance)


def disputes(found: Sequence[tuple[Sheet, panel.Disagreement]], voices: Mapping[int, Voice]) -> tuple[Dispute, ...]:
    """The first three, as the page opens with them."""
    return tuple(
        Dispute(
            one.rubric.dimension(str(each.dimension)).title,
            each.sentence,
            _why(one, each),
            _apart(one, each, voices),
            one.anchor_of(str(each.dimension)),
        )
        for one, each in found[:AT_MOST]
    )


def in_common(found: Sequence[Dispute]) -> Text | None:
    """What is to be said of all of them alike, and so but once."""
    if len(found) > 1 and all(one.apart == found[0].apart for one in found):
        return found[0].apart
    return None


def _why(one: Sheet, each: panel.Disagreement) -> Text:
    """What makes it more than chance."""
    if each.chance < panel.SURPRISING:
        return text(
            "Chance alone parts %(n)s people so far in %(share)s of panels.", n=each.n, share=_share(each.chance)
        )
    bar = one.floors.get(each.dimension, panel.meets(one.scale))
    return text("The bar, %(level)s %(word)s, lies between them.", level=bar, word=one.rubric.word(bar).lower())


def _apart(one: Sheet, each: panel.Disagreement, voices: Mapping[int, Voice]) -> Text:
    """What tells the two sides apart: their perspective, or the interview they sat in; else nothing that is known."""
    dimension = str(each.dimension)
    levels = own_levels(one, dimension)
    ordered = sorted(levels, key=lambda person: levels[person])
    lower, upper = set(ordered[: each.below]), set(ordered[each.below :])
    kinds = [{voices[person].perspective_words.lower() for person in side} for side in (lower, upper)]
    if kinds[0].isdisjoint(kinds[1]):
        low, high = (" + ".join(sorted(side)) for side in kinds)
        return text("Perspective parts them: lower %(low)s, higher %(high)s.", low=low, high=high)
    cards = [card for card, rating in one.told[dimension] if rating.level is not None]
    stages = [_stages(cards, side) for side in (lower, upper)]
    if stages[0].isdisjoint(stages[1]):
        low, high = (", ".join(sorted(side)) for side in stages)
        return text("Lower in “%(low)s”, higher in “%(high)s”: they heard different episodes.", low=low, high=high)
    if len({card.slot.interview_id for card in cards}) == 1:
        return text("All sat in the same interview. Ask what each of them heard before asking who is right.")
    if any(card.first_rating(dimension) for card in cards):
        return text("Somebody has changed a level since. Read the first answer as well.")
    return text("Read the episodes side by side before asking who is right.")


def _stages(cards: Sequence[Card], people: set[int]) -> set[str]:
    return {card.slot.stage for card in cards if card.slot.person_id in people}


def _share(chance: float) -> str:
    """Whole per cents, and never none at all."""
    return "under 1%" if chance < 0.01 else f"{chance:.0%}"
