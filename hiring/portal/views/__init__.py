"""The candidate's pages."""

from __future__ import annotations

from hiring.portal.views import door, exchange, where

__all__ = ["door", "exchange", "where"]
