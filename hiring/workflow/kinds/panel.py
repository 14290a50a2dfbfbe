"""Talks with several people, who share out what to ask."""

from __future__ import annotations

from datetime import datetime

from hiring.text import Text, text
from hiring.workflow.fields import Keys
from hiring.workflow.gates import Facts, Gate
from hiring.workflow.records import NOTE, Choice, Words

KIND = "panel"
LABEL = text("Panel")
NEXT = text("Schedule the talks of the panel")
ADVICE = text(
    "One talk, one person, your own dimensions: the others ask about theirs, so the candidate is asked nothing twice. "
    "What you do not reach, mark as not assessed: the next talk takes it up."
)
RECORD = (
    Choice(
        name="everybody",
        label=text("Has the candidate met everybody they would work with?"),
        options={"yes": text("Yes"), "not_all": text("Not all of them")},
    ),
    Words(
        name="missing",
        label=text("Whom they have not met, and why"),
        hint=text("They can still meet before they decide."),
    ),
    NOTE,
)


class With(Keys):
    """Nothing of its own."""


def _everybody_met(facts: Facts, _now: datetime) -> Text | None:
    match facts.record.get("everybody"):
        case "yes":
            return None
        case "not_all":
            return None if facts.record.get("missing") else text("Say whom the candidate has not met, and why.")
        case _:
            return text("Nobody has said yet whether the candidate met everybody they would work with.")


GATES = {"everybody_met": Gate(text("The candidate met everybody, or it is said whom not and why"), _everybody_met)}
