"""Know which interviews had begun before they were moved: who looks after somebody's times does not give those up."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("interview", sa.Column("began_at", sa.DateTime(timezone=True), nullable=True))
    # of those moved so far nobody wrote down whether they had begun: they count as if they had
    op.execute(
        "UPDATE interview SET began_at = starts_at WHERE id IN "
        "(SELECT subject_id FROM event WHERE subject = 'interview' AND kind = 'interview.moved')"
    )


def downgrade() -> None:
    op.drop_column("interview", "began_at")
