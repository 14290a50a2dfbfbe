"""Talks with people who have worked with the candidate."""

from __future__ import annotations

from hiring.text import text
from hiring.workflow.fields import Keys

KIND = "references"
LABEL = text("References")
NEXT = text("Ask the candidate for people to call")


class With(Keys):
    """Nothing of its own."""
