"""The candidate presents to several listeners, who all score the same parts."""

from __future__ import annotations

from datetime import datetime

from hiring.text import Text, text
from hiring.workflow.fields import Keys, Lines, Minutes, Paragraph
from hiring.workflow.gates import Facts, Gate
from hiring.workflow.records import NOTE, Checklist, Choice, Day, Given, Item, Words, items_of

KIND = "presentation"
LABEL = text("Presentation")
NEXT = text("Agree a day for the presentation")
ADVICE = text(
    "Everybody scores the same parts, each alone. Judge whether the prompt was followed and whether the time went "
    "where it matters. Keep the minutes for questions, and let the candidate end on the hour."
)


class With(Keys):
    """What every candidate gets in the same words, and the time kept for questions."""

    prompt: Paragraph
    parts: Lines = ()
    question_minutes: Minutes = 0
    advice: Paragraph | None = None
    rehearsal: Paragraph | None = None


def _parts(given: Given) -> tuple[Item, ...]:
    return items_of(given.own.parts) if isinstance(given.own, With) else ()


RECORD = (
    Day(
        name="sent_on",
        label=text("Prompt and advice sent on"),
        hint=text("The same prompt and the same page of advice for every candidate."),
    ),
    Choice(
        name="rehearsal",
        label=text("Rehearsal"),
        options={
            "taken": text("Taken"),
            "declined": text("Offered, not wanted"),
            "not_offered": text("Not offered"),
        },
        hint=text("Taking it or not says nothing about the candidate."),
    ),
    Words(name="rehearsal_contact", label=text("Who goes through a draft with them"), lines=1),
    Words(name="audience", label=text("Who listens"), hint=text("Each of them scores every part."), in_packet=True),
    Checklist(
        name="parts",
        label=text("Parts"),
        items=_parts,
        options={"shown": text("Shown"), "short": text("Cut short"), "left_out": text("Left out")},
        reasons=frozenset({"short", "left_out"}),
        hint=text("What happened, and who cut it short. How good it was stands on the scorecards."),
        in_packet=True,
    ),
    Words(name="question_minutes", label=text("Minutes left for questions"), lines=1, in_packet=True),
    NOTE,
)


def _prompt_sent(facts: Facts, _now: datetime) -> Text | None:
    return None if facts.record.get("sent_on") else text("The prompt and the page of advice have not been sent yet.")


def _rehearsal_offered(facts: Facts, _now: datetime) -> Text | None:
    is_offered = facts.record.get("rehearsal") in {"taken", "declined"}
    return None if is_offered else text("The candidate has not been offered a rehearsal yet.")


GATES = {
    "prompt_sent": Gate(text("The candidate had the prompt and the page of advice"), _prompt_sent),
    "rehearsal_offered": Gate(text("The candidate was offered a rehearsal"), _rehearsal_offered),
}
