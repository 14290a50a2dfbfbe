"""Reading applications: where they stand, what the engine asks about them, and what is kept with them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import BindParameter, and_, bindparam, func, select
from sqlalchemy.orm import joinedload, lazyload

from hiring import access
from hiring.access.clauses import READER, is_live
from hiring.candidates import channels
from hiring.candidates.contact import NewCandidate
from hiring.db import db
from hiring.models import (
    Application,
    Attachment,
    Candidate,
    CandidateQuestion,
    Charter,
    Decision,
    Interview,
    Move,
    OffLimits,
    Opening,
    Packet,
    Person,
    PortalPass,
    RubricVersion,
    Settlement,
    Slot,
    StageRecord,
    StageRow,
)
from hiring.openings.queries import off_limits
from hiring.policy import Standing
from hiring.rubric import Dimension
from hiring.rubrics import queries as rubrics
from hiring.text import Text
from hiring.workflow.gates import Facts
from hiring.workflow.moves import Mover, Step
from hiring.workflow.off_limits import named_in


def source_words(channel: str) -> Text:
    """How candidates came to us, as pages say it."""
    return channels.words_for(channel)


def stage_slug(application: Application) -> str | None:
    """The stage the application stands in; a closed one keeps the stage it was closed in."""
    move = application.current_move
    if move is None or move.stage is not None:
        return None if move is None or move.stage is None else move.stage.slug
    return next((one.stage.slug for one in reversed(application.moves) if one.stage is not None), None)


@dataclass(frozen=True, slots=True)
class Papers:
    """What the gates ask, what nobody in this opening can do without, the packet if there is one, and when the
    candidate was last sent a way into the portal.
    """

    facts: Facts
    must_haves: Sequence[Dimension]
    packet_ref: str | None
    portal_sent_at: datetime | None


def facts(application: Application) -> Facts:
    """What the gates of the present stage ask."""
    return papers(application).facts


_APPLICATION_ID: BindParameter[int] = bindparam("application_id")
_LIVE = and_(is_live(Slot), Slot.card != "none")
_PAPERS = (
    select(
        Interview.starts_at,
        Interview.minutes,
        func.count(Slot.id).filter(_LIVE).label("expected"),
        func.count(Slot.id).filter(_LIVE, Slot.handed_in_at.is_not(None)).label("handed_in"),
        select(Packet.ref).where(Packet.application_id == _APPLICATION_ID).scalar_subquery().label("packet_ref"),
        select(Decision.outcome)
        .join(Decision.packet)
        .where(Packet.application_id == _APPLICATION_ID)
        .scalar_subquery()
        .label("decision"),
        select(Settlement.is_met)
        .join(Decision, Decision.id == Settlement.decision_id)
        .join(Decision.packet)
        .where(Packet.application_id == _APPLICATION_ID)
        .scalar_subquery()
        .label("condition_met"),
        select(func.max(PortalPass.sent_at))
        .where(PortalPass.application_id == _APPLICATION_ID)
        .scalar_subquery()
        .label("portal_sent_at"),
        select(StageRecord.fields)
        .where(StageRecord.application_id == _APPLICATION_ID, StageRecord.stage == bindparam("stage"))
        .scalar_subquery()
        .label("record"),
        select(func.count(CandidateQuestion.id))
        .where(CandidateQuestion.application_id == _APPLICATION_ID, CandidateQuestion.state == "open")
        .scalar_subquery()
        .label("questions_open"),
        select(Charter.approved_at)
        .where(Charter.opening_id == bindparam("opening_id"))
        .scalar_subquery()
        .label("charter_approved_at"),
        Opening.rubric_version_id,
        RubricVersion.sha256,
    )
    .select_from(Application)
    .join(Application.opening)
    .join(Opening.rubric_version)
    .outerjoin(
        Interview,
        and_(
            Interview.application_id == Application.id,
            Interview.stage_id.in_(select(StageRow.id).where(StageRow.slug == bindparam("stage"))),
            Interview.cancelled_at.is_(None),
        ),
    )
    .outerjoin(Slot, Slot.interview_id == Interview.id)
    .where(Application.id == _APPLICATION_ID)
    .group_by(Interview.id, Opening.rubric_version_id, RubricVersion.sha256)
)


def papers(application: Application) -> Papers:
    """One query: a row for each interview of the present stage, or a single one without."""
    move = application.current_move
    asked = {
        "application_id": application.id,
        "opening_id": application.opening_id,
        "stage": None if move is None or move.stage is None else move.stage.slug,
    }
    rows = db.session.execute(_PAPERS, asked).all()
    planned = [row for row in rows if row.starts_at is not None]
    version_id = rows[0].rubric_version_id
    rubric = rubrics.rubrics_of({version_id: rows[0].sha256})[version_id]
    return Papers(
        must_haves=[one for one in rubric.dimensions if one.must_have],
        facts=Facts(
            at=stage_slug(application),
            cards_expected=sum(row.expected for row in planned),
            cards_in=sum(row.handed_in for row in planned),
            interviews=tuple(row.starts_at + timedelta(minutes=row.minutes) for row in planned),
            record=rows[0].record or {},
            questions_open=rows[0].questions_open,
            charter_approved=rows[0].charter_approved_at is not None,
            packet_built=rows[0].packet_ref is not None,
            decision=rows[0].decision,
            condition_met=rows[0].condition_met,
            is_closed=move is not None and move.outcome is not None,
        ),
        packet_ref=rows[0].packet_ref,
        portal_sent_at=rows[0].portal_sent_at,
    )


def mover(standing: Standing) -> Mover:
    """Who asks, as the engine wants to know them."""
    return Mover(standing.roles, standing.owes)


def steps(moves: Sequence[Move]) -> list[Step]:
    """Recorded moves as the engine folds them."""
    places = {move.id: place for place, move in enumerate(moves)}
    return [
        Step(
            to=None if move.stage is None else move.stage.slug,
            outcome=move.outcome,
            undoes=None if move.undoes_id is None else places[move.undoes_id],
        )
        for move in moves
    ]


def move_before(moves: Sequence[Move], place: int) -> Move:
    """The move that stood before the one at that place."""
    undone = {move.undoes_id for move in moves}
    return next(move for move in reversed(moves[:place]) if move.id not in undone and move.undoes_id is None)


_MOVES = (
    select(Move)
    .where(Move.application_id == _APPLICATION_ID)
    .order_by(Move.number)
    .options(joinedload(Move.stage), joinedload(Move.by).options(lazyload(Person.capabilities)))
)
_ATTACHMENTS = (
    access.visible_attachments(READER)
    .where(Attachment.application_id == _APPLICATION_ID)
    .order_by(Attachment.id.desc())
)


def moves_of(application: Application) -> Sequence[Move]:
    """All moves in order, with their stages and who made them. One query."""
    return db.session.scalars(_MOVES, {"application_id": application.id}).all()


def attachments_of(application: Application, reader: Person) -> Sequence[Attachment]:
    return db.session.scalars(_ATTACHMENTS, {"application_id": application.id, "reader_id": reader.id}).all()


def taken_addresses(opening: Opening, addresses: Collection[str]) -> frozenset[str]:
    """Which of these e-mail addresses belong to somebody who is considered for this opening already."""
    found = db.session.scalars(
        select(Candidate.email)
        .join(Application, Application.candidate_id == Candidate.id)
        .where(Application.opening_id == opening.id, Candidate.email.in_(addresses))
    )
    return frozenset(address for address in found if address is not None)


def known_candidates(person: Person, addresses: Collection[str]) -> dict[str, Candidate]:
    """By address, the candidates whom this person may know of from any opening."""
    in_sight = access.visible_applications(person).with_only_columns(Application.candidate_id)
    found = db.session.scalars(
        select(Candidate)
        .where(Candidate.email.in_(addresses), Candidate.id.in_(in_sight))
        .order_by(Candidate.id.desc())
    )
    return {candidate.email: candidate for candidate in found if candidate.email is not None}


def at_off_limits(opening: Opening, everybody: Sequence[NewCandidate], *, by: Person) -> dict[int, OffLimits]:
    """Who of them is at a company that is off limits, by their place in the list: as their line says, or the one they
    are known by from another opening. One query where nothing is off limits, else two.
    """
    listed = {one.company: one for one in off_limits(opening)}
    if not listed:
        return {}
    known = known_candidates(by, {new.email for new in everybody if new.email})
    found = {}
    for place, new in enumerate(everybody):
        already = known.get(new.email or "")
        lines = f"{new.headline} / {already.headline if already else ''}"
        for company in named_in(lines, listed)[:1]:
            found[place] = listed[company]
    return found
