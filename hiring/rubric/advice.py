"""Gentle questions about a finished card: patterns that are often, and not always, a mistake."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hiring.rubric.answers import Answer, Answers
from hiring.rubric.model import Dimension, Rubric
from hiring.text import Text, count, text

FEWEST_TO_COMPARE = 3
# Four words beside the catchwords can already tell a fact: "cut build time threefold".
ENOUGH_WORDS = 4

FIT = re.compile(
    r"\b((culture|cultural|team|good|great|perfect|right|best) fit|fits? (right )?(in|the (team|culture))|like?able"
    r"|charming|nice|chemistry|vibes?|gut( feeling)?|one of us|(get|have) a beer|attitude|passion(ate)?|energy)\b",
    re.IGNORECASE,
)
PRESTIGE = re.compile(
    r"\b(faang|google|meta|facebook|apple|amazon|microsoft|netflix|mckinsey|goldman( sachs)?|stanford|harvard|mit"
    r"|oxford|cambridge|ivy league|eth|mba|phd|pedigree|(top|best|elite|famous|prestigious|big|well.known)[ -](tier )?"
    r"(schools?|universit(y|ies)|compan(y|ies)|tech|names?))\b",
    re.IGNORECASE,
)
TEAM_SIZE = re.compile(
    r"\b(\d+|dozens|hundreds|thousands)\+? (of )?(people|reports|engineers|developers|staff|employees|heads)\b"
    r"|\b(team|org|organi[sz]ation|department) of (about |over )?\d+\b"
    r"|\b(big|large|huge) (team|org|organi[sz]ation)s?\b",
    re.IGNORECASE,
)
CATCHWORDS = (FIT, PRESTIGE, TEAM_SIZE)

FILLER = frozenset(
    """
    a an and also as at be been both but by came comes did direct do education ex for from had has have he her him his
    i in is it its lead leads led like man managed manager manages of on our person ran really she so someone studied
    that the their them they this to us very was we were who with woman worked working works would years you
    """.split()
)


def give_advice(rubric: Rubric, dimensions: tuple[Dimension, ...], answers: Answers) -> Iterator[Text]:
    """Every question that a card raises, those about the whole card first."""
    given = [(it, answers.dimensions[it.id]) for it in dimensions if it.id in answers.dimensions]
    rated = [(dimension, answer.level, answer) for dimension, answer in given if answer.level is not None]
    if len(rated) >= FEWEST_TO_COMPARE and len({level for _, level, _ in rated}) == 1:
        yield text("Every dimension has the same level. Is that what you saw of each?")
    if answers.verdict == "strong_yes":
        for dimension, level, _ in rated:
            if dimension.must_have and dimension.floor is not None and level < dimension.floor:
                yield text(
                    "You say strong yes, and “%(title)s”, a must-have, is below %(floor)s. What outweighs it?",
                    title=dimension.title,
                    floor=rubric.word(dimension.floor),
                )
    flags = sum(answer.red_flag for _, answer in given)
    if flags >= 2 and answers.verdict in ("yes", "strong_yes"):
        yield count("You raise %(num)d red flag and say yes.", "You raise %(num)d red flags and say yes. Why?", flags)
    for dimension, _, answer in rated:
        if is_only_catchwords(answer):
            yield text(
                "The evidence for “%(title)s” names fit, employers or team size. What did the candidate do or say?",
                title=dimension.title,
            )


def is_only_catchwords(answer: Answer) -> bool:
    """Whether the evidence is fit, prestige or team size and next to nothing else."""
    written = " ".join(answer.evidence_texts)
    rest = written
    for catchword in CATCHWORDS:
        rest = catchword.sub(" ", rest)
    telling = [word for word in re.findall(r"[^\W_]+", rest.casefold()) if word not in FILLER]
    return rest != written and len(telling) < ENOUGH_WORDS
