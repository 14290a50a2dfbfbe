"""Talks with people who have worked with the candidate."""

from __future__ import annotations

from hiring.text import text
from hiring.workflow.fields import Keys
from hiring.workflow.records import NOTE

KIND = "references"
LABEL = text("References")
NEXT = text("Ask the candidate for people to call")
RECORD = (NOTE,)


class With(Keys):
    """Nothing of its own."""
