"""Those who answered as a group: how many, how their levels lie, and their words in an order that tells nothing.

Nobody's rating or words may be worked out, so nothing here joins one answer of a person to another: each dimension,
the verdicts and the headlines are counted or listed by themselves, and only where at least four people gave one.
Whoever is one of the group and reads it needs four others. Where all answered alike, half a scale is all that is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from hiring.access.scorecards import SMALLEST_GROUP
from hiring.committee.cards import Card
from hiring.committee.layers import Rating
from hiring.rubric import Dimension, Rubric
from hiring.rubric.answers import VERDICT_WORDS, VERDICTS
from hiring.text import Text, text
from hiring.web.charts import colour_class

Words = Text | str


@dataclass(frozen=True, slots=True)
class Share:
    """How many gave one answer."""

    words: Words
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


def groups(cards: Iterable[Card], rubrics: Mapping[int, Rubric], reader_id: int) -> tuple[Group, ...]:
    """One group for each stage and rubric that at least four people besides the reader answered."""
    by_stage: defaultdict[tuple[str, int], list[Card]] = defaultdict(list)
    for card in cards:
        by_stage[card.slot.stage_slug, card.slot.rubric_version_id].append(card)
    return tuple(
        _group(rubrics[version_id], together, reader_id)
        for (_stage, version_id), together in by_stage.items()
        if _are_enough(together, reader_id)
    )


def shuffled(texts: Iterable[str]) -> tuple[str, ...]:
    """The same texts in the same order every time, whoever wrote them and whenever."""
    return tuple(sorted(filter(None, texts), key=lambda words: sha256(words.encode()).digest()))


def _group(rubric: Rubric, cards: Sequence[Card], reader_id: int) -> Group:
    given = {dimension.id: list(_given(cards, dimension.id)) for dimension in rubric.dimensions}
    enough = {name for name, answers in given.items() if _are_enough((card for card, _ in answers), reader_id)}
    return Group(
        title=cards[0].slot.stage,
        people=len({card.slot.person_id for card in cards}),
        answers=tuple(
            _answered(rubric, dimension, given[dimension.id], reader_id)
            for dimension in rubric.dimensions
            if dimension.id in enough
        ),
        thin=tuple(one.title for one in rubric.dimensions if given[one.id] and one.id not in enough),
        verdicts=_verdicts(cards, reader_id),
        headlines=tuple(
            words
            for line in ("headline", "worries", "next_question")
            for words in _texts(((card, getattr(card, line)) for card in cards), reader_id)
        ),
        to_check=shuffled(rating.to_check for card in cards for rating in card.ratings if rating.red_flag),
    )


def _given(cards: Sequence[Card], dimension: str) -> Iterator[tuple[Card, Rating]]:
    return (
        (card, rating)
        for card in cards
        for rating in card.ratings
        if rating.dimension == dimension and rating.level is not None
    )


def _answered(rubric: Rubric, dimension: Dimension, given: Sequence[tuple[Card, Rating]], reader_id: int) -> Answered:
    steps = [(step.level, f"{step.level} {step.word}") for step in rubric.scale]
    scale = rubric.levels[0], rubric.levels[-1]
    chosen = [(card, rating.level) for card, rating in given]
    shares = [
        Share(words, sum(level in levels for _, level in chosen), colour_class(levels[-1], scale))
        for levels, words in (_sides(steps) if _are_of_one_mind(chosen, reader_id) else _each(steps))
    ]
    told = (
        (card, " ".join(filter(None, (one.evidence, one.situation, one.action, one.result)))) for card, one in given
    )
    return Answered(dimension.id, dimension.title, len(given), tuple(shares), _texts(told, reader_id))


def _verdicts(cards: Sequence[Card], reader_id: int) -> tuple[Share, ...]:
    words = [(verdict, VERDICT_WORDS[verdict]) for verdict in VERDICTS]
    colours = dict(zip(VERDICTS, ("r1", "r2", "r4", "r5"), strict=True))
    chosen = [(card, card.verdict) for card in cards]
    return tuple(
        Share(said, sum(verdict in verdicts for _, verdict in chosen), colours[verdicts[-1]])
        for verdicts, said in (_sides(words) if _are_of_one_mind(chosen, reader_id) else _each(words))
    )


def _each(steps: Sequence[tuple[Any, Words]]) -> Iterator[tuple[list[Any], Words]]:
    return (([step], words) for step, words in steps)


def _sides(steps: Sequence[tuple[Any, Words]]) -> Iterator[tuple[list[Any], Text]]:
    """The lower and the upper half of a scale, as long as neither is a single step."""
    middle = len(steps) // 2
    for side in (steps[:middle], steps[middle:]) if middle > 1 else (steps,):
        (_, low), (_, high) = side[0], side[-1]
        yield [step for step, _ in side], text("%(low)s to %(high)s", low=low, high=high)


def _are_of_one_mind(chosen: Iterable[tuple[Card, object]], reader_id: int) -> bool:
    """Whether all besides the reader answered the same: to count it would say what each of them answered."""
    return len({answer for card, answer in chosen if card.slot.person_id != reader_id}) == 1


def _are_enough(cards: Iterable[Card], reader_id: int) -> bool:
    """Four others: of four with the reader's own among them, three would be left to whoever knows that one."""
    return len({card.slot.person_id for card in cards} - {reader_id}) >= SMALLEST_GROUP


def _texts(told: Iterable[tuple[Card, str]], reader_id: int) -> tuple[str, ...]:
    """What was written, if four others wrote something."""
    written = [(card, words) for card, words in told if words]
    return shuffled(words for _, words in written) if _are_enough((card for card, _ in written), reader_id) else ()
