"""A call with the chief or another executive, who judges whether to spend more time."""

from __future__ import annotations

from datetime import datetime

from hiring.text import Text, count, text
from hiring.workflow.fields import Keys
from hiring.workflow.gates import Facts, Gate
from hiring.workflow.records import NOTE, Checklist, Item, Words, unanswered

KIND = "executive_call"
LABEL = text("CEO call")
NEXT = text("Schedule the call with the executive")
ADVICE = text(
    "Half of the time is theirs. Ask why they want an executive role, and why this one: any plain, positive reason "
    "will do. Listen for four signs: ego, envy, status, ambivalence. What you see goes on your scorecard as a red flag."
)
AREAS = (
    Item("background", text("Their background")),
    Item("preparation", text("How they prepared")),
    Item("clarity", text("How clearly they speak")),
    Item("interest", text("Their interest in this role")),
)
SIGNS = (
    Item("ego", text("Ego: every result is theirs alone")),
    Item("envy", text("Envy: a peer or a former boss has such a role")),
    Item("status", text("Status: title and headcount come before the work")),
    Item("ambivalence", text("Ambivalence: it stays open whether they want it")),
)
RECORD = (
    Words(name="why_executive", label=text("Why an executive role, in their words"), in_packet=True),
    Checklist(
        name="areas",
        label=text("What the call was about"),
        items=lambda _given: AREAS,
        options={"talked": text("Talked about"), "left": text("Left for the next talk")},
        reasons=frozenset({"left"}),
        hint=text("How good it was stands on the scorecard, not here."),
    ),
    Checklist(
        name="signs",
        label=text("Four warning signs"),
        items=lambda _given: SIGNS,
        options={"not_seen": text("Listened for, not seen"), "seen": text("Seen")},
        reasons=frozenset({"seen"}),
        hint=text("For what you saw, write what was said. Raise it as a red flag on your scorecard too."),
        in_packet=True,
    ),
    NOTE,
)


class With(Keys):
    """Nothing of its own."""


def _signs_listened_for(facts: Facts, _now: datetime) -> Text | None:
    left = unanswered(facts.record, "signs")
    left = len(SIGNS) if left is None else left
    if left == 0:
        return None
    said = "Nobody has said yet whether %(num)d of the warning signs was seen."
    return count(said, "Nobody has said yet whether %(num)d of the warning signs were seen.", left)


GATES = {"signs_listened_for": Gate(text("Each of the four warning signs was listened for"), _signs_listened_for)}
