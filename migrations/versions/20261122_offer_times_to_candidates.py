"""Offer a candidate several times, and count what calendars were told of an interview."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from hiring.altering import add_column, drop_column

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
REPLIES = "reply IN ('needs_action', 'accepted', 'tentative', 'declined')"
COUNTS = "sequence >= 0"
PARTS = "part IN ('holds', 'shadows', 'is_shadowed')"


def upgrade() -> None:
    add_column("interview", _words("video_url", 320, ""))
    add_column("interview", sa.Column("sequence", sa.Integer(), server_default=sa.text("0"), nullable=False), COUNTS)
    add_column("interview", _words("reply", 40, "needs_action"), REPLIES)
    add_column("slot", _words("part", 40, "holds"), PARTS)
    for name in ("seconds", "questions"):
        add_column("slot", sa.Column(name, sa.JSON(), nullable=True))
    add_column("slot", _words("reply", 40, "needs_action"), REPLIES)
    op.create_table(
        "time_offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("stage_id", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("place", sa.String(length=320), nullable=False),
        sa.Column("video_url", sa.String(length=320), nullable=False),
        sa.Column("seats", sa.JSON(), nullable=False),
        sa.Column("offered_by_id", sa.Integer(), nullable=False),
        sa.Column("offered_at", INSTANT, nullable=False),
        sa.Column("closes_at", INSTANT, nullable=False),
        sa.Column("withdrawn_at", INSTANT, nullable=True),
        sa.Column("picked_at", INSTANT, nullable=True),
        sa.Column("interview_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(picked_at IS NULL) = (interview_id IS NULL)", name=op.f("ck_time_offer_picked_what")),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_time_offer_minutes")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_time_offer_application_id")),
        sa.ForeignKeyConstraint(["interview_id"], ["interview.id"], name=op.f("fk_time_offer_interview_id")),
        sa.ForeignKeyConstraint(["offered_by_id"], ["person.id"], name=op.f("fk_time_offer_offered_by_id")),
        sa.ForeignKeyConstraint(["stage_id"], ["stage.id"], name=op.f("fk_time_offer_stage_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_offer")),
        sa.UniqueConstraint("ref", name=op.f("uq_time_offer_ref")),
    )
    op.create_index("ix_time_offer_application", "time_offer", ["application_id"], unique=False)
    op.create_index(op.f("ix_time_offer_stage_id"), "time_offer", ["stage_id"], unique=False)
    op.create_table(
        "offered_time",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["offer_id"], ["time_offer.id"], name=op.f("fk_offered_time_offer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offered_time")),
        sa.UniqueConstraint("offer_id", "starts_at", name=op.f("uq_offered_time_offer_id_starts_at")),
        sa.UniqueConstraint("ref", name=op.f("uq_offered_time_ref")),
    )
    op.create_index(op.f("ix_offered_time_starts_at"), "offered_time", ["starts_at"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_offered_time_starts_at"), table_name="offered_time")
    op.drop_table("offered_time")
    op.drop_index(op.f("ix_time_offer_stage_id"), table_name="time_offer")
    op.drop_index("ix_time_offer_application", table_name="time_offer")
    op.drop_table("time_offer")
    drop_column("slot", "reply", has_rule=True)
    for name in ("questions", "seconds"):
        drop_column("slot", name)
    drop_column("slot", "part", has_rule=True)
    drop_column("interview", "reply", has_rule=True)
    drop_column("interview", "sequence", has_rule=True)
    drop_column("interview", "video_url")


def _words(name: str, length: int, default: str) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length), server_default=sa.text(f"'{default}'"), nullable=False)
