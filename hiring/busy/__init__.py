"""When people are taken, read from calendars of their own that stand elsewhere: from when to when, never what for."""

from __future__ import annotations
