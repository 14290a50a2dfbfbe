"""What the database promises: durable commits, foreign keys, and no lost update among eight writers."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError, IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from hiring import audit
from hiring.db import db, forget, writing
from hiring.models import Candidate, Event, EventHead, Opening, Person
from tests.cast import NOW, PEOPLE
from tests.house import House, World

WRITERS, EACH = 8, 60


def test_sqlite_keeps_its_promises_on_every_connection(house: House) -> None:
    if house.dialect != "sqlite":
        with house.app.app_context():
            shown = {name: db.session.scalar(text(f"SHOW {name}")) for name in ("standard_conforming_strings",)}
        assert shown == {"standard_conforming_strings": "on"}
        return
    with house.app.app_context():
        pragmas = {
            name: db.session.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


def test_eight_writers_lose_no_update(house: House) -> None:
    ref = house.ref("executive")

    def count_up(_writer: int) -> int:
        stale = 0
        done = 0
        with house.app.app_context():
            while done < EACH:
                try:
                    with writing():
                        opening = db.session.scalars(select(Opening).filter_by(ref=ref)).one()
                        opening.target_days += 1
                    done += 1
                except StaleDataError:
                    stale += 1
        return stale

    with house.app.app_context():
        before = db.session.scalars(select(Opening).filter_by(ref=ref)).one()
        days, version = before.target_days, before.version
    with ThreadPoolExecutor(WRITERS) as pool:
        stale = sum(pool.map(count_up, range(WRITERS)))
    with house.app.app_context():
        after = db.session.scalars(select(Opening).filter_by(ref=ref)).one()
        assert after.target_days - days == WRITERS * EACH
        assert after.version - version == WRITERS * EACH
    if house.dialect == "sqlite":
        assert stale == 0, "SQLite's writers queue, so nobody reads what another is about to change."


def test_eight_writers_keep_the_chain_whole(house: House) -> None:
    def add_events(_writer: int) -> None:
        with house.app.app_context():
            for _ in range(10):
                with writing():
                    opening = db.session.scalars(select(Opening).filter_by(ref=house.ref("executive"))).one()
                    audit.record("test.counted", opening, by=None, now=datetime.now(UTC))

    with house.app.app_context():
        before = db.session.scalars(select(func.count()).select_from(Event)).one()
    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(add_events, range(WRITERS)))
    with house.app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Event)) == before + WRITERS * 10
        assert audit.first_broken() is None


def test_a_block_that_raises_leaves_nothing(house: House) -> None:
    with house.app.app_context():
        with pytest.raises(RuntimeError):
            _add_and_fail()
        assert db.session.scalar(select(func.count()).where(Candidate.name == "Nobody")) == 0


def test_a_row_cannot_point_nowhere(house: House) -> None:
    with house.app.app_context(), pytest.raises(IntegrityError), writing():
        db.session.add(Candidate(name="Orphan", added_at=NOW, added_by_id=10**6))


def test_an_instant_without_a_zone_is_refused(house: House) -> None:
    with house.app.app_context(), pytest.raises(Exception, match="needs its zone"), writing():
        db.session.add(Candidate(name="When", added_at=datetime(2026, 1, 1), added_by_id=1))


def test_instants_come_back_in_utc(house: House) -> None:
    with house.app.app_context():
        person = db.session.scalars(select(Person).filter_by(ref=house.ref("rita"))).one()
        assert person.created_at.tzinfo is UTC


def _add_and_fail() -> None:
    with writing():
        db.session.add(Candidate(name="Nobody", added_at=NOW, added_by_id=1))
        db.session.flush()
        raise RuntimeError


CHANGES = (
    "UPDATE event SET kind = 'x.y' WHERE seq = 1",
    "DELETE FROM event WHERE seq = 1",
    "UPDATE scorecard SET verdict = 'no'",
    "DELETE FROM scorecard",
    "UPDATE rating SET level = 1",
    "DELETE FROM rating",
    "UPDATE move SET reason = 'x'",
    "DELETE FROM move",
)


@pytest.mark.parametrize("statement", CHANGES)
def test_rows_that_are_only_ever_added_refuse_to_change(house: House, statement: str) -> None:
    with house.app.app_context(), pytest.raises(DatabaseError, match="only ever added"), writing():
        db.session.execute(text(statement))


def test_replacing_an_event_is_refused_too(house: House) -> None:
    verb = "INSERT OR REPLACE" if house.dialect == "sqlite" else "INSERT"
    copy = f"{verb} INTO event SELECT * FROM event WHERE seq = 1"
    with house.app.app_context(), pytest.raises(DatabaseError), writing():
        db.session.execute(text(copy))


def test_an_event_that_does_not_follow_the_head_is_refused(house: House) -> None:
    with house.app.app_context():
        seq = db.session.get_one(EventHead, 1).seq + 1
        stray = Event(seq=seq, prev="f" * 64, hash="e" * 64, at=NOW, kind="x.y", subject="x", subject_id=1, facts={})
        with pytest.raises(DatabaseError, match="follows the head"), writing():
            db.session.add(stray)


def test_a_changed_event_is_named(house: House) -> None:
    with house.app.app_context():
        for trigger in ("event_refuses_update",) if house.dialect == "sqlite" else ("event_refuses_change",):
            on = "" if house.dialect == "sqlite" else " ON event"
            with writing():
                db.session.execute(text(f"DROP TRIGGER {trigger}{on}"))
        with writing():
            db.session.execute(text("UPDATE event SET subject_id = subject_id + 1 WHERE seq = 3"))
        assert audit.first_broken() == 3


def test_a_connection_cut_after_the_reading_takes_nothing_from_what_was_read(postgresql_world: World) -> None:
    server = postgresql_world.server
    assert server is not None
    with postgresql_world.visited() as house:
        with house.app.app_context():
            here = str(db.engine.url.database)
            db.session.scalar(select(func.count()).select_from(Person))
            server.cut_off(here)  # leaving the context gives a broken connection back
        with house.app.app_context():
            db.session.scalar(select(func.count()).select_from(Person))
            server.cut_off(here)
            forget()
            assert db.session.scalar(select(func.count()).select_from(Person)) == len(PEOPLE)
