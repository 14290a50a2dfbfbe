"""Say what a decision rests on, keep one against the rule until a second person agrees, and add to it later."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)

RULES = {
    "rule_said": "rule_said IN ('', 'met', 'not met', 'not shown')",
    "two_people": "seconded_by_id IS NULL OR seconded_by_id <> by_id",
}


def upgrade() -> None:
    _widen_decision()
    _add_setting()
    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("packet_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("condition", sa.Text(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("dimensions", sa.JSON(), nullable=False),
        sa.Column("against_rule", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(outcome = 'go_ahead_if') = (length(condition) > 0)", name=op.f("ck_proposal_condition")),
        sa.CheckConstraint("outcome IN ('go_ahead', 'go_ahead_if', 'stop')", name=op.f("ck_proposal_outcome")),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name=op.f("ck_proposal_ended_by_whom")),
        sa.CheckConstraint("length(against_rule) > 0", name=op.f("ck_proposal_against_rule")),
        sa.CheckConstraint("length(reasons) > 0", name=op.f("ck_proposal_reasons")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_proposal_by_id")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["person.id"], name=op.f("fk_proposal_ended_by_id")),
        sa.ForeignKeyConstraint(["packet_id"], ["packet.id"], name=op.f("fk_proposal_packet_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
        sa.UniqueConstraint("ref", name=op.f("uq_proposal_ref")),
    )
    op.create_index(
        "uq_proposal_open",
        "proposal",
        ["packet_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "settlement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("is_met", sa.Boolean(), nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.CheckConstraint("length(finding) > 0", name=op.f("ck_settlement_finding")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_settlement_by_id")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_settlement_decision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settlement")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_settlement_decision_id")),
    )
    op.create_table(
        "decision_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.CheckConstraint("length(body) > 0", name=op.f("ck_decision_note_body")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_decision_note_by_id")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_decision_note_decision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_note")),
    )
    op.create_index(op.f("ix_decision_note_decision_id"), "decision_note", ["decision_id"], unique=False)
    _protect("settlement")
    _protect("decision_note")


def downgrade() -> None:
    op.drop_table("decision_note")
    op.drop_table("settlement")
    op.drop_table("proposal")
    op.drop_column("opening", "override_by_two")
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name in () if is_sqlite else RULES:
        op.drop_constraint(op.f(f"ck_decision_{name}"), "decision")
    for name in ("seconded_by_id", "against_rule", "rule_said", "dimensions"):
        op.drop_column("decision", name)


def _widen_decision() -> None:
    """On SQLite a rule goes with its column: a table that is protected from every change cannot be copied."""
    empty = sa.text("''")
    op.add_column("decision", sa.Column("dimensions", sa.JSON()))
    op.add_column("decision", sa.Column("against_rule", sa.Text(), server_default=empty, nullable=False))
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "ALTER TABLE decision ADD COLUMN rule_said VARCHAR(40) DEFAULT '' NOT NULL "
            f"CONSTRAINT ck_decision_rule_said CHECK ({RULES['rule_said']})"
        )
        op.execute(
            "ALTER TABLE decision ADD COLUMN seconded_by_id INTEGER "
            "CONSTRAINT fk_decision_seconded_by_id REFERENCES person (id) "
            f"CONSTRAINT ck_decision_two_people CHECK ({RULES['two_people']})"
        )
        return
    op.add_column("decision", sa.Column("rule_said", sa.String(40), server_default=empty, nullable=False))
    person = sa.ForeignKey("person.id", name=op.f("fk_decision_seconded_by_id"))
    op.add_column("decision", sa.Column("seconded_by_id", sa.Integer(), person))
    for name, rule in RULES.items():
        op.create_check_constraint(op.f(f"ck_decision_{name}"), "decision", rule)


def _add_setting() -> None:
    op.add_column("opening", sa.Column("override_by_two", sa.Boolean(), server_default=sa.true(), nullable=False))


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
