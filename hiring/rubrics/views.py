"""Pages of hiring.rubrics."""

from __future__ import annotations

from hiring.rubrics import bp

__all__ = ["bp"]
