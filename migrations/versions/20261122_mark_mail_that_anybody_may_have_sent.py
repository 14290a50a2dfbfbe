"""Mark a mail to us that answers none of ours: that a candidate wrote it, its sender's address alone says."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column: sa.Column[bool] = sa.Column("by_address_alone", sa.Boolean(), server_default=sa.false(), nullable=False)
    op.add_column("candidate_mail", column)


def downgrade() -> None:
    op.drop_column("candidate_mail", "by_address_alone")
