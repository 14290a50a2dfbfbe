"""The candidate's pages."""

from __future__ import annotations

from hiring.portal.views import door, exchange, times, where

__all__ = ["door", "exchange", "times", "where"]
