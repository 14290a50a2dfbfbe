"""Reading stored reports: all of a kind in one query, and never anything else."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from hiring.db import db
from hiring.models import StoredReport

KINDS = ("agreement", "process")


def stored(*kinds: str) -> Sequence[StoredReport]:
    """What was worked out last, rubrics by their slug."""
    newest = select(StoredReport).where(StoredReport.kind.in_(kinds or KINDS))
    return db.session.scalars(newest.order_by(StoredReport.kind, StoredReport.subject)).all()
