"""Pages of hiring.people."""

from __future__ import annotations

from hiring.people import bp
from hiring.people.views import account, demo, door, mail, people

__all__ = ["account", "bp", "demo", "door", "mail", "people"]
