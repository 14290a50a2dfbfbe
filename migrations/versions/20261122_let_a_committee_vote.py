"""Let a committee vote: a place for each member in each ballot, and notes on what it discussed.

Nothing wrote to the two tables that stood here before, so they are made anew.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.drop_table("vote")
    op.drop_table("ballot")
    op.create_table(
        "ballot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("packet_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("closed_by_id IS NULL OR closed_at IS NOT NULL", name=op.f("ck_ballot_closed_by_whom")),
        sa.CheckConstraint("number BETWEEN 1 AND 2", name=op.f("ck_ballot_number")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["person.id"], name=op.f("fk_ballot_closed_by_id")),
        sa.ForeignKeyConstraint(["opened_by_id"], ["person.id"], name=op.f("fk_ballot_opened_by_id")),
        sa.ForeignKeyConstraint(["packet_id"], ["packet.id"], name=op.f("fk_ballot_packet_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot")),
        sa.UniqueConstraint("packet_id", "number", name=op.f("uq_ballot_packet_id_number")),
    )
    op.create_index(
        "uq_ballot_open",
        "ballot",
        ["packet_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "vote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ballot_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=40), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("cast_at", INSTANT, nullable=True),
        sa.Column("struck_at", INSTANT, nullable=True),
        sa.CheckConstraint(
            "verdict IS NULL OR verdict IN ('strong_no', 'no', 'yes', 'strong_yes')", name=op.f("ck_vote_verdict")
        ),
        sa.CheckConstraint("(verdict IS NULL) = (cast_at IS NULL)", name=op.f("ck_vote_cast_when")),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_vote_ballot_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_vote_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote")),
        sa.UniqueConstraint("ballot_id", "person_id", name=op.f("uq_vote_ballot_id_person_id")),
    )
    op.create_index(op.f("ix_vote_person_id"), "vote", ["person_id"], unique=False)
    op.create_table(
        "point_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("packet_id", sa.Integer(), nullable=False),
        sa.Column("rubric_version_id", sa.Integer(), nullable=False),
        sa.Column("dimension", sa.String(length=40), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.CheckConstraint("length(body) > 0", name=op.f("ck_point_note_body")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_point_note_by_id")),
        sa.ForeignKeyConstraint(["packet_id"], ["packet.id"], name=op.f("fk_point_note_packet_id")),
        sa.ForeignKeyConstraint(
            ["rubric_version_id"], ["rubric_version.id"], name=op.f("fk_point_note_rubric_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_point_note")),
    )
    op.create_index(op.f("ix_point_note_packet_id"), "point_note", ["packet_id"], unique=False)
    _protect("point_note")


def downgrade() -> None:
    op.drop_table("point_note")
    op.drop_table("vote")
    op.drop_table("ballot")
    op.create_table(
        "ballot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("packet_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("closed_at", INSTANT),
        sa.ForeignKeyConstraint(["packet_id"], ["packet.id"], name=op.f("fk_ballot_packet_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot")),
        sa.UniqueConstraint("packet_id", "number", name=op.f("uq_ballot_packet_id_number")),
    )
    op.create_table(
        "vote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ballot_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("cast_at", INSTANT, nullable=False),
        sa.CheckConstraint("verdict IN ('strong_no', 'no', 'yes', 'strong_yes')", name=op.f("ck_vote_verdict")),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_vote_ballot_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_vote_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote")),
        sa.UniqueConstraint("ballot_id", "person_id", name=op.f("uq_vote_ballot_id_person_id")),
    )


def _protect(table: str) -> None:
    """Rows that are only ever added, as the second migration protects the others."""
    if op.get_bind().dialect.name == "sqlite":
        refusal = f"BEGIN SELECT RAISE(ABORT, '{table} rows are only ever added'); END"
        for verb in ("update", "delete"):
            op.execute(f"CREATE TRIGGER {table}_refuses_{verb} BEFORE {verb.upper()} ON {table} {refusal}")
        op.execute(
            f"CREATE TRIGGER {table}_refuses_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = new.id) {refusal}"
        )
        return
    for name, when, each in (("change", "UPDATE OR DELETE", "ROW"), ("truncate", "TRUNCATE", "STATEMENT")):
        op.execute(
            f"CREATE TRIGGER {table}_refuses_{name} BEFORE {when} ON {table} "
            f"FOR EACH {each} EXECUTE FUNCTION refuse_change()"
        )
