"""What a candidate may read: their own application, and nothing that anybody thought of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Integer, Select, literal, select
from sqlalchemy.orm import joinedload

from hiring.access.clauses import AnyReader, is_clear, recruits_for
from hiring.db import db
from hiring.models import (
    Application,
    GroupAnswer,
    Interview,
    Move,
    Person,
    PlanRevision,
    PortalPass,
    Slot,
    StageRow,
)

STAYS = timedelta(days=30)
"""How long a browser that entered by a link stays in."""


@dataclass(frozen=True, slots=True)
class Met:
    """Somebody the candidate meets, by name and title."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """An interview in the zone it was agreed in."""

    title: str
    starts_at: datetime
    zone: str
    minutes: int
    place: str
    video_url: str
    people: tuple[Met, ...]


def pass_of_link(link_sha256: str) -> PortalPass | None:
    """The pass behind a mailed link, whether it still opens or not."""
    return db.session.scalar(_passes().where(PortalPass.link_sha256 == link_sha256))


def visit(cookie_sha256: str, *, now: datetime) -> PortalPass | None:
    """The pass of a browser that has entered and not stayed too long, with all its page needs about the application."""
    found = db.session.scalar(
        _passes()
        .where(PortalPass.cookie_sha256 == cookie_sha256)
        .options(joinedload(PortalPass.application).joinedload(Application.current_move).joinedload(Move.stage))
    )
    if found is None or found.entered_at is None or found.entered_at + STAYS <= now:
        return None
    return found


def stages_now(application: Application) -> Select[StageRow]:
    """The stages of the plan that its opening runs on today, in order."""
    newest = (
        select(PlanRevision.id)
        .where(PlanRevision.opening_id == application.opening_id)
        .order_by(PlanRevision.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    return select(StageRow).where(StageRow.revision_id == newest).order_by(StageRow.position)


def next_stage(application: Application) -> str | None:
    """The title of the stage after the present one, in the plan the opening runs on now."""
    move = application.current_move
    if move is None or move.stage is None:
        return None
    stages = db.session.execute(stages_now(application).with_only_columns(StageRow.slug, StageRow.title)).all()
    slugs = [stage.slug for stage in stages]
    after = slugs.index(move.stage.slug) + 1 if move.stage.slug in slugs else len(slugs)
    return stages[after].title if after < len(slugs) else None


def meetings(application: Application, *, now: datetime) -> list[Meeting]:
    """Interviews still to come, soonest first, with those who hold them."""
    rows = db.session.execute(
        select(Interview, StageRow.title, Person.name, Person.title)
        .join(Interview.stage)
        .outerjoin(
            Slot,
            (Slot.interview_id == Interview.id) & Slot.declined_at.is_(None) & Slot.cancelled_at.is_(None),
        )
        .outerjoin(Person, Person.id == Slot.person_id)
        .where(
            Interview.application_id == application.id,
            Interview.cancelled_at.is_(None),
            Interview.starts_at > now - timedelta(hours=12),
        )
        .order_by(Interview.starts_at, Interview.id, Slot.id)
    ).all()
    people: dict[int, list[Met]] = {}
    held: dict[int, tuple[Interview, str]] = {}
    for interview, stage, name, title in rows:
        if interview.ends_at > now:
            held[interview.id] = (interview, stage)
            people.setdefault(interview.id, []).extend([Met(name, title)] if name else [])
    return [
        Meeting(
            title=stage,
            starts_at=one.starts_at.astimezone(ZoneInfo(one.zone)),
            zone=one.zone,
            minutes=one.minutes,
            place=one.place,
            video_url=one.video_url,
            people=tuple(people[one.id]),
        )
        for one, stage in held.values()
    ]


def recruiters(application: Application) -> Sequence[tuple[str, str]]:
    """Name and address of those whom the candidate may write to: nobody with a conflict of interest."""
    clear = is_clear(AnyReader(Person.id), literal(application.id, Integer))
    recruiting = recruits_for(application.opening_id) & clear
    rows = db.session.execute(select(Person.name, Person.email).where(recruiting).order_by(Person.id))
    return [(row.name, row.email) for row in rows]


def group_answers(application: Application) -> dict[str, str]:
    """What the candidate said of themselves, for their own page alone."""
    rows = db.session.execute(
        select(GroupAnswer.question, GroupAnswer.answer).where(GroupAnswer.application_id == application.id)
    )
    return {row.question: row.answer for row in rows}


def _passes() -> Select[PortalPass]:
    application = joinedload(PortalPass.application)
    return select(PortalPass).options(
        application.joinedload(Application.candidate), application.joinedload(Application.opening)
    )
