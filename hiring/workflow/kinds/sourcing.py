"""Finding people who could fill the opening, before anybody has applied."""

from __future__ import annotations

from hiring.text import text
from hiring.workflow.fields import Keys

KIND = "sourcing"
LABEL = text("Sourcing")
NEXT = text("Write to the candidate, or say why not")


class With(Keys):
    """Nothing of its own."""
