"""Who decides on a packet is who decides the committee's round, wherever the application has been moved meanwhile."""

from __future__ import annotations

import pytest

from hiring.models import Application, Person
from tests.ballots.committees import opened
from tests.cast import NOW
from tests.committee.test_views import GO
from tests.factories import at_stage
from tests.house import House


@pytest.mark.parametrize(("stage", "who"), [("offer", "cleo"), ("deep-dives", "cleo"), ("recruiter-call", "rita")])
def test_whoever_decides_another_round_neither_decides_nor_reads_votes(house: House, stage: str, who: str) -> None:
    opened(house, ("max", "no"), ("mona", "yes"))
    with house.changing():
        at_stage(house.one(Application, "dana"), stage, by=house.one(Person, "max"), at=NOW)
    url = f"/packets/{house.ref('dana-packet')}"
    visitor = house.visitor(who)
    assert visitor.get(f"{url}/minutes").status_code == 403
    assert visitor.post(f"{url}/decision", GO).status_code == 403
    assert house.visitor("max").post(f"{url}/decision", GO).status_code == 303
    after = {"cleo": 403, "rita": 200}
    assert visitor.get(f"{url}/minutes").status_code == after[who], "the recruiter reads votes once it is decided"
