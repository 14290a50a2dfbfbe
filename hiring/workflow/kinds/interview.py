"""One interview about named dimensions of the rubric."""

from __future__ import annotations

from hiring.text import text
from hiring.workflow.fields import Keys

KIND = "interview"
LABEL = text("Interview")
NEXT = text("Schedule the interview")


class With(Keys):
    """Nothing of its own."""
