"""Reading openings and the plans they run on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, select, true
from sqlalchemy.orm import joinedload

from hiring import access, paths
from hiring.access import clauses
from hiring.access.clauses import works_here
from hiring.db import db
from hiring.models import (
    Application,
    Candidate,
    Move,
    OffLimits,
    Opening,
    PayBand,
    Person,
    PlanRevision,
    StageRow,
    TeamMember,
)
from hiring.openings import finding, reading, statements
from hiring.openings.terms import EXPLAINED, Filter, Term, clean, parse, slug
from hiring.rubrics import queries as rubrics
from hiring.text import Text
from hiring.workflow.plan import Plan, plans

_CURRENT_REVISION = (
    select(PlanRevision)
    .where(PlanRevision.opening_id == bindparam("opening_id"))
    .order_by(PlanRevision.number.desc())
    .limit(1)
    .options(joinedload(PlanRevision.stages).joinedload(StageRow.round))
)


def current_revision(opening_id: int) -> PlanRevision:
    """The plan an opening runs on now, with its stages and their rounds. One query."""
    return db.session.scalars(_CURRENT_REVISION, {"opening_id": opening_id}).unique().one()


def plan_of(revision: PlanRevision) -> Plan:
    """The revision as the engine reads it. Every round has a stage, so the stages name them all in their order."""
    rounds = dict.fromkeys(stage.round for stage in revision.stages)
    return Plan.model_validate(
        {
            "plan": revision.plan_slug,
            "version": revision.plan_version,
            "title": revision.plan_slug,
            "rounds": [
                {
                    "id": one.slug,
                    "decides": one.decides,
                    "stages": [stage.slug for stage in revision.stages if stage.round_id == one.id],
                }
                for one in rounds
            ],
            "stages": [_stage(row) for row in revision.stages],
        }
    )


def _stage(row: StageRow) -> dict[str, object]:
    return {
        "id": row.slug,
        "kind": row.kind,
        "title": row.title,
        "purpose": row.purpose,
        "who": row.who,
        "perspective": row.perspective,
        "shows": row.shows,
        "exercises": row.exercises,
        "card": row.card,
        "series": row.series,
        "with": row.with_,
        "minutes": row.minutes,
        "limit_days": row.limit_days,
        "gates": row.gates,
        "tells_candidate": row.tells_candidate or None,
        "collective": row.collective,
    }


def standing(opening_id: int) -> Select[*tuple[Any, ...]]:
    """Everybody still considered, with the id of the stage they stand in, since when and until when."""
    return (
        select(Application.id, Application.entered_at, Application.due_at, StageRow.slug)
        .join(Move, Move.id == Application.current_move_id)
        .join(StageRow, StageRow.id == Move.stage_id)
        .where(Application.opening_id == opening_id)
    )


def board_query(opening: Opening) -> str:
    """The board's question for the candidates of this opening."""
    return f"opening:{slug(opening.known_as) or opening.ref}"


def rubric_choices() -> list[tuple[str, str]]:
    """Stored rubrics that an opening can be judged by, as form choices: those for a role, newest version first."""
    roles = [one for one in db.session.scalars(rubrics.versions()) if rubrics.rubric_of(one).kind == "role"]
    return [(f"{one.slug}@{one.number}", f"{one.title}, version {one.number}") for one in roles]


@cache
def known_plans() -> Mapping[str, Plan]:
    """The plans that come with the house, by reference."""
    return plans(paths.PLANS)


def plan_choices() -> list[tuple[str, str]]:
    return [(reference, f"{plan.title}, version {plan.version}") for reference, plan in known_plans().items()]


def active_people() -> Select[Person]:
    """Everybody who could be given a part, by name."""
    return select(Person).where(works_here()).order_by(Person.name, Person.id)


def person_by_email(email: str) -> Person | None:
    return db.session.scalar(active_people().where(Person.email == email.strip().lower()))


def person_by_ref(ref: str) -> Person | None:
    return db.session.scalar(active_people().where(Person.ref == ref))


def live_team(opening_id: int) -> Select[TeamMember]:
    """Today's team with its people, in the order they were added."""
    return (
        select(TeamMember)
        .where(TeamMember.opening_id == opening_id, TeamMember.removed_at.is_(None))
        .options(joinedload(TeamMember.person))
        .order_by(TeamMember.id)
    )


def decides_on_packets(opening: Opening, person: Person) -> bool:
    """Whether the person has the part that decides what stands before its committee."""
    decider = func.coalesce(clauses.decides_on_packets(TeamMember.opening_id), "chair")
    parts = live_team(opening.id).where(TeamMember.person_id == person.id, TeamMember.role == decider)
    return bool(db.session.scalar(select(parts.exists())))


def member(opening_id: int, person_ref: str, role: str) -> TeamMember | None:
    """Somebody's part today."""
    return db.session.scalar(
        live_team(opening_id)
        .join(Person, Person.id == TeamMember.person_id)
        .where(Person.ref == person_ref, TeamMember.role == role)
    )


def off_limits(opening: Opening) -> Sequence[OffLimits]:
    """The companies nobody is approached at today, by name."""
    return db.session.scalars(
        select(OffLimits)
        .where(OffLimits.opening_id == opening.id, OffLimits.removed_at.is_(None))
        .order_by(OffLimits.company, OffLimits.id)
    ).all()


def pay_band(opening_id: int) -> PayBand | None:
    """Only for who may know it: ask the policy for `opening.pay` first."""
    return db.session.get(PayBand, opening_id)


def find(person: Person, words: str) -> Select[Opening]:
    """Visible openings whose name holds every word; a confidential one answers to its codename alone."""
    found = access.visible_openings(person).order_by(Opening.opened_at, Opening.id).limit(20)
    for word in clean(words).split():
        found = found.where(Opening.known_as.icontains(word, autoescape=True))
    return found


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody typed into the filter of a list: which applications of their board it finds, closed ones among
    them, and, where it holds nothing but names, those names, for a query on Candidate.
    """

    filter: Filter
    applications: Select[int]
    names: ColumnElement[bool] | None

    @property
    def holds(self) -> ColumnElement[bool]:
        """For a query on Application and Candidate about somebody's own: all of it answers to names, and to everything
        else what is on their board.
        """
        if self.filter.is_empty:
            return true()
        return Application.id.in_(self.applications) if self.names is None else self.names

    def ways_out(self, url: Callable[[str], str]) -> list[tuple[str, str]]:
        """Each term, and where the list stands without it."""
        return [(term.written, url(self.filter.without(term).typed)) for term in self.filter.terms]


def asked_for(person: Person, typed: str, now: datetime) -> Asked:
    """The board's language for another list. Two queries; none where nothing is looked for."""
    asked = parse(typed)
    seen = {} if asked.is_empty else reading.openings(person)
    given = finding.values(asked.terms, person, seen, now)
    found = statements.matching(asked.terms).with_only_columns(Application.id).correlate(None).params(given)
    words = [term for term in asked.terms if term.key == "name"]
    named = and_(*(_named(one) for one in words)) if words and len(words) == len(asked.terms) else None
    return Asked(asked, found, named)


def _named(term: Term) -> ColumnElement[bool]:
    is_named = Candidate.name.icontains(term.value, autoescape=True)
    return ~is_named if term.negated else is_named


def as_word(typed: str) -> str:
    """How a filter box names what people call by these words: `board-ready`."""
    return slug(typed)


def explained() -> Sequence[tuple[str, Text]]:
    """What a filter box understands: an example of each term, and what it finds."""
    return EXPLAINED
