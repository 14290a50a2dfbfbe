"""Long two-way talks about the business or one system, with a list of topics to cover."""

from __future__ import annotations

from hiring.text import text
from hiring.workflow.fields import Keys, Lines

KIND = "deep_dive"
LABEL = text("Deep-dive")
NEXT = text("Schedule the next deep-dive")


class With(Keys):
    """What the talks should have covered by the end of the stage."""

    topics: Lines = ()
