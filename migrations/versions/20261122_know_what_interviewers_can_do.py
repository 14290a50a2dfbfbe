"""Know what interviewers are trained in, who can stand in for them, and when they are taken."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from hiring.altering import add_column, drop_column

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
RULES = {
    "works_from": "works_from BETWEEN 0 AND 1439",
    "works_until": "works_until BETWEEN 1 AND 1440",
    "weekly_cap": "weekly_cap IS NULL OR weekly_cap >= 0",
}


def upgrade() -> None:
    columns = (
        sa.Column("works_from", sa.Integer(), server_default=sa.text("540"), nullable=False),
        sa.Column("works_until", sa.Integer(), server_default=sa.text("1050"), nullable=False),
        sa.Column("weekly_cap", sa.Integer(), nullable=True),
    )
    for column in columns:
        add_column("person", column, RULES[column.name])
    op.create_table(
        "training",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("rubric", sa.String(length=320), nullable=False),
        sa.Column("dimension", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.CheckConstraint("state IN ('shadows', 'is_shadowed', 'trained')", name=op.f("ck_training_state")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_training_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_training_person_id")),
        sa.PrimaryKeyConstraint("person_id", "rubric", "dimension", name=op.f("pk_training")),
    )
    op.create_table(
        "substitute",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("substitute_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.CheckConstraint("person_id <> substitute_id", name=op.f("ck_substitute_somebody_else")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_substitute_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_substitute_person_id")),
        sa.ForeignKeyConstraint(["substitute_id"], ["person.id"], name=op.f("fk_substitute_substitute_id")),
        sa.PrimaryKeyConstraint("person_id", "substitute_id", name=op.f("pk_substitute")),
    )
    op.create_table(
        "busy_feed",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.Column("read_at", INSTANT, nullable=True),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_busy_feed_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_busy_feed")),
    )
    op.create_table(
        "busy_time",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", INSTANT, nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_busy_time_ends_after_it_starts")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_busy_time_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_busy_time")),
    )
    op.create_index("ix_busy_time_person", "busy_time", ["person_id", "ends_at"], unique=False)
    op.create_table(
        "calendar_feed",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("secret_sha256", sa.String(length=64), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_calendar_feed_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("secret_sha256", name=op.f("uq_calendar_feed_secret_sha256")),
    )


def downgrade() -> None:
    op.drop_table("calendar_feed")
    op.drop_index("ix_busy_time_person", table_name="busy_time")
    op.drop_table("busy_time")
    op.drop_table("busy_feed")
    op.drop_table("substitute")
    op.drop_table("training")
    for name in reversed(RULES):
        drop_column("person", name, has_rule=True)
