"""Agreeing the terms."""

from __future__ import annotations

from hiring.text import text
from hiring.workflow.fields import Keys

KIND = "offer"
LABEL = text("Offer")
NEXT = text("Write the offer")


class With(Keys):
    """Nothing of its own."""
