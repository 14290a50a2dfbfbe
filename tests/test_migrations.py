"""Migrations: up, down, up again with data, and at the end exactly what the models say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, Engine, Result, create_engine, inspect, text

from hiring import paths, schema
from hiring.db import Base, driver_url, prepare_engine
from hiring.loops import actions
from hiring.loops.actions import Meeting, Seat
from hiring.models import Application, Interview, Person
from tests.cast import NOW
from tests.house import House
from tests.postgres import Server

Rows = dict[str, dict[str, list[str]]]
"""Every value as it reads, by table and column."""

REVISIONS = [script.revision for script in ScriptDirectory(str(paths.MIGRATIONS)).walk_revisions()][::-1]


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database with nothing in it."""
    if request.param == "sqlite":
        engine = create_engine(f"sqlite:///{tmp_path / 'empty.sqlite'}")
        prepare_engine(engine)
        yield engine
        engine.dispose()
        return
    server: Server = request.getfixturevalue("postgres")
    name = f"empty_{abs(hash(tmp_path))}"
    engine = create_engine(driver_url(server.create(name)))
    yield engine
    engine.dispose()
    server.drop(name)


def test_the_end_of_the_migrations_is_what_the_models_say(empty: Engine) -> None:
    schema.upgrade(empty)
    with empty.connect() as connection:
        opts = {"compare_type": True, "compare_server_default": True, "include_name": schema.is_of_the_models}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, Base.metadata) == []


def test_the_newest_migration_is_the_one_alembic_finds() -> None:
    assert schema.newest() == set(ScriptDirectory(str(paths.MIGRATIONS)).get_heads())


def test_every_check_of_the_models_stands_in_the_database(empty: Engine) -> None:
    """Autogenerate does not see a changed CHECK, so the wording of each is compared with a fresh create_all."""
    schema.upgrade(empty)
    migrated = _checks(empty)
    named = {
        table.name: sorted(str(one.name) for one in table.constraints if isinstance(one, CheckConstraint))
        for table in Base.metadata.tables.values()
    }
    assert {table: sorted(found) for table, found in migrated.items()} == named
    schema.downgrade(empty)
    Base.metadata.create_all(empty)
    assert migrated == _checks(empty)


def test_each_migration_goes_up_down_and_up(empty: Engine) -> None:
    """All the way up, down and up again, by single steps: each revision has one shape, whichever way it is reached."""
    climbed = {}
    for revision in REVISIONS:
        schema.upgrade(empty, revision)
        climbed[revision] = _shape(empty)
    for revision in REVISIONS[-2::-1]:
        schema.downgrade(empty, revision)
        assert _shape(empty) == climbed[revision], revision
    for revision in REVISIONS[1:]:
        schema.upgrade(empty, revision)
        assert _shape(empty) == climbed[revision], revision


def test_going_down_leaves_nothing(empty: Engine) -> None:
    schema.upgrade(empty)
    schema.downgrade(empty)
    assert set(inspect(empty).get_table_names()) <= {"alembic_version"}


UNKNOWN_BEFORE = {"0017": "DELETE FROM capability WHERE kind IN ('reports', 'group_reports')"}
"""What a downgrade has to take away, because the schema before it does not allow the rows."""


def test_each_migration_goes_down_and_up_with_data(house: House) -> None:
    """With the cast in the house: at each step down, and at each step up again, every row of what both sides know is
    as it was; and what a column takes from the events that stood there before it is what it held.
    """
    with house.changing():
        rita, casey, ivan = house.one(Person, "rita"), house.one(Application, "casey"), house.one(Person, "ivan")
        over = house.one(Interview, "casey-interview")
        again = Meeting(over.stage, over.starts_at, "Europe/London", 60)
        actions.schedule(casey, again, [Seat(ivan)], by=rita, now=NOW, anyway=True)
    engine = create_engine(house.world.settings.database_url)
    prepare_engine(engine)
    above = _rows(engine)
    forced = above["slot"]["anyway"]
    for revision in REVISIONS[-2::-1]:
        left = REVISIONS[REVISIONS.index(revision) + 1]
        if left in UNKNOWN_BEFORE:
            with engine.begin() as connection:
                connection.execute(text(UNKNOWN_BEFORE[left]))
            above = _rows(engine)
        schema.downgrade(engine, revision)
        assert not schema.is_current(engine)
        below = _rows(engine)
        assert _known_to(above, below) == _known_to(below, above), left
        above = below
    for revision in REVISIONS[1:]:
        below = above
        schema.upgrade(engine, revision)
        above = _rows(engine)
        assert _known_to(above, below) == _known_to(below, above), revision
    assert schema.is_current(engine)
    assert (above["slot"]["anyway"], len(set(forced))) == (forced, 2)
    engine.dispose()


def _known_to(rows: Rows, others: Rows) -> Rows:
    """Of these rows, the columns that the others know too."""
    return {
        table: {column: rows[table][column] for column in rows[table].keys() & others[table].keys()}
        for table in rows.keys() & others.keys()
    }


def _shape(engine: Engine) -> dict[str, object]:
    found, checks = inspect(engine), _checks(engine)
    return {
        table: (
            [(column["name"], str(column["type"]), column["nullable"]) for column in found.get_columns(table)],
            sorted(index["name"] or "" for index in found.get_indexes(table)),
            checks[table] if table in Base.metadata.tables else {},
        )
        for table in found.get_table_names()
    }


def _checks(engine: Engine) -> dict[str, dict[str, str]]:
    found = inspect(engine)
    return {
        table: {
            str(check["name"]): re.sub(r"[\s()]+", "", check["sqltext"]) for check in found.get_check_constraints(table)
        }
        for table in found.get_table_names()
        if table in Base.metadata.tables
    }


def _rows(engine: Engine) -> Rows:
    """Every value, by table and column, but for the end of the chain, which belongs to the triggers."""
    tables = sorted({*inspect(engine).get_table_names()} - {"alembic_version", "event_head"})
    with engine.connect() as connection:
        return {table: _columns(connection.execute(text(f'SELECT * FROM "{table}"'))) for table in tables}


def _columns(result: Result[Any]) -> dict[str, list[str]]:
    names, rows = list(result.keys()), sorted(result.all(), key=lambda row: repr(row[0]))
    return {name: [repr(row[place]) for row in rows] for place, name in enumerate(names)}
