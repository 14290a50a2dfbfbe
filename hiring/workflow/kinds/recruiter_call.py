"""The first call: whether the basics fit, and what the candidate prepares for it."""

from __future__ import annotations

from datetime import datetime

from hiring.text import Text, count, text
from hiring.workflow.fields import Keys, Paragraph
from hiring.workflow.gates import Facts, Gate
from hiring.workflow.records import NOTE, Checklist, Words, answered, unanswered

KIND = "recruiter_call"
LABEL = text("Recruiter call")
NEXT = text("Schedule the call with the recruiter")
ADVICE = text(
    "Go through the minimum requirements one by one; equivalent experience counts wherever the list says so. "
    "Ask what they expect to be paid, never what they earn or have earned. Say who they meet next, what to prepare and "
    "by when they hear from us."
)
RECORD = (
    Checklist(
        name="knock_outs",
        label=text("Minimum requirements"),
        items=lambda given: given.knock_outs,
        options={"met": text("Met"), "instead": text("Something equivalent"), "missing": text("Missing")},
        reasons=frozenset({"instead", "missing"}),
        replaced="instead",
        hint=text("What is missing, or counts instead, needs a reason that somebody else can check."),
        in_packet=True,
    ),
    Words(
        name="right_to_work",
        label=text("Right to work"),
        hint=text("Whether something has to be arranged and how long it takes. Never nationality, family or health."),
        lines=1,
    ),
    Words(
        name="place", label=text("Place"), hint=text("Where they would work from, and what moving depends on."), lines=1
    ),
    Words(name="travel", label=text("Travel they accept"), lines=1),
    Words(name="notice", label=text("Notice and first possible day"), lines=1, in_packet=True),
    Words(
        name="told",
        label=text("What we told them"),
        hint=text("Who they meet next and about what, what to prepare, by when they hear."),
    ),
    NOTE,
)


class With(Keys):
    """What the candidate is asked to prepare."""

    prepare: Paragraph | None = None


def _basics_checked(facts: Facts, _now: datetime) -> Text | None:
    left = unanswered(facts.record, "knock_outs")
    if left is None:
        return text("The minimum requirements have not been gone through yet.")
    if left:
        said = "%(num)d minimum requirement has no answer yet."
        return count(said, "%(num)d minimum requirements have no answer yet.", left)
    missing = answered(facts.record, "knock_outs", "missing")
    return text("A minimum requirement is missing: %(what)s.", what=missing[0]) if missing else None


GATES = {"basics_checked": Gate(text("Every minimum requirement is met, or something equivalent"), _basics_checked)}
