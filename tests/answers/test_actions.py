"""Letters to one and to many, days that are promised, templates, what is arranged, and closing an opening."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from hiring.answers import actions
from hiring.answers.answer import Answer
from hiring.candidates.actions import NewCandidate, add_candidate, make_move, undo_move
from hiring.db import db
from hiring.letters import Words
from hiring.models import (
    Adjustment,
    Application,
    CandidateMail,
    Event,
    LetterTemplate,
    Move,
    Opening,
    Outgoing,
    Person,
    Promise,
)
from hiring.policy import Standing
from hiring.refusal import Kind, Refusal
from tests.answers.said import a_letter, closed
from tests.cast import DAY, NOW
from tests.house import ON_SQLITE, House

WORDS = Words("About {opening}", "Dear {name}, goodbye.", tells_outcome=True)
TUESDAY = date(2026, 11, 24)


def events(house: House, since: int = 3) -> list[str]:
    """The last so many, oldest first."""
    with house.app.app_context():
        found = db.session.scalars(select(Event.kind).order_by(Event.seq.desc()).limit(since)).all()
    return list(reversed(found))


def refused(action: object, *args: object, **kwargs: object) -> tuple[str, Kind]:
    with pytest.raises(Refusal) as no:
        action(*args, **kwargs)  # type: ignore[operator]
    return str(no.value.reason), no.value.kind


def test_a_letter_with_a_day_promises_it(house: House) -> None:
    with house.changing():
        casey, rita = house.one(Application, "casey"), house.one(Person, "rita")
        actions.write(casey, Answer(Words("{opening}: news", "By {day}."), hears_by=TUESDAY), by=rita, now=NOW)
    with house.app.app_context():
        promise = db.session.scalars(select(Promise)).one()
        assert (promise.due_on, promise.what, promise.ended_at) == (TUESDAY, "Chief technology officer: news", None)
        assert db.session.scalars(select(CandidateMail.body)).one() == "By Tuesday 24 November."
    assert events(house, 2) == ["letter.sent", "promise.made"]


@ON_SQLITE
@pytest.mark.parametrize("days", [-1, 367])
def test_a_day_that_is_over_or_too_far_is_no_promise(house: House, days: int) -> None:
    with house.changing():
        casey, rita = house.one(Application, "casey"), house.one(Person, "rita")
        day = NOW.date() + timedelta(days=days)
        said = refused(actions.promise, casey, day, what="", by=rita, now=NOW)
    assert said == ("Choose a day from today on, within a year.", Kind.INPUT)


@ON_SQLITE
def test_a_new_promise_takes_the_place_of_the_one_before(house: House) -> None:
    with house.changing():
        casey, rita = house.one(Application, "casey"), house.one(Person, "rita")
        for day in (TUESDAY, TUESDAY + DAY):
            actions.promise(casey, day, what="", by=rita, now=NOW)
    with house.app.app_context():
        found = db.session.execute(select(Promise.due_on, Promise.ended_at).order_by(Promise.id)).all()
        assert found == [(TUESDAY, NOW), (TUESDAY + DAY, None)]


def test_many_are_answered_and_closed_in_one_action(house: House) -> None:
    with house.changing():
        chosen = [house.one(Application, name) for name in ("noel", "casey")]
        answer = Answer(WORDS, closes_as="rejected", reason="Another was stronger.")
        assert actions.write_to_all(chosen, answer, by=house.one(Person, "rita"), now=NOW) == []
    with house.app.app_context():
        moves = db.session.execute(select(Move.outcome, Move.reason).where(Move.kind == "close")).all()
        assert moves == [("rejected", "Another was stronger.")] * 2
        bodies = db.session.scalars(select(Outgoing.body).where(Outgoing.kind == "letter").order_by(Outgoing.id)).all()
        assert [body.splitlines()[0] for body in bodies] == [
            "Dear Noel Abara, goodbye.",
            "Dear Casey Morgan, goodbye.",
        ]
    assert events(house, 4) == ["application.moved", "letter.sent"] * 2


@ON_SQLITE
def test_who_could_not_be_answered_comes_back_with_the_reason(house: House) -> None:
    with house.changing():
        noel, casey, quinn = (house.one(Application, name) for name in ("noel", "casey", "quinn"))
        casey.candidate.email = None
        answer = Answer(WORDS, closes_as="rejected", reason="Another was stronger.")
        back = actions.write_to_all([noel, casey, quinn], answer, by=house.one(Person, "rita"), now=NOW)
        db.session.rollback()
    assert [(one.name, str(one.why)) for one in back] == [
        ("Casey Morgan", "There is no e-mail address for Casey Morgan. Tell them another way, then note it here."),
        ("Quinn Sato", "Your part in this opening does not include this. Ask the recruiter."),
    ]


@ON_SQLITE
def test_a_letter_to_nobody_is_refused(house: House) -> None:
    with house.changing():
        rita = house.one(Person, "rita")
        said = refused(actions.write_to_all, [], Answer(WORDS), by=rita, now=NOW)
    assert said == ("Choose at least one candidate.", Kind.INPUT)


@ON_SQLITE
def test_a_template_is_kept_changed_and_offered_no_more(house: House) -> None:
    with house.changing():
        rita = house.one(Person, "rita")
        template = actions.keep_template(None, "Thanks", WORDS, opening=None, by=rita, now=NOW)
        executive = house.one(Opening, "executive")
        actions.keep_template(template, "Thank you", WORDS, opening=executive, by=rita, now=NOW)
        actions.retire(template, by=rita, now=NOW)
        again = refused(actions.retire, template, by=rita, now=NOW)
    assert again == ("This template is not offered any more already.", Kind.CONFLICT)
    with house.app.app_context():
        kept = db.session.scalars(select(LetterTemplate)).one()
        assert (kept.title, kept.opening, kept.retired_at) == ("Thank you", house.one(Opening, "executive"), NOW)
    assert events(house) == ["letter_template.kept", "letter_template.kept", "letter_template.retired"]


@ON_SQLITE
def test_a_template_with_a_place_that_nothing_fills_is_refused(house: House) -> None:
    with house.changing():
        rita, words = house.one(Person, "rita"), Words("Hi", "Dear {candidate_name}")
        said = refused(actions.keep_template, None, "Thanks", words, opening=None, by=rita, now=NOW)
    assert said == ("Nothing fills {candidate_name}. Take it out.", Kind.INPUT)


@ON_SQLITE
def test_what_is_needed_is_arranged_until_it_is_taken_back(house: House) -> None:
    with house.changing():
        rita = house.one(Person, "rita")
        asked = Adjustment(application=house.one(Application, "casey"), asked="CANARY-need", asked_at=NOW)
        db.session.add(asked)
        db.session.flush()
        assert refused(actions.arrange, asked, " ", by=rita, now=NOW) == ("Write what is arranged.", Kind.INPUT)
        actions.arrange(asked, "A break after 30 minutes.", by=rita, now=NOW)
        assert (asked.arrangement, asked.arranged_by_id, asked.arranged_at) == (
            "A break after 30 minutes.",
            rita.id,
            NOW,
        )
        asked.taken_back_at = NOW
        said = refused(actions.arrange, asked, "None.", by=rita, now=NOW)
    assert said == ("The candidate has taken this back.", Kind.CONFLICT)
    assert events(house, 1) == ["adjustment.arranged"]


def test_an_opening_does_not_close_while_somebody_is_left_without_an_answer(house: House) -> None:
    with house.changing():
        executive, rita = house.one(Opening, "executive"), house.one(Person, "rita")
        said = [refused(actions.close_opening, executive, by=rita, now=NOW)]
        for name in ("dana", "casey"):
            closed(house.one(Application, name), "withdrawn", by=rita, at=NOW)
        said.append(refused(actions.close_opening, executive, by=rita, now=NOW))
        noel = house.one(Application, "noel")
        closed(noel, "rejected", by=rita, at=NOW)
        said.append(refused(actions.close_opening, executive, by=rita, now=NOW))
        a_letter(noel, at=NOW, tells_outcome=True)
        db.session.flush()
        actions.close_opening(executive, by=rita, now=NOW)
        said.append(refused(actions.close_opening, executive, by=rita, now=NOW))
        assert executive.closed_at == NOW
        recruiting = Standing(roles=frozenset({"recruiter"}))
        again = {"reason": "She called.", "standing": recruiting, "by": rita, "now": NOW}
        said.append(refused(make_move, noel, "reopen", **again))
        said.append(refused(undo_move, noel, by=rita, now=NOW))
        said.append(refused(add_candidate, executive, NewCandidate(name="Sam Okoro"), by=rita, now=NOW))
        actions.reopen_opening(executive, by=rita, now=NOW)
        said.append(refused(actions.reopen_opening, executive, by=rita, now=NOW))
    assert [words for words, _kind in said] == [
        "Casey Morgan, Dana Whitfield, Noel Abara wait for an answer.",
        "Noel Abara waits for an answer.",
        "Noel Abara waits for an answer.",
        "This opening is closed already.",
        "This opening is closed. Open it again first.",
        "This opening is closed. Open it again first.",
        "This opening is closed. Reopen it before adding anybody.",
        "This opening is open already.",
    ]
    assert events(house, 2) == ["opening.closed", "opening.reopened"]


@ON_SQLITE
def test_of_whom_one_may_not_know_one_is_not_told_by_name(house: House) -> None:
    with house.changing():
        executive, rita, omar = (
            house.one(Opening, "executive"),
            house.one(Person, "rita"),
            house.one(Person, "omar"),
        )
        for name in ("dana", "casey"):
            closed(house.one(Application, name), "withdrawn", by=rita, at=NOW)
        said = refused(actions.close_opening, executive, by=omar, now=NOW)
    assert said[0] == "Not everybody has an answer yet. Ask another recruiter of this opening."
