"""Keep what reports say, what candidates say of themselves, and whether a card's evidence helped."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
BEFORE = "kind IN ('user_admin', 'privacy_officer', 'auditor', 'open_openings')"
NOW = "kind IN ('user_admin', 'privacy_officer', 'auditor', 'open_openings', 'reports', 'group_reports')"


def upgrade() -> None:
    op.create_table(
        "stored_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=320), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("data_sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_report")),
        sa.UniqueConstraint("kind", "subject", "number", name=op.f("uq_stored_report_kind_subject_number")),
    )
    op.create_table(
        "group_answer",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.String(length=40), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_group_answer_application_id")),
        sa.PrimaryKeyConstraint("application_id", "question", name=op.f("pk_group_answer")),
    )
    op.create_table(
        "evidence_feedback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scorecard_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("usefulness", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "usefulness IN ('helped', 'in_part', 'did_not_help')", name=op.f("ck_evidence_feedback_usefulness")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_evidence_feedback_person_id")),
        sa.ForeignKeyConstraint(["scorecard_id"], ["scorecard.id"], name=op.f("fk_evidence_feedback_scorecard_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_feedback")),
        sa.UniqueConstraint("scorecard_id", "person_id", name=op.f("uq_evidence_feedback_scorecard_id_person_id")),
    )
    op.create_index(op.f("ix_evidence_feedback_person_id"), "evidence_feedback", ["person_id"], unique=False)
    _allow(NOW)


def downgrade() -> None:
    op.execute("DELETE FROM capability WHERE kind IN ('reports', 'group_reports')")
    _allow(BEFORE)
    op.drop_table("evidence_feedback")
    op.drop_table("group_answer")
    op.drop_table("stored_report")


def _allow(kinds: str) -> None:
    """Which rights over the house there are."""
    with op.batch_alter_table("capability") as capability:
        capability.drop_constraint(op.f("ck_capability_kind"), type_="check")
        capability.create_check_constraint(op.f("ck_capability_kind"), kinds)
