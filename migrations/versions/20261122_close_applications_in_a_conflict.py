"""Close an application to whoever has a conflict of interest in it, and its mail with it."""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TARGETS = {"person": "person", "opening": "opening", "application": "application", "by": "person", "ended_by": "person"}
CONFLICT = sa.table(
    "conflict",
    sa.column("ref"),
    sa.column("person_id"),
    sa.column("opening_id"),
    sa.column("application_id"),
    sa.column("kind"),
    sa.column("reason"),
    sa.column("at", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    op.create_table(
        "conflict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(22), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("opening_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer()),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("ended_by_id", sa.Integer()),
        sa.CheckConstraint("kind IN ('declared', 'candidate', 'referrer', 'relation')", name=op.f("ck_conflict_kind")),
        *(
            sa.ForeignKeyConstraint([f"{column}_id"], [f"{table}.id"], name=op.f(f"fk_conflict_{column}_id"))
            for column, table in TARGETS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict")),
        sa.UniqueConstraint("ref", name=op.f("uq_conflict_ref")),
    )
    op.create_index("ix_conflict_person", "conflict", ["person_id", "application_id"])
    op.create_index("ix_conflict_application", "conflict", ["application_id"])
    op.create_index(op.f("ix_conflict_opening_id"), "conflict", ["opening_id"])
    _close_what_is_there()
    application = sa.ForeignKey("application.id", name=op.f("fk_outbox_application_id"))
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    op.add_column("outbox", sa.Column("application_id", sa.Integer(), application), inline_references=is_sqlite)


def downgrade() -> None:
    op.drop_column("outbox", "application_id")
    op.drop_table("conflict")


def _close_what_is_there() -> None:
    """Whoever is a candidate here under the address of their account."""
    rows = op.get_bind().execute(
        sa.text(
            "SELECT person.id AS person_id, application.opening_id, application.id AS application_id, "
            "application.applied_at AS at FROM application "
            "JOIN candidate ON candidate.id = application.candidate_id JOIN person ON person.email = candidate.email"
        ).columns(at=sa.DateTime(timezone=True))
    )
    found = [{**row, "ref": secrets.token_urlsafe(16), "kind": "candidate", "reason": ""} for row in rows.mappings()]
    if found:
        op.bulk_insert(CONFLICT, found)
