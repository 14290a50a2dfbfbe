"""Pages of hiring.candidates."""

from __future__ import annotations

from hiring.candidates import bp

__all__ = ["bp"]
