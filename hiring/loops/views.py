"""Pages of hiring.loops."""

from __future__ import annotations

from hiring.loops import bp

__all__ = ["bp"]
