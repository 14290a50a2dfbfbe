"""Give short cards their lines: what was seen goes with the headline, and worries and the next question stand alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("worries", "next_question"):
        op.add_column("scorecard", sa.Column(name, sa.Text(), server_default=sa.text("''"), nullable=False))


def downgrade() -> None:
    for name in ("next_question", "worries"):
        op.drop_column("scorecard", name)
