"""Conflicts of interest of others: for those who lead the opening and have none there themselves."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from hiring.access.applications import standing
from hiring.access.clauses import LEADS, Reader, is_clear, is_on_team
from hiring.access.found import Found
from hiring.db import db
from hiring.models import Application, Conflict, Move, Person, StageRow


def visible_conflicts(person: Reader) -> Select[Conflict]:
    """Those that last, in applications this person leads. Nobody finds their own here: it closed the application."""
    leads = is_on_team(person, Conflict.opening_id, LEADS) & is_clear(person, Conflict.application_id)
    return select(Conflict).where(Conflict.ended_at.is_(None), leads)


def conflict(ref: str, person: Person) -> Found[Conflict] | None:
    """The conflict of that ref with its application, if this person may know of it."""
    application = joinedload(Conflict.application)
    found = db.session.scalar(
        visible_conflicts(person)
        .where(Conflict.ref == ref)
        .options(
            joinedload(Conflict.person),
            application.joinedload(Application.current_move).joinedload(Move.stage).joinedload(StageRow.round),
        )
    )
    return None if found is None else Found(found, standing(person, found.application))
