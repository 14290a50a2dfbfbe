"""The verbs about interviewers: they learn a dimension step by step, and substitutes are named for them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from hiring import audit
from hiring.coverage.interviewer_queries import substitutes_of
from hiring.db import db
from hiring.models import Person, Substitute, Training
from hiring.models.interviewer import TRAINING
from hiring.refusal import Kind, Refusal
from hiring.rubric import Rubric
from hiring.text import text


def train(person: Person, rubric: Rubric, states: Mapping[str, str], *, by: Person, now: datetime) -> None:
    """Say how far somebody is with each dimension of a rubric; an empty word is not begun. Others stay as they are."""
    if not states.keys() <= {one.id for one in rubric.dimensions} or not set(states.values()) <= {"", *TRAINING}:
        raise Refusal(text("Choose one of the steps for each dimension."), Kind.INPUT)
    changed = 0
    for dimension, state in states.items():
        known = db.session.get(Training, (person.id, rubric.rubric, dimension))
        if (known.state if known is not None else "") == state:
            continue
        changed += 1
        if known is not None:
            db.session.delete(known)
            db.session.flush()
        if state:
            place = {"person_id": person.id, "rubric": rubric.rubric, "dimension": dimension}
            db.session.add(Training(**place, state=state, by_id=by.id, at=now))
    if not changed:
        raise Refusal(text("It stands like that already."))
    audit.record("person.trained", person, by=by, now=now, rubric=rubric.rubric, changed=changed)


def name_substitute(person: Person, substitute: Person, *, by: Person, now: datetime) -> None:
    """Say who may be asked when somebody cannot."""
    if person.id == substitute.id:
        raise Refusal(text("Somebody else has to stand in."), Kind.INPUT)
    if db.session.get(Substitute, (person.id, substitute.id)) is not None:
        raise Refusal(text("%(name)s is named already.", name=substitute.name))
    db.session.add(Substitute(person_id=person.id, substitute_id=substitute.id, by_id=by.id, at=now))
    audit.record("substitute.named", person, by=by, now=now, substitute=substitute.id)


def end_substitute(person: Person, substitute_ref: str, *, by: Person, now: datetime) -> None:
    """Ask this one no longer."""
    found = next((one for one in substitutes_of(person) if one.substitute.ref == substitute_ref), None)
    if found is None:
        raise Refusal(text("That person is not named any more."))
    audit.record("substitute.ended", person, by=by, now=now, substitute=found.substitute_id)
    db.session.delete(found)
