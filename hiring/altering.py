"""What migrations do to tables that stand already, the same on both databases.

Migrations rest on this for good: to see one run differently than it did, write another function.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import CreateColumn


def add_column(table: str, column: sa.Column[Any], rule: str | None = None) -> None:
    """SQLite takes a rule only together with its column."""
    if not _is_sqlite():
        op.add_column(table, column)
        if rule is not None:
            op.create_check_constraint(_rule_of(table, column.name), table, rule)
        return
    said = CreateColumn(column).compile(dialect=op.get_bind().dialect)
    check = "" if rule is None else f" CONSTRAINT {_rule_of(table, column.name)} CHECK ({rule})"
    op.execute(f"ALTER TABLE {table} ADD COLUMN {said}{check}")


def drop_column(table: str, name: str, *, has_rule: bool = False) -> None:
    """SQLite lets the rule go with its column."""
    if has_rule and not _is_sqlite():
        op.drop_constraint(_rule_of(table, name), table)
    op.drop_column(table, name)


def add_reference(table: str, column: str, whose: str) -> None:
    """A column that may name a row of another table. What Alembic writes for SQLite loses the constraint's name."""
    name = op.f(f"fk_{table}_{column}")
    if _is_sqlite():
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} INTEGER CONSTRAINT {name} REFERENCES {whose} (id)")
        return
    op.add_column(table, sa.Column(column, sa.Integer(), sa.ForeignKey(f"{whose}.id", name=name), nullable=True))


def _rule_of(table: str, column: str) -> str:
    return op.f(f"ck_{table}_{column}")


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
