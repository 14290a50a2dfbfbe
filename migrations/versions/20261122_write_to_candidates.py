"""Keep the letters to and from candidates, the templates they start from, and what was promised when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("outbox", sa.Column("html", sa.Text(), nullable=True))
    op.add_column("outbox", sa.Column("calendar", sa.Text(), nullable=True))
    op.create_table(
        "candidate_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=320), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("message_id", sa.String(length=320), nullable=False),
        sa.Column("in_reply_to", sa.String(length=320), nullable=False),
        sa.Column("tells_outcome", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("outgoing_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.CheckConstraint("way = 'out' OR NOT tells_outcome", name=op.f("ck_candidate_mail_we_tell_the_outcome")),
        sa.CheckConstraint("way = 'out' OR by_id IS NULL", name=op.f("ck_candidate_mail_candidates_have_no_account")),
        sa.CheckConstraint("way IN ('out', 'in')", name=op.f("ck_candidate_mail_way")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_candidate_mail_application_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_candidate_mail_by_id")),
        sa.ForeignKeyConstraint(["outgoing_id"], ["outbox.id"], name=op.f("fk_candidate_mail_outgoing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate_mail")),
        sa.UniqueConstraint("message_id", name=op.f("uq_candidate_mail_message_id")),
        sa.UniqueConstraint("ref", name=op.f("uq_candidate_mail_ref")),
    )
    op.create_index("ix_candidate_mail_application", "candidate_mail", ["application_id", "at"], unique=False)
    op.create_table(
        "letter_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("opening_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=320), nullable=False),
        sa.Column("subject", sa.String(length=320), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("tells_outcome", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("retired_at", INSTANT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_letter_template_by_id")),
        sa.ForeignKeyConstraint(["opening_id"], ["opening.id"], name=op.f("fk_letter_template_opening_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_template")),
        sa.UniqueConstraint("ref", name=op.f("uq_letter_template_ref")),
    )
    op.create_index("ix_letter_template_opening", "letter_template", ["opening_id"], unique=False)
    op.create_table(
        "promise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=320), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("kept", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_promise_application_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_promise_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise")),
        sa.UniqueConstraint("ref", name=op.f("uq_promise_ref")),
    )
    op.create_index("ix_promise_application", "promise", ["application_id"], unique=False)
    op.create_index(
        "ix_promise_open",
        "promise",
        ["due_on"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_index(
        "ix_promise_open",
        table_name="promise",
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_index("ix_promise_application", table_name="promise")
    op.drop_table("promise")
    op.drop_index("ix_letter_template_opening", table_name="letter_template")
    op.drop_table("letter_template")
    op.drop_index("ix_candidate_mail_application", table_name="candidate_mail")
    op.drop_table("candidate_mail")
    op.drop_column("outbox", "calendar")
    op.drop_column("outbox", "html")
