"""A company's own past scores, brought along when the demo house was founded: how each of its interviewers rates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select

from hiring import paths
from hiring.access.applications import standing
from hiring.answers.actions import close_opening, tell
from hiring.candidates.actions import make_move
from hiring.db import db
from hiring.exchange.actions import import_ratings
from hiring.letters import Words
from hiring.models import Application, Person
from hiring.openings.actions import Charter, open_opening
from hiring.rubrics.queries import by_reference
from hiring.workflow.plan import plans

SCORES = paths.PACKAGE / "demo" / "past.csv"
TITLE = "Senior software engineer, earlier searches"
RUBRIC, PLAN = "senior-software-engineer@1", "senior-ic@1"
REASON = "Decided before this house was founded. Only the scores came along."


def bring_along(people: Mapping[str, Person], now: datetime) -> None:
    """Import them into an opening of their own, which is closed the same hour with everybody in it.

    Hanna rates low in them and Leila high; from four finished candidates nobody could tell.
    """
    rubric, by = by_reference(RUBRIC), people["rita"]
    assert rubric is not None, RUBRIC
    opening = open_opening(Charter(TITLE), rubric=rubric, plan=plans(paths.PLANS)[PLAN], by=by, now=now)
    import_ratings(SCORES, opening_ref=opening.ref, now=now + timedelta(minutes=10))
    closed = now + timedelta(minutes=20)
    everybody = select(Application).filter_by(opening_id=opening.id).order_by(Application.id)
    for application in db.session.scalars(everybody):
        stands = standing(by, application)
        make_move(application, "close:rejected", reason=REASON, standing=stands, by=by, now=closed)
        tell(application, Words("Before this house was founded", REASON, tells_outcome=True), by=by, now=closed)
    close_opening(opening, by=by, now=closed)
