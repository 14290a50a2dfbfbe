"""What an interviewer of the demo house wrote: levels that chance and temper explain, and evidence that shows them."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from ruamel.yaml import YAML

from hiring import paths
from hiring.rubric import Answer, Answers, Dimension, Sheet

T = TypeVar("T")

EVIDENCE = paths.PACKAGE / "demo" / "evidence"
OWN_STRENGTHS = 0.5
ONE_TALK = 0.5
PASSED_OVER = 0.05
FEWEST_TO_PASS = 3
VERDICTS = ((4.3, "strong_yes"), (2.9, "yes"), (2.0, "no"))
STRONG_REST = 3.4


@dataclass(frozen=True, slots=True)
class Flag:
    """A red flag that one interviewer raises about one dimension, and what they saw."""

    dimension: str
    level: int
    saw: str
    check: str


@dataclass(frozen=True, slots=True)
class Impression:
    """What decides about a card before anything is written: the candidate, who sees them, and how."""

    candidate: str
    seen_by: str
    stage: str
    level: float
    differs: Mapping[str, float]
    flag: Flag | None = None


@dataclass(slots=True)
class Shelf:
    """All evidence that was ever thought up. It gives no episode twice for one candidate while there is another."""

    books: dict[str, dict[str, Any]] = field(default_factory=dict)
    used: Counter[tuple[str, str, str, int]] = field(default_factory=Counter)

    def book(self, rubric: str) -> dict[str, Any]:
        if rubric not in self.books:
            self.books[rubric] = YAML(typ="safe").load(EVIDENCE / f"{rubric}.yaml")
        return self.books[rubric]

    def episode(self, rubric: str, candidate: str, dimension: str, level: int) -> dict[str, str]:
        """The next episode of that level."""
        told: list[dict[str, str]] = self.book(rubric)["dimensions"][dimension][level]
        return self._next(told, (rubric, candidate, dimension, level))

    def headline(self, rubric: str, candidate: str, verdict: str) -> str:
        words: list[str] = self.book(rubric)["headlines"][verdict]
        return self._next(words, (rubric, candidate, verdict, 0))

    def reason(self, rubric: str, candidate: str) -> str:
        """Why a dimension was not assessed."""
        words: list[str] = self.book(rubric)["not_assessed"]
        return self._next(words, (rubric, candidate, "not_assessed", 0))

    def _next(self, choices: Sequence[T], key: tuple[str, str, str, int]) -> T:
        first = random.Random(repr(key)).randrange(len(choices))
        chosen = choices[(first + self.used[key]) % len(choices)]
        self.used[key] += 1
        return chosen


def fill_in(sheet: Sheet, seen: Impression, shelf: Shelf) -> Answers:
    """A complete card."""
    dice = random.Random(f"{seen.candidate}/{seen.stage}/{seen.seen_by}")
    given: dict[str, Answer] = {}
    for dimension in sheet.dimensions:
        level = _level(dimension, sheet, seen, dice)
        passes = dice.random() < PASSED_OVER and len(sheet.dimensions) >= FEWEST_TO_PASS
        if seen.flag is not None and seen.flag.dimension == dimension.id:
            given[dimension.id] = _flagged(seen.flag, sheet)
        elif passes and not dimension.must_have:
            given[dimension.id] = Answer(not_assessed=shelf.reason(sheet.rubric.slug, seen.candidate))
        else:
            given[dimension.id] = _rated(sheet, dimension.id, level, seen.candidate, shelf)
    verdict = _verdict(sheet, given)
    return Answers(
        dimensions=given,
        verdict=verdict,
        sure=dice.choices(("low", "medium", "high"), (1, 4, 3))[0],
        headline=shelf.headline(sheet.rubric.slug, seen.candidate, verdict),
    )


def as_typed(answers: Answers, first: int) -> dict[str, str]:
    """The fields of a draft in which only the first few dimensions are filled in."""
    fields: dict[str, str] = {}
    for name, answer in list(answers.dimensions.items())[:first]:
        said = {
            "level": "na" if answer.level is None else str(answer.level),
            "not_assessed": answer.not_assessed,
            "evidence": answer.evidence,
            "situation": answer.situation,
            "action": answer.action,
            "result": answer.result,
        }
        fields |= {f"{name}-{part}": words for part, words in said.items() if words}
    return fields


def _level(dimension: Dimension, sheet: Sheet, seen: Impression, dice: random.Random) -> int:
    strength = random.Random(f"{seen.candidate}/{dimension.id}").gauss(0, OWN_STRENGTHS)
    drawn = seen.level + seen.differs.get(dimension.id, strength) + dice.gauss(0, ONE_TALK)
    return min(max(round(drawn), sheet.rubric.levels[0]), sheet.rubric.levels[-1])


def _rated(sheet: Sheet, dimension: str, level: int, candidate: str, shelf: Shelf) -> Answer:
    told = shelf.episode(sheet.rubric.slug, candidate, dimension, level)
    result = f"{told['result']} “{told['quote']}”"
    if sheet.writes(dimension) == "one-box":
        return Answer(level=level, evidence=f"{told['situation']} {told['action']} {result}")
    return Answer(level=level, situation=told["situation"], action=told["action"], result=result)


def _flagged(flag: Flag, sheet: Sheet) -> Answer:
    box = "evidence" if sheet.writes(flag.dimension) == "one-box" else "situation"
    said: dict[str, Any] = {box: flag.saw}
    return Answer(level=flag.level, red_flag=True, check=flag.check, **said)


def _verdict(sheet: Sheet, given: Mapping[str, Answer]) -> str:
    """By the mean; a must-have under its floor keeps the card from a yes unless the rest is strong."""
    levels = [answer.level for answer in given.values() if answer.level is not None]
    mean = sum(levels) / len(levels)
    verdict = next((word for least, word in VERDICTS if mean >= least), "strong_no")
    is_short = any(
        one.floor is not None and (given[one.id].level or one.floor) < one.floor
        for one in sheet.dimensions
        if one.must_have
    )
    return "no" if is_short and verdict == "yes" and mean < STRONG_REST else verdict
