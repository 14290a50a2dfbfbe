"""The database's schema: bring it up to date, and say whether it is."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

from hiring import paths
from hiring.db import WRITING

if TYPE_CHECKING:
    from alembic.config import Config

UP_TO_DATE = "head"
EMPTY = "base"
FOR_SEARCH = ("search_words", "ix_search_entry_words")
"""What full-text search rests on, on SQLite and on PostgreSQL: each database's own, and in no model."""


def upgrade(engine: Engine, to: str = UP_TO_DATE) -> None:
    """Run every migration that has not run yet. On SQLite nobody else may write meanwhile."""
    from alembic import command

    with _migrating(engine) as connection:
        command.upgrade(_config(connection), to)


def downgrade(engine: Engine, to: str = EMPTY) -> None:
    from alembic import command

    with _migrating(engine) as connection:
        command.downgrade(_config(connection), to)


def is_current(engine: Engine) -> bool:
    """Whether the database stands at the newest migration. Asked at every start, and so without waking Alembic."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return False
        stands_at = set(connection.scalars(text("SELECT version_num FROM alembic_version")))
    return stands_at == newest()


def is_of_the_models(name: str | None, kind: str, _whose: object) -> bool:
    """What Alembic compares with the models."""
    return not (kind in {"table", "index"} and name is not None and name.startswith(FOR_SEARCH))


def newest(folder: Path = paths.MIGRATIONS / "versions") -> set[str]:
    """The migrations that no other follows, by what each file says of itself."""
    said = [_links(file) for file in folder.glob("*.py")]
    return {links["revision"] for links in said} - {links["down_revision"] for links in said}


def _links(file: Path) -> dict[str, str]:
    """The values of `revision = …` and `down_revision = …`."""
    return {
        statement.targets[0].id: ast.literal_eval(statement.value)
        for statement in ast.parse(file.read_text()).body
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name)
        if statement.targets[0].id in {"revision", "down_revision"}
    }


def _config(connection: Connection) -> Config:
    from alembic.config import Config

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
