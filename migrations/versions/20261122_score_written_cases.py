"""Let everybody score the same written case blind, and ask for one where the opening says so."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
KEYS = {
    "case_reading": "id = new.id",
    "case_level": "reading_id = new.reading_id AND dimension = new.dimension",
}
SETTING = "asks_case IN ('nobody', 'but_executives', 'everybody')"


def upgrade() -> None:
    op.create_table(
        "written_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("rubric_version_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=320), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", INSTANT, nullable=False),
        sa.Column("published_at", INSTANT, nullable=True),
        sa.Column("retired_at", INSTANT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(body) > 0", name=op.f("ck_written_case_body")),
        sa.CheckConstraint(
            "retired_at IS NULL OR published_at IS NOT NULL", name=op.f("ck_written_case_retired_once_published")
        ),
        sa.ForeignKeyConstraint(
            ["rubric_version_id"], ["rubric_version.id"], name=op.f("fk_written_case_rubric_version_id")
        ),
        sa.ForeignKeyConstraint(["written_by_id"], ["person.id"], name=op.f("fk_written_case_written_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_written_case")),
        sa.UniqueConstraint("ref", name=op.f("uq_written_case_ref")),
    )
    op.create_index(op.f("ix_written_case_rubric_version_id"), "written_case", ["rubric_version_id"], unique=False)
    op.create_table(
        "agreed_level",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("dimension", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["written_case.id"], name=op.f("fk_agreed_level_case_id")),
        sa.PrimaryKeyConstraint("case_id", "dimension", name=op.f("pk_agreed_level")),
    )
    op.create_table(
        "case_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("handed_in_at", INSTANT, nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["written_case.id"], name=op.f("fk_case_reading_case_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_case_reading_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_reading")),
        sa.UniqueConstraint("case_id", "person_id", name=op.f("uq_case_reading_case_id_person_id")),
        sa.UniqueConstraint("ref", name=op.f("uq_case_reading_ref")),
    )
    op.create_index(op.f("ix_case_reading_person_id"), "case_reading", ["person_id"], unique=False)
    op.create_table(
        "case_level",
        sa.Column("reading_id", sa.Integer(), nullable=False),
        sa.Column("dimension", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["reading_id"], ["case_reading.id"], name=op.f("fk_case_level_reading_id")),
        sa.PrimaryKeyConstraint("reading_id", "dimension", name=op.f("pk_case_level")),
    )
    for table in ("case_reading", "case_level"):
        _protect(table)
    op.add_column("scorecard", sa.Column("is_practice", sa.Boolean(), server_default=sa.false(), nullable=False))
    _add_setting()


def downgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(op.f("ck_opening_asks_case"), "opening")
    op.drop_column("opening", "asks_case")
    op.drop_column("scorecard", "is_practice")
    op.drop_table("case_level")
    op.drop_table("case_reading")
    op.drop_table("agreed_level")
    op.drop_table("written_case")


def _add_setting() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "ALTER TABLE opening ADD COLUMN asks_case VARCHAR(40) DEFAULT 'nobody' NOT NULL "
            f"CONSTRAINT ck_opening_asks_case CHECK ({SETTING})"
        )
        return
    default = sa.text("'nobody'")
    op.add_column("opening", sa.Column("asks_case", sa.String(40), server_default=default, nullable=False))
    op.create_check_constraint(op.f("ck_opening_asks_case"), "opening", SETTING)


def _protect(table: str) -> None:
    """Rows that are only ever added, as the second migration protects the others."""
    if op.get_bind().dialect.name == "sqlite":
        refusal = f"BEGIN SELECT RAISE(ABORT, '{table} rows are only ever added'); END"
        for verb in ("update", "delete"):
            op.execute(f"CREATE TRIGGER {table}_refuses_{verb} BEFORE {verb.upper()} ON {table} {refusal}")
        op.execute(
            f"CREATE TRIGGER {table}_refuses_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {KEYS[table]}) {refusal}"
        )
        return
    for name, when, each in (("change", "UPDATE OR DELETE", "ROW"), ("truncate", "TRUNCATE", "STATEMENT")):
        op.execute(
            f"CREATE TRIGGER {table}_refuses_{name} BEFORE {when} ON {table} "
            f"FOR EACH {each} EXECUTE FUNCTION refuse_change()"
        )
