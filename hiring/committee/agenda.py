"""Where a packet stands on the agenda of its meeting, among those its reader may open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, bindparam, select
from sqlalchemy.orm import aliased

from hiring.access.clauses import READER
from hiring.access.packets import readable_packets
from hiring.db import db
from hiring.models import AgendaItem, Meeting, Packet, Person
from hiring.text import Text, text
from hiring.web.language import day


@dataclass(frozen=True, slots=True)
class Agenda:
    """The meeting and when it is, which of its candidates this is, and the refs of the packets before and after it."""

    meeting: str
    starts_at: datetime
    number: int
    of: int
    previous: str | None
    next: str | None

    @property
    def words(self) -> Text:
        if self.of == 1:
            return text("Committee, %(day)s", day=day(self.starts_at))
        return text(
            "Committee, %(day)s · candidate %(number)s of %(all)s",
            day=day(self.starts_at),
            number=self.number,
            all=self.of,
        )


_ON, _HELD = aliased(AgendaItem), aliased(Meeting)
_ITS_MEETING = (
    select(_HELD.id)
    .join(_ON, _ON.meeting_id == _HELD.id)
    .where(_ON.packet_id == bindparam("packet_id", type_=Integer))
    .order_by(_HELD.ended_at.is_not(None), _HELD.starts_at.desc())
    .limit(1)
    .scalar_subquery()
)
_AGENDA = (
    readable_packets(READER)
    .join(AgendaItem, AgendaItem.packet_id == Packet.id)
    .join(Meeting, Meeting.id == AgendaItem.meeting_id)
    .where(Meeting.id == _ITS_MEETING)
    .with_only_columns(Packet.id, Packet.ref, Meeting.ref.label("meeting"), Meeting.starts_at)
    .order_by(AgendaItem.position, AgendaItem.id)
)


def agenda_of(packet: Packet, reader: Person) -> Agenda | None:
    """None when no meeting takes it up. Candidates closed to the reader are not counted. One query."""
    rows = db.session.execute(_AGENDA, {"packet_id": packet.id, "reader_id": reader.id}).all()
    at = next((place for place, row in enumerate(rows) if row.id == packet.id), None)
    if at is None:
        return None
    return Agenda(
        meeting=rows[at].meeting,
        starts_at=rows[at].starts_at,
        number=at + 1,
        of=len(rows),
        previous=rows[at - 1].ref if at else None,
        next=rows[at + 1].ref if at + 1 < len(rows) else None,
    )
