"""The candidate presents to several listeners, who all score the same parts."""

from __future__ import annotations

from hiring.text import text
from hiring.workflow.fields import Keys, Lines, Minutes, Paragraph

KIND = "presentation"
LABEL = text("Presentation")
NEXT = text("Agree a day for the presentation")


class With(Keys):
    """What every candidate gets in the same words, and the time kept for questions."""

    prompt: Paragraph
    parts: Lines = ()
    question_minutes: Minutes = 0
    advice: Paragraph | None = None
    rehearsal: Paragraph | None = None
