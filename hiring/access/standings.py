"""How one person stands to many applications at once, for what is done to several of them together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import Integer, and_, bindparam, exists, select

from hiring.access.clauses import READER, decides_on_packets, is_clear, is_live, owes_card
from hiring.db import db
from hiring.models import Application, Decision, Packet, Person, Slot, TeamMember
from hiring.policy import Standing

_CHOSEN = bindparam("applications", expanding=True, type_=Integer)
_SEATS = select(Slot.application_id, Slot.round, owes_card(Slot)).where(
    Slot.application_id.in_(_CHOSEN),
    Slot.person_id == READER.id,
    is_live(Slot),
    is_clear(READER, Slot.application_id),
)
_PACKET = exists().where(Packet.application_id == Application.id)
_DECIDED = exists().where(Packet.application_id == Application.id, Decision.packet_id == Packet.id)
_ROLES = (
    select(
        Application.id,
        TeamMember.role,
        _PACKET.correlate(Application),
        _DECIDED.correlate(Application),
        decides_on_packets(Application.opening_id),
    )
    .join(
        TeamMember,
        and_(
            TeamMember.opening_id == Application.opening_id,
            TeamMember.person_id == READER.id,
            TeamMember.removed_at.is_(None),
        ),
    )
    .where(Application.id.in_(_CHOSEN), is_clear(READER, Application.id))
)


class _Packet(NamedTuple):
    there: Any = False
    decided: Any = False
    decides: Any = None


def standings(person: Person, applications: Collection[Application]) -> dict[int, Standing]:
    """The same as `standing` for each of them, in two queries. Nobody's emergency counts here: it changes nothing."""
    asked = {"reader_id": person.id, "applications": [one.id for one in applications]}
    seats: dict[int, list[tuple[str, bool]]] = defaultdict(list)
    for id_, round_, owes in db.session.execute(_SEATS, asked):
        seats[id_].append((round_, owes))
    parts: dict[int, list[str]] = defaultdict(list)
    packets: dict[int, _Packet] = {}
    for id_, role, there, decided, decides in db.session.execute(_ROLES, asked):
        parts[id_].append(role)
        packets[id_] = _Packet(there, decided, decides)
    found = {}
    for one in applications:
        packet = packets.get(one.id, _Packet())
        move = one.current_move
        here = None if move is None or move.stage is None else move.stage.round
        found[one.id] = Standing(
            capabilities=person.capability_kinds,
            roles=frozenset(parts[one.id]),
            sits=bool(seats[one.id]),
            owes=frozenset(round_ for round_, owes in seats[one.id] if owes),
            round=None if here is None else here.slug,
            has_packet=packet.there,
            decides=packet.decides or ("chair" if here is None else here.decides),
            is_decided=packet.decided,
        )
    return found
