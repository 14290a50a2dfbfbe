"""Pages of hiring.portal."""

from __future__ import annotations

from hiring.portal import bp

__all__ = ["bp"]
