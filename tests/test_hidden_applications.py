"""Two houses again: with and without a confidential opening, and with another loop behind a conflict of interest.

Whoever is outside, or to whom it is closed, tells them apart on no page, in no count, order, search or next step.
"""

from __future__ import annotations

import pytest

from hiring.candidates.actions import NewCandidate, add_candidate
from hiring.conflicts.actions import name_conflict
from hiring.db import db
from hiring.models import Application, Person, Slot, Tag
from hiring.openings.actions import Charter, add_to_team
from tests.cast import DAY, NOW, an_opening
from tests.factories import a_packet, a_scorecard, an_interview, an_offer, at_stage
from tests.house import ON_SQLITE, House
from tests.test_non_interference import Reader, differences, everything_on_casey

pytestmark = pytest.mark.no_cover  # each line it walks over is covered by a test that looks closer

ON_POSTGRESQL = ("rita",)


def sample(house: House, name: str | None) -> None:
    """Everybody on SQLite, one on PostgreSQL."""
    if house.dialect == "postgresql" and name not in ON_POSTGRESQL:
        pytest.skip("PostgreSQL runs a sample.")


def a_confidential_opening(house: House) -> None:
    """With a team, a candidate who is known from elsewhere, an interview, a card and a packet."""
    remy, ines = house.one(Person, "remy"), house.one(Person, "ines")
    secret = an_opening({"remy": remy}, "remy", Charter("Keeper of keys", codename="Kestrel", confidential=True))
    add_to_team(secret, ines, "chair", by=remy, now=NOW)
    known = add_candidate(secret, NewCandidate(name="Casey Morgan", email="casey@example.net"), by=remy, now=NOW)
    at_stage(known, "deep-dives", by=remy, at=NOW)
    seat = an_interview(known, "deep-dives", [ines], starts_at=NOW - DAY, by=remy).slots[0]
    a_scorecard(seat, level=4, verdict="yes", words="CANARY-kestrel", at=NOW)
    a_packet(known, by=remy, at=NOW)
    an_offer(known, "panel-peers", by=remy, at=NOW - DAY, closes_at=NOW + DAY)
    db.session.add(Tag(application_id=known.id, word="kestrel", by_id=remy.id, at=NOW))


@pytest.mark.parametrize("name", ["rita", "cleo", "ivan", "max", "adam", "omar", None])
def test_nobody_outside_can_tell_that_a_confidential_opening_is_there(house: House, name: str | None) -> None:
    sample(house, name)
    assert differences(house, Reader(name), a_confidential_opening) == []


def test_whoever_guards_privacy_learns_of_it_only_where_they_may_ask_for_it(house: House) -> None:
    sample(house, "priya")
    assert differences(house, Reader("priya"), a_confidential_opening) == ["/break-glass"]


def test_its_team_can_tell(house: House) -> None:
    """A walk that saw nothing anywhere would pass the tests above."""
    sample(house, "ines")
    assert differences(house, Reader("ines"), a_confidential_opening) != []


def another_loop_altogether(house: House) -> None:
    """Casey as somebody else, with other cards, no draft of Ivan's, later than before, and before the committee."""
    everything_on_casey(house)
    casey, seat = house.one(Application, "casey"), house.one(Slot, "casey-ivan")
    casey.candidate.name, casey.candidate.headline = "Jordan Blake", "Head of something else"
    db.session.delete(seat.draft)
    seat.due_at, casey.due_at = NOW - 3 * DAY, NOW - 5 * DAY
    rita = house.one(Person, "rita")
    a_packet(casey, by=rita, at=NOW)
    an_offer(casey, "panel-peers", by=rita, at=NOW - DAY, closes_at=NOW + DAY)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        *((name, "relation") for name in ("rita", "cleo", "ivan", "ines", "max", "adam")),
        *((name, "candidate") for name in ("rita", "ines")),
    ],
)
def test_to_whom_it_is_closed_nothing_that_happens_there_shows(house: House, name: str, kind: str) -> None:
    sample(house, name)
    with house.changing():
        # as the candidate: of the application beside it, which closes the whole opening
        about, rita = house.one(Application, "casey" if kind == "relation" else "noel"), house.one(Person, "rita")
        name_conflict(about, house.one(Person, name), kind=kind, reason="", by=rita, now=NOW)
    assert differences(house, Reader(name), another_loop_altogether) == []


@ON_SQLITE
@pytest.mark.parametrize("name", ["rita", "cleo", "ivan", "ines", "max"])
def test_without_the_conflict_it_would(house: House, name: str) -> None:
    assert differences(house, Reader(name), another_loop_altogether) != []
