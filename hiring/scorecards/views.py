"""Pages of hiring.scorecards."""

from __future__ import annotations

from hiring.scorecards import bp

__all__ = ["bp"]
