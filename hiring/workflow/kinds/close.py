"""Answering what the candidate still has to know, until the day they start."""

from __future__ import annotations

from hiring.text import text
from hiring.workflow.fields import Keys
from hiring.workflow.records import NOTE

KIND = "close"
LABEL = text("Close")
NEXT = text("Ask the candidate what is still open")
RECORD = (NOTE,)


class With(Keys):
    """Nothing of its own."""
