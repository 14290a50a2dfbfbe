"""What the guests' zone reads: the pass behind a link, and the files that come with a seat."""

from __future__ import annotations

from datetime import datetime

from hiring import access
from hiring.db import db
from hiring.models import Attachment, GuestPass, Slot


def pass_of_link(link_sha256: str, *, now: datetime) -> GuestPass | None:
    """The pass behind a mailed link to a seat that is still its guest's, whether the link still opens it or not."""
    found = access.guest_passes().where(GuestPass.link_sha256 == link_sha256)
    return db.session.scalar(found, {"long_ago": now - access.GUEST_STAYS})


def file_of(slot: Slot, ref: str) -> Attachment | None:
    """A file of this seat's candidate, if whoever sits there may open it."""
    return db.session.scalar(
        access.visible_attachments(slot.person).where(
            Attachment.application_id == slot.application_id, Attachment.ref == ref
        )
    )
