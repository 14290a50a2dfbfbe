"""Let somebody read an opening in an emergency: with a reason, a second person, and an end."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TARGETS = {"opening": "opening", "asked_by": "person", "approved_by": "person"}
RULES = {
    "reason": "length(reason) > 0",
    "hours": "hours BETWEEN 1 AND 24",
    "two_people": "approved_by_id IS NULL OR approved_by_id <> asked_by_id",
    "approved_by_whom": "(approved_at IS NULL) = (approved_by_id IS NULL)",
    "approved_until_when": "(approved_at IS NULL) = (ends_at IS NULL)",
}


def upgrade() -> None:
    op.create_table(
        "break_glass",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(22), nullable=False),
        sa.Column("opening_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by_id", sa.Integer()),
        sa.Column("approved_at", sa.DateTime(timezone=True)),
        sa.Column("ends_at", sa.DateTime(timezone=True)),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("version", sa.Integer(), nullable=False),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_break_glass_{name}")) for name, rule in RULES.items()),
        *(
            sa.ForeignKeyConstraint([f"{column}_id"], [f"{table}.id"], name=op.f(f"fk_break_glass_{column}_id"))
            for column, table in TARGETS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_break_glass")),
        sa.UniqueConstraint("ref", name=op.f("uq_break_glass_ref")),
    )
    op.create_index("ix_break_glass_asked_by", "break_glass", ["asked_by_id", "ends_at"])
    op.create_index(op.f("ix_break_glass_opening_id"), "break_glass", ["opening_id"])


def downgrade() -> None:
    op.drop_table("break_glass")
