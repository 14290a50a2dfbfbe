"""Reading what stages leave behind."""

from __future__ import annotations

from datetime import datetime

from hiring.models import Application, Person
from hiring.policy import Standing


def application_part(application: Application, reader: Person, standing: Standing, now: datetime) -> object | None:
    """What the application page shows of it."""
    return None


def packet_part(application: Application, standing: Standing) -> object | None:
    """What the packet shows of it."""
    return None
