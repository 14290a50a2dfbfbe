"""What a card says now: as it was handed in, or as its last amendment left it, in one shape."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hiring.models import Scorecard
from hiring.rubric import Answer, Answers, Sheet
from hiring.scorecards.queries import NOT_ASSESSED, TICKED, answers_on, asked, boxes
from hiring.scorecards.seals import SHORT_LINES

PARTS = ("situation", "action", "result", "evidence")


def current_answers(card: Scorecard) -> Answers:
    """The last word of its author."""
    return answers_in(card.amendments[-1].content) if card.amendments else answers_on(card)


def answers_in(content: Mapping[str, Any]) -> Answers:
    """The answers in what `seals.content_of` made of them."""
    return Answers(
        dimensions={
            said["dimension"]: Answer(
                level=said["level"],
                not_assessed=said["not_assessed"],
                red_flag=said["red_flag"],
                check=said["to_check"],
                **{part: said[part] for part in PARTS},
            )
            for said in content["ratings"]
        },
        verdict=content["verdict"],
        sure=content["sure"],
        headline=content["headline"],
        private_note=content["private_note"],
        **{name: content.get(name, "") for name in SHORT_LINES},
    )


def fields_of(sheet: Sheet, answers: Answers) -> dict[str, str]:
    """The answers as the fields of a form, without what is empty: what `queries.answers_of` makes answers of."""
    fields = {
        "verdict": answers.verdict or "",
        "sure": answers.sure or "",
        "headline": answers.headline,
        "private_note": answers.private_note,
        **{name: str(getattr(answers, name)) for name in SHORT_LINES},
    }
    for dimension in asked(sheet):
        answer = answers.dimensions.get(dimension.id, Answer())
        fields |= {
            f"{dimension.id}-level": NOT_ASSESSED if answer.not_assessed else str(answer.level or ""),
            f"{dimension.id}-not_assessed": answer.not_assessed,
            f"{dimension.id}-red_flag": TICKED if answer.red_flag else "",
            f"{dimension.id}-check": answer.check,
            **{f"{dimension.id}-{box}": str(getattr(answer, box)) for box in boxes(sheet, dimension.id)},
        }
    return {name: words for name, words in fields.items() if words}
