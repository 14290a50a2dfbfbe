"""Put words on applications, call colleagues in notes, and keep one of two candidates who are the same."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from hiring.altering import add_reference

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
OWN = (("application", "owner_id", "person"), ("candidate", "merged_into_id", "candidate"))


def upgrade() -> None:
    zone = sa.Column("zone", sa.String(40), server_default=sa.text("''"), nullable=False)
    op.add_column("candidate", zone)
    for table, column, whose in OWN:
        add_reference(table, column, whose)
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    op.create_table(
        "tag",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("word", sa.String(length=40), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_tag_application_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_tag_by_id")),
        sa.PrimaryKeyConstraint("application_id", "word", name=op.f("pk_tag")),
    )
    op.create_index("ix_tag_word", "tag", ["word"], unique=False)
    op.create_table(
        "mention",
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], name=op.f("fk_mention_note_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mention_person_id")),
        sa.PrimaryKeyConstraint("note_id", "person_id", name=op.f("pk_mention")),
    )
    op.create_index("ix_mention_person", "mention", ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_mention_person", table_name="mention")
    op.drop_table("mention")
    op.drop_index("ix_tag_word", table_name="tag")
    op.drop_table("tag")
    for table, column, _whose in reversed(OWN):
        op.drop_index(op.f(f"ix_{table}_{column}"), table_name=table)
        op.drop_column(table, column)
    op.drop_column("candidate", "zone")
