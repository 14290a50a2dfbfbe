"""Remember how interviewers usually rate, and when the packets of an opening may show it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

RULES = {
    "number": "number >= 1",
    "source": "source IN ('estimated', 'pooled', 'prior')",
    "variances": "candidate >= 0 AND candidate_dimension >= 0 AND interviewer >= 0 AND interview >= 0 AND residual > 0",
}
SETTING = "adjusted IN ('off', 'after_first_ballot', 'always')"


def upgrade() -> None:
    op.create_table(
        "calibration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rubric_version_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("data_sha256", sa.String(64), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("ratings", "candidates", "interviewers")),
        *(
            sa.Column(name, sa.Double(), nullable=False)
            for name in ("candidate", "candidate_dimension", "interviewer", "interview", "residual")
        ),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("dropped", sa.JSON(), nullable=False),
        sa.Column("usual", sa.JSON(), nullable=False),
        sa.Column("perspectives", sa.JSON(), nullable=False),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_calibration_{name}")) for name, rule in RULES.items()),
        sa.ForeignKeyConstraint(
            ["rubric_version_id"], ["rubric_version.id"], name=op.f("fk_calibration_rubric_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calibration")),
        sa.UniqueConstraint("rubric_version_id", "number", name=op.f("uq_calibration_rubric_version_id_number")),
    )
    op.create_table(
        "severity",
        sa.Column("calibration_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("ratings", sa.Integer(), nullable=False),
        sa.Column("candidates", sa.Integer(), nullable=False),
        sa.Column("estimate", sa.Double(), nullable=False),
        sa.Column("variance", sa.Double(), nullable=False),
        sa.Column("group_no", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.CheckConstraint("variance >= 0", name=op.f("ck_severity_variance")),
        sa.ForeignKeyConstraint(["calibration_id"], ["calibration.id"], name=op.f("fk_severity_calibration_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_severity_person_id")),
        sa.PrimaryKeyConstraint("calibration_id", "person_id", name=op.f("pk_severity")),
    )
    _add_setting()


def downgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(op.f("ck_opening_adjusted"), "opening")
    op.drop_column("opening", "adjusted")
    op.drop_table("severity")
    op.drop_table("calibration")


def _add_setting() -> None:
    """On SQLite the rule goes with the column: to add it later, the table that half the house points at is rebuilt."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "ALTER TABLE opening ADD COLUMN adjusted VARCHAR(40) DEFAULT 'after_first_ballot' NOT NULL "
            f"CONSTRAINT ck_opening_adjusted CHECK ({SETTING})"
        )
        return
    default = sa.text("'after_first_ballot'")
    op.add_column("opening", sa.Column("adjusted", sa.String(40), server_default=default, nullable=False))
    op.create_check_constraint(op.f("ck_opening_adjusted"), "opening", SETTING)
