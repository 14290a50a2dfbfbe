"""One interview about named dimensions of the rubric."""

from __future__ import annotations

from hiring.text import text
from hiring.workflow.fields import Keys
from hiring.workflow.records import NOTE

KIND = "interview"
LABEL = text("Interview")
NEXT = text("Schedule the interview")
RECORD = (NOTE,)


class With(Keys):
    """Nothing of its own."""
