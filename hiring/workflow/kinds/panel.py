"""Talks with several people, who share out what to ask."""

from __future__ import annotations

from hiring.text import text
from hiring.workflow.fields import Keys

KIND = "panel"
LABEL = text("Panel")
NEXT = text("Schedule the talks of the panel")


class With(Keys):
    """Nothing of its own."""
