"""The pages, by what they are about."""

from __future__ import annotations

from hiring.answers.views import adjustments, closing, letters, templates, waiting

__all__ = ["adjustments", "closing", "letters", "templates", "waiting"]
