"""Ending what lets a guest in: whoever takes a seat away asks here, and a pass that has ended never opens it again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, update

from hiring.db import db
from hiring.models import GuestPass, Slot


def end(slot: Slot, *which: ColumnElement[bool], now: datetime) -> None:
    """End the passes to a seat, or some of them. Only guests have any."""
    if not slot.person.is_guest:
        return
    live = update(GuestPass).where(GuestPass.slot_id == slot.id, GuestPass.ended_at.is_(None), *which)
    db.session.execute(live.values(ended_at=now))
