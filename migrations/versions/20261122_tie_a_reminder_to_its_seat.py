"""Tie a mail to the seat whose scorecard it asks for: once the card is in, the mail does not go."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    slot = sa.ForeignKey("slot.id", name=op.f("fk_outbox_slot_id"))
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    op.add_column("outbox", sa.Column("slot_id", sa.Integer(), slot), inline_references=is_sqlite)


def downgrade() -> None:
    op.drop_column("outbox", "slot_id")
