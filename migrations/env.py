"""Alembic's entry: runs the migrations on the connection it is handed, or on the configured database."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection, create_engine

from hiring import models, schema
from hiring.db import Base, driver_url, prepare_engine

TABLES = models.__all__


def run(connection: Connection) -> None:
    """Everything in one transaction: a migration that fails leaves nothing behind."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        compare_server_default=True,
        include_name=schema.is_of_the_models,
        autogenerate_plugins=["alembic.autogenerate.*", "alembic.ext.checkconstraint_byname"],
    )
    with context.begin_transaction():
        context.run_migrations()


handed = context.config.attributes.get("connection")
if handed is not None:
    run(handed)
else:
    engine = create_engine(driver_url(context.config.get_main_option("sqlalchemy.url") or ""))
    prepare_engine(engine)
    with engine.begin() as connection:
        run(connection)
