"""Reading a selection: which applications were ticked, how somebody stands to each, and what may be chosen for all."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload, lazyload

from hiring import access
from hiring.access.applications import WHOLE
from hiring.access.clauses import LEADS, owes_card
from hiring.access.standings import standings
from hiring.db import db
from hiring.models import Application, Interview, Person, PlanRevision, Slot, StageRow, Tag, TeamMember
from hiring.policy import Standing
from hiring.refs import is_ref
from hiring.reminders import reminded_at

MOST = 100
NEXT = "next"
"""Instead of a stage that all have: whichever comes next for each."""


_OWNER = joinedload(Application.owner).options(lazyload(Person.capabilities))


@dataclass(frozen=True, slots=True)
class Chosen:
    """One of the applications, and how whoever ticked it stands to it."""

    application: Application
    standing: Standing


@dataclass(frozen=True, slots=True)
class Asked:
    """An overdue card that somebody may ask for, and when its interviewer last heard of it."""

    slot: Slot
    reminded_at: datetime | None


def chosen(person: Person, refs: Collection[str]) -> list[Chosen] | None:
    """Those applications in the order ticked, or None where one is not on this person's board. Three queries."""
    wanted = list(dict.fromkeys(refs))
    if not all(map(is_ref, wanted)):
        return None
    found = access.overseen_applications(person).where(Application.ref.in_(wanted))
    by_ref = {one.ref: one for one in db.session.scalars(found.options(*WHOLE, _OWNER))}
    if len(by_ref) < len(wanted):
        return None
    how = standings(person, by_ref.values())
    return [Chosen(by_ref[ref], how[by_ref[ref].id]) for ref in wanted]


def overdue(person: Person, applications: Collection[Application], now: datetime) -> Select[Slot, datetime | None]:
    """Others' overdue cards that this person may know of, with when their interviewers last heard of them."""
    return (
        access.owed_slots(person)
        .where(
            Slot.application_id.in_([one.id for one in applications]),
            owes_card(Slot),
            Slot.due_at < now,
            Slot.person_id != person.id,
            Application.due_at.is_not(None),
        )
        .add_columns(reminded_at())
        .order_by(Slot.due_at, Slot.id)
        .options(
            contains_eager(Slot.interview).contains_eager(Interview.application),
            contains_eager(Slot.interview).joinedload(Interview.stage),
            joinedload(Slot.person).options(lazyload(Person.capabilities)),
        )
    )


def asked(found: Select[Slot, datetime | None]) -> list[Asked]:
    return [Asked(slot, at) for slot, at in db.session.execute(found)]


def tags(applications: Collection[Application]) -> dict[int, list[str]]:
    """The words on each of them, in the alphabet's order."""
    rows = db.session.execute(
        select(Tag.application_id, Tag.word)
        .where(Tag.application_id.in_([one.id for one in applications]))
        .order_by(Tag.word)
    ).all()
    return {one.id: [word for id_, word in rows if id_ == one.id] for one in applications}


def common_leads(applications: Collection[Application]) -> list[Person]:
    """Who leads the openings of all of them, by name."""
    openings = {one.opening_id for one in applications}
    found = (
        select(Person)
        .join(TeamMember, TeamMember.person_id == Person.id)
        .where(
            TeamMember.opening_id.in_(openings),
            TeamMember.role.in_(LEADS),
            TeamMember.removed_at.is_(None),
            Person.deactivated_at.is_(None),
        )
        .group_by(Person.id)
        .having(func.count(TeamMember.opening_id.distinct()) == len(openings))
        .order_by(func.lower(Person.name), Person.id)
        .options(lazyload(Person.capabilities))
    )
    return list(db.session.scalars(found))


def common_stages(applications: Collection[Application]) -> list[tuple[str, str]]:
    """Slug and title of the stages that the plans of all of them have today, in the order of one of them."""
    openings = {one.opening_id for one in applications}
    newest = (
        select(func.max(PlanRevision.id)).where(PlanRevision.opening_id.in_(openings)).group_by(PlanRevision.opening_id)
    )
    rows = db.session.execute(
        select(StageRow.revision_id, StageRow.slug, StageRow.title)
        .where(StageRow.revision_id.in_(newest))
        .order_by(StageRow.revision_id, StageRow.position)
    ).all()
    by_revision: dict[int, dict[str, str]] = {}
    for revision_id, slug, title in rows:
        by_revision.setdefault(revision_id, {})[slug] = title
    return _shared(list(by_revision.values()))


def _shared(plans: Sequence[dict[str, str]]) -> list[tuple[str, str]]:
    return [(slug, title) for slug, title in plans[0].items() if all(slug in plan for plan in plans)] if plans else []
