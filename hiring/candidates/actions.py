"""What happens to candidates: they are added, moved from stage to stage, and written about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hiring import audit
from hiring.candidates import queries
from hiring.db import db
from hiring.models import Application, Candidate, Move, Note, Opening, Person, StageRow
from hiring.openings.queries import current_revision, plan_of
from hiring.policy import Standing
from hiring.refusal import Refusal
from hiring.text import text
from hiring.workflow import clock, moves


@dataclass(frozen=True, slots=True)
class NewCandidate:
    """What is known of somebody when they are added."""

    name: str
    headline: str = ""
    email: str | None = None
    phone: str | None = None
    channel: str = "inbound"
    introduced_by: str = ""


def add_candidate(opening: Opening, new: NewCandidate, *, by: Person, now: datetime) -> Application:
    """Add a candidate with an application that stands in the first stage of the opening's plan."""
    if opening.closed_at is not None:
        raise Refusal(text("This opening is closed. Reopen it before adding anybody."))
    candidate = Candidate(
        name=new.name,
        headline=new.headline,
        email=new.email,
        phone=new.phone,
        added_at=now,
        added_by_id=by.id,
    )
    application = Application(
        opening=opening,
        candidate=candidate,
        channel=new.channel,
        introduced_by=new.introduced_by,
        applied_at=now,
        added_by_id=by.id,
    )
    db.session.add(application)
    db.session.flush()
    audit.record("application.added", application, by=by, now=now)
    first = current_revision(opening.id).stages[0]
    _add_move(application, Move(kind="enter", stage=first, by=by, at=now), limit_days=first.limit_days)
    return application


def make_move(application: Application, key: str, *, reason: str, standing: Standing, by: Person, now: datetime) -> Move:
    """Carry out one of the moves the engine offers now, if its gate is met and this person may make it."""
    revision = current_revision(application.opening_id)
    plan = plan_of(revision)
    at = queries.stage_slug(application)
    facts = queries.facts(application)
    choice = moves.check(
        plan, at, key, facts, standing.roles, owes_card=standing.owes_now, reason=reason
    )
    stage = _stage_named(revision.stages, choice.to)
    move = Move(kind=choice.kind, stage=stage, outcome=choice.outcome, reason=reason, by=by, at=now)
    _add_move(application, move, limit_days=None if stage is None else stage.limit_days)
    audit.record("application.moved", application, by=by, now=now, move=move.number, way=move.kind)
    return move


def undo_move(application: Application, *, by: Person, now: datetime) -> Move:
    """Take the last move back, by a new move that returns to where the application stood before."""
    steps = queries.steps(application.moves)
    step = moves.undo(steps)
    if step is None or step.undoes is None:
        raise Refusal(text("There is no move to take back."))
    undone = application.moves[step.undoes]
    before = queries.move_before(application.moves, step.undoes)
    move = Move(
        kind="undo", stage=before.stage, outcome=before.outcome, undoes_id=undone.id, by=by, at=now
    )
    _add_move(application, move, limit_days=None if before.stage is None else before.stage.limit_days)
    # the clock goes on from when the stage was first entered: a mistake gives nobody more time
    application.entered_at = before.at
    application.due_at = None if before.stage is None else clock.due_at(before.at, before.stage.limit_days)
    audit.record("application.move_undone", application, by=by, now=now, move=move.number)
    return move


def write_note(application: Application, words: str, *, by: Person, now: datetime) -> Note:
    """Add a remark for the opening's team."""
    note = Note(application_id=application.id, text=words, by=by, at=now)
    db.session.add(note)
    db.session.flush()
    audit.record("application.note_written", application, by=by, now=now, note=note.id)
    return note


def _add_move(application: Application, move: Move, *, limit_days: int | None) -> None:
    """Append the move and let the application's cached columns retell it."""
    move.number = len(application.moves) + 1
    application.moves.append(move)
    db.session.flush()
    application.current_move = move
    application.entered_at = move.at
    application.due_at = None if limit_days is None else clock.due_at(move.at, limit_days)
    db.session.flush()


def _stage_named(stages: list[StageRow], slug: str | None) -> StageRow | None:
    return next((stage for stage in stages if stage.slug == slug), None)
