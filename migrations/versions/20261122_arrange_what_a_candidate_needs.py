"""Arrange what a candidate needs, and take files from candidates themselves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    purpose = sa.Column("purpose", sa.String(40), server_default=sa.text("'file'"), nullable=False)
    with op.batch_alter_table("attachment") as attachment:
        attachment.add_column(purpose)
        attachment.create_check_constraint(op.f("ck_attachment_purpose"), "purpose IN ('file', 'material')")
        attachment.alter_column("by_id", existing_type=sa.Integer(), nullable=True)
    op.create_table(
        "adjustment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("arrangement", sa.Text(), nullable=False),
        sa.Column("arranged_by_id", sa.Integer(), nullable=True),
        sa.Column("arranged_at", INSTANT, nullable=True),
        sa.Column("taken_back_at", INSTANT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(arranged_at IS NULL) = (arranged_by_id IS NULL)", name=op.f("ck_adjustment_arranged_by_whom")
        ),
        sa.CheckConstraint("arranged_at IS NULL OR length(arrangement) > 0", name=op.f("ck_adjustment_arranged_what")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_adjustment_application_id")),
        sa.ForeignKeyConstraint(["arranged_by_id"], ["person.id"], name=op.f("fk_adjustment_arranged_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adjustment")),
        sa.UniqueConstraint("ref", name=op.f("uq_adjustment_ref")),
    )
    op.create_index(op.f("ix_adjustment_application_id"), "adjustment", ["application_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_adjustment_application_id"), table_name="adjustment")
    op.drop_table("adjustment")
    op.execute("DELETE FROM attachment WHERE by_id IS NULL")
    with op.batch_alter_table("attachment") as attachment:
        attachment.alter_column("by_id", existing_type=sa.Integer(), nullable=False)
        attachment.drop_constraint(op.f("ck_attachment_purpose"), type_="check")
        attachment.drop_column("purpose")
