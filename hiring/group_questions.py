"""What candidates may say of themselves, once and for all: three questions, the same in every house and every opening.

The answers are only ever counted, so the choices are few: a choice that hardly anybody takes would count to nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hiring.text import Text, text


@dataclass(frozen=True, slots=True)
class Question:
    """One question, and its choices in the order in which they are always shown. Not to answer is none of them."""

    id: str
    title: Text
    asks: Text
    choices: Mapping[str, Text]


QUESTIONS = (
    Question(
        "gender",
        text("Gender"),
        text("Which describes you?"),
        {"woman": text("Woman"), "man": text("Man"), "another": text("In another way")},
    ),
    Question(
        "age",
        text("Age"),
        text("How old are you?"),
        {
            "under_30": text("Under 30"),
            "30_39": text("30 to 39"),
            "40_49": text("40 to 49"),
            "50_59": text("50 to 59"),
            "from_60": text("60 or older"),
        },
    ),
    Question(
        "disability",
        text("Disability"),
        text("Do you live with a disability or a long-term condition?"),
        {"yes": text("Yes"), "no": text("No")},
    ),
)
