"""Agreeing the terms."""

from __future__ import annotations

from hiring.text import text
from hiring.workflow.fields import Keys
from hiring.workflow.records import NOTE

KIND = "offer"
LABEL = text("Offer")
NEXT = text("Write the offer")
RECORD = (NOTE,)


class With(Keys):
    """Nothing of its own."""
