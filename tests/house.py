"""A house to test in: the application over one real database, put back as it was for every test."""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import Connection, Engine, create_engine, event, make_url, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from hiring import indexed, schema
from hiring.app import create_app
from hiring.db import db, prepare_engine, writing
from hiring.models import Person, PersonSession
from hiring.settings import Settings
from hiring.web.sign_in_state import sha256
from tests import cast
from tests.postgres import Server

SECRET = "a secret for tests, longer than thirty-two characters"
ON_SQLITE = pytest.mark.parametrize("world", ["sqlite"], indirect=True)
"""For pages and tables of cases where nothing depends on the database."""


def bare(_app: Flask) -> None:
    """The application as it is."""


def nothing_more(_refs: cast.Refs) -> cast.Refs:
    """The cast as it is."""
    return {}


class _Writes:
    """Which tables of which database were written to, through any engine of this process, since last asked."""

    def __init__(self) -> None:
        self._tables: defaultdict[str, set[str]] = defaultdict(set)
        event.listen(Engine, "before_cursor_execute", self._note)

    def _note(self, connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(READS):
            found = WRITES.match(statement)
            self._tables[connection.engine.url.database or ""].add(found[1] if found else THE_SCHEMA)

    def by_another(self, database: str, *tables: str) -> None:
        """Another process wrote to these."""
        self._tables[database] |= set(tables)

    def take(self, database: str) -> set[str]:
        """The tables, forgotten with the asking; `THE_SCHEMA` is among them when it was not only rows."""
        return self._tables.pop(database, set())


READS = ("SELECT", "PRAGMA", "BEGIN", "SHOW", "select")
WRITES = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM) "?(\w+)')
THE_SCHEMA = "the schema"
writes = _Writes()


@dataclass
class World:
    """One database with the cast in it, and how to get it back after a test that wrote something."""

    settings: Settings
    furnish: Callable[[Flask], None]
    more: Callable[[cast.Refs], cast.Refs] = nothing_more
    app: Flask = field(init=False)
    refs: cast.Refs = field(default_factory=dict)
    server: Server | None = None
    secrets: dict[str, str] = field(default_factory=dict)
    _at_first: tuple[cast.Refs, dict[str, str]] = field(init=False)

    def __post_init__(self) -> None:
        self._migrate()
        self.app = create_app(self.settings)
        self.furnish(self.app)
        with self.app.app_context(), writing():
            self.refs = cast.build()
            self.refs |= self.more(self.refs)
            indexed.rebuild()
            self.secrets = {name: a_session(self.refs[name]) for name in cast.PEOPLE}
        self._at_first = (dict(self.refs), dict(self.secrets))
        self._keep()
        writes.take(self._database)

    @property
    def dialect(self) -> str:
        return "sqlite" if self.server is None else "postgresql"

    @property
    def _file(self) -> Path:
        return self.settings.instance_path / "hiring.sqlite"

    @property
    def _database(self) -> str:
        """What its engine calls it."""
        return make_url(self.settings.database_url).database or ""

    @property
    def _name(self) -> str:
        return self.settings.database_url.rsplit("/", 1)[1].split("?")[0]

    @contextmanager
    def visited(self) -> Iterator[House]:
        """A house as the cast was first found in it, on a Tuesday at ten."""
        self.reset()
        with time_machine.travel(cast.NOW, tick=True):
            yield House(self)

    def written_by_another(self, *tables: str) -> None:
        """To be said by a test that starts a process which writes: the next reset would not know."""
        writes.by_another(self._database, *tables)

    def reset(self) -> None:
        """Folder and database as they were when the cast had just been made. No row to put back when nobody wrote."""
        self.refs, self.secrets = map(dict, self._at_first)
        self._clear_away()
        written = writes.take(self._database)
        if not written:
            return
        if self.server is None:
            self._let_go()
            for leftover in self.settings.instance_path.glob("hiring.sqlite-*"):
                leftover.unlink()
            shutil.copyfile(f"{self._file}.kept", self._file)
        elif THE_SCHEMA in written:
            self._let_go()
            self.server.drop(self._name)
            self.server.create(self._name, f"{self._name}_kept")
        else:
            self._put_rows_back(written)
        writes.take(self._database)

    def _clear_away(self) -> None:
        """Every file of an earlier test: what people uploaded, and anchors, whichever way the worker came to run."""
        for left in self.settings.instance_path.iterdir():
            if left.is_dir():
                shutil.rmtree(left)
            elif not left.name.startswith(self._file.name):
                left.unlink()

    def _put_rows_back(self, tables: set[str]) -> None:
        """PostgreSQL copies a database in half a second, and a few rows in a hundredth of that."""
        if "event" in tables:
            tables.add("event_head")  # a trigger writes it
        steps = ["SET LOCAL session_replication_role = replica"]  # no triggers and no foreign keys meanwhile
        for table in sorted(tables):
            steps += [f'DELETE FROM "{table}"', f'INSERT INTO "{table}" SELECT * FROM kept."{table}"']
            if "id" in db.metadata.tables[table].c:
                last = f'SELECT coalesce(max(id), 0) + 1 FROM "{table}"'
                steps.append(f"SELECT setval(pg_get_serial_sequence('\"{table}\"', 'id'), ({last}), false)")
        with self.app.app_context():
            db.session.remove()
            with db.engine.begin() as connection:
                connection.exec_driver_sql("; ".join(steps))

    def _migrate(self) -> None:
        engine = create_engine(self.settings.database_url)
        prepare_engine(engine)
        schema.upgrade(engine)
        engine.dispose()

    def _keep(self) -> None:
        with self.app.app_context():
            if self.server is None:
                with db.engine.connect() as connection:
                    connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            else:
                with db.engine.begin() as connection:
                    connection.exec_driver_sql("CREATE SCHEMA kept")
                    for table in db.metadata.tables:
                        connection.exec_driver_sql(f'CREATE TABLE kept."{table}" AS TABLE public."{table}"')
        self._let_go()
        if self.server is None:
            shutil.copyfile(self._file, f"{self._file}.kept")
        else:
            self.server.create(f"{self._name}_kept", self._name)

    def close(self) -> None:
        self._let_go()

    def _let_go(self) -> None:
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()


def settings_for(folder: Path, database_url: str | None = None) -> Settings:
    return Settings(
        env="development",
        instance_path=folder,
        database_url=database_url or f"sqlite:///{folder / 'hiring.sqlite'}",
        secret_key=SECRET,
        base_url="http://localhost",
    )


def on_sqlite(
    folder: Path, furnish: Callable[[Flask], None] = bare, more: Callable[[cast.Refs], cast.Refs] = nothing_more
) -> World:
    """A world in a file. `furnish` may add views of a test's own before the first request, `more` rows to the cast."""
    with time_machine.travel(cast.NOW, tick=True):
        return World(settings_for(folder), furnish, more)


def on_postgresql(
    folder: Path,
    server: Server,
    furnish: Callable[[Flask], None] = bare,
    more: Callable[[cast.Refs], cast.Refs] = nothing_more,
) -> World:
    name = f"hiring_{os.getpid()}_{secrets.token_hex(3)}"
    with time_machine.travel(cast.NOW, tick=True):
        return World(settings_for(folder, server.create(name)), furnish, more, server=server)


def a_session(person_ref: str) -> str:
    """A session of that person, in the caller's transaction, by its secret."""
    secret = secrets.token_urlsafe(32)
    person = db.session.scalars(select(Person).filter_by(ref=person_ref)).one()
    db.session.add(
        PersonSession(
            secret_sha256=sha256(secret),
            person_id=person.id,
            created_at=cast.NOW,
            expires_at=cast.NOW + timedelta(days=7),
        )
    )
    return secret


class Visitor:
    """A browser: with the secret of a session it is signed in."""

    def __init__(self, app: Flask, secret: str | None = None) -> None:
        self.client: FlaskClient = app.test_client()
        self.app = app
        if secret is not None:
            with self.client.session_transaction() as cookie:
                cookie["secret"] = secret

    def get(self, url: str, **options: Any) -> TestResponse:
        return self.client.get(url, **options)

    def post(self, url: str, fields: dict[str, Any] | None = None, **options: Any) -> TestResponse:
        """Post a form with the token that its page would have carried.

        Files are encoded here, in memory: the client's own temporary files are never closed.
        """
        sent: dict[str, Any] = {"csrf_token": self.token(), **(fields or {})}
        files = {name: FileStorage(*value) for name, value in sent.items() if isinstance(value, tuple)}
        if not files:
            return self.client.post(url, data=sent, **options)
        boundary, body = encode_multipart({**sent, **files})
        kind = f"multipart/form-data; boundary={boundary}"
        return self.client.post(url, data=body, content_type=kind, **options)

    def token(self) -> str:
        """A CSRF token of this browser, made as Flask-WTF makes those of its pages."""
        with self.client.session_transaction() as cookie:
            raw = cookie.setdefault("csrf_token", secrets.token_hex(20))
        return str(URLSafeTimedSerializer(self.app.secret_key or "", salt="wtf-csrf-token").dumps(raw))


@dataclass
class House:
    """What a test is given: the application, the refs of the cast, and visitors to send."""

    world: World
    _seen: set[str] = field(default_factory=set)

    @property
    def app(self) -> Flask:
        return self.world.app

    @property
    def dialect(self) -> str:
        return self.world.dialect

    def ref(self, name: str) -> str:
        return self.world.refs[name]

    def visitor(self, name: str | None = None) -> Visitor:
        """`house.visitor("rita")` is Rita's browser, signed in; asked again, another one. Without a name nobody's."""
        if name is None:
            return Visitor(self.app)
        if name in self._seen:
            with self.changing():
                return Visitor(self.app, a_session(self.ref(name)))
        self._seen.add(name)
        return Visitor(self.app, self.world.secrets[name])

    def one(self, model: type[Any], name: str) -> Any:
        """The row of that name. Only inside a context: `with house.app.app_context():`."""
        return db.session.scalars(select(model).filter_by(ref=self.ref(name))).one()

    @contextmanager
    def changing(self) -> Iterator[None]:
        """A committed change made behind the pages' back."""
        with self.app.app_context(), writing():
            yield

    @contextmanager
    def counting(self) -> Iterator[list[str]]:
        """The statements sent to the database inside the block, without BEGIN and its like."""
        sent: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            if not statement.startswith(("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")):
                sent.append(statement)

        with self.app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            yield sent
        finally:
            event.remove(engine, "before_cursor_execute", note)

    @contextmanager
    def set_up_as(self, **changes: Any) -> Iterator[Flask]:
        """The same house with other settings, for as long as the block."""
        settings = replace(self.world.settings, **changes)
        with ExitStack() as stack:
            app = create_app(settings)
            yield app
            with app.app_context():
                stack.callback(db.engine.dispose)
                db.session.remove()
