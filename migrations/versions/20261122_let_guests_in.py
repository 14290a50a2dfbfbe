"""Let guests in: people without an account, each to one seat."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("is_guest", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "guest_pass",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("link_sha256", sa.String(64), nullable=False),
        sa.Column("cookie_sha256", sa.String(64)),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True)),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["slot_id"], ["slot.id"], name=op.f("fk_guest_pass_slot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guest_pass")),
        sa.UniqueConstraint("link_sha256", name=op.f("uq_guest_pass_link_sha256")),
        sa.UniqueConstraint("cookie_sha256", name=op.f("uq_guest_pass_cookie_sha256")),
    )
    op.create_index(op.f("ix_guest_pass_slot_id"), "guest_pass", ["slot_id"])


def downgrade() -> None:
    op.drop_table("guest_pass")
    op.drop_column("person", "is_guest")
