"""Say on the seat itself that it was booked although something was in the way: it stood in the audit trail alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

EVENT = sa.table("event", *map(sa.column, ("kind", "subject", "subject_id")), sa.column("facts", sa.JSON))
SLOT = sa.table("slot", *map(sa.column, ("id", "interview_id")), sa.column("anyway", sa.Boolean))


def upgrade() -> None:
    op.add_column("slot", sa.Column("anyway", sa.Boolean(), server_default=sa.false(), nullable=False))
    said = sa.or_(EVENT.c.facts["anyway"].as_boolean(), EVENT.c.kind == "interview.imported")
    of = {
        subject: sa.select(EVENT.c.subject_id).where(said, EVENT.c.subject == subject)
        for subject in ("slot", "interview")
    }
    was_forced = sa.or_(SLOT.c.id.in_(of["slot"]), SLOT.c.interview_id.in_(of["interview"]))
    op.execute(SLOT.update().where(was_forced).values(anyway=sa.true()))


def downgrade() -> None:
    op.drop_column("slot", "anyway")
