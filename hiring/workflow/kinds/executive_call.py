"""A call with the chief or another executive, who judges whether to spend more time."""

from __future__ import annotations

from hiring.text import text
from hiring.workflow.fields import Keys

KIND = "executive_call"
LABEL = text("CEO call")
NEXT = text("Schedule the call with the executive")


class With(Keys):
    """Nothing of its own."""
