"""Pages of hiring.people."""

from __future__ import annotations

from hiring.people import bp

__all__ = ["bp"]
