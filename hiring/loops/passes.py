"""A guest's way in: one mailed link to one seat, sent with the seat and ended with it."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, update

from hiring import audit, outbox
from hiring.db import db
from hiring.loops import letters
from hiring.models import GuestPass, Person, Slot
from hiring.web.sign_in_state import sha256

LINK_LIVES = timedelta(days=14)


def send(slot: Slot, *, by: Person | None, now: datetime) -> GuestPass:
    """Mail a guest a new link to their seat. Older links end with it; a browser that is in stays in until it is used,
    or whoever finds an old link could shut its owner out.
    """
    secret = secrets.token_urlsafe(32)
    end(slot, GuestPass.entered_at.is_(None), now=now)
    guest_pass = GuestPass(slot=slot, link_sha256=sha256(secret), sent_at=now, expires_at=now + LINK_LIVES)
    db.session.add(guest_pass)
    db.session.flush()
    outbox.queue(letters.guest_invitation(slot, f"/guest/enter/{secret}", LINK_LIVES.days), now=now)
    audit.record("guest.invited", slot, by=by, now=now, guest_pass=guest_pass.id)
    return guest_pass


def end(slot: Slot, *which: ColumnElement[bool], now: datetime) -> None:
    """End the passes to a seat, or some of them, for good. Only guests have any."""
    if not slot.person.is_guest:
        return
    live = update(GuestPass).where(GuestPass.slot_id == slot.id, GuestPass.ended_at.is_(None), *which)
    db.session.execute(live.values(ended_at=now))
