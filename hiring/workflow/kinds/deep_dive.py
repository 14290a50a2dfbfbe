"""Long two-way talks about the business or one system, with a list of topics to cover."""

from __future__ import annotations

from datetime import datetime

from hiring.text import Text, count, text
from hiring.workflow.fields import Keys, Lines
from hiring.workflow.gates import Facts, Gate
from hiring.workflow.records import NOTE, Checklist, Given, Item, Words, items_of, unanswered

KIND = "deep_dive"
LABEL = text("Deep-dive")
NEXT = text("Schedule the next deep-dive")
ADVICE = text(
    "Both sides learn here. Bring figures, and say what is hard. Write down every question that you cannot answer at "
    "once, and who will: the candidate is told which are answered, and which are not and why."
)


class With(Keys):
    """What the talks should have covered by the end of the stage."""

    topics: Lines = ()


def _topics(given: Given) -> tuple[Item, ...]:
    return items_of(given.own.topics) if isinstance(given.own, With) else ()


RECORD = (
    Checklist(
        name="topics",
        label=text("Topics"),
        items=_topics,
        options={"covered": text("Covered"), "in_part": text("In part"), "left_out": text("Left out")},
        reasons=frozenset({"left_out"}),
        hint=text("For the whole series, so that the next talk takes up what is missing."),
        in_packet=True,
    ),
    Words(name="theirs", label=text("What they wanted to understand"), in_packet=True),
    NOTE,
)


def _topics_covered(facts: Facts, _now: datetime) -> Text | None:
    left = unanswered(facts.record, "topics")
    if left is None:
        return text("Nobody has said yet which topics were covered.")
    if left == 0:
        return None
    return count("%(num)d topic is still open.", "%(num)d topics are still open.", left)


def _questions_settled(facts: Facts, _now: datetime) -> Text | None:
    if facts.questions_open == 0:
        return None
    said = "%(num)d question of the candidate waits for an answer."
    return count(said, "%(num)d questions of the candidate wait for an answer.", facts.questions_open)


GATES = {
    "topics_covered": Gate(text("Every topic is covered, or left out with a reason"), _topics_covered),
    "questions_settled": Gate(text("No question of the candidate is open"), _questions_settled),
}
