"""Letters to start from, and what candidates need: for whoever writes to them, and for recruiters alone."""

from __future__ import annotations

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from hiring.access.applications import WHOLE, standing
from hiring.access.clauses import LEADS, Reader, is_clear, is_no_candidate, is_on_team
from hiring.access.found import Found, house
from hiring.db import db
from hiring.models import Adjustment, Application, LetterTemplate, Opening, Person


def visible_templates(person: Reader) -> Select[LetterTemplate]:
    """The house's own, and those of the openings this person leads; of those still offered."""
    leads = is_on_team(person, Opening.id, LEADS) & is_no_candidate(person, Opening.id)
    own = LetterTemplate.opening_id.in_(select(Opening.id).where(leads))
    return select(LetterTemplate).where(
        LetterTemplate.retired_at.is_(None), or_(LetterTemplate.opening_id.is_(None), own)
    )


def visible_adjustments(person: Reader) -> Select[Adjustment]:
    """What candidates asked for and why, for those who recruit."""
    recruits = is_on_team(person, Application.opening_id, ("recruiter",)) & is_clear(person, Application.id)
    return select(Adjustment).join(Adjustment.application).where(recruits)


def letter_template(ref: str, person: Person) -> Found[LetterTemplate] | None:
    found = db.session.scalar(
        visible_templates(person).where(LetterTemplate.ref == ref).options(joinedload(LetterTemplate.opening))
    )
    return None if found is None else Found(found, house(person))


def adjustment(ref: str, person: Person) -> Found[Adjustment] | None:
    found = db.session.scalar(
        visible_adjustments(person)
        .where(Adjustment.ref == ref)
        .options(joinedload(Adjustment.application).options(*WHOLE))
    )
    return None if found is None else Found(found, standing(person, found.application))
