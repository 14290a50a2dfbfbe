"""Reading interviewers: all of them with what they can do and how full their week is, and one with every dimension."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, lazyload

from hiring import access
from hiring.access.clauses import is_live, works_here
from hiring.db import db
from hiring.models import Application, Interview, Opening, Person, Slot, Substitute, Training
from hiring.rubric import Rubric
from hiring.rubrics.queries import newest_first
from hiring.web.hours import said

PER_PAGE = 50
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Row:
    """One interviewer on the list."""

    ref: str
    name: str
    title: str
    hours: str
    zone: str
    cap: int | None
    week: int
    trained: int
    learning: int

    @property
    def is_full(self) -> bool:
        return self.cap is not None and self.week >= self.cap


@dataclass(frozen=True, slots=True)
class Rows:
    """A page of them."""

    rows: Sequence[Row]
    has_more: bool


def interviewers(reader: Person, words: str, *, page: int, now: datetime) -> Rows:
    """Those whose name or title holds the words, by name, with this week's interviews. Three queries."""
    found = access.visible_interviewers(reader).options(lazyload(Person.capabilities))
    for word in words.replace("\0", " ").split():
        held = Person.name.icontains(word, autoescape=True) | Person.title.icontains(word, autoescape=True)
        found = found.where(held)
    found = found.order_by(func.lower(Person.name), Person.id).offset((page - 1) * PER_PAGE).limit(PER_PAGE + 1)
    people = db.session.scalars(found).all()
    week, steps = _this_week(people[:PER_PAGE], now), _steps(people[:PER_PAGE])
    rows = [
        Row(
            ref=one.ref,
            name=one.name,
            title=one.title,
            hours=f"{said(one.works_from)}–{said(one.works_until)}",
            zone=one.zone,
            cap=one.weekly_cap,
            week=week[one.id],
            trained=steps[one.id, True],
            learning=steps[one.id, False],
        )
        for one in people[:PER_PAGE]
    ]
    return Rows(rows, has_more=len(people) > PER_PAGE)


def _this_week(people: Sequence[Person], now: datetime) -> Counter[int]:
    """How many interviews each holds in the week that it is by their own clock. Those of confidential openings are not
    counted: a number that is higher than anybody can explain tells that there is one.
    """
    zones = {one.id: ZoneInfo(one.zone) for one in people}
    found = db.session.execute(
        select(Slot.person_id, Interview.starts_at)
        .join(Slot.interview)
        .join(Interview.application)
        .join(Application.opening)
        .where(
            Slot.person_id.in_(zones),
            is_live(Slot),
            Opening.confidential.is_(False),
            Interview.cancelled_at.is_(None),
            Interview.starts_at.between(now - WEEK, now + WEEK),
        )
    )
    return Counter(
        person
        for person, at in found
        if at.astimezone(zones[person]).isocalendar()[:2] == now.astimezone(zones[person]).isocalendar()[:2]
    )


def _steps(people: Sequence[Person]) -> Counter[tuple[int, bool]]:
    """How many dimensions each is trained for, and learns."""
    states = (
        select(Training.person_id, Training.state == "trained", func.count())
        .where(Training.person_id.in_([one.id for one in people]))
        .group_by(Training.person_id, Training.state)
    )
    steps: Counter[tuple[int, bool]] = Counter()
    for person, is_trained, number in db.session.execute(states):
        steps[person, bool(is_trained)] += number
    return steps


def roles() -> dict[str, Rubric]:
    """The newest version of each role's rubric, by its name."""
    newest: dict[str, Rubric] = {}
    for version, rubric in newest_first():
        if rubric.kind == "role":
            newest.setdefault(version.slug, rubric)
    return newest


def training_of(person: Person, slug: str) -> dict[str, str]:
    """How far somebody is with each dimension they have begun."""
    found = select(Training.dimension, Training.state).filter_by(person_id=person.id, rubric=slug)
    return {one.dimension: one.state for one in db.session.execute(found)}


def substitutes_of(person: Person) -> Sequence[Substitute]:
    """Those named for somebody, the first named first."""
    named = joinedload(Substitute.substitute).lazyload(Person.capabilities)
    found = select(Substitute).filter_by(person_id=person.id).order_by(Substitute.at, Substitute.substitute_id)
    return db.session.scalars(found.options(named)).all()


def colleagues(than: Person) -> Sequence[Person]:
    """Everybody else who works here, by name."""
    others = select(Person).where(works_here(), Person.id != than.id).order_by(func.lower(Person.name), Person.id)
    return db.session.scalars(others.options(lazyload(Person.capabilities))).all()
