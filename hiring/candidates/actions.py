"""What happens to candidates: they are added, moved from stage to stage, written about and written to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from hiring import audit, indexed, outbox
from hiring.attached import keep_pdf
from hiring.booking.endings import let_go
from hiring.candidates import queries
from hiring.candidates.contact import NewCandidate, is_address, tidy
from hiring.candidates.mentions import called_in
from hiring.conflicts.actions import close_to_candidates
from hiring.conflicts.queries import introducers
from hiring.db import db
from hiring.files import NewFile
from hiring.mail.compose import compose
from hiring.models import Application, Attachment, Candidate, Mention, Move, Note, Opening, Person, PortalPass, StageRow
from hiring.openings.queries import current_revision, plan_of
from hiring.policy import Standing
from hiring.portal.actions import send_link
from hiring.refusal import Kind, Refusal
from hiring.rubric import Dimension
from hiring.text import Text, text
from hiring.workflow import clock, moves

__all__ = [
    "NewCandidate",
    "NewFile",
    "add_candidate",
    "add_candidates",
    "attach",
    "is_address",
    "make_move",
    "send_portal_link",
    "tidy",
    "undo_move",
    "write_note",
]

MOST_NAMED = 5
OPENING_CLOSED = text("This opening is closed. Open it again first.")


def add_candidate(
    opening: Opening, new: NewCandidate, *, by: Person, now: datetime, anyway: bool = False
) -> Application:
    """Add a candidate with an application that stands in the first stage of the opening's plan.

    Somebody whom the person adding may know of from another opening stays one candidate. Whoever they may not know of
    becomes a second one, so that nobody learns from here who is considered elsewhere.
    """
    return add_candidates(opening, [new], by=by, now=now, anyway=anyway)[0]


def add_candidates(
    opening: Opening, everybody: Sequence[NewCandidate], *, by: Person, now: datetime, anyway: bool = False
) -> list[Application]:
    """Add all of them or, when one cannot be, nobody. Whoever of the house is one of them, or introduced one, has a
    conflict of interest from the start. `anyway` adds also who is at a company off limits, and the trail says so.
    """
    audit.take_turn()  # somebody may close it at the same moment
    if _is_closed(opening):
        raise Refusal(text("This opening is closed. Reopen it before adding anybody."))
    addresses = {new.email for new in everybody if new.email}
    for address in sorted(queries.taken_addresses(opening, addresses)):
        raise Refusal(text("%(email)s is considered for this opening already.", email=address))
    warned = queries.at_off_limits(opening, everybody, by=by)
    if warned and not anyway:
        raise Refusal(_off_limits_words([(everybody[place].name, one.company) for place, one in warned.items()]))
    first = current_revision(opening.id).stages[0]
    known = queries.known_candidates(by, addresses)
    applications = [
        _application(opening, known.get(new.email or "") or _candidate(new, by=by, now=now), new, first, by=by, now=now)
        for new in everybody
    ]
    db.session.add_all(applications)
    db.session.flush()
    for place, application in enumerate(applications):
        told = {"off_limits": warned[place].id} if place in warned else {}
        audit.record("application.added", application, by=by, now=now, **told)
    indexed.put(map(indexed.name_of, applications))
    named = introducers({new.introduced_by for new in everybody})
    introduced_by = {
        application.id: named[new.introduced_by]
        for application, new in zip(applications, everybody, strict=True)
        if new.introduced_by in named
    }
    close_to_candidates(applications, introduced_by, by=by, now=now)
    return applications


def make_move(
    application: Application,
    key: str,
    *,
    reason: str,
    standing: Standing,
    by: Person,
    now: datetime,
    missing: str | None = None,
) -> Move:
    """Carry out one of the moves the engine offers now, if its gate is met and this person may make it.

    missing: the must-have that turned out to be missing, where that is why it ends.
    """
    audit.take_turn()  # the plan may be changed at the same moment
    revision = current_revision(application.opening_id)
    papers = queries.papers(application)
    choice = moves.check(plan_of(revision), papers.facts, queries.mover(standing), now, key=key, reason=reason)
    if choice.kind == "reopen" and _is_closed(application.opening):
        raise Refusal(OPENING_CLOSED)
    stage = _stage_named(revision.stages, choice.to)
    move = Move(kind=choice.kind, stage=stage, outcome=choice.outcome, reason=reason, by=by, at=now)
    if choice.outcome is moves.Outcome.MUST_HAVE_MISSING:
        move.missing = _one_of(papers.must_haves, missing)
    _add_move(application, move, limit_days=None if stage is None else stage.limit_days)
    audit.record("application.moved", application, by=by, now=now, move=move.number, way=move.kind)
    if move.outcome is not None:
        let_go(application, by=by, now=now)
    return move


def undo_move(application: Application, *, by: Person, now: datetime) -> Move:
    """Take the last move back, by a new move that returns to where the application stood before."""
    audit.take_turn()
    plan = plan_of(current_revision(application.opening_id))
    step = moves.undo(queries.steps(application.moves), plan)
    if step is None or step.undoes is None:
        raise Refusal(text("There is no move to take back."))
    undone = application.moves[step.undoes]
    before = queries.move_before(application.moves, step.undoes)
    if undone.outcome is not None and _is_closed(application.opening):
        raise Refusal(OPENING_CLOSED)
    move = Move(
        kind="undo",
        stage=before.stage,
        outcome=before.outcome,
        missing=before.missing,
        undoes_id=undone.id,
        by=by,
        at=now,
    )
    limit_days = None if before.stage is None else plan.stage(before.stage.slug).limit_days
    _add_move(application, move, limit_days=limit_days)
    # the clock goes on from when the stage was first entered: a mistake gives nobody more time
    application.entered_at = before.at
    application.due_at = None if limit_days is None else clock.due_at(before.at, limit_days)
    audit.record("application.move_undone", application, by=by, now=now, move=move.number)
    return move


def write_note(application: Application, words: str, *, by: Person, now: datetime) -> Note:
    """Add a remark for the opening's team."""
    called = called_in(words, application, by=by)
    note = Note(application_id=application.id, text=words, by=by, at=now)
    note.mentions = [Mention(person=person) for person in called]
    db.session.add(note)
    db.session.flush()
    for person in called:
        outbox.queue(compose("mentioned", to=person, application=application, by=by.name), now=now)
    indexed.put([indexed.note_of(note)])
    audit.record("application.note_written", application, by=by, now=now, note=note.id)
    return note


def correct_source(application: Application, channel: str, *, by: Person, now: datetime) -> None:
    """Say better how the candidate came to us. The reports count by it."""
    if channel == application.channel:
        raise Refusal(text("This is how they came already."), Kind.INPUT)
    application.channel = channel
    audit.record("application.source_corrected", application, by=by, now=now)


def attach(application: Application, file: NewFile, *, folder: Path, by: Person, now: datetime) -> Attachment:
    """Keep a PDF with the application."""
    attachment = keep_pdf(application, file, purpose="file", folder=folder, by=by, now=now)
    audit.record("application.file_attached", application, by=by, now=now, attachment=attachment.id)
    return attachment


def send_portal_link(application: Application, *, base_url: str, by: Person, now: datetime) -> PortalPass:
    """Mail the candidate a link that opens their own page once."""
    if not application.candidate.email:
        raise Refusal(text("There is no e-mail address for this candidate."), Kind.CONFLICT)
    portal_pass = send_link(application, base_url=base_url, now=now)
    audit.record("portal.link_sent", application, by=by, now=now, portal_pass=portal_pass.id)
    return portal_pass


def _is_closed(opening: Opening) -> bool:
    """As it stands now that it is one's turn, whatever was read before."""
    db.session.refresh(opening, ["closed_at", "version"])
    return opening.closed_at is not None


def _candidate(new: NewCandidate, *, by: Person, now: datetime) -> Candidate:
    return Candidate(
        name=new.name,
        headline=new.headline,
        email=new.email,
        phone=new.phone,
        added_at=now,
        added_by_id=by.id,
    )


def _application(
    opening: Opening, candidate: Candidate, new: NewCandidate, first: StageRow, *, by: Person, now: datetime
) -> Application:
    """An application with its first move; all of a file's are then written together."""
    entering = Move(number=1, kind="enter", stage=first, by=by, at=now)
    return Application(
        opening=opening,
        candidate=candidate,
        channel=new.channel,
        introduced_by=new.introduced_by,
        applied_at=now,
        added_by_id=by.id,
        moves=[entering],
        current_move=entering,
        entered_at=now,
        due_at=clock.due_at(now, first.limit_days),
    )


def _off_limits_words(named: Sequence[tuple[str, str]]) -> Text:
    shown = ", ".join(f"{name} ({company})" for name, company in named[:MOST_NAMED])
    return text(
        "Nobody at a company off limits is approached without a word on who agreed: %(named)s. Tick that you add them "
        "all the same.",
        named=shown if len(named) <= MOST_NAMED else f"{shown} …",
    )


def _one_of(must_haves: Sequence[Dimension], missing: str | None) -> str | None:
    """Which must-have it is; nothing where the rubric has none."""
    if must_haves and missing not in {one.id for one in must_haves}:
        raise Refusal(text("Choose which must-have is missing."), Kind.INPUT)
    return missing if must_haves else None


def _add_move(application: Application, move: Move, *, limit_days: int | None) -> None:
    """Append the move and let the application's cached columns retell it."""
    move.number = len(application.moves) + 1
    application.moves.append(move)
    db.session.flush()
    application.current_move = move
    application.entered_at = move.at
    application.due_at = None if limit_days is None else clock.due_at(move.at, limit_days)
    db.session.flush()


def _stage_named(stages: Sequence[StageRow], slug: str | None) -> StageRow | None:
    return next((stage for stage in stages if stage.slug == slug), None)
