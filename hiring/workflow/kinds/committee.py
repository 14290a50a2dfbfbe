"""The committee reads, votes, discusses and decides."""

from __future__ import annotations

from hiring.text import text
from hiring.workflow.fields import Keys
from hiring.workflow.records import NOTE, Choice, Words

KIND = "committee"
LABEL = text("Committee")
NEXT = text("Build the packet for the committee")
RECORD = (
    Words(
        name="tells",
        label=text("Who tells the candidate, how and by when"),
        hint=text("In person, whichever way it goes."),
    ),
    Choice(
        name="insiders",
        label=text("Candidates of the house"),
        options={
            "none": text("There are none"),
            "first": text("They hear first, and in person"),
            "told": text("They have been told"),
        },
    ),
    NOTE,
)


class With(Keys):
    """Nothing of its own."""
