"""Pages of hiring.people."""

from __future__ import annotations

from hiring.people import bp
from hiring.people.views import absences, account, demo, deputies, door, mail, people, previews

__all__ = ["absences", "account", "bp", "demo", "deputies", "door", "mail", "people", "previews"]
