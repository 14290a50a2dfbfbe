"""Where the panel disagreed by more than chance explains, and in words why that may be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hiring.calibration import panel
from hiring.committee.cards import Card
from hiring.committee.people import Voice
from hiring.committee.scores import Sheet, own_levels
from hiring.text import Text, text

AT_MOST = 3


@dataclass(frozen=True, slots=True)
class Dispute:
    """One dimension worth the meeting's time, where its evidence stands, and what the two sides have in common."""

    title: str
    sentence: Text
    why: tuple[Text, ...]
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
            tuple(_why(one, each, voices)),
            one.anchor_of(str(each.dimension)),
        )
        for one, each in found[:AT_MOST]
    )


def _why(one: Sheet, each: panel.Disagreement, voices: Mapping[int, Voice]) -> Iterator[Text]:
    """First what makes it more than chance, then what the two sides saw apart from each other."""
    bar = one.floors.get(each.dimension, panel.meets(one.scale))
    if each.chance < panel.SURPRISING:
        yield text(
            "Chance alone parts %(n)s people so far in %(share)s of panels.", n=each.n, share=_share(each.chance)
        )
    else:
        yield text("The bar, %(level)s %(word)s, lies between them.", level=bar, word=one.rubric.word(bar).lower())
    yield _apart(one, each, voices)


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
