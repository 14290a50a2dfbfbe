"""Who looked at what: one row an hour, until cards change, says as much as one for each reload."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Integer, String, bindparam, exists, func, insert, select

from hiring.db import UtcDateTime, db
from hiring.models import Reading, Slot

AN_HOUR = timedelta(hours=1)
_READER, _SUBJECT = bindparam("person", type_=Integer), bindparam("application", type_=Integer)
_WHAT, _NOW = bindparam("word", type_=String), bindparam("now", type_=UtcDateTime)
_SINCE = bindparam("since", type_=UtcDateTime)
# a card that came in, or was owed no longer, may have opened what the last reading did not show
_CARDS_CHANGED = (
    select(func.max(func.coalesce(Slot.handed_in_at, Slot.declined_at, Slot.cancelled_at)))
    .where(Slot.application_id == _SUBJECT)
    .scalar_subquery()
)
_READ = insert(Reading).from_select(
    ["person_id", "application_id", "what", "at"],
    select(_READER, _SUBJECT, _WHAT, _NOW).where(
        ~exists().where(
            Reading.application_id == _SUBJECT,
            Reading.person_id == _READER,
            Reading.what == _WHAT,
            Reading.at > _SINCE,
            Reading.at > func.coalesce(_CARDS_CHANGED, _SINCE),
        )
    ),
)


def remember(what: str, *application_ids: int, reader_id: int, now: datetime) -> None:
    """Add a row of each unless it would say nothing new, in one statement; of none, nothing."""
    said = {"person": reader_id, "word": what, "now": now, "since": now - AN_HOUR}
    if application_ids:
        db.session.connection().execute(_READ, [{**said, "application": one} for one in application_ids])
