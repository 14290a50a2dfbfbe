"""Openings open, get a team and a plan, and leave exactly their events."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from hiring import paths
from hiring.db import db
from hiring.models import Event, Opening, PayBand, Person, PlanRevision, TeamMember
from hiring.openings import actions, queries
from hiring.openings.actions import Charter
from hiring.refusal import Kind, Refusal
from hiring.rubrics.queries import by_reference, rubric_of
from hiring.workflow.plan import plans
from tests.cast import NOW
from tests.house import House

PLANS = plans(paths.PLANS)


def trail(since: int) -> list[tuple[str, dict[str, Any]]]:
    found = db.session.execute(select(Event.kind, Event.facts).where(Event.seq > since).order_by(Event.seq))
    return [(kind, facts) for kind, facts in found]


def last() -> int:
    return db.session.scalar(select(func.max(Event.seq))) or 0


def open_one(by: Person, charter: Charter, rubric: str = "staff-engineer@1", plan: str = "staff-plus@1") -> Opening:
    version = by_reference(rubric)
    assert version is not None
    return actions.open_opening(charter, rubric=version, plan=PLANS[plan], by=by, now=NOW)


def test_opening_writes_plan_pay_and_its_recruiter(house: House) -> None:
    with house.changing():
        rita, before = house.one(Person, "rita"), last()
        opening = open_one(rita, Charter("Staff engineer", target_days=60))
        version = opening.rubric_version
        assert trail(before) == [
            ("opening.opened", {"rubric_version": version.id}),
            ("plan.revised", {"revision": 1}),
            ("opening.member_added", {"person": rita.id, "role": "recruiter"}),
        ]
        revision = queries.current_revision(opening.id)
        kept = [stage.model_dump(exclude={"rubric"}) for stage in queries.plan_of(revision).stages]
        assert kept == [stage.model_dump(exclude={"rubric"}) for stage in PLANS["staff-plus@1"].stages]
        rubrics = [None if row.rubric_version is None else row.rubric_version.slug for row in revision.stages]
        assert rubrics == [stage.rubric and stage.rubric.split("@")[0] for stage in PLANS["staff-plus@1"].stages]
        assert queries.plan_of(revision).rounds == PLANS["staff-plus@1"].rounds
        assert (revision.number, revision.reason) == (1, "As the opening began.")
        profile = rubric_of(version).profile
        assert profile is not None
        band = db.session.get(PayBand, opening.id)
        assert (band is None) == (profile.pay is None)
        if band is not None and profile.pay is not None:
            assert (band.low.units, band.currency) == (profile.pay.from_, profile.pay.currency)


def test_a_confidential_opening_needs_a_codename(house: House) -> None:
    with house.changing():
        before = last()
        with pytest.raises(Refusal) as refused:
            open_one(house.one(Person, "rita"), Charter("Chief of staff", confidential=True))
        assert refused.value.kind is Kind.INPUT
        assert last() == before


def test_a_plan_that_the_rubric_cannot_serve_is_refused(house: House) -> None:
    with house.changing(), pytest.raises(Refusal) as refused:
        open_one(house.one(Person, "rita"), Charter("Odd"), rubric="recruiter-call@1", plan="senior-ic@1")
    assert refused.value.kind is Kind.INPUT


def test_a_revision_is_numbered_on_and_the_first_stays(house: House) -> None:
    with house.changing():
        opening, before = house.one(Opening, "executive"), last()
        actions.revise_plan(
            opening, PLANS["executive@1"], reason="Longer talks.", by=house.one(Person, "rita"), now=NOW
        )
        assert trail(before) == [("plan.revised", {"revision": 2})]
        numbers = db.session.scalars(
            select(PlanRevision.number).filter_by(opening_id=opening.id).order_by(PlanRevision.number)
        )
        assert list(numbers) == [1, 2]


def test_parts_are_given_and_taken_away(house: House) -> None:
    with house.changing():
        opening, rita, ines = house.one(Opening, "executive"), house.one(Person, "rita"), house.one(Person, "ines")
        before = last()
        member = actions.add_to_team(opening, ines, "committee", by=rita, now=NOW)
        actions.remove_from_team(opening, member, by=rita, now=NOW)
        assert trail(before) == [
            ("opening.member_added", {"person": ines.id, "role": "committee"}),
            ("opening.member_removed", {"person": ines.id, "role": "committee"}),
        ]
        with pytest.raises(Refusal, match="taken away already"):
            actions.remove_from_team(opening, member, by=rita, now=NOW)
        actions.add_to_team(opening, ines, "committee", by=rita, now=NOW)
        rows = db.session.scalars(select(TeamMember).filter_by(opening_id=opening.id, person_id=ines.id)).all()
        assert [row.removed_at for row in rows] == [NOW, None]


def test_refused_parts(house: House) -> None:
    with house.changing():
        opening, rita, before = house.one(Opening, "executive"), house.one(Person, "rita"), last()
        with pytest.raises(Refusal, match="has that part already"):
            actions.add_to_team(opening, house.one(Person, "cleo"), "hiring_manager", by=rita, now=NOW)
        with pytest.raises(Refusal, match="needs a recruiter"):
            actions.remove_from_team(opening, _part(opening, rita, "recruiter"), by=rita, now=NOW)
        omar = house.one(Person, "omar")
        omar.deactivated_at = NOW
        with pytest.raises(Refusal, match="no longer has an account"):
            actions.add_to_team(opening, omar, "committee", by=rita, now=NOW)
        with pytest.raises(Refusal, match="Nobody here has that address"):
            actions.known(None)
        assert last() == before


def _part(opening: Opening, person: Person, role: str) -> TeamMember:
    return next(one for one in opening.team if one.person_id == person.id and one.role == role)


@pytest.mark.parametrize(("chosen", "events"), [("off", 1), ("always", 1), ("after_first_ballot", 0)])
def test_when_packets_show_adjusted_numbers_is_on_record(house: House, chosen: str, events: int) -> None:
    """Switching them off above all. Choosing what stands changes nothing."""
    with house.changing():
        opening, rita, before = house.one(Opening, "executive"), house.one(Person, "rita"), last()
        actions.choose_adjusted(opening, chosen, by=rita, now=NOW)
        said = ("opening.adjusted_chosen", {"was": "after_first_ballot", "chosen": chosen})
        assert trail(before) == [said] * events
        assert opening.adjusted == chosen


@pytest.mark.parametrize(("by_two", "events"), [(False, 1), (True, 0)])
def test_how_many_it_takes_against_the_rule_is_on_record(house: House, by_two: bool, events: int) -> None:
    with house.changing():
        opening, rita, before = house.one(Opening, "executive"), house.one(Person, "rita"), last()
        actions.choose_override(opening, by_two, by=rita, now=NOW)
        assert trail(before) == [("opening.override_chosen", {"was": True, "chosen": False})] * events
        assert opening.override_by_two is by_two


def test_whoever_decides_does_not_free_themselves_of_a_second_person(house: House) -> None:
    with house.changing():
        opening, rita, max_ = house.one(Opening, "executive"), house.one(Person, "rita"), house.one(Person, "max")
        actions.add_to_team(opening, max_, "recruiter", by=rita, now=NOW)
        before = last()
        with pytest.raises(Refusal, match="for somebody else to say") as caught:
            actions.choose_override(opening, False, by=max_, now=NOW)
        assert caught.value.kind is Kind.FORBIDDEN
        assert (opening.override_by_two, last()) == (True, before)
        actions.choose_override(opening, False, by=rita, now=NOW)
        actions.choose_override(opening, True, by=max_, now=NOW)
        assert opening.override_by_two is True


def test_it_is_one_of_three(house: House) -> None:
    with house.app.app_context(), pytest.raises(Refusal) as caught:
        actions.choose_adjusted(house.one(Opening, "executive"), "often", by=house.one(Person, "rita"), now=NOW)
    assert caught.value.kind is Kind.INPUT
