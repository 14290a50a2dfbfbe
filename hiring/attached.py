"""Keeping a file with an application, whoever sent it: on the disk first, then as a row."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from pathlib import Path

from hiring import files
from hiring.db import db
from hiring.files import NewFile
from hiring.models import Application, Attachment, Person


def keep_pdf(
    application: Application, file: NewFile, *, purpose: str, folder: Path, by: Person | None, now: datetime
) -> Attachment:
    """A PDF, or a refusal. Without `by` the candidate sent it. The file is on the disk before its row is written."""
    files.check_pdf(file.content)
    attachment = Attachment(
        application_id=application.id,
        filename=files.safe_name(file.name),
        media_type=files.PDF,
        size=len(file.content),
        sha256=sha256(file.content).hexdigest(),
        stored_as=files.keep(file.content, folder),
        purpose=purpose,
        by_id=None if by is None else by.id,
        at=now,
    )
    db.session.add(attachment)
    db.session.flush()
    return attachment
