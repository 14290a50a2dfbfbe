"""Whether everything that must always hold does, over a house that a test has worked in."""

from __future__ import annotations

import re
from datetime import datetime

from flask import Flask
from sqlalchemy import String, Table, Text, select

from hiring import invariants
from hiring.db import Base, db, reading
from hiring.models import Event
from tests.cast import NOW

ALLOWED = re.compile(r"[a-z][a-z_.,-]{0,39}|[0-9a-f]{64}|")


def unsound(app: Flask, *, now: datetime = NOW) -> list[str]:
    """What does not hold, each as the command would print it. Costs a twentieth of a second."""
    with app.app_context(), reading():
        return [str(result) for result in invariants.check(now=now) if result.count]


def strange_facts(app: Flask) -> list[tuple[str, str, object]]:
    """Facts of events that are no number, kind or hash, and those that repeat what is typed in a row elsewhere."""
    with app.app_context():
        typed = {value for table in Base.metadata.sorted_tables for value in _typed(table)}
        facts = [
            (event.kind, name, fact)
            for event in db.session.scalars(select(Event))
            for name, fact in event.facts.items()
        ]
    return [(kind, name, fact) for kind, name, fact in facts if _is_strange(fact, typed)]


def _is_strange(fact: object, typed: set[str]) -> bool:
    if isinstance(fact, str):
        return fact in typed or ALLOWED.fullmatch(fact) is None
    return not (fact is None or isinstance(fact, int))


def _typed(table: Table) -> set[str]:
    """What people write: prose and lines, not words of ours, hashes, addresses of rows or names of rubrics."""
    columns = [
        column
        for column in table.columns
        if isinstance(column.type, (Text, String))
        and (column.type.length or 999) > 64
        and column.name not in ("slug", "rubric")
    ]
    if not columns or table.name == "event":
        return set()
    rows = db.session.execute(select(*columns)).all()
    return {value for row in rows for value in row if value}
