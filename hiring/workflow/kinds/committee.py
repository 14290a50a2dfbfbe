"""The committee reads, votes, discusses and decides."""

from __future__ import annotations

from hiring.text import text
from hiring.workflow.fields import Keys

KIND = "committee"
LABEL = text("Committee")
NEXT = text("Build the packet for the committee")


class With(Keys):
    """Nothing of its own."""
