"""Since when somebody had seen what others wrote in a round, from the list of who read what and when."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Integer, ScalarSelect, String, bindparam, exists, func, select
from sqlalchemy.orm import aliased

from hiring.db import db
from hiring.models import Reading, Slot
from hiring.scorecards.queries import READS_CARDS

_THEIRS, _OWN = aliased(Slot), aliased(Slot)


def saw_others() -> ScalarSelect[datetime]:
    """The first moment at which a `reader` was shown cards of an `application` while one of that `round` was in.

    Whoever owed a card of the round at the time was shown none of it: the blind rule saw to that. For a reader who
    never could have seen any it is NULL.
    """
    application, reader = bindparam("application", type_=Integer), bindparam("reader", type_=Integer)
    in_round = bindparam("round", type_=String)
    anothers_was_in = exists().where(
        _THEIRS.application_id == application,
        _THEIRS.round == in_round,
        _THEIRS.person_id != reader,
        _THEIRS.handed_in_at <= Reading.at,
    )
    ended_at = func.coalesce(_OWN.handed_in_at, _OWN.declined_at, _OWN.cancelled_at)
    owed_one = exists().where(
        _OWN.application_id == application,
        _OWN.round == in_round,
        _OWN.person_id == reader,
        _OWN.card != "none",
        _OWN.assigned_at <= Reading.at,
        ended_at.is_(None) | (ended_at > Reading.at),
    )
    return (
        select(func.min(Reading.at))
        .where(
            Reading.application_id == application,
            Reading.person_id == reader,
            Reading.what.in_(READS_CARDS),
            anothers_was_in,
            ~owed_one,
        )
        .scalar_subquery()
    )


_SAW = select(saw_others())


def saw_others_at(slot: Slot) -> datetime | None:
    """When the person in that seat first saw what others wrote in its round."""
    asked = {"application": slot.application_id, "reader": slot.person_id, "round": slot.round}
    return db.session.scalar(_SAW, asked)
