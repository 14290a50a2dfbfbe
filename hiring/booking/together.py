"""Those who answer as a group, in every stage they score: future reports, and whoever a stage says. Once their answers
may have been read together nobody joins them: whoever had read four answers and then reads five knows the fifth.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import exists, select

from hiring.access.scorecards import SMALLEST_GROUP
from hiring.db import db
from hiring.models import Application, Interview, Packet, Slot, StageRow
from hiring.refusal import Refusal
from hiring.text import text

REPORT = "report"


def refuse_joining(application: Application, stage: StageRow, perspectives: Iterable[str]) -> None:
    """Say why these cannot be asked to this stage any more, if so: there is a packet, and the group is shown in it."""
    joins = stage.collective or REPORT in perspectives
    if not joins or not db.session.scalar(select(exists().where(Packet.application_id == application.id))):
        return
    asked = (
        select(Slot)
        .join(Slot.interview)
        .join(Interview.stage)
        .where(Slot.application_id == application.id, StageRow.slug == stage.slug, Slot.collective.is_(True))
    )
    seats = db.session.scalars(asked).all()
    answered = {seat.person_id for seat in seats if seat.handed_in_at is not None}
    if len(answered) >= SMALLEST_GROUP and not any(seat.owes_card for seat in seats):
        raise Refusal(
            text(
                "In “%(stage)s” people answer as a group, and the committee can read its answers by now. One more "
                "could be told apart from them, so nobody can be added.",
                stage=stage.title,
            )
        )
