"""Written cases: a published one is for everybody who works here, a draft for whoever writes it.

The text alone: what was agreed and what others read stays closed until one's own reading is in, which
`hiring.cases.queries` sees to.
"""

from __future__ import annotations

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from hiring.access.found import Found, house
from hiring.db import db
from hiring.models import Person, WrittenCase


def visible_cases(person: Person) -> Select[WrittenCase]:
    return select(WrittenCase).where(or_(WrittenCase.published_at.is_not(None), WrittenCase.written_by_id == person.id))


def case(ref: str, person: Person) -> Found[WrittenCase] | None:
    """The case of that ref with its rubric, if this person may know of it."""
    found = db.session.scalar(
        visible_cases(person).where(WrittenCase.ref == ref).options(joinedload(WrittenCase.rubric_version))
    )
    return None if found is None else Found(found, house(person))
