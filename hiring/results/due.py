"""Whether it is time to bring the reports forward: asked often, so without numpy."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select

from hiring.db import db
from hiring.models import Decision, Move, StoredReport
from hiring.results import FEWEST

LOOKED = "looked"
BETWEEN_REPORTS = timedelta(days=1)


def is_due(now: datetime) -> bool:
    """A day after the last time, and never while so few loops have ended that nothing could be said."""
    looked_at = db.session.scalar(select(StoredReport.made_at).filter_by(kind=LOOKED))
    if looked_at is not None:
        return now - looked_at >= BETWEEN_REPORTS
    ends = (
        select(Move.id).where(Move.outcome.is_not(None)).limit(FEWEST),
        select(Decision.id).limit(FEWEST),
    )
    return sum(db.session.scalar(select(func.count()).select_from(some.subquery())) or 0 for some in ends) >= FEWEST
