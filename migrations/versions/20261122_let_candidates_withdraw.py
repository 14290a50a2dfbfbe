"""Let candidates withdraw themselves, name what was found missing late, and take plan changes back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

from hiring.altering import add_reference

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

REFUSAL = "BEGIN SELECT RAISE(ABORT, 'move rows are only ever added'); END"
RULES = {
    "candidates_only_withdraw": "by_id IS NOT NULL OR outcome = 'withdrawn'",
    "missing_what": "missing IS NULL OR outcome = 'must_have_missing'",
}


def upgrade() -> None:
    with _unprotected(), op.batch_alter_table("move") as move:
        move.add_column(sa.Column("missing", sa.String(40), nullable=True))
        move.alter_column("by_id", existing_type=sa.Integer(), nullable=True)
        for name, rule in RULES.items():
            move.create_check_constraint(op.f(f"ck_move_{name}"), rule)
    add_reference("plan_revision", "undoes_id", "plan_revision")


def downgrade() -> None:
    op.drop_column("plan_revision", "undoes_id")
    with _unprotected():
        # before, whoever had added the application closed it for the candidate
        op.execute(
            "UPDATE move SET by_id = "
            "(SELECT added_by_id FROM application WHERE application.id = move.application_id) WHERE by_id IS NULL"
        )
        with op.batch_alter_table("move") as move:
            for name in RULES:
                move.drop_constraint(op.f(f"ck_move_{name}"), type_="check")
            move.alter_column("by_id", existing_type=sa.Integer(), nullable=False)
            move.drop_column("missing")


@contextmanager
def _unprotected() -> Iterator[None]:
    """Moves are only ever added; the table itself is rebuilt here, and protected as the second migration does it."""
    if op.get_bind().dialect.name != "sqlite":
        op.execute("ALTER TABLE move DISABLE TRIGGER USER")
        yield
        op.execute("ALTER TABLE move ENABLE TRIGGER USER")
        return
    for verb in ("update", "delete", "replace"):
        op.execute(f"DROP TRIGGER move_refuses_{verb}")
    yield
    for verb in ("update", "delete"):
        op.execute(f"CREATE TRIGGER move_refuses_{verb} BEFORE {verb.upper()} ON move {REFUSAL}")
    op.execute(
        "CREATE TRIGGER move_refuses_replace BEFORE INSERT ON move "
        f"WHEN EXISTS (SELECT 1 FROM move WHERE id = new.id) {REFUSAL}"
    )
