"""`hiring demo`: made once, found again, begun anew when asked, and never over somebody's own house."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from sqlalchemy import func, select

from hiring import audit, schema
from hiring.app import create_app
from hiring.candidates.queries import steps
from hiring.db import db, writing
from hiring.demo import house
from hiring.demo.house import Size, prepare, run, settings_for
from hiring.models import Application, Attachment, Candidate, Event, Person, Scorecard
from hiring.refusal import Refusal
from hiring.workflow.moves import state
from tests.cast import NOW
from tests.demo.homes import copied, digest, let_go, made
from tests.demo.homes import settings_for as demo_settings
from tests.house import SECRET
from tests.postgres import Server


def test_a_second_run_finds_the_house_as_it_was_left(kept: Path, tmp_path: Path) -> None:
    first = copied(kept, tmp_path)
    with first.app.app_context():
        with writing():
            db.session.scalars(select(Candidate).limit(1)).one().headline = "Changed by a visitor"
        left = digest()
    let_go(first)
    second = made(tmp_path)
    with second.app.app_context():
        assert digest() == left
    let_go(second)


def test_reset_makes_the_same_house_again_and_takes_old_files_away(kept: Path, tmp_path: Path) -> None:
    first = copied(kept, tmp_path)
    with first.app.app_context():
        as_made = digest()
        with writing():
            db.session.add(Person(name="Visitor", email="visitor@example.org", created_at=NOW))
    let_go(first)
    second = made(tmp_path, reset=True)
    with second.app.app_context():
        assert digest() == as_made
        kept_files = set(db.session.scalars(select(Attachment.stored_as)))
    let_go(second)
    assert {file.name for file in (tmp_path / "uploads").iterdir()} == kept_files


def test_somebodys_own_house_is_left_alone(tmp_path: Path) -> None:
    settings = demo_settings(tmp_path)
    app = create_app(settings, must_be_current=False)
    with app.app_context():
        schema.upgrade(db.engine)
        with writing():
            db.session.add(Person(name="Real", email="real@example.com", created_at=NOW))
        db.engine.dispose()
    for reset in (False, True):
        with pytest.raises(Refusal) as caught:
            prepare(settings, size=Size(), reset=reset, now=NOW)
        assert str(caught.value.reason).startswith("This database holds a house of your own.")
    with app.app_context():
        assert db.session.scalars(select(Person.name)).all() == ["Real"]
        db.session.remove()
        db.engine.dispose()


def test_it_does_not_start_in_production() -> None:
    with pytest.raises(Refusal) as caught:
        settings_for({"HIRING_ENV": "production", "HIRING_SECRET_KEY": SECRET}, 8000)
    assert str(caught.value.reason) == (
        "The demo lets anybody sign in as anybody, so it does not start while HIRING_ENV is production."
    )


def test_a_taken_port_is_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind((house.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Refusal) as caught:
            run(
                environ={"HIRING_INSTANCE_PATH": str(tmp_path)},
                port=port,
                reset=False,
                size=Size(),
                prepare_only=False,
            )
    assert str(caught.value.reason) == f"Port {port} is taken. Choose another one: PORT={port + 1} hiring demo"
    assert list(tmp_path.iterdir()) == []


def test_it_says_who_can_sign_in(kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    let_go(copied(kept, tmp_path))
    environ = {"HIRING_INSTANCE_PATH": str(tmp_path), "HIRING_ENV": "development"}
    run(environ=environ, port=8123, reset=False, size=Size(), prepare_only=True)
    said = capsys.readouterr().out
    assert said.endswith("Sign in as any of the 14: http://127.0.0.1:8123/demo\n")


def test_a_crowd_keeps_the_rules(kept: Path, tmp_path: Path) -> None:
    demo = copied(kept, tmp_path, size=Size(people=40, applications=120))
    with demo.app.app_context():
        assert db.session.scalar(select(func.count(Person.id))) == 40
        assert db.session.scalar(select(func.count(Application.id))) == 120
        assert audit.first_broken() is None
        assert db.session.scalar(select(func.count()).where(Event.at > NOW)) == 0
        for application in db.session.scalars(select(Application)):
            move = application.current_move
            assert move is not None
            assert move is application.moves[-1]
            assert state(steps(application.moves)).outcome == move.outcome
            assert application.entered_at == move.at
            assert (application.due_at is None) == (move.outcome is not None)
    let_go(demo)
    again = made(tmp_path, size=Size(people=40, applications=120))
    with again.app.app_context():
        assert db.session.scalar(select(func.count(Application.id))) == 120
    let_go(again)


def test_it_stands_on_postgresql_too(postgres: Server, tmp_path: Path) -> None:
    name = f"demo_{tmp_path.name[-8:].replace('-', '_')}"
    settings = demo_settings(tmp_path, postgres.create(name))
    for reset in (False, True):
        app = prepare(settings, size=Size(applications=60), reset=reset, now=NOW)
        with app.app_context():
            assert db.session.scalar(select(func.count(Scorecard.id)).where(Scorecard.handed_in_at <= NOW)) is not None
            assert audit.first_broken() is None
            with writing():
                db.session.add(Person(name="Next", email="next@example.org", created_at=NOW))
            db.session.remove()
            db.engine.dispose()
    postgres.drop(name)
