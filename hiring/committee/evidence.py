"""What interviewers wrote: evidence side by side, lowest first, red flags, and what each wants to be heard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from hiring.committee.cards import Card
from hiring.committee.layers import Layers, Rating
from hiring.committee.people import Voice
from hiring.committee.scores import Sheet
from hiring.rubric.answers import sure_word, verdict_word
from hiring.text import Text, count, text
from hiring.web.charts import colour_class
from hiring.web.language import say

PARTS = (text("Evidence"), text("Situation"), text("Action"), text("Result"))
VERDICT_COLOURS = {"strong_no": "r1", "no": "r2", "yes": "r4", "strong_yes": "r5"}


@dataclass(frozen=True, slots=True)
class First:
    """What somebody had said first of something they see otherwise now, and whether others were seen in between."""

    says: str
    number: str
    colour: str
    parts: tuple[tuple[str, str], ...]
    mark: Text
    saw_others: bool


@dataclass(frozen=True, slots=True)
class Account:
    """One rating with its evidence: situation, action and result as `parts` with a `quote` beside, or the one box."""

    voice: Voice
    level: int
    word: str
    colour: str
    stage: str
    quote: str
    parts: tuple[tuple[str, str], ...]
    to_check: str
    marks: tuple[Text, ...]
    first: First | None


@dataclass(frozen=True, slots=True)
class Passed:
    """Somebody who could not assess a dimension, and why."""

    name: str
    reason: str
    first: First | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything written about one dimension; `where` names the rubric unless it is the opening's own."""

    title: str
    anchor: str
    where: str
    said: Text
    accounts: tuple[Account, ...]
    passed: tuple[Passed, ...]
    has_flag: bool

    @property
    def ends(self) -> tuple[Account, ...]:
        """The lowest and the highest account, or the only one."""
        return self.accounts[:1] + self.accounts[1:][-1:]


@dataclass(frozen=True, slots=True)
class Flag:
    """A red flag and what the committee should check before deciding. One that was taken back later stays in sight."""

    title: str
    name: str
    to_check: str
    taken_back: Text | None


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One card's verdict, and what it was at first. `private_note` is empty for everybody but the recruiter."""

    voice: Voice
    stage: str
    verdict: Text
    colour: str
    sure: Text | None
    headline: str
    worries: str
    next_question: str
    marks: tuple[Text, ...]
    private_note: str
    layers: Layers | None
    first: Text | None


def evidence_of(one: Sheet, voices: Mapping[int, Voice]) -> list[Evidence]:
    """The written word on each dimension of one rubric, in the rubric's order."""

    labels = [say(words) for words in PARTS]
    written = [(dimension, one.told[dimension.id]) for dimension in one.asked if dimension.id in one.told]
    return [
        Evidence(
            title=dimension.title,
            anchor=one.anchor_of(dimension.id),
            where=one.name,
            said=_said([rating for _card, rating in ratings]),
            accounts=tuple(
                _account(one, card, rating, voices, labels)
                for card, rating in sorted(
                    ratings, key=lambda pair: (pair[1].level or 0, voices[pair[0].slot.person_id].place)
                )
                if rating.level is not None
            ),
            passed=tuple(
                Passed(card.slot.name, rating.not_assessed, _first(one, card, dimension.id, labels))
                for card, rating in ratings
                if rating.level is None
            ),
            has_flag=any(rating.red_flag for _card, rating in ratings),
        )
        for dimension, ratings in written
    ]


def flags_of(sheets: Iterable[Sheet]) -> tuple[Flag, ...]:
    """Every red flag raised by name, first those that stand."""
    raised = [
        Flag(one.rubric.dimension(rating.dimension).title, card.slot.name, rating.to_check, None)
        for one in sheets
        for card in one.cards
        for rating in card.ratings
        if rating.red_flag
    ]
    taken_back = [
        Flag(one.rubric.dimension(was.dimension).title, card.slot.name, was.to_check, card.layers.mark)
        for one in sheets
        for card in one.cards
        if card.layers is not None
        for was, is_now in zip(card.layers.first.ratings, card.ratings, strict=True)
        if was.red_flag and not is_now.red_flag
    ]
    return (*raised, *taken_back)


def recommendations(
    cards: Iterable[Card], voices: Mapping[int, Voice], *, with_private_notes: bool
) -> tuple[Recommendation, ...]:
    """Each card's verdict and headline, by perspective and name: any other order would read as a rank.

    An imported card has ratings and no verdict.
    """
    ordered = sorted(cards, key=lambda card: voices[card.slot.person_id].place)
    return tuple(
        Recommendation(
            voice=voices[card.slot.person_id],
            stage=card.slot.stage,
            verdict=verdict_word(card.verdict),
            colour=VERDICT_COLOURS[card.verdict],
            sure=None if card.sure is None else sure_word(card.sure),
            headline=card.headline,
            worries=card.worries,
            next_question=card.next_question,
            marks=tuple(marks_of(card)),
            private_note=card.private_note if with_private_notes else "",
            layers=card.layers,
            first=_first_verdict(card),
        )
        for card in ordered
        if card.verdict is not None
    )


def marks_of(card: Card) -> Iterator[Text]:
    """What a reader should know of how a card came about."""
    if card.typed_by is not None:
        yield text("typed by %(typist)s, judged and confirmed by %(judge)s", typist=card.typed_by, judge=card.slot.name)
    if card.is_unscheduled:
        yield text("met outside the plan")
    if card.saw_others:
        yield text("written after seeing others")
    elif card.had_read_earlier_rounds:
        yield text("had read earlier rounds")


def _first_verdict(card: Card) -> Text | None:
    """The verdict as it was handed in, if it is another one now."""
    first = card.as_handed_in.verdict
    return None if first is None or first == card.verdict else verdict_word(first)


def _first(one: Sheet, card: Card, dimension: str, labels: Sequence[str]) -> First | None:
    was = card.first_rating(dimension)
    if was is None or card.layers is None:
        return None
    return First(
        says=was.not_assessed if was.level is None else one.rubric.word(was.level),
        number="" if was.level is None else str(was.level),
        colour="na" if was.level is None else colour_class(was.level, one.scale),
        parts=tuple(_parts(was, labels)),
        mark=card.layers.mark,
        saw_others=card.layers.saw_others,
    )


def _parts(rating: Rating, labels: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What was written as evidence, with its labels."""
    told = (rating.situation, rating.action, rating.result)
    parts = zip(labels[1:], told, strict=True) if any(told) else [(labels[0], rating.evidence)]
    return ((label, words) for label, words in parts if words)


def _said(ratings: Sequence[Rating]) -> Text:
    """How many told something, and how many could not."""
    passed = sum(rating.level is None for rating in ratings)
    told = len(ratings) - passed
    if told == 0:
        return count("%(num)d could not assess it", "%(num)d could not assess it", passed)
    if passed == 0:
        return count("%(num)d account", "%(num)d accounts", told)
    return count(
        "%(num)d account, %(passed)s could not assess it",
        "%(num)d accounts, %(passed)s could not assess it",
        told,
        passed=passed,
    )


def _account(one: Sheet, card: Card, rating: Rating, voices: Mapping[int, Voice], labels: Sequence[str]) -> Account:
    assert rating.level is not None
    told = (rating.situation, rating.action, rating.result)
    return Account(
        voice=voices[card.slot.person_id],
        level=rating.level,
        word=one.rubric.word(rating.level),
        colour=colour_class(rating.level, one.scale),
        stage=card.slot.stage,
        quote=rating.evidence if any(told) else "",
        parts=tuple(_parts(rating, labels)),
        to_check=rating.to_check if rating.red_flag else "",
        marks=tuple(marks_of(card)),
        first=_first(one, card, rating.dimension, labels),
    )
