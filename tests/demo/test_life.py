"""The past of the demo house: what is in it, that it goes by the rules, and that a day makes it the same each time."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from math import sqrt
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from hiring import audit
from hiring.calibration.habit import LABEL_POINTS
from hiring.candidates.queries import steps
from hiring.db import db
from hiring.models import (
    Application,
    Attachment,
    Ballot,
    CalibrationRow,
    Candidate,
    Decision,
    Dissent,
    Draft,
    Event,
    Interview,
    Meeting,
    Move,
    Opening,
    Outgoing,
    Packet,
    Person,
    PointNote,
    Rating,
    Scorecard,
    SeverityRow,
    Slot,
    Vote,
)
from hiring.workflow.moves import state
from tests.cast import NOW
from tests.demo.homes import Demo, copied, let_go, made


@pytest.fixture
def inside(kept: Path, tmp_path: Path) -> Iterator[Demo]:
    """A context in a copy of the demo house."""
    demo = copied(kept, tmp_path)
    with demo.app.app_context():
        yield demo
    let_go(demo)


def count(model: type[Any]) -> int | None:
    return db.session.scalar(select(func.count()).select_from(model))


def _written_cards() -> int | None:
    """Cards that somebody handed in here, without the past scores that were brought along."""
    return db.session.scalar(select(func.count()).where(Scorecard.imported_at.is_(None)))


def test_it_holds_what_it_promises(inside: Demo) -> None:
    under_way = select(Opening.id, Application.id).join(Application, Application.opening_id == Opening.id)
    openings = db.session.execute(under_way.where(Opening.closed_at.is_(None))).all()
    assert (len({opening for opening, _ in openings}), len(openings)) == (3, 42)
    assert (count(Person), count(Candidate)) == (14, 56)
    assert _written_cards() == 131
    overdue = select(Person.name).join(Slot, Slot.person_id == Person.id)
    late = overdue.where(Slot.handed_in_at.is_(None), Slot.due_at < inside.now)
    assert sorted(db.session.scalars(late)) == ["Ines Calder", "Kofi Mensah", "Leila Farahani", "Tomasz Zielinski"]
    drafts = select(Person.name).join(Slot, Slot.person_id == Person.id).join(Draft)
    assert sorted(db.session.scalars(drafts)) == ["Ines Calder", "Ivan Petrov"]
    assert sorted(db.session.scalars(select(Decision.outcome))) == ["go_ahead", "go_ahead_if", "stop"]
    assert count(Attachment) == 4


def test_a_committee_has_voted_moved_and_gone_against_the_rule(inside: Demo) -> None:
    ballots = select(Candidate.name, Ballot.number, Ballot.closed_at.is_not(None), func.count(Vote.verdict))
    by_packet = (
        ballots.join(Vote, Vote.ballot_id == Ballot.id)
        .join(Packet, Packet.id == Ballot.packet_id)
        .join(Application, Application.id == Packet.application_id)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .group_by(Candidate.name, Ballot.id)
        .order_by(Candidate.name, Ballot.number)
    )
    assert [tuple(row) for row in db.session.execute(by_packet)] == [
        ("Aoife Brennan", 1, True, 5),
        ("Aoife Brennan", 2, True, 5),
        ("Fatou Diallo", 1, True, 5),
        ("Fatou Diallo", 2, True, 5),
        ("Grace Oyinlola", 1, True, 4),
        ("Mateo Quispe", 1, True, 5),
        ("Piotr Wasilewski", 1, False, 3),
    ]
    assert (count(Dissent), count(PointNote), count(Meeting)) == (2, 5, 3)
    seconded = db.session.scalars(select(Decision).where(Decision.seconded_by_id.is_not(None))).one()
    assert seconded.settlement is not None
    assert (seconded.rule_said, seconded.settlement.is_met) == ("not met", True)
    struck = select(Person.name).join(Vote, Vote.person_id == Person.id).where(Vote.struck_at.is_not(None))
    assert db.session.scalars(struck).all() == ["Kofi Mensah"]


def test_past_candidates_are_closed_and_tell_whose_habits_are_clear(inside: Demo) -> None:
    past = select(Move.outcome, Application.due_at).join(Application, Application.current_move_id == Move.id)
    before = past.join(Opening, Opening.id == Application.opening_id).where(Opening.closed_at.is_not(None))
    assert Counter(tuple(row) for row in db.session.execute(before)) == {("rejected", None): 14}
    assert db.session.scalar(select(func.count()).where(Scorecard.imported_at.is_not(None))) == 98
    habits = (
        select(Person.name, SeverityRow.estimate, SeverityRow.variance)
        .join(Person, Person.id == SeverityRow.person_id)
        .join(CalibrationRow, CalibrationRow.id == SeverityRow.calibration_id)
        .where(SeverityRow.shown, CalibrationRow.candidates > 14)
    )
    clear = {
        name: "high" if estimate > 0 else "low"
        for name, estimate, variance in db.session.execute(habits)
        if abs(estimate) - 1.645 * sqrt(variance) > LABEL_POINTS
    }
    assert clear == {"Hanna Virtanen": "low", "Leila Farahani": "high"}


def test_one_panel_is_split_and_one_card_raises_a_red_flag(inside: Demo) -> None:
    verdicts: dict[str, dict[str | None, set[int]]] = {}
    for name, person, verdict in db.session.execute(
        select(Candidate.name, Slot.person_id, Scorecard.verdict)
        .join(Slot, Slot.id == Scorecard.slot_id)
        .join(Application, Application.id == Slot.application_id)
        .join(Candidate, Candidate.id == Application.candidate_id)
    ):
        verdicts.setdefault(name, {}).setdefault(verdict, set()).add(person)
    split = [
        name
        for name, given in verdicts.items()
        if len(given.get("no", set()) | given.get("strong_no", set())) > 1 and len(given.get("strong_yes", set())) > 1
    ]
    assert split == ["Grace Oyinlola"]
    flags = db.session.execute(
        select(Candidate.name, Rating.dimension)
        .join(Scorecard, Scorecard.id == Rating.scorecard_id)
        .join(Slot, Slot.id == Scorecard.slot_id)
        .join(Application, Application.id == Slot.application_id)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .where(Rating.red_flag)
    ).all()
    assert [tuple(flag) for flag in flags] == [("Piotr Wasilewski", "security")]


def test_nobody_reads_the_same_words_twice_about_one_candidate(inside: Demo) -> None:
    told = Counter(
        db.session.execute(
            select(Slot.application_id, Slot.rubric_sha256, Rating.dimension, Rating.evidence, Rating.situation)
            .join(Scorecard, Scorecard.id == Rating.scorecard_id)
            .join(Slot, Slot.id == Scorecard.slot_id)
            .where(Rating.level.is_not(None), Scorecard.imported_at.is_(None))
        ).all()
    )
    assert {words: times for words, times in told.items() if times > 1} == {}


def test_the_trail_is_whole_and_in_the_order_of_time(inside: Demo) -> None:
    assert audit.first_broken() is None
    moments = db.session.scalars(select(Event.at).order_by(Event.seq)).all()
    assert moments[-1] <= inside.now


def test_every_application_stands_where_its_moves_lead(inside: Demo) -> None:
    for application in db.session.scalars(select(Application)):
        move = application.current_move
        assert move is not None
        assert move is application.moves[-1]
        stands = state(steps(application.moves))
        assert stands.outcome == move.outcome
        assert move.stage is None or stands.at == move.stage.slug
        assert application.entered_at == move.at


def test_nothing_happened_before_it_could(inside: Demo) -> None:
    cards = select(Scorecard.handed_in_at, Interview).join(Slot, Slot.id == Scorecard.slot_id)
    held = cards.join(Interview, Interview.id == Slot.interview_id).where(Scorecard.imported_at.is_(None))
    for handed_in_at, interview in db.session.execute(held):
        assert interview.ends_at <= handed_in_at <= inside.now
        assert interview.scheduled_at < interview.starts_at


def test_the_worker_finds_no_mail_to_send(inside: Demo) -> None:
    assert db.session.scalar(select(func.count()).where(Outgoing.sent_at.is_(None))) == 0


def test_a_cv_can_be_opened(inside: Demo) -> None:
    attachment = db.session.scalars(select(Attachment)).first()
    assert attachment is not None
    uploads = inside.app.extensions["settings"].uploads_path
    content = (uploads / attachment.stored_as).read_bytes()
    start = int(content.rsplit(b"startxref\n", 1)[1].split(b"\n", 1)[0])
    assert content[start:].startswith(b"xref\n")
    assert hashlib.sha256(content).hexdigest() == attachment.sha256


@pytest.mark.slow
@pytest.mark.parametrize(
    "now",
    [
        NOW + timedelta(days=3, hours=13, minutes=59),
        NOW + timedelta(days=5, hours=-9),
        NOW + timedelta(days=6, hours=-1),
    ],
    ids=["friday-night", "sunday", "monday-morning"],
)
def test_any_moment_of_the_week_will_do(now: datetime, tmp_path: Path) -> None:
    demo = made(tmp_path, now)
    with demo.app.app_context():
        assert _written_cards() == 131
        overdue = select(func.count()).where(Slot.handed_in_at.is_(None), Slot.due_at < now)
        assert db.session.scalar(overdue) == 4
    let_go(demo)
