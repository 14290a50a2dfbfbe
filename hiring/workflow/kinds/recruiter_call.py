"""The first call: whether the basics fit, and what the candidate prepares for it."""

from __future__ import annotations

from hiring.text import text
from hiring.workflow.fields import Keys, Paragraph

KIND = "recruiter_call"
LABEL = text("Recruiter call")
NEXT = text("Schedule the call with the recruiter")


class With(Keys):
    """What the candidate is asked to prepare."""

    prepare: Paragraph | None = None
