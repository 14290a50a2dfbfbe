"""What is written down in the house of the matrix, a canary in each: records, pay hoped for, questions, charters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from hiring.db import Base, db
from hiring.models import (
    Application,
    CandidateQuestion,
    Charter,
    OffLimits,
    Opening,
    PayExpectation,
    Person,
    StageRecord,
)
from tests.cast import DAY, NOW, Refs


def written_down(refs: Refs, people: Mapping[str, Person]) -> Refs:
    """Records of a stage, what Casey hopes to be paid, questions, two charters and a company off limits."""
    for key, by in (("casey", "rita"), ("dana", "rita"), ("hal", "remy")):
        application = _one(Application, refs[key])
        fields = {"theirs": f"CANARY-{key}-record"}
        kept = StageRecord(application=application, stage="deep-dives", kind="deep_dive", fields=fields)
        kept.saved_by, kept.saved_at = people[by], NOW - DAY
        db.session.add(kept)
    casey, quinn = _one(Application, refs["casey"]), _one(Application, refs["quinn"])
    noted = {"noted_by_id": people["rita"].id, "noted_at": NOW - DAY}
    db.session.add(PayExpectation(application_id=casey.id, currency="EUR", low_minor=641_907_00, **noted))
    questions = {}
    for key, application, owner in (("casey", casey, people["ivan"]), ("quinn", quinn, people["remy"])):
        asked = CandidateQuestion(application=application, asked=f"CANARY-{key}-question", asked_at=NOW - DAY)
        asked.owner, asked.state = owner, "open"
        questions[f"{key}-question"] = asked
    db.session.add_all(questions.values())
    for key, by in (("executive", "rita"), ("heron", "remy")):
        charter = Charter(opening_id=_one(Opening, refs[key]).id, scope_in=f"CANARY-{key}-charter")
        charter.reports_to, charter.why_open, charter.held_by = "The chief executive", "A new seat.", "Max"
        charter.written_by_id, charter.written_at = people[by].id, NOW - DAY
        db.session.add(charter)
    listed = {"by_id": people["rita"].id, "at": NOW - DAY}
    company = "CANARY-executive-off-limits"
    db.session.add(OffLimits(opening_id=_one(Opening, refs["executive"]).id, company=company, **listed))
    db.session.flush()
    return {key: question.ref for key, question in questions.items()}


def _one(model: type[Base], ref: str) -> Any:
    return db.session.scalars(select(model).filter_by(ref=ref)).one()
