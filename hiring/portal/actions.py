"""What happens at the candidate's door: a link is mailed, opens once, and is mailed again when it no longer does."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete

from hiring import audit, outbox
from hiring.db import db
from hiring.models import Application, GroupAnswer, PortalPass
from hiring.outbox import Message
from hiring.refusal import Kind, Refusal
from hiring.text import text

LINK_LIVES = timedelta(days=14)
BETWEEN_MAILS = timedelta(minutes=10)


def digest(secret: str) -> str:
    """What the database keeps of a link or a cookie: enough to know it again, not enough to use it."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def send_link(application: Application, *, base_url: str, now: datetime) -> PortalPass:
    """Mail the candidate a new link. The address must be known."""
    candidate = application.candidate
    assert candidate.email, "Only a candidate with an address can be mailed."
    secret = secrets.token_urlsafe(32)
    portal_pass = PortalPass(
        application=application, link_sha256=digest(secret), sent_at=now, expires_at=now + LINK_LIVES
    )
    db.session.add(portal_pass)
    outbox.queue(
        Message(
            kind="portal.link",
            address=candidate.email,
            subject=f"Your application: {application.opening.known_as}",
            body=_letter(application, f"{base_url}/portal/enter/{secret}"),
            opening_id=application.opening_id,
            application_id=application.id,
        ),
        now=now,
    )
    db.session.flush()
    return portal_pass


def is_open(portal_pass: PortalPass | None, *, now: datetime) -> bool:
    """Whether the link still opens the page: not used, not too old."""
    return portal_pass is not None and portal_pass.entered_at is None and now < portal_pass.expires_at


def enter(portal_pass: PortalPass, *, now: datetime) -> str:
    """Use the link up, and answer the secret that the browser keeps from now on."""
    db.session.refresh(portal_pass, ["entered_at"], with_for_update={"of": PortalPass})
    if not is_open(portal_pass, now=now):
        raise Refusal(text("This link has expired."), Kind.GONE)
    secret = secrets.token_urlsafe(32)
    portal_pass.cookie_sha256 = digest(secret)
    portal_pass.entered_at = now
    audit.record("portal.entered", portal_pass.application, by=None, now=now, portal_pass=portal_pass.id)
    return secret


def send_again(portal_pass: PortalPass, *, base_url: str, now: datetime) -> PortalPass | None:
    """Mail a new link for one that no longer opens, unless one went out just now."""
    application = portal_pass.application
    if not application.candidate.email or _was_sent_just_now(application, now=now):
        return None
    renewed = send_link(application, base_url=base_url, now=now)
    audit.record("portal.link_sent", application, by=None, now=now, portal_pass=renewed.id)
    return renewed


def tell_about_you(application: Application, answers: Mapping[str, str], *, now: datetime) -> None:
    """Keep what a candidate says of themselves in place of what they said before; no answer leaves nothing behind.

    Nothing of it goes into the trail, which colleagues read: not even that somebody answered.
    """
    db.session.execute(delete(GroupAnswer).where(GroupAnswer.application_id == application.id))
    db.session.add_all(
        GroupAnswer(application_id=application.id, question=question, answer=answer, at=now)
        for question, answer in answers.items()
    )
    db.session.flush()


def _was_sent_just_now(application: Application, *, now: datetime) -> bool:
    recent = db.session.query(PortalPass.id).filter(
        PortalPass.application_id == application.id, PortalPass.sent_at > now - BETWEEN_MAILS
    )
    return recent.first() is not None


def _letter(application: Application, link: str) -> str:
    return (
        f"Dear {application.candidate.name},\n\n"
        "Your own page says where your application stands, what comes next and whom you meet:\n\n"
        f"{link}\n\n"
        "The link works once and for 14 days. Your browser then stays signed in for 30 days.\n"
        "If it has expired, open it all the same: the page mails you a new one.\n"
    )
