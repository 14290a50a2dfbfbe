"""Pages of hiring.openings."""

from __future__ import annotations

from hiring.openings import bp

__all__ = ["bp"]
