"""Rows made straight from the models: what a test starts from, not what it tests."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hiring import audit
from hiring.cases.queries import drift_of
from hiring.db import db
from hiring.models import (
    AgreedLevel,
    Application,
    CaseLevel,
    CaseReading,
    Draft,
    Interview,
    Move,
    Packet,
    Person,
    Proposal,
    Rating,
    Scorecard,
    Slot,
    StageRow,
    TimeOffer,
    WrittenCase,
)
from hiring.openings.queries import current_revision
from hiring.rubric import Sheet
from hiring.rubrics.queries import by_reference, rubric_of
from hiring.scorecards import seals
from hiring.scorecards.queries import answers_on
from hiring.workflow.clock import card_due, due_at


def stage_of(application: Application, slug: str) -> StageRow:
    stages = current_revision(application.opening_id).stages
    return next(stage for stage in stages if stage.slug == slug)


def at_stage(application: Application, slug: str, *, by: Person, at: datetime, reason: str = "For the test.") -> Move:
    """Move an application to a stage, whatever its gates say."""
    stage = stage_of(application, slug)
    number = len(application.moves) + 1
    move = Move(number=number, kind="skip", stage=stage, reason=reason, by=by, at=at)
    application.moves.append(move)
    db.session.flush()
    application.current_move, application.entered_at = move, at
    application.due_at = due_at(at, stage.limit_days)
    audit.record("application.moved", application, by=by, now=at, move=number, way="skip")
    return move


def an_interview(
    application: Application,
    stage_slug: str,
    people: Sequence[Person],
    *,
    starts_at: datetime,
    by: Person,
    dimensions: Sequence[str] = (),
) -> Interview:
    """An interview with one slot a person, each pinned to the rubric of its stage."""
    stage = stage_of(application, stage_slug)
    version = stage.rubric_version or application.opening.rubric_version
    interview = Interview(
        application=application,
        stage=stage,
        starts_at=starts_at,
        zone="Europe/London",
        minutes=60,
        scheduled_by_id=by.id,
        scheduled_at=starts_at - timedelta(days=3),
    )
    shows = list(dimensions) or [one.id for one in Sheet(rubric_of(version), tuple(stage.shows)).dimensions]
    for person in people:
        interview.slots.append(
            Slot(
                application_id=application.id,
                round=stage.round.slug,
                person=person,
                perspective="peer",
                card=stage.card,
                collective=stage.collective,
                dimensions=shows,
                rubric_version=version,
                rubric_sha256=version.sha256,
                assigned_at=starts_at - timedelta(days=3),
                assigned_by_id=by.id,
                due_at=card_due(starts_at + timedelta(minutes=60), ZoneInfo(person.zone)),
            )
        )
    db.session.add(interview)
    db.session.flush()
    return interview


def an_offer(application: Application, stage_slug: str, *, by: Person, at: datetime, closes_at: datetime) -> TimeOffer:
    """Times the candidate has not picked from."""
    offer = TimeOffer(
        application=application, stage=stage_of(application, stage_slug), minutes=45, zone="UTC", seats=[]
    )
    offer.offered_by_id, offer.offered_at, offer.closes_at = by.id, at, closes_at
    db.session.add(offer)
    return offer


def a_scorecard(
    slot: Slot,
    *,
    level: int,
    verdict: str,
    words: str,
    at: datetime,
    private: str | None = None,
    leaves: Collection[str] = (),
    is_practice: bool = False,
) -> Scorecard:
    """A handed-in card with the same level and words on every dimension but those it leaves, sealed and told to the
    trail.
    """
    card = Scorecard(
        slot=slot,
        verdict=verdict,
        sure="high",
        headline=f"{words} headline",
        private_note=f"{words} private" if private is None else private,
        rubric_sha256=slot.rubric_sha256,
        handed_in_at=at,
        is_practice=is_practice,
        ratings=[
            Rating(
                position=position,
                dimension=dimension,
                level=None if dimension in leaves else level,
                not_assessed=f"{words} no time" if dimension in leaves else "",
                evidence="",
                situation=f"{words} situation",
                action=f"{words} action",
                result=f"{words} result",
                red_flag=False,
                to_check="",
            )
            for position, dimension in enumerate(slot.dimensions)
        ],
    )
    card.content_sha256 = seals.seal_of(seals.content_of(answers_on(card), slot.rubric_sha256))
    slot.handed_in_at = at
    db.session.add(card)
    db.session.flush()
    seal = seals.witness(card.ref, card.content_sha256, judge_id=slot.person_id, typed_by_id=None, at=at)
    audit.record("scorecard.handed_in", slot, by=slot.person, now=at, seal=seal)
    return card


def a_draft(slot: Slot, *, level: int, words: str, at: datetime) -> Draft:
    """A draft with its first dimension filled in."""
    first = slot.dimensions[0]
    draft = Draft(slot=slot, fields={f"{first}-level": str(level), f"{first}-situation": words}, saved_at=at)
    db.session.add(draft)
    db.session.flush()
    return draft


def a_case(
    by: Person, *, words: str, at: datetime, levels: Sequence[int] = (1, 3, 4), is_published: bool = True
) -> WrittenCase:
    """A case on the first dimensions of the rubric for heads of engineering, told to the trail.

    Once it is published everybody may read what it asks about, so there is no canary in that.
    """
    version = by_reference("engineering-executive@1")
    assert version is not None
    asks_about = words.removeprefix("CANARY-") if is_published else words
    case = WrittenCase(
        rubric_version=version,
        title=f"{asks_about} title",
        body=f"{asks_about} body",
        written_by_id=by.id,
        written_at=at,
        published_at=at if is_published else None,
        agreed=[
            AgreedLevel(dimension=one.id, position=position, level=level, because=f"{words} because")
            for position, (one, level) in enumerate(zip(rubric_of(version).dimensions, levels, strict=False))
        ],
    )
    db.session.add(case)
    audit.record("case.written", case, by=by, now=at, rubric_version=version.id)
    return case


def a_case_reading(case: WrittenCase, by: Person, *, levels: Sequence[int], words: str, at: datetime) -> CaseReading:
    """What somebody gave on each of its dimensions, and whether that passes."""
    reading = CaseReading(
        case=case,
        person=by,
        handed_in_at=at,
        passed=[one.level for one in case.agreed] == list(levels),
        levels=[
            CaseLevel(dimension=one.dimension, position=one.position, level=level, evidence=f"{words} evidence")
            for one, level in zip(case.agreed, levels, strict=True)
        ],
    )
    reading.passed = drift_of(reading).passes
    db.session.add(reading)
    audit.record("case.read", reading, by=by, now=at, case=case.id)
    return reading


def a_packet(application: Application, *, by: Person, at: datetime) -> Packet:
    packet = Packet(application=application, built_by_id=by.id, built_at=at)
    db.session.add(packet)
    audit.record("packet.built", packet, by=by, now=at)
    return packet


def a_proposal(packet: Packet, *, by: Person, at: datetime, words: str = "She repairs systems.") -> Proposal:
    """Of going ahead against the rule, whatever it reads."""
    return Proposal(
        packet_id=packet.id,
        outcome="go_ahead",
        reasons=words,
        dimensions=["strategy-and-focus"],
        against_rule="The one who saw less saw her once.",
        by=by,
        at=at,
    )
