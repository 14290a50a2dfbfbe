"""Those who answered as a group: how many, how their levels lie, and their words in an order that tells nothing.

Nobody's rating or words may be worked out, so nothing here joins one answer of a person to another: each dimension,
the verdicts and the headlines are counted or listed by themselves, and only where at least four people gave one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from hiring.access.scorecards import SMALLEST_GROUP
from hiring.committee.layers import Rating
from hiring.committee.cards import Card
from hiring.rubric import Dimension, Rubric
from hiring.rubric.answers import VERDICT_WORDS, VERDICTS
from hiring.text import Text
from hiring.web.charts import colour_class


@dataclass(frozen=True, slots=True)
class Share:
    """How many gave one answer."""

    words: Text | str
    number: int
    colour: str


@dataclass(frozen=True, slots=True)
class Answered:
    """One dimension: its distribution, and what was written, shuffled."""

    dimension: str
    title: str
    n: int
    shares: tuple[Share, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """One collective stage under one rubric."""

    title: str
    people: int
    answers: tuple[Answered, ...]
    thin: tuple[str, ...]
    verdicts: tuple[Share, ...]
    headlines: tuple[str, ...]
    to_check: tuple[str, ...]

    @property
    def has_texts(self) -> bool:
        return any(answered.texts for answered in self.answers)


def groups(cards: Iterable[Card], rubrics: Mapping[int, Rubric]) -> tuple[Group, ...]:
    """One group for each stage and rubric that at least four people answered."""
    by_stage: defaultdict[tuple[int, int], list[Card]] = defaultdict(list)
    for card in cards:
        by_stage[card.slot.stage_id, card.slot.rubric_version_id].append(card)
    return tuple(
        _group(rubrics[version_id], together)
        for (_stage_id, version_id), together in by_stage.items()
        if _people(together) >= SMALLEST_GROUP
    )


def shuffled(texts: Iterable[str]) -> tuple[str, ...]:
    """The same texts in the same order every time, whoever wrote them and whenever."""
    return tuple(sorted(filter(None, texts), key=lambda words: sha256(words.encode()).digest()))


def _group(rubric: Rubric, cards: Sequence[Card]) -> Group:
    given = {dimension.id: list(_given(cards, dimension.id)) for dimension in rubric.dimensions}
    enough = {name for name, answers in given.items() if _people(card for card, _ in answers) >= SMALLEST_GROUP}
    return Group(
        title=cards[0].slot.stage,
        people=_people(cards),
        answers=tuple(
            _answered(rubric, dimension, [rating for _, rating in given[dimension.id]])
            for dimension in rubric.dimensions
            if dimension.id in enough
        ),
        thin=tuple(one.title for one in rubric.dimensions if given[one.id] and one.id not in enough),
        verdicts=_verdicts(cards),
        headlines=tuple(
            words
            for line in ("headline", "worries", "next_question")
            for words in _if_enough(shuffled(getattr(card, line) for card in cards))
        ),
        to_check=shuffled(rating.to_check for card in cards for rating in card.ratings if rating.red_flag),
    )


def _given(cards: Sequence[Card], dimension: str) -> Iterable[tuple[Card, Rating]]:
    return (
        (card, rating)
        for card in cards
        for rating in card.ratings
        if rating.dimension == dimension and rating.level is not None
    )


def _answered(rubric: Rubric, dimension: Dimension, ratings: Sequence[Rating]) -> Answered:
    levels = Counter(rating.level for rating in ratings)
    scale = rubric.levels[0], rubric.levels[-1]
    told = (" ".join(filter(None, (one.evidence, one.situation, one.action, one.result))) for one in ratings)
    return Answered(
        dimension=dimension.id,
        title=dimension.title,
        n=len(ratings),
        shares=tuple(
            Share(f"{step.level} {step.word}", levels[step.level], colour_class(step.level, scale))
            for step in rubric.scale
        ),
        texts=_if_enough(shuffled(told)),
    )


def _verdicts(cards: Sequence[Card]) -> tuple[Share, ...]:
    chosen = Counter(card.verdict for card in cards)
    colours = dict(zip(VERDICTS, ("r1", "r2", "r4", "r5"), strict=True))
    return tuple(Share(VERDICT_WORDS[verdict], chosen[verdict], colours[verdict]) for verdict in VERDICTS)


def _people(cards: Iterable[Card]) -> int:
    return len({card.slot.person_id for card in cards})


def _if_enough(texts: tuple[str, ...]) -> tuple[str, ...]:
    return texts if len(texts) >= SMALLEST_GROUP else ()
