"""Reading applications: where they stand, and what the engine asks about them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, func, select

from hiring.access.clauses import is_live
from hiring.db import db
from hiring.models import Application, Decision, Interview, Move, Packet, Slot
from hiring.workflow.gates import Facts
from hiring.workflow.moves import Step


def stage_slug(application: Application) -> str | None:
    """The stage the application stands in; a closed one keeps the stage it was closed in."""
    move = application.current_move
    if move is None or move.stage is not None:
        return None if move is None or move.stage is None else move.stage.slug
    return next((one.stage.slug for one in reversed(application.moves) if one.stage is not None), None)


def facts(application: Application) -> Facts:
    """What the gates of the present stage ask. Two queries."""
    move = application.current_move
    stage_id = None if move is None else move.stage_id
    live = and_(is_live(Slot), Slot.card != "none")
    row = db.session.execute(
        select(
            func.count(Slot.id).filter(live),
            func.count(Slot.id).filter(live, Slot.handed_in_at.is_not(None)),
            func.count(Interview.id.distinct()),
        )
        .select_from(Interview)
        .outerjoin(Slot, Slot.interview_id == Interview.id)
        .where(
            Interview.application_id == application.id,
            Interview.stage_id == stage_id,
            Interview.cancelled_at.is_(None),
        )
    ).one()
    packet = db.session.execute(
        select(Packet.id, Decision.outcome)
        .outerjoin(Decision, Decision.packet_id == Packet.id)
        .where(Packet.application_id == application.id)
    ).first()
    return Facts(
        cards_expected=row[0],
        cards_in=row[1],
        interviews_planned=row[2],
        interviews_past=0,
        packet_built=packet is not None,
        decision=None if packet is None else packet.outcome,
        is_closed=move is not None and move.outcome is not None,
    )


def steps(moves: Sequence[Move]) -> list[Step]:
    """Recorded moves as the engine folds them."""
    places = {move.id: place for place, move in enumerate(moves)}
    return [
        Step(
            to=None if move.stage is None else move.stage.slug,
            outcome=move.outcome,
            undoes=None if move.undoes_id is None else places[move.undoes_id],
        )
        for move in moves
    ]


def move_before(moves: Sequence[Move], place: int) -> Move:
    """The move that stood before the one at that place."""
    undone = {move.undoes_id for move in moves}
    return next(move for move in reversed(moves[:place]) if move.id not in undone and move.undoes_id is None)
