"""Adding, moving, taking back, writing and attaching: what changes, what is refused, and which event it leaves."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from hiring.candidates import actions, queries
from hiring.candidates.actions import NewCandidate, NewFile
from hiring.db import db
from hiring.models import (
    Application,
    Attachment,
    Candidate,
    Interview,
    Move,
    Note,
    Opening,
    Outgoing,
    Person,
    PortalPass,
    TimeOffer,
)
from hiring.openings.actions import add_to_team
from hiring.openings.queries import current_revision, plan_of
from hiring.policy import Standing
from hiring.refusal import Kind, Refusal
from hiring.workflow import moves
from hiring.workflow.gates import gates_of
from tests.candidates.trail import events
from tests.cast import NOW
from tests.factories import an_interview
from tests.house import House

STALE = "This move is not possible any more. See where the candidate is now, then choose again."
A_MUST_HAVE = "strategy-and-focus"
RECRUITER = Standing(roles=frozenset({"recruiter"}), round="first-calls")
EVERY_ROLE = Standing(roles=frozenset({"recruiter", "hiring_manager", "chair"}))


AMARA = NewCandidate(name="Amara Okafor", email="amara@example.net")


def add(house: House, opening: str, by: str, **known: Any) -> Application:
    new = replace(AMARA, **known)
    return actions.add_candidate(house.one(Opening, opening), new, by=house.one(Person, by), now=NOW)


def test_a_candidate_is_added_in_the_first_stage(house: House) -> None:
    with events(house) as recorded, house.changing():
        application = add(house, "executive", "rita", headline="Finance director", channel="network")
        assert (application.candidate.name, application.candidate.headline) == ("Amara Okafor", "Finance director")
        assert application.channel == "network"
        assert application.current_move is not None
        assert application.current_move.stage is not None
        assert application.current_move.stage.slug == "sourcing"
        assert application.entered_at == NOW
        assert application.due_at == NOW + timedelta(days=application.current_move.stage.limit_days)
    assert recorded == [("application.added", "application")]


def test_the_same_human_does_not_apply_twice_to_one_opening(house: House) -> None:
    with house.changing(), pytest.raises(Refusal) as refused:
        add(house, "executive", "rita", name="C. Morgan", email="casey@example.net")
    assert str(refused.value.reason) == "casey@example.net is considered for this opening already."


def test_somebody_known_from_an_opening_in_sight_stays_one_candidate(house: House) -> None:
    with house.changing():
        opening = house.one(Opening, "heron")
        add_to_team(opening, house.one(Person, "rita"), "recruiter", by=house.one(Person, "remy"), now=NOW)
        casey = house.one(Application, "casey").candidate
        assert add(house, "heron", "rita", email="casey@example.net").candidate is casey


def test_somebody_known_only_out_of_sight_becomes_a_second_candidate(house: House) -> None:
    with house.changing():
        quinn = house.one(Application, "quinn").candidate
        added = add(house, "executive", "rita", name="Quinn Sato", email="quinn@example.net").candidate
        assert added.id != quinn.id


def test_nobody_is_added_to_a_closed_opening(house: House) -> None:
    with house.changing():
        house.one(Opening, "executive").closed_at = NOW
    with house.changing(), pytest.raises(Refusal) as refused:
        add(house, "executive", "rita")
    assert str(refused.value.reason) == "This opening is closed. Reopen it before adding anybody."


def test_many_are_added_or_nobody(house: House) -> None:
    with house.app.app_context():
        before = db.session.scalar(select(func.count(Candidate.id)))
    everybody = [NewCandidate("Ada"), NewCandidate("Noel", email="noel@example.net")]
    with events(house) as recorded, pytest.raises(Refusal), house.changing():
        actions.add_candidates(house.one(Opening, "executive"), everybody, by=house.one(Person, "rita"), now=NOW)
    with house.app.app_context():
        assert db.session.scalar(select(func.count(Candidate.id))) == before
    assert recorded == []


def make(
    house: House,
    key: str,
    *,
    reason: str = "",
    standing: Standing = RECRUITER,
    name: str = "noel",
    missing: str | None = None,
) -> Move:
    application = house.one(Application, name)
    by = house.one(Person, "rita")
    return actions.make_move(application, key, reason=reason, missing=missing, standing=standing, by=by, now=NOW)


def test_a_move_is_made_and_the_application_retells_it(house: House) -> None:
    with events(house) as recorded, house.changing():
        move = make(house, "advance:recruiter-call")
        application = house.one(Application, "noel")
        assert (move.kind, move.number, application.current_move) == ("advance", 2, move)
        assert move.stage is not None
        assert application.entered_at == NOW
        assert application.due_at == NOW + timedelta(days=move.stage.limit_days)
    assert recorded == [("application.moved", "application")]


@pytest.mark.parametrize(
    ("key", "standing", "kind", "sentence"),
    [
        (
            "skip:presentation",
            RECRUITER,
            Kind.FORBIDDEN,
            "Only the hiring manager takes a candidate out of the round “Executive call”.",
        ),
        (
            "advance:close",
            RECRUITER,
            Kind.CONFLICT,
            STALE,
        ),
        ("close:rejected", RECRUITER, Kind.INPUT, "Write a reason for this move."),
        ("close:hired", RECRUITER, Kind.CONFLICT, "No decision has been recorded yet."),
        (
            "advance:recruiter-call",
            Standing(roles=frozenset({"recruiter"}), round="first-calls", owes=frozenset({"first-calls"})),
            Kind.FORBIDDEN,
            "Your scorecard in this round is still out. Until you hand it in, somebody else moves the candidate.",
        ),
    ],
)
def test_a_move_is_refused_with_its_reason(
    house: House, key: str, standing: Standing, kind: Kind, sentence: str
) -> None:
    with events(house) as recorded, pytest.raises(Refusal) as refused, house.changing():
        make(house, key, standing=standing)
    assert (refused.value.kind, str(refused.value.reason)) == (kind, sentence)
    assert recorded == []


def test_the_gate_counts_interviews_that_have_ended(house: House) -> None:
    with house.app.app_context():
        casey = house.one(Application, "casey")
        begun = NOW - timedelta(days=1)
        facts = queries.facts(casey)
        held = gates_of("interview")["interview_held"]
        told = [held.waits(facts, begun + timedelta(minutes=minutes)) for minutes in (59, 60)]
        assert [reason is None for reason in told] == [False, True]
        assert (len(facts.interviews), facts.cards_expected, facts.cards_in) == (1, 2, 1)


def test_whoever_is_closed_meets_nobody_any_more(house: House) -> None:
    """What was held stays; what is still to come is called off and everybody is told; offered times are free again."""
    with house.changing():
        noel, rita, ines = house.one(Application, "noel"), house.one(Person, "rita"), house.one(Person, "ines")
        for starts_at in (NOW - timedelta(days=1), NOW + timedelta(days=1)):
            an_interview(noel, "deep-dives", [ines], starts_at=starts_at, by=rita)
        offer = TimeOffer(application=noel, stage=noel.current_move.stage, minutes=45, zone="UTC", seats=[])
        offer.offered_by_id, offer.offered_at, offer.closes_at = rita.id, NOW, NOW + timedelta(days=3)
        db.session.add(offer)
    with events(house) as recorded, house.changing():
        make(house, "close:rejected", reason="The search was stopped.")
    assert recorded == [("application.moved", "application"), ("interview.cancelled", "interview")]
    with house.app.app_context():
        held, ahead = db.session.scalars(
            select(Interview)
            .where(Interview.application == house.one(Application, "noel"))
            .order_by(Interview.starts_at)
        )
        assert (held.cancelled_at, ahead.cancelled_at, ahead.slots[0].cancelled_at) == (None, NOW, NOW)
        told = db.session.scalars(select(Outgoing.address).filter_by(kind="interview_cancelled")).all()
        assert "ines@example.org" in told
        assert db.session.scalars(select(TimeOffer.withdrawn_at)).all() == [NOW]


@pytest.mark.parametrize("missing", [None, "charm"])
def test_whoever_closes_for_a_missing_must_have_says_which(house: House, missing: str | None) -> None:
    with pytest.raises(Refusal) as refused, house.changing():
        make(house, "close:must_have_missing", missing=missing, reason="Found late.")
    assert (refused.value.kind, str(refused.value.reason)) == (Kind.INPUT, "Choose which must-have is missing.")


@pytest.mark.parametrize(("key", "kept"), [("close:must_have_missing", True), ("close:rejected", False)])
def test_which_must_have_was_missing_is_kept_with_that_end_alone(house: House, key: str, *, kept: bool) -> None:
    with house.changing():
        make(house, key, missing=A_MUST_HAVE, reason="Found late.")
    with house.app.app_context():
        move = house.one(Application, "noel").current_move
        assert move is not None
        assert move.missing == (A_MUST_HAVE if kept else None)


def test_taking_back_returns_to_the_stage_and_its_clock(house: House) -> None:
    with house.changing():
        entered = house.one(Application, "noel").entered_at
        make(house, "advance:recruiter-call")
    with events(house) as recorded, house.changing():
        application = house.one(Application, "noel")
        move = actions.undo_move(application, by=house.one(Person, "rita"), now=NOW)
        assert (move.kind, move.number, move.stage is not None and move.stage.slug) == ("undo", 3, "sourcing")
        assert application.entered_at == entered
    assert recorded == [("application.move_undone", "application")]


def test_the_first_move_is_not_taken_back(house: House) -> None:
    with house.changing(), pytest.raises(Refusal) as refused:
        actions.undo_move(house.one(Application, "noel"), by=house.one(Person, "rita"), now=NOW)
    assert str(refused.value.reason) == "There is no move to take back."


def retold(application: Application) -> tuple[str | None, str | None, datetime, datetime | None]:
    """Stage, outcome, entering and due as they follow from the moves alone."""
    standing: list[Move] = []
    for move in application.moves:
        if move.undoes_id is None:
            standing.append(move)
        else:
            assert standing.pop().id == move.undoes_id
    last = standing[-1]
    if last.stage is None:
        return None, last.outcome, last.at, None
    return last.stage.slug, None, last.at, last.at + timedelta(days=last.stage.limit_days)


def cached(application: Application) -> tuple[str | None, str | None, datetime | None, datetime | None]:
    move = application.current_move
    assert move is not None
    assert move is application.moves[-1]
    slug = None if move.stage is None else move.stage.slug
    return slug, move.outcome, application.entered_at, application.due_at


@pytest.mark.parametrize("seed", range(5))
def test_whatever_is_done_and_taken_back_the_cached_columns_retell_the_moves(house: House, seed: int) -> None:
    dice = random.Random(seed)
    with house.changing():
        application = house.one(Application, "noel")
        rita = house.one(Person, "rita")
        plan = plan_of(current_revision(application.opening_id))
        for hour in range(40):
            now = NOW + timedelta(hours=hour)
            before = queries.steps(application.moves)
            if moves.can_undo(before, plan) is not None and dice.random() < 0.4:
                actions.undo_move(application, by=rita, now=now)
            else:
                offered = moves.allowed_moves(plan, queries.facts(application), queries.mover(EVERY_ROLE), now)
                key = dice.choice([one.key for one in offered if one.waits is None and one.forbidden is None])
                actions.make_move(
                    application, key, reason="Dice.", missing=A_MUST_HAVE, standing=EVERY_ROLE, by=rita, now=now
                )
            assert cached(application) == retold(application)
            state = moves.state(queries.steps(application.moves))
            assert state.at == queries.stage_slug(application)
            assert state.outcome == cached(application)[1]


def test_a_note_is_written(house: House) -> None:
    with events(house) as recorded, house.changing():
        actions.write_note(house.one(Application, "casey"), "Call back.", by=house.one(Person, "rita"), now=NOW)
    with house.app.app_context():
        assert db.session.scalars(select(Note.text)).all() == ["Call back."]
    assert recorded == [("application.note_written", "application")]


def test_how_they_came_is_corrected_once(house: House) -> None:
    with events(house) as recorded, house.changing():
        actions.correct_source(house.one(Application, "casey"), "investor", by=house.one(Person, "rita"), now=NOW)
    with house.app.app_context():
        assert house.one(Application, "casey").channel == "investor"
    assert recorded == [("application.source_corrected", "application")]
    with house.app.app_context(), pytest.raises(Refusal, match="already"):
        actions.correct_source(house.one(Application, "casey"), "investor", by=house.one(Person, "rita"), now=NOW)


def test_a_pdf_is_kept_before_its_row(house: House) -> None:
    folder = house.world.settings.uploads_path
    with events(house) as recorded, house.changing():
        file = NewFile("../../Casey's CV.PDF", b"%PDF-1.7 and so on")
        actions.attach(house.one(Application, "casey"), file, folder=folder, by=house.one(Person, "rita"), now=NOW)
    with house.app.app_context():
        kept = db.session.scalars(select(Attachment)).one()
        assert (kept.filename, kept.media_type, kept.size) == ("Casey's CV.pdf", "application/pdf", 18)
        assert (folder / kept.stored_as).read_bytes() == b"%PDF-1.7 and so on"
        assert [path.name for path in folder.iterdir()] == [kept.stored_as]
    assert recorded == [("application.file_attached", "application")]


def attach_and_fail(house: House) -> None:
    with house.changing():
        by = house.one(Person, "rita")
        folder = house.world.settings.uploads_path
        actions.attach(house.one(Application, "casey"), NewFile("cv.pdf", b"%PDF-"), folder=folder, by=by, now=NOW)
        raise RuntimeError


def test_a_transaction_that_fails_leaves_no_row_without_a_file(house: House) -> None:
    with pytest.raises(RuntimeError):
        attach_and_fail(house)
    with house.app.app_context():
        assert db.session.scalar(select(func.count(Attachment.id))) == 0


def test_a_portal_link_is_mailed_and_only_its_hash_kept(house: House) -> None:
    with events(house) as recorded, house.changing():
        actions.send_portal_link(
            house.one(Application, "casey"), base_url="https://x.example", by=house.one(Person, "rita"), now=NOW
        )
    with house.app.app_context():
        mail = db.session.scalars(select(Outgoing).where(Outgoing.kind == "portal.link")).one()
        kept = db.session.scalars(select(PortalPass)).one()
        assert (mail.address, mail.subject) == ("casey@example.net", "Your application: Chief technology officer")
        assert kept.link_sha256 not in mail.body
        assert mail.body.count("https://x.example/portal/enter/") == 1
    assert recorded == [("portal.link_sent", "application")]


def test_the_mail_about_a_confidential_opening_says_its_codename(house: House) -> None:
    with house.changing():
        actions.send_portal_link(
            house.one(Application, "quinn"), base_url="https://x.example", by=house.one(Person, "remy"), now=NOW
        )
    with house.app.app_context():
        mail = db.session.scalars(select(Outgoing).where(Outgoing.kind == "portal.link")).one()
        assert mail.subject == "Your application: Project Heron"
        assert "CANARY" not in mail.body


def test_without_an_address_no_link_is_sent(house: House) -> None:
    with house.changing():
        house.one(Application, "casey").candidate.email = None
    with house.changing(), pytest.raises(Refusal) as refused:
        actions.send_portal_link(
            house.one(Application, "casey"), base_url="https://x.example", by=house.one(Person, "rita"), now=NOW
        )
    assert str(refused.value.reason) == "There is no e-mail address for this candidate."
