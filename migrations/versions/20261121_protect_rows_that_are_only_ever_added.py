"""Protect rows that are only ever added: the database itself refuses to change or delete them.

SQLite's UPDATE and DELETE triggers are bypassed by INSERT OR REPLACE, so an insert that would replace a row is
refused too. An event must follow the head of the chain, and moves the head on.
"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ADDED_ONLY = ("event", "scorecard", "rating", "amendment", "move", "decision", "dissent", "reading")
KEYS = {"event": "seq"}
GENESIS = "0" * 64


def upgrade() -> None:
    op.execute(f"INSERT INTO event_head (id, seq, hash) VALUES (1, 0, '{GENESIS}')")
    if op.get_bind().dialect.name == "sqlite":
        _protect_on_sqlite()
    else:
        _protect_on_postgresql()


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in ADDED_ONLY:
            for verb in ("update", "delete", "replace"):
                op.execute(f"DROP TRIGGER {table}_refuses_{verb}")
        op.execute("DROP TRIGGER event_follows_head")
        op.execute("DROP TRIGGER event_moves_head")
    else:
        for table in ADDED_ONLY:
            op.execute(f"DROP TRIGGER {table}_refuses_change ON {table}")
            op.execute(f"DROP TRIGGER {table}_refuses_truncate ON {table}")
        op.execute("DROP TRIGGER event_follows_head ON event")
        op.execute("DROP FUNCTION refuse_change()")
        op.execute("DROP FUNCTION follow_head()")
    op.execute("DELETE FROM event_head")


def _protect_on_sqlite() -> None:
    for table in ADDED_ONLY:
        key = KEYS.get(table, "id")
        for verb in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER {table}_refuses_{verb} BEFORE {verb.upper()} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} rows are only ever added'); END"
            )
        op.execute(
            f"CREATE TRIGGER {table}_refuses_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = new.{key}) "
            f"BEGIN SELECT RAISE(ABORT, '{table} rows are only ever added'); END"
        )
    op.execute(
        "CREATE TRIGGER event_follows_head BEFORE INSERT ON event "
        "WHEN NOT EXISTS (SELECT 1 FROM event_head WHERE id = 1 AND seq + 1 = new.seq AND hash = new.prev) "
        "BEGIN SELECT RAISE(ABORT, 'an event follows the head of the chain'); END"
    )
    op.execute(
        "CREATE TRIGGER event_moves_head AFTER INSERT ON event "
        "BEGIN UPDATE event_head SET seq = new.seq, hash = new.hash WHERE id = 1; END"
    )


def _protect_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION '% rows are only ever added', TG_TABLE_NAME; END $$"
    )
    for table in ADDED_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_refuses_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    op.execute(
        "CREATE FUNCTION follow_head() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "UPDATE event_head SET seq = new.seq, hash = new.hash "
        "WHERE id = 1 AND seq + 1 = new.seq AND hash = new.prev; "
        "IF NOT FOUND THEN RAISE EXCEPTION 'an event follows the head of the chain'; END IF; "
        "RETURN new; END $$"
    )
    op.execute("CREATE TRIGGER event_follows_head BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION follow_head()")
