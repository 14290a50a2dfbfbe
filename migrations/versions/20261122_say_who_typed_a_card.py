"""Say who typed a card for its judge, who may type or schedule for whom, and which cards came after seeing others."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("draft", "scorecard"):
        _add_typist(table)
    op.add_column("draft", sa.Column("ready_at", sa.DateTime(timezone=True)))
    op.add_column("scorecard", sa.Column("saw_others_at", sa.DateTime(timezone=True)))
    op.create_table(
        "deputy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(22), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=False),
        sa.Column("may", sa.String(40), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("may IN ('schedules', 'types')", name=op.f("ck_deputy_may")),
        sa.CheckConstraint("person_id <> deputy_id", name=op.f("ck_deputy_somebody_else")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_deputy_person_id")),
        sa.ForeignKeyConstraint(["deputy_id"], ["person.id"], name=op.f("fk_deputy_deputy_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deputy")),
        sa.UniqueConstraint("ref", name=op.f("uq_deputy_ref")),
    )
    live = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_deputy_live",
        "deputy",
        ["person_id", "deputy_id", "may"],
        unique=True,
        sqlite_where=live,
        postgresql_where=live,
    )
    op.create_index("ix_deputy_deputy", "deputy", ["deputy_id", "may"])


def downgrade() -> None:
    op.drop_table("deputy")
    op.drop_column("scorecard", "saw_others_at")
    op.drop_column("draft", "ready_at")
    for table in ("scorecard", "draft"):
        op.drop_column(table, "typed_by_id")


def _add_typist(table: str) -> None:
    """Not by rebuilding the table as SQLite otherwise would: the triggers that protect cards would be gone."""
    typist = sa.Column("typed_by_id", sa.Integer(), sa.ForeignKey("person.id", name=op.f(f"fk_{table}_typed_by_id")))
    op.add_column(table, typist, inline_references=op.get_bind().dialect.name == "sqlite")
