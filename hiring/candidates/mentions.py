"""Calling a colleague by name in a note: whom that can be, and who has been called and not answered yet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Integer, exists, literal, select
from sqlalchemy.orm import aliased, lazyload

from hiring.access.clauses import LEADS, AnyReader, is_clear, is_on_team, works_here
from hiring.db import db
from hiring.indexed import fold
from hiring.models import Application, Candidate, Mention, Note, Opening, Person, TeamMember
from hiring.refusal import Kind, Refusal
from hiring.text import text

CALLED = re.compile(r"(?<![\w@./])@(\w[\w.’'-]*)")
SHOWN = 6
LASTS = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Called:
    """A note in which the reader is called, and has not answered with one of their own."""

    application_ref: str
    candidate: str
    opening: str
    by: str
    words: str
    at: datetime


def readers_of_notes(application: Application) -> Sequence[Person]:
    """Everybody who may read notes there today: those who lead the opening, clear of any conflict."""
    leads = exists().where(
        TeamMember.opening_id == application.opening_id,
        TeamMember.person_id == Person.id,
        TeamMember.role.in_(LEADS),
        TeamMember.removed_at.is_(None),
    )
    clear = is_clear(AnyReader(Person.id), literal(application.id, Integer))
    return db.session.scalars(
        select(Person).where(works_here(), leads, clear).order_by(Person.name).options(lazyload(Person.capabilities))
    ).all()


def handles(people: Sequence[Person]) -> Mapping[str, Person]:
    """What each is called by after an `@`: the first name, or the whole name where two share the first."""
    shared = Counter(fold(person.name)[0] for person in people if fold(person.name))
    named = {_whole(person): person for person in people}
    firsts = {name.partition(".")[0]: person for name, person in named.items()}
    return {**{first: person for first, person in firsts.items() if shared[first] == 1}, **named}


def handle_of(person: Person, people: Sequence[Person]) -> str:
    """The shortest of them."""
    return min((name for name, one in handles(people).items() if one is person), key=len)


def called_in(words: str, application: Application, *, by: Person) -> list[Person]:
    """Whom these words call, each once and never their author. A name of nobody who may read them is refused: they
    would never hear of it.
    """
    names = [".".join(fold(name.rstrip(".-’'"))) for name in CALLED.findall(words)]
    if not names:
        return []
    people = readers_of_notes(application)
    known = handles(people)
    for name in names:
        if name not in known:
            there = ", ".join(f"@{handle_of(person, people)}" for person in people)
            message = "Nobody who may read notes here is called @%(name)s. You can call: %(there)s."
            raise Refusal(text(message, name=name, there=there), Kind.INPUT)
    return [person for person in dict.fromkeys(known[name] for name in names) if person.id != by.id]


def waiting_for(person: Person, now: datetime) -> Sequence[Called]:
    """The newest notes that call this person, who may still read them and has written none there since."""
    answer, author = aliased(Note), aliased(Person)
    rows = db.session.execute(
        select(Application.ref, Candidate.name, Opening, author.name.label("by"), Note.text, Note.at)
        .select_from(Mention)
        .join(Note, Note.id == Mention.note_id)
        .join(author, author.id == Note.by_id)
        .join(Application, Application.id == Note.application_id)
        .join(Application.candidate)
        .join(Application.opening)
        .where(
            Mention.person_id == person.id,
            Note.at > now - LASTS,
            is_on_team(person, Application.opening_id, LEADS),
            is_clear(person, Application.id),
            ~exists().where(
                answer.application_id == Note.application_id, answer.by_id == person.id, answer.id > Note.id
            ),
        )
        .order_by(Note.id.desc())
        .limit(SHOWN)
    )
    return [Called(row.ref, row.name, row.Opening.known_as, row.by, row.text, row.at) for row in rows]


def _whole(person: Person) -> str:
    return ".".join(fold(person.name))
