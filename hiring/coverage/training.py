"""Who is trained to ask about what."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from hiring.db import db
from hiring.models import Training
from hiring.rubric import Rubric


def untrained(people: Collection[int], rubric: Rubric) -> dict[int, frozenset[str]]:
    """The dimensions each of them is not trained for, by the person's id: of those that anybody here is trained for.
    A house that trains nobody misses nothing. One query.
    """
    found = db.session.execute(
        select(Training.person_id, Training.dimension).where(
            Training.rubric == rubric.rubric, Training.state == "trained"
        )
    ).all()
    taught = {dimension for _, dimension in found}
    known = {person: {dimension for one, dimension in found if one == person} for person in people}
    return {person: frozenset(taught - has) for person, has in known.items()}
