"""Pages of hiring.home."""

from __future__ import annotations

from hiring.home import bp

__all__ = ["bp"]
