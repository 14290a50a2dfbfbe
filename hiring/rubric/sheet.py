"""What one interviewer must fill in, and the one definition of a complete scorecard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from hiring.rubric.advice import give_advice
from hiring.rubric.answers import SURE, VERDICTS, Answer, Answers, has_words
from hiring.rubric.model import Dimension, Rubric
from hiring.text import Text, text

NOTHING = Answer()
LINES = {
    "headline": text("Write what you saw."),
    "worries": text("Write what worries you, or that nothing does."),
    "next_question": text("Write what the next person should ask."),
}
"""The lines of a short card, and what to say where one is blank: a blank cannot be told from a forgotten one."""


@dataclass(frozen=True)
class Blank:
    """A field that keeps a card from being handed in, and what to do there."""

    field: str
    message: Text


@dataclass(frozen=True)
class Sheet:
    """The part of a rubric that one slot fills in.

    `shows` names its dimensions, all of them when empty; `exercises` what the interview consists of. A short card asks
    for the verdict and three lines only. KeyError when the rubric has no such exercise or dimension.
    """

    rubric: Rubric
    shows: tuple[str, ...] = ()
    exercises: tuple[str, ...] = ()
    card: Literal["full", "short"] = "full"

    def __post_init__(self) -> None:
        for dimension in self.shows:
            self.rubric.dimension(dimension)
        for exercise in self.exercises:
            self.rubric.exercise(exercise)

    @cached_property
    def dimensions(self) -> tuple[Dimension, ...]:
        """What is rated here, in the rubric's order."""
        return tuple(it for it in self.rubric.dimensions if not self.shows or it.id in self.shows)

    def writes(self, dimension: str) -> Literal["star", "one-box"]:
        """Whether evidence goes in one box, or is told as situation, action and result."""
        return "one-box" if dimension in self._in_one_box else "star"

    @cached_property
    def _in_one_box(self) -> frozenset[str]:
        held = map(self.rubric.exercise, self.exercises)
        return frozenset(shown for exercise in held if exercise.writes == "one-box" for shown in exercise.shows)

    def problems(self, answers: Answers) -> tuple[Blank, ...]:
        """What keeps this card from being handed in, in the order of the page; empty when it is complete."""
        return tuple(self._find_blanks(answers))

    def _find_blanks(self, answers: Answers) -> Iterator[Blank]:
        if self.card == "full":
            for dimension in self.dimensions:
                yield from self._blanks_of(dimension, answers.dimensions.get(dimension.id, NOTHING))
        if answers.verdict not in VERDICTS:
            yield Blank("verdict", text("Choose your overall recommendation."))
        if answers.sure is not None and answers.sure not in SURE:
            yield Blank("sure", text("Choose how sure you are: low, medium or high."))
        if self.card == "short":
            yield from (Blank(name, ask) for name, ask in LINES.items() if not has_words(getattr(answers, name)))

    def _blanks_of(self, dimension: Dimension, answer: Answer) -> Iterator[Blank]:
        name, title = dimension.id, dimension.title
        is_rated, is_passed = answer.level is not None, has_words(answer.not_assessed)
        if not is_rated and not is_passed:
            yield Blank(f"{name}-level", text("Rate “%(title)s”, or say why you could not assess it.", title=title))
        if is_rated and is_passed:
            message = text("“%(title)s” is both rated and not assessed. Keep one.", title=title)
            yield Blank(f"{name}-level", message)
        if is_rated and answer.level not in self.rubric.levels:
            yield Blank(f"{name}-level", text("Choose a level of the scale for “%(title)s”.", title=title))
        if is_rated and not self._has_evidence(name, answer):
            box = "evidence" if self.writes(name) == "one-box" else "situation"
            yield Blank(f"{name}-{box}", text("Write what you saw or heard for “%(title)s”.", title=title))
        if answer.red_flag and not has_words(answer.check):
            message = text("Write what the committee should check about “%(title)s” before deciding.", title=title)
            yield Blank(f"{name}-check", message)

    def _has_evidence(self, dimension: str, answer: Answer) -> bool:
        if self.writes(dimension) == "one-box":
            return has_words(answer.evidence)
        return any(map(has_words, (answer.situation, answer.action, answer.result)))

    def advice(self, answers: Answers) -> tuple[Text, ...]:
        """Questions worth a second look before handing in; they keep nobody from it."""
        return tuple(give_advice(self.rubric, self.dimensions if self.card == "full" else (), answers))

    def progress(self, answers: Answers) -> tuple[int, int]:
        """How many dimensions are complete, of how many; on a short card, of the verdict and its lines."""
        if self.card == "short":
            asked = {"verdict", *LINES}
            return len(asked) - len({it.field for it in self.problems(answers)} & asked), len(asked)
        return sum(self._is_complete(it, answers) for it in self.dimensions), len(self.dimensions)

    def next_empty(self, answers: Answers) -> str | None:
        """The first dimension still to be completed; None when there is none, or on a short card."""
        dimensions = self.dimensions if self.card == "full" else ()
        return next((it.id for it in dimensions if not self._is_complete(it, answers)), None)

    def _is_complete(self, dimension: Dimension, answers: Answers) -> bool:
        return not any(self._blanks_of(dimension, answers.dimensions.get(dimension.id, NOTHING)))

    def has_answer(self, dimension: str, answers: Answers) -> bool:
        """Whether anything at all has been filled in for a dimension."""
        answer = answers.dimensions.get(dimension, NOTHING)
        written = (*answer.evidence_texts, answer.not_assessed, answer.check)
        return answer.level is not None or answer.red_flag or any(map(has_words, written))
