"""Keep what each kind of stage wants written down, the pay expected, and what the candidate asked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "stage_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=320), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=False),
        sa.Column("saved_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_stage_record_application_id")),
        sa.ForeignKeyConstraint(["saved_by_id"], ["person.id"], name=op.f("fk_stage_record_saved_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_record")),
        sa.UniqueConstraint("application_id", "stage", name=op.f("uq_stage_record_application_id_stage")),
    )
    op.create_table(
        "pay_expectation",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=40), nullable=False),
        sa.Column("low_minor", sa.Integer(), nullable=False),
        sa.Column("high_minor", sa.Integer(), nullable=True),
        sa.Column("noted_by_id", sa.Integer(), nullable=False),
        sa.Column("noted_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "high_minor IS NULL OR high_minor >= low_minor", name=op.f("ck_pay_expectation_high_not_below_low")
        ),
        sa.CheckConstraint("length(currency) = 3", name=op.f("ck_pay_expectation_currency_code")),
        sa.CheckConstraint("low_minor >= 0", name=op.f("ck_pay_expectation_low_not_negative")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_pay_expectation_application_id")),
        sa.ForeignKeyConstraint(["noted_by_id"], ["person.id"], name=op.f("fk_pay_expectation_noted_by_id")),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_pay_expectation")),
    )
    op.create_table(
        "candidate_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=320), nullable=True),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("noted_by_id", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'open') = (answered_at IS NULL)", name=op.f("ck_candidate_question_answered_when")
        ),
        sa.CheckConstraint(
            "state <> 'answered' OR length(answer) > 0", name=op.f("ck_candidate_question_answered_in_words")
        ),
        sa.CheckConstraint(
            "state IN ('open', 'answered', 'refused', 'deferred')", name=op.f("ck_candidate_question_state")
        ),
        sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name=op.f("fk_candidate_question_answered_by_id")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_candidate_question_application_id")
        ),
        sa.ForeignKeyConstraint(["noted_by_id"], ["person.id"], name=op.f("fk_candidate_question_noted_by_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_candidate_question_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate_question")),
        sa.UniqueConstraint("ref", name=op.f("uq_candidate_question_ref")),
    )
    op.create_index(
        "ix_candidate_question_application", "candidate_question", ["application_id", "asked_at"], unique=False
    )
    op.create_index(
        "ix_candidate_question_owner",
        "candidate_question",
        ["owner_id"],
        unique=False,
        sqlite_where=sa.text("state IN ('open', 'deferred')"),
        postgresql_where=sa.text("state IN ('open', 'deferred')"),
    )


def downgrade() -> None:
    op.drop_index(
        "ix_candidate_question_owner",
        table_name="candidate_question",
        sqlite_where=sa.text("state IN ('open', 'deferred')"),
        postgresql_where=sa.text("state IN ('open', 'deferred')"),
    )
    op.drop_index("ix_candidate_question_application", table_name="candidate_question")
    op.drop_table("candidate_question")
    op.drop_table("pay_expectation")
    op.drop_table("stage_record")
