"""What happens to openings: opened with a rubric and a plan, given a team, and their plan revised while they run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select, update

from hiring import audit, rolls
from hiring.conflicts.actions import refuse_candidate
from hiring.db import Base, db
from hiring.models import (
    Application,
    Opening,
    PayBand,
    Person,
    PlanRevision,
    RoundRow,
    RubricVersion,
    StageRow,
    TeamMember,
)
from hiring.models.opening import ADJUSTED, ASKS_CASE
from hiring.money import Money
from hiring.openings import queries
from hiring.openings.queries import decides_on_packets
from hiring.refusal import Kind, Refusal
from hiring.rubrics import queries as rubrics
from hiring.text import text
from hiring.workflow.clock import due_at
from hiring.workflow.plan import Plan

_APPLICATIONS = Base.metadata.tables[Application.__tablename__]
_DUE = update(_APPLICATIONS).where(_APPLICATIONS.c.id == bindparam("standing_id")).values(due_at=bindparam("later"))


@dataclass(frozen=True, slots=True)
class Charter:
    """What an opening starts from."""

    title: str
    codename: str | None = None
    confidential: bool = False
    target_days: int = 90


def open_opening(charter: Charter, *, rubric: RubricVersion, plan: Plan, by: Person, now: datetime) -> Opening:
    """Open a seat with its first plan revision, its pay band when the rubric names one, and its opener as recruiter."""
    if charter.confidential and not charter.codename:
        raise Refusal(text("A confidential opening needs a codename, for wherever a stranger might look."), Kind.INPUT)
    opening = Opening(
        title=charter.title,
        codename=charter.codename,
        confidential=charter.confidential,
        target_days=charter.target_days,
        rubric_version=rubric,
        opened_at=now,
        opened_by_id=by.id,
    )
    db.session.add(opening)
    db.session.flush()
    _offer_pay(opening)
    audit.record("opening.opened", opening, by=by, now=now, rubric_version=rubric.id)
    revise_plan(opening, plan, reason="As the opening began.", by=by, now=now)
    add_to_team(opening, by, "recruiter", by=by, now=now)
    return opening


def revise_plan(
    opening: Opening, plan: Plan, *, reason: str, by: Person, now: datetime, undoes: PlanRevision | None = None
) -> PlanRevision:
    """Write the plan down as a new revision, and let a changed limit hold for whoever stands in its stage already.

    Refuses a plan that the opening's rubric or the known ones cannot serve. Whether it strands somebody is for the
    caller to ask.
    """
    dimensions = {dimension.id for dimension in rubrics.rubric_of(opening.rubric_version).dimensions}
    known = {f"{one.slug}@{one.number}": one for one in db.session.scalars(rubrics.versions())}
    for problem in plan.problems_with(dimensions, known):
        raise Refusal(problem, Kind.INPUT)
    number = 1 + (db.session.scalar(select(func.max(PlanRevision.number)).filter_by(opening_id=opening.id)) or 0)
    revision = PlanRevision(
        opening_id=opening.id,
        number=number,
        plan_slug=plan.plan,
        plan_version=plan.version,
        reason=reason,
        undoes_id=None if undoes is None else undoes.id,
        by_id=by.id,
        at=now,
    )
    rounds = {
        one.id: RoundRow(position=position, slug=one.id, decides=one.decides)
        for position, one in enumerate(plan.rounds)
    }
    revision.rounds = list(rounds.values())
    revision.stages = [
        StageRow(
            position=position,
            round=rounds[plan.round_of(stage.id).id],
            slug=stage.id,
            kind=stage.kind,
            title=stage.title,
            purpose=stage.purpose,
            who=list(stage.who),
            perspective=dict(stage.perspective),
            rubric_version=None if stage.rubric is None else known[stage.rubric],
            shows=list(stage.shows),
            exercises=list(stage.exercises),
            card=stage.card,
            series=stage.series,
            with_=dict(stage.with_),
            minutes=stage.minutes,
            limit_days=stage.limit_days,
            gates=list(stage.gates),
            tells_candidate=stage.tells_candidate or "",
            collective=stage.collective,
        )
        for position, stage in enumerate(plan.stages)
    ]
    db.session.add(revision)
    _keep_to_limits(opening, plan)
    audit.record("plan.revised", opening, by=by, now=now, revision=number)
    return revision


def _keep_to_limits(opening: Opening, plan: Plan) -> None:
    """Beside the version of the applications: whoever has the page of one open may still move it."""
    limits = {stage.id: stage.limit_days for stage in plan.stages}
    due = {
        row.id: due_at(row.entered_at, limits[row.slug])
        for row in db.session.execute(queries.standing(opening.id))
        if row.slug in limits and row.due_at != due_at(row.entered_at, limits[row.slug])
    }
    if due:
        connection = db.session.connection()
        connection.execute(_DUE, [{"standing_id": standing_id, "later": later} for standing_id, later in due.items()])
        for standing_id in due:
            loaded = db.session.identity_map.get(db.session.identity_key(Application, standing_id))
            if loaded is not None:
                db.session.expire(loaded, ["due_at"])


def add_to_team(opening: Opening, person: Person, role: str, *, by: Person, now: datetime) -> TeamMember:
    """Give somebody a part in the opening."""
    if not person.may_sign_in:
        raise Refusal(text("%(name)s no longer has an account here.", name=person.name), Kind.INPUT)
    if any(one.person_id == person.id and one.role == role and one.removed_at is None for one in opening.team):
        raise Refusal(text("%(name)s has that part already.", name=person.name))
    refuse_candidate(opening, person)
    member = TeamMember(opening=opening, person=person, role=role, added_at=now, added_by_id=by.id)
    db.session.add(member)
    audit.record("opening.member_added", opening, by=by, now=now, person=person.id, role=role)
    return member


def known(person: Person | None) -> Person:
    """Somebody with an account, or a refusal that says how to give them one."""
    if person is None:
        raise Refusal(text("Nobody here has that address. Ask an administrator to invite them first."), Kind.INPUT)
    return person


def still_there(member: TeamMember | None) -> TeamMember:
    if member is None:
        raise Refusal(text("That part was taken away already."))
    return member


def remove_from_team(opening: Opening, member: TeamMember, *, by: Person, now: datetime) -> None:
    """Take a part away. Somebody who recruits must remain."""
    still_there(None if member.removed_at is not None else member)
    recruiters = [one for one in opening.team if one.role == "recruiter" and one.removed_at is None]
    if recruiters == [member]:
        raise Refusal(text("An opening needs a recruiter. Add another one first."))
    member.removed_at = now
    audit.record("opening.member_removed", opening, by=by, now=now, person=member.person_id, role=member.role)
    rolls.strike(member.person, now=now)


def choose_adjusted(opening: Opening, adjusted: str, *, by: Person, now: datetime) -> None:
    """Say when the opening's packets show adjusted numbers. What it was and is goes on record, also that it was off."""
    if adjusted not in ADJUSTED:
        raise Refusal(text("Choose when they are shown."), Kind.INPUT)
    was, opening.adjusted = opening.adjusted, adjusted
    if adjusted != was:
        audit.record("opening.adjusted_chosen", opening, by=by, now=now, was=was, chosen=adjusted)


def choose_override(opening: Opening, override_by_two: bool, *, by: Person, now: datetime) -> None:
    """Say whether going ahead against the decision rule takes a second person. What is proposed stays proposed.

    Whoever decides does not free themselves of the second person.
    """
    if opening.override_by_two and not override_by_two and decides_on_packets(opening, by):
        raise Refusal(
            text("You decide here, so whether you need a second person is for somebody else to say."), Kind.FORBIDDEN
        )
    was, opening.override_by_two = opening.override_by_two, override_by_two
    if override_by_two != was:
        audit.record("opening.override_chosen", opening, by=by, now=now, was=was, chosen=override_by_two)


def choose_case(opening: Opening, asks_case: str, *, by: Person, now: datetime) -> None:
    """Say of whom a passed case is asked before their first card counts. Cards that are in stay what they are."""
    if asks_case not in ASKS_CASE:
        raise Refusal(text("Choose who is asked."), Kind.INPUT)
    was, opening.asks_case = opening.asks_case, asks_case
    if asks_case != was:
        audit.record("opening.case_chosen", opening, by=by, now=now, was=was, chosen=asks_case)


def _offer_pay(opening: Opening) -> None:
    profile = rubrics.rubric_of(opening.rubric_version).profile
    if profile is None or profile.pay is None:
        return
    pay = profile.pay
    low = Money.of(pay.from_, pay.currency)
    high = None if pay.to is None else Money.of(pay.to, pay.currency)
    db.session.add(
        PayBand(
            opening_id=opening.id,
            currency=pay.currency,
            low_minor=low.minor,
            high_minor=None if high is None else high.minor,
        )
    )
