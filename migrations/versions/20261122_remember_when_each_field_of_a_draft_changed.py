"""Remember in which version each field of a draft last changed, and how far each open page has been heard."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("revs", "pages"):
        op.add_column("draft", sa.Column(name, sa.JSON(), server_default="{}", nullable=False))
    with op.batch_alter_table("draft") as draft:
        for name in ("revs", "pages"):
            draft.alter_column(name, server_default=None)


def downgrade() -> None:
    for name in ("pages", "revs"):
        op.drop_column("draft", name)
