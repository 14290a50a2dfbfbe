"""What an interviewer has filled in so far, complete or not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hiring.text import Text, text

VERDICTS = ("strong_no", "no", "yes", "strong_yes")
SURE = ("low", "medium", "high")

VERDICT_WORDS = {
    "strong_no": text("Strong no"),
    "no": text("No"),
    "yes": text("Yes"),
    "strong_yes": text("Strong yes"),
}
VERDICT_MEANINGS = {
    "strong_no": text("I’d argue against"),
    "no": text("Below the bar for this role"),
    "yes": text("Meets the bar"),
    "strong_yes": text("I’d argue for"),
}
SURE_WORDS = {"low": text("Low"), "medium": text("Medium"), "high": text("High")}


@dataclass(frozen=True)
class Answer:
    """One dimension's fields; `not_assessed` is the reason, empty when it was assessed."""

    level: int | None = None
    not_assessed: str = ""
    evidence: str = ""
    situation: str = ""
    action: str = ""
    result: str = ""
    red_flag: bool = False
    check: str = ""

    @property
    def evidence_texts(self) -> tuple[str, ...]:
        """All that was written down as evidence, in whichever boxes."""
        return tuple(filter(has_words, (self.evidence, self.situation, self.action, self.result)))


@dataclass(frozen=True)
class Answers:
    """A whole card's fields: dimensions by id, then the verdict and what goes with it.

    On a short card `headline` is what was seen, `worries` and `next_question` are its two other lines.
    """

    dimensions: Mapping[str, Answer]
    verdict: str | None = None
    sure: str | None = None
    headline: str = ""
    private_note: str = ""
    worries: str = ""
    next_question: str = ""


def has_words(written: str) -> bool:
    """Whether a field says something: blanks, dashes and invisible characters do not."""
    return any(character.isalnum() for character in written)


def verdict_word(verdict: str) -> Text:
    """“Strong yes”; KeyError for what is not a verdict."""
    return VERDICT_WORDS[verdict]


def verdict_meaning(verdict: str) -> Text:
    """What the person stands for with that verdict; KeyError for what is not one."""
    return VERDICT_MEANINGS[verdict]


def sure_word(sure: str) -> Text:
    """“Medium”; KeyError for what does not say how sure."""
    return SURE_WORDS[sure]
