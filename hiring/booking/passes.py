"""Ways in by mail: a guest's to one seat, sent again when it no longer opens, and a candidate's to their page."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from hiring import audit, guest_passes, outbox
from hiring.db import db
from hiring.mail import invites
from hiring.models import Application, GuestPass, Person, PortalPass, Slot

LINK_LIVES = timedelta(days=14)


def send(slot: Slot, *, by: Person | None, now: datetime) -> GuestPass:
    """Mail a guest a new link to their seat. Older links end with it; a browser that is in stays in until it is used,
    or whoever finds an old link could shut its owner out.
    """
    secret = secrets.token_urlsafe(32)
    guest_passes.end(slot, GuestPass.entered_at.is_(None), now=now)
    kept = hashlib.sha256(secret.encode()).hexdigest()
    guest_pass = GuestPass(slot=slot, link_sha256=kept, sent_at=now, expires_at=now + LINK_LIVES)
    db.session.add(guest_pass)
    db.session.flush()
    outbox.queue(invites.guest_invitation(slot, f"/guest/enter/{secret}", LINK_LIVES.days, now=now), now=now)
    audit.record("guest.invited", slot, by=by, now=now, guest_pass=guest_pass.id)
    return guest_pass


def for_candidate(application: Application, *, now: datetime) -> str:
    """A new way into the candidate's page, to stand in a mail. It works once."""
    secret = secrets.token_urlsafe(32)
    link = hashlib.sha256(secret.encode()).hexdigest()
    db.session.add(PortalPass(application=application, link_sha256=link, sent_at=now, expires_at=now + LINK_LIVES))
    return f"/portal/enter/{secret}"
