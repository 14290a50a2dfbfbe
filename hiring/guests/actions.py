"""What happens at the guests' door: a link opens once, and is mailed again when it no longer does."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import select

from hiring import audit, guest_passes
from hiring.booking import passes
from hiring.db import db
from hiring.models import GuestPass, Slot
from hiring.refusal import Kind, Refusal
from hiring.text import text
from hiring.web.sign_in_state import sha256

BETWEEN_MAILS = timedelta(minutes=10)


def is_open(guest_pass: GuestPass | None, *, now: datetime) -> bool:
    """Whether the link still opens the seat: not used, not replaced by another, not too old."""
    return (
        guest_pass is not None
        and guest_pass.entered_at is None
        and guest_pass.ended_at is None
        and now < guest_pass.expires_at
    )


def enter(guest_pass: GuestPass, *, now: datetime) -> str:
    """Use the link up, and answer the secret that the browser keeps from now on. Any other browser is out."""
    _one_at_a_time(guest_pass.slot)
    db.session.refresh(guest_pass, ["entered_at", "ended_at"])
    if not is_open(guest_pass, now=now):
        raise Refusal(text("This link has expired."), Kind.GONE)
    guest_passes.end(guest_pass.slot, GuestPass.id != guest_pass.id, now=now)
    secret = secrets.token_urlsafe(32)
    guest_pass.cookie_sha256, guest_pass.entered_at = sha256(secret), now
    audit.record("guest.entered", guest_pass.slot, by=guest_pass.slot.person, now=now, guest_pass=guest_pass.id)
    return secret


def send_again(guest_pass: GuestPass, *, now: datetime) -> None:
    """Mail a new link for one that no longer opens, unless one went out just now. Whoever asks is not known."""
    slot = guest_pass.slot
    _one_at_a_time(slot)
    recent = select(GuestPass.id).where(GuestPass.slot_id == slot.id, GuestPass.sent_at > now - BETWEEN_MAILS)
    if db.session.scalar(recent.limit(1)) is None:
        passes.send(slot, by=None, now=now)


def _one_at_a_time(slot: Slot) -> None:
    """Two requests about one seat wait for each other. SQLite has one writer."""
    db.session.execute(select(Slot.id).where(Slot.id == slot.id).with_for_update())
