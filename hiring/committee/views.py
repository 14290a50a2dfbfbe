"""Pages of hiring.committee."""

from __future__ import annotations

from hiring.committee import bp

__all__ = ["bp"]
