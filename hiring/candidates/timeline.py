"""One line of time for each application: its steps, notes, letters, questions and files, as far as the reader may."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Integer, bindparam, select
from sqlalchemy.orm import aliased

from hiring.db import db
from hiring.history.queries import history
from hiring.models import Application, Attachment, CandidateMail, CandidateQuestion, Note, Person
from hiring.policy import Permission, Standing, permits
from hiring.text import Text, text

NEWEST = 15
ALL = 1000
TOLD_IN_FULL = frozenset(
    {
        "application.note_written",
        "application.file_attached",
        "portal.file_sent",
        "letter.sent",
        "letter.received",
        "letter.unproven",
        "candidate.told",
        "question.noted",
        "question.asked",
    }
)
"""Events whose own words stand here, and therefore not the sentence about them."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened, and what was said."""

    words: Text | str
    at: datetime
    quote: str = ""
    is_note: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    """The newest first, and whether there are older ones."""

    moments: Sequence[Moment]
    has_more: bool


_APPLICATION_ID: BindParameter[int] = bindparam("application_id", type_=Integer)
_MOST: BindParameter[int] = bindparam("most", type_=Integer)
_WRITER = aliased(Person)
_NOTES = (
    select(Note.text, Note.at, Person.name)
    .join(Note.by)
    .where(Note.application_id == _APPLICATION_ID)
    .order_by(Note.id.desc())
    .limit(_MOST)
)
_LETTERS = (
    select(
        CandidateMail.way,
        CandidateMail.by_address_alone,
        CandidateMail.subject,
        CandidateMail.body,
        CandidateMail.at,
        _WRITER.name,
    )
    .outerjoin(_WRITER, _WRITER.id == CandidateMail.by_id)
    .where(CandidateMail.application_id == _APPLICATION_ID)
    .order_by(CandidateMail.id.desc())
    .limit(_MOST)
)
_QUESTIONS = (
    select(CandidateQuestion.asked, CandidateQuestion.asked_at, _WRITER.name)
    .outerjoin(_WRITER, _WRITER.id == CandidateQuestion.noted_by_id)
    .where(CandidateQuestion.application_id == _APPLICATION_ID)
    .order_by(CandidateQuestion.id.desc())
    .limit(_MOST)
)


def timeline(
    application: Application,
    reader: Person,
    standing: Standing,
    attachments: Sequence[Attachment],
    *,
    most: int = NEWEST,
) -> Timeline:
    """In at most four queries. Steps are for whoever owes no card here: reasons for moves retell what cards say."""
    asked = {"application_id": application.id, "most": most + 1}
    moments = [*_files(attachments)]
    if permits(Permission.APPLICATION_HISTORY, standing):
        moments += _steps(application, reader, most + 1)
    if permits(Permission.APPLICATION_NOTE, standing):
        moments += (_note(row) for row in db.session.execute(_NOTES, asked))
    if permits(Permission.LETTER_READ, standing):
        moments += (_letter(row) for row in db.session.execute(_LETTERS, asked))
    if permits(Permission.QUESTION_READ, standing):
        moments += (_question(row) for row in db.session.execute(_QUESTIONS, asked))
    moments.sort(key=lambda one: one.at, reverse=True)
    return Timeline(moments[:most], has_more=len(moments) > most)


def _steps(application: Application, reader: Person, most: int) -> Iterator[Moment]:
    for line in history(application, reader, most=most, leaving_out=TOLD_IN_FULL).lines:
        yield Moment(line.words, line.at, line.quote)


def _note(row: Any) -> Moment:
    return Moment(text("%(name)s wrote a note.", name=row.name), row.at, row.text, is_note=True)


def _letter(row: Any) -> Moment:
    if row.way == "out":
        words = text("%(name)s wrote to the candidate: %(subject)s", name=row.name or "–", subject=row.subject)
    elif row.by_address_alone:
        words = text(
            "A mail came from the candidate’s address and answers none of ours: %(subject)s", subject=row.subject
        )
    else:
        words = text("The candidate wrote to us: %(subject)s", subject=row.subject)
    return Moment(words, row.at, row.body)


def _question(row: Any) -> Moment:
    words = (
        text("The candidate asked a question.")
        if row.name is None
        else text("%(name)s noted a question of the candidate.", name=row.name)
    )
    return Moment(words, row.asked_at, row.asked)


def _files(attachments: Sequence[Attachment]) -> Iterator[Moment]:
    for one in attachments:
        theirs, ours = text("The candidate sent a file."), text("A file was attached.")
        yield Moment(theirs if one.by_id is None else ours, one.at, one.filename)
