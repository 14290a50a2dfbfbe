"""Find quickly when somebody was last reminded of a card."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

HAS_SEAT = sa.text("slot_id IS NOT NULL")


def upgrade() -> None:
    op.create_index("ix_outbox_slot", "outbox", ["slot_id"], sqlite_where=HAS_SEAT, postgresql_where=HAS_SEAT)


def downgrade() -> None:
    op.drop_index("ix_outbox_slot", table_name="outbox")
