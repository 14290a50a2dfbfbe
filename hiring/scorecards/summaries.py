"""A whole card to read: what the review page checks and the receipt keeps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hiring.rubric import Answer, Answers, Sheet, sure_word, verdict_meaning, verdict_word
from hiring.scorecards import queries
from hiring.scorecards.areas import LABELS, square
from hiring.scorecards.fragments import Square
from hiring.text import Text


@dataclass(frozen=True, slots=True)
class Passage:
    """Something written, and under which heading."""

    label: Text
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """One dimension as it was answered."""

    id: str
    title: str
    square: Square
    says: str
    passages: tuple[Passage, ...]
    to_check: str | None


@dataclass(frozen=True, slots=True)
class Summary:
    """A card from its first dimension to its verdict. Past scores that were brought in have no verdict."""

    lines: tuple[Line, ...]
    verdict: Text | None
    verdict_says: Text | None
    sure: Text | None
    told: tuple[Passage, ...]
    private_note: str
    has_flag: bool


def summarise(sheet: Sheet, answers: Answers) -> Summary:
    """The answers in the sheet's order."""
    verdict = answers.verdict
    shown = [one for one in sheet.dimensions if one.id in answers.dimensions]
    return Summary(
        lines=tuple(_line(sheet, one.id, answers.dimensions[one.id]) for one in shown),
        verdict=None if verdict is None else verdict_word(verdict),
        verdict_says=None if verdict is None else verdict_meaning(verdict),
        sure=None if answers.sure is None else sure_word(answers.sure),
        told=tuple(Passage(label, getattr(answers, name)) for name, label in queries.lines(sheet).items()),
        private_note=answers.private_note,
        has_flag=any(answer.red_flag for answer in answers.dimensions.values()),
    )


def _line(sheet: Sheet, dimension: str, answer: Answer) -> Line:
    one = sheet.rubric.dimension(dimension)
    return Line(
        id=dimension,
        title=one.title,
        square=square(sheet, answer, is_passed=answer.level is None),
        says=answer.not_assessed if answer.level is None else one.anchors.get(answer.level, ""),
        passages=tuple(_passages(sheet, dimension, answer)),
        to_check=answer.check if answer.red_flag else None,
    )


def _passages(sheet: Sheet, dimension: str, answer: Answer) -> Iterator[Passage]:
    written = {
        "evidence": answer.evidence,
        "situation": answer.situation,
        "action": answer.action,
        "result": answer.result,
    }
    for box in queries.boxes(sheet, dimension):
        if written[box]:
            yield Passage(LABELS[box], written[box])
