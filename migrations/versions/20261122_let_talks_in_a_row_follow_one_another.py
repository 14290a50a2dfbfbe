"""Keep how long the pause between two talks of an offered row is: it was a quarter of an hour for everybody."""

from __future__ import annotations

import sqlalchemy as sa

from hiring.altering import add_column, drop_column

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column("pause", sa.Integer(), server_default=sa.text("15"), nullable=False)
    add_column("time_offer", column, "pause BETWEEN 0 AND 60")


def downgrade() -> None:
    drop_column("time_offer", "pause", has_rule=True)
