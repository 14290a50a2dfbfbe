"""What candidates ask: known to those who lead the opening and to whoever sits in the loop."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from hiring.access.applications import WHOLE, standing
from hiring.access.clauses import LEADS, Reader, is_clear, is_on_team, sits_on
from hiring.access.found import Found
from hiring.db import db
from hiring.models import Application, CandidateQuestion, Person


def visible_questions(person: Reader) -> Select[CandidateQuestion]:
    leads = is_on_team(person, Application.opening_id, LEADS) & is_clear(person, Application.id)
    return (
        select(CandidateQuestion)
        .join(CandidateQuestion.application)
        .where(leads | sits_on(person, CandidateQuestion.application_id))
    )


def question(ref: str, person: Person) -> Found[CandidateQuestion] | None:
    """The question of that ref with its application; one's own is the answer one owes."""
    found = db.session.scalar(
        visible_questions(person)
        .where(CandidateQuestion.ref == ref)
        .options(joinedload(CandidateQuestion.application).options(*WHOLE))
    )
    if found is None:
        return None
    return Found(found, replace(standing(person, found.application), is_own=found.owner_id == person.id))
