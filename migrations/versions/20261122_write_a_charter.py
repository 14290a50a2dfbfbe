"""Say what an opening is before anybody is found for it, and whom nobody is taken from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "charter",
        sa.Column("opening_id", sa.Integer(), nullable=False),
        sa.Column("scope_in", sa.Text(), nullable=False),
        sa.Column("scope_out", sa.Text(), nullable=False),
        sa.Column("reports_to", sa.String(length=320), nullable=False),
        sa.Column("founders_keep", sa.Text(), nullable=False),
        sa.Column("why_open", sa.Text(), nullable=False),
        sa.Column("who_left", sa.Text(), nullable=False),
        sa.Column("insiders", sa.Text(), nullable=False),
        sa.Column("held_by", sa.Text(), nullable=False),
        sa.Column("adviser_id", sa.Integer(), nullable=True),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", INSTANT, nullable=False),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_at", INSTANT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(approved_at IS NULL) = (approved_by_id IS NULL)", name=op.f("ck_charter_approved_by_whom")
        ),
        sa.ForeignKeyConstraint(["adviser_id"], ["person.id"], name=op.f("fk_charter_adviser_id")),
        sa.ForeignKeyConstraint(["approved_by_id"], ["person.id"], name=op.f("fk_charter_approved_by_id")),
        sa.ForeignKeyConstraint(["opening_id"], ["opening.id"], name=op.f("fk_charter_opening_id")),
        sa.ForeignKeyConstraint(["written_by_id"], ["person.id"], name=op.f("fk_charter_written_by_id")),
        sa.PrimaryKeyConstraint("opening_id", name=op.f("pk_charter")),
    )
    op.create_table(
        "off_limits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opening_id", sa.Integer(), nullable=False),
        sa.Column("company", sa.String(length=320), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("removed_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_off_limits_by_id")),
        sa.ForeignKeyConstraint(["opening_id"], ["opening.id"], name=op.f("fk_off_limits_opening_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_off_limits")),
    )
    op.create_index(op.f("ix_off_limits_opening_id"), "off_limits", ["opening_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_off_limits_opening_id"), table_name="off_limits")
    op.drop_table("off_limits")
    op.drop_table("charter")
