"""What happens to cases: written, agreed on, published, read once by each, retired."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from hiring import audit
from hiring.cases import queries
from hiring.cases.queries import Levels, Rated
from hiring.db import db
from hiring.models import AgreedLevel, CaseLevel, CaseReading, Person, RubricVersion, WrittenCase
from hiring.refusal import Kind, Refusal
from hiring.rubric import Rubric
from hiring.rubric.answers import has_words
from hiring.rubrics.queries import rubric_of
from hiring.text import text


def write(version: RubricVersion, *, title: str, body: str, by: Person, now: datetime) -> WrittenCase:
    """Begin a case. Nobody but its author knows of it until it is published."""
    _refuse_without_words(title, body)
    case = WrittenCase(rubric_version=version, title=title, body=body, written_by_id=by.id, written_at=now)
    db.session.add(case)
    audit.record("case.written", case, by=by, now=now, rubric_version=version.id)
    return case


def edit(case: WrittenCase, *, title: str, body: str, agreed: Levels, by: Person, now: datetime) -> None:
    """Change a draft: what is not agreed on is no part of the case."""
    _refuse_unless_draft(case, by=by)
    _refuse_without_words(title, body)
    rubric = rubric_of(case.rubric_version)
    _refuse_strange(rubric, agreed)
    case.title, case.body, case.written_at = title, body, now
    known = {one.dimension: one for one in case.agreed}
    case.agreed = [
        _agreed(known.get(dimension.id), dimension.id, position, agreed[dimension.id])
        for position, dimension in enumerate(rubric.dimensions)
        if dimension.id in agreed
    ]
    audit.record("case.edited", case, by=by, now=now)


def publish(case: WrittenCase, *, by: Person, now: datetime) -> None:
    """Let everybody read it. From now on it stands as it is."""
    _refuse_unless_draft(case, by=by)
    reason = queries.why_unpublishable(case)
    if reason is not None:
        raise Refusal(reason, Kind.INPUT)
    case.published_at = now
    audit.record("case.published", case, by=by, now=now)


def retire(case: WrittenCase, *, by: Person, now: datetime) -> None:
    """Take no more readings. Those there are stay, and whoever passed has passed."""
    if case.published_at is None:
        raise Refusal(text("This case is a draft: nobody can read it yet."))
    if case.retired_at is not None:
        raise Refusal(text("This case was retired already."))
    case.retired_at = now
    audit.record("case.retired", case, by=by, now=now)


def hand_in(case: WrittenCase, given: Levels, *, by: Person, now: datetime) -> CaseReading:
    """Keep what somebody made of a case, once and for all, and whether it passes."""
    # readers of one case wait for each other here: whole groups are shown in the order in which they came in
    db.session.execute(select(WrittenCase.id).where(WrittenCase.id == case.id).with_for_update())
    refuse_unless_open(case, by=by)
    asked = [one.dimension for one in case.agreed]
    _refuse_strange(rubric_of(case.rubric_version), given)
    if set(given) != set(asked) or not all(has_words(one.words) for one in given.values()):
        raise Refusal(text("Give every dimension a level, and say which words of the case it rests on."), Kind.INPUT)
    reading = CaseReading(case=case, person=by, handed_in_at=now)
    reading.levels = [
        CaseLevel(dimension=name, position=position, level=given[name].level, evidence=given[name].words)
        for position, name in enumerate(asked)
    ]
    reading.passed = queries.drift_of(reading).passes
    db.session.add(reading)
    audit.record("case.read", reading, by=by, now=now, case=case.id)
    return reading


def refuse_unless_open(case: WrittenCase, *, by: Person) -> None:
    """Say why this person gives no reading of this case, if they do not."""
    if case.written_by_id == by.id:
        raise Refusal(text("You wrote this case and know what was agreed, so you give no reading of it."))
    if queries.reading_of(case, by) is not None:
        raise Refusal(text("You have read this case. Your first reading stays as it is."))
    if case.retired_at is not None:
        raise Refusal(
            text("This case was retired and takes no more readings. What you typed is below: copy what you need.")
        )


def _agreed(known: AgreedLevel | None, dimension: str, position: int, said: Rated) -> AgreedLevel:
    """The row there is, changed: taking it out and adding another of the same key would be two."""
    row = known or AgreedLevel(dimension=dimension)
    row.position, row.level, row.because = position, said.level, said.words
    return row


def _refuse_unless_draft(case: WrittenCase, *, by: Person) -> None:
    if case.published_at is not None:
        raise Refusal(text("This case is published and stands as it is. Write another one, then retire this."))
    if case.written_by_id != by.id:
        raise Refusal(text("Only its author changes a draft."), Kind.FORBIDDEN)


def _refuse_without_words(title: str, body: str) -> None:
    if not has_words(title) or not has_words(body):
        raise Refusal(text("A case needs a title and a text."), Kind.INPUT)


def _refuse_strange(rubric: Rubric, levels: Levels) -> None:
    known = {dimension.id for dimension in rubric.dimensions}
    if not levels.keys() <= known or any(one.level not in rubric.levels for one in levels.values()):
        raise Refusal(text("Choose dimensions and levels of the rubric."), Kind.INPUT)
