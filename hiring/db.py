"""The database: the declarative base, column types, and the one place where a transaction begins and ends."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Annotated, Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, Connection, DateTime, Dialect, Engine, Integer, MetaData, String, Text, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column, registry
from sqlalchemy.types import TypeDecorator

from hiring.refs import LENGTH, new_ref

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An instant. SQLite keeps no zone, so it is taken off on the way in and put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("An instant needs its zone.")
        instant = value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        """Reads a column in one step, not in the three that lead to `process_result_value`: a board holds thousands."""
        return _from_sqlite if dialect.name == "sqlite" else _from_server


def _from_sqlite(kept: str | None) -> datetime | None:
    return None if kept is None else datetime.fromisoformat(f"{kept}+00:00")


def _from_server(kept: datetime | None) -> datetime | None:
    return None if kept is None else kept.astimezone(UTC)


Key = Annotated[int, mapped_column(Integer, primary_key=True)]
Ref = Annotated[str, mapped_column(String(LENGTH), unique=True, default=new_ref)]
Word = Annotated[str, mapped_column(String(40))]
Line = Annotated[str, mapped_column(String(320))]
Prose = Annotated[str, mapped_column(Text)]
Sha256 = Annotated[str, mapped_column(String(64))]


class Base(DeclarativeBase):
    """Every table."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={datetime: UtcDateTime, dict[str, Any]: JSON, list[str]: JSON},
    )


class Versioned:
    """A row that two people may write: each save counts up, and a save from an older page is refused."""

    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.__table__.c.version}  # type: ignore[attr-defined]


db = SQLAlchemy(model_class=Base)
WRITING = "hiring_writing"


class _WriterQueue:
    """SQLite writers of this process wait here, in order, instead of polling the file's lock."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[threading.Event] = []
        self._is_taken = False

    def enter(self) -> None:
        with self._lock:
            if not self._is_taken:
                self._is_taken = True
                return
            turn = threading.Event()
            self._waiting.append(turn)
        turn.wait()

    def leave(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.pop(0).set()
            else:
                self._is_taken = False


_queue = _WriterQueue()


@contextmanager
def writing() -> Iterator[None]:
    """One writing transaction: commits when the block ends well, rolls back when it raises.

    Whatever was read before is forgotten first, so that the block decides on what is true now. On SQLite the
    transaction begins IMMEDIATE: no other writer can come between what the block reads and what it writes.
    """
    forget()
    is_sqlite = db.engine.dialect.name == "sqlite"
    if is_sqlite:
        _queue.enter()
    try:
        db.session.connection(execution_options={WRITING: True})
        yield
        db.session.commit()
    except BaseException:
        forget()
        raise
    finally:
        if is_sqlite:
            _queue.leave()


@contextmanager
def reading() -> Iterator[None]:
    """One transaction that sees a single moment, whatever others write meanwhile, and can write nothing itself."""
    db.session.rollback()
    if db.engine.dialect.name == "sqlite":
        db.session.execute(text("PRAGMA query_only=ON"))
    else:
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ", "postgresql_readonly": True})
    try:
        yield
    finally:
        if db.engine.dialect.name == "sqlite":
            db.session.execute(text("PRAGMA query_only=OFF"))
        db.session.rollback()


def forget() -> None:
    """End the transaction and drop every loaded row. A connection that broke has ended its own."""
    with suppress(OperationalError):
        db.session.rollback()


def engine_options(url: str) -> dict[str, Any]:
    """Pool settings: eight threads never wait for a connection, and a dead server is noticed before use.

    The connection given back last is lent first: it has prepared its statements and read its pages already.
    """
    if make_url(url).get_backend_name() == "sqlite":
        waits = {"timeout": 10, "check_same_thread": False}
        return {"pool_size": 10, "max_overflow": 2, "pool_use_lifo": True, "connect_args": waits}
    # a statement with many conditions took ten times as long to compile as to run
    asked = {} if "options" in make_url(url).query else {"options": "-c jit=off"}
    pool = {"pool_size": 8, "max_overflow": 4, "pool_use_lifo": True, "pool_pre_ping": True, "pool_timeout": 10}
    return pool | {"connect_args": asked}


def driver_url(url: str) -> str:
    """`postgresql://` means psycopg 3 here."""
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def init_app(app: Flask) -> None:
    db.init_app(app)
    app.teardown_appcontext(_let_go)
    with app.app_context():
        prepare_engine(db.engine)


def _let_go(_error: BaseException | None) -> None:
    """Give the connection back. One that broke after the page was made takes nothing from the page."""
    with suppress(OperationalError):
        db.session.close()


def prepare_engine(engine: Engine) -> None:
    """Make SQLite keep promises: durable commits, foreign keys, and transactions that begin when we say so."""
    if engine.dialect.name != "sqlite":
        return
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    for pragma in (
        "busy_timeout=10000",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "trusted_schema=OFF",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    is_writing = connection.get_execution_options().get(WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing else "BEGIN")
