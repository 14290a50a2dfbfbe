"""Keep what an interviewer types while listening, and tell a meeting outside the plan from a planned one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("interview", sa.Column("unscheduled", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "jotting",
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["slot_id"], ["slot.id"], name=op.f("fk_jotting_slot_id")),
        sa.PrimaryKeyConstraint("slot_id", name=op.f("pk_jotting")),
    )


def downgrade() -> None:
    op.drop_table("jotting")
    op.drop_column("interview", "unscheduled")
