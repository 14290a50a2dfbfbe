"""The database's schema: bring it up to date, and say whether it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from hiring import paths
from hiring.db import WRITING

UP_TO_DATE = "head"
EMPTY = "base"


def upgrade(engine: Engine, to: str = UP_TO_DATE) -> None:
    """Run every migration that has not run yet. On SQLite nobody else may write meanwhile."""
    with _migrating(engine) as connection:
        command.upgrade(_config(connection), to)


def downgrade(engine: Engine, to: str = EMPTY) -> None:
    with _migrating(engine) as connection:
        command.downgrade(_config(connection), to)


def is_current(engine: Engine) -> bool:
    """Whether the database stands at the newest migration."""
    with engine.connect() as connection:
        stands_at = set(MigrationContext.configure(connection).get_current_heads())
    return stands_at == set(ScriptDirectory(str(paths.MIGRATIONS)).get_heads())


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(paths.MIGRATIONS))
    config.attributes["connection"] = connection
    return config


@contextmanager
def _migrating(engine: Engine) -> Iterator[Connection]:
    """One transaction for all of it. SQLite rebuilds tables, so its foreign keys rest and are checked at the end."""
    with engine.connect() as connection:
        if engine.dialect.name != "sqlite":
            with connection.begin():
                yield connection
            return
        dbapi = connection.connection.dbapi_connection
        assert dbapi is not None
        dbapi.execute("PRAGMA foreign_keys=OFF")
        try:
            connection.execution_options(**{WRITING: True})
            with connection.begin():
                yield connection
                orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
                if orphans:
                    raise RuntimeError(f"A migration left rows that point nowhere: {orphans[:5]}")
        finally:
            dbapi.execute("PRAGMA foreign_keys=ON")
