"""Candidates who are one human, kept twice."""

from __future__ import annotations

from collections.abc import Mapping

from hiring import paths
from hiring.candidates.actions import NewCandidate, add_candidate
from hiring.db import db
from hiring.models import Application, Candidate, Person
from hiring.openings.actions import Charter, open_opening
from hiring.rubrics.queries import by_reference
from hiring.workflow.plan import plans
from tests.cast import NOW
from tests.house import House

TWIN = "Morgan Casey"


def a_twin(by: Person, title: str = "Head of platform", name: str = TWIN, **more: str) -> Application:
    """Casey's name turned round, in an opening of its own, in the caller's transaction."""
    rubric = by_reference("engineering-executive@1")
    assert rubric is not None
    opening = open_opening(Charter(title), rubric=rubric, plan=plans(paths.PLANS)["executive@1"], by=by, now=NOW)
    return add_candidate(opening, NewCandidate(name, **more), by=by, now=NOW)


def casey_twice(house: House) -> None:
    with house.changing():
        a_twin(house.one(Person, "rita"))


def the_twin(house: House) -> Mapping[str, str]:
    with house.app.app_context():
        twin = db.session.query(Application).join(Application.candidate).filter(Candidate.name == TWIN).one()
        return {"other": twin.ref}
