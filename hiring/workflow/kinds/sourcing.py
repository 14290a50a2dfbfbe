"""Finding people who could fill the opening, before anybody has applied."""

from __future__ import annotations

from datetime import datetime

from hiring.text import Text, text
from hiring.workflow.fields import Keys
from hiring.workflow.gates import Facts, Gate
from hiring.workflow.records import NOTE, Choice, Words

KIND = "sourcing"
LABEL = text("Sourcing")
NEXT = text("Write to the candidate, or say why not")
REPLIES = {"waiting": text("Not answered yet"), "yes": text("Wants to talk"), "later": text("Not now")}
RECORD = (
    Choice(
        name="approached",
        label=text("How we approached them"),
        options={
            "they_came": text("They came to us"),
            "introduced": text("Somebody introduced us"),
            "wrote": text("We wrote to them"),
            "called": text("We called them"),
        },
    ),
    Words(
        name="introduction",
        label=text("Who introduced us, and what they said"),
        hint=text("It helps to find somebody. It is no evidence, and the committee does not read it."),
    ),
    Words(
        name="employer",
        label=text("Where they work now"),
        hint=text("Held against the companies that are off limits for this opening."),
        lines=1,
    ),
    Words(
        name="off_limits_why",
        label=text("Off limits: who agreed that we approach them all the same, and why"),
        hint=text("Only where their company is on the list."),
    ),
    Choice(name="reply", label=text("Their answer"), options=REPLIES),
    Words(
        name="if_not_chosen",
        label=text("Of the house: what happens if somebody else is chosen"),
        hint=text("Who talks to them and to their peers first, and what could make them leave."),
    ),
    NOTE,
)


class With(Keys):
    """Nothing of its own."""


def _charter_approved(facts: Facts, _now: datetime) -> Text | None:
    return None if facts.charter_approved else text("The charter of the role has not been approved yet.")


def _wants_to_talk(facts: Facts, _now: datetime) -> Text | None:
    match facts.record.get("reply"):
        case "yes":
            return None
        case "later":
            return text("The candidate does not want to talk now.")
        case _:
            return text("The candidate has not said yet that they want to talk.")


GATES = {
    "charter_approved": Gate(text("The charter of the role is approved"), _charter_approved),
    "wants_to_talk": Gate(text("The candidate wants to talk"), _wants_to_talk),
}
