"""What the pool holds: every level of a finished application as it stands now, and nothing of any other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection

import numpy as np
import pytest
from sqlalchemy import event, select

from hiring.committee.actions import Resolution, decide
from hiring.db import db, reading
from hiring.models import Application, Conflict, Opening, Packet, Person, Scorecard, Slot
from hiring.models.interview import PERSPECTIVES
from hiring.pool import counted, gathering
from hiring.pool.gathering import Pool, gather
from hiring.rubrics.queries import rubric_of
from hiring.scorecards.layers import current_answers
from hiring.scorecards.queries import NOT_ASSESSED
from tests.cast import NOW
from tests.committee.loops import a_group, some_people
from tests.committee.test_layers import changed
from tests.factories import a_scorecard, an_interview
from tests.house import House, World
from tests.pool.past import close, finished, imported

Rows = Counter[tuple[int, int, int, str, str, int]]


def version(house: House) -> int:
    return int(house.one(Opening, "executive").rubric_version_id)


def pool_of(house: House) -> Pool | None:
    return gather(version(house), rubric_of(house.one(Opening, "executive").rubric_version))


def counting(house: House, applications: Collection[int]) -> Rows:
    """The straightforward way: card by card, in objects."""
    rows: Rows = Counter()
    for card in db.session.scalars(select(Scorecard)):
        slot, application = card.slot, card.slot.interview.application
        seat = (application.candidate_id, slot.person_id, slot.interview_id, slot.perspective)
        if application.id in applications and not slot.collective:
            for dimension, answer in current_answers(card).dimensions.items():
                if answer.level is not None:
                    rows[*seat, dimension, answer.level] += 1
    return rows


def gathered(house: House, expected: Rows) -> Rows:
    """What the one query finds. Codes follow the order of ids, of which there must be those that were expected."""
    pool = pool_of(house)
    if pool is None:
        return Counter()
    ratings, candidates, talks = pool.ratings, *(sorted({row[at] for row in expected}) for at in (0, 2))
    assert ratings.interview is not None
    assert ratings.perspective is not None
    assert len(np.unique(ratings.candidate)) == len(candidates)
    assert len(np.unique(ratings.interview)) == len(talks)
    columns = (
        [candidates[code] for code in ratings.candidate],
        pool.people[ratings.interviewer].tolist(),
        [talks[code] for code in ratings.interview],
        [PERSPECTIVES[code] for code in ratings.perspective],
        [pool.dimensions[code] for code in ratings.dimension],
        ratings.score.tolist(),
    )
    return Counter(zip(*columns, strict=True))


def decided(house: House) -> int:
    """The id of Dana, seen by three; the committee has decided."""
    resolution = Resolution("stop", "No.", ("strategy-and-focus",))
    decide(house.one(Packet, "dana-packet"), resolution, by=house.one(Person, "max"), now=NOW)
    return int(house.one(Application, "dana").id)


def test_it_holds_what_counting_card_by_card_finds(house: House) -> None:
    """Beside noise: cards of Casey, on whom nobody has decided, and of a rubric that only the recruiter has."""
    with house.changing():
        past = [decided(house), *finished(house, 3, [*some_people(3), house.one(Person, "ines")])]
    with house.app.app_context(), reading():
        expected = counting(house, past)
        assert sum(expected.values()) == 8 * (3 + 3 * 4)
        assert gathered(house, expected) == expected


def test_an_amended_card_counts_as_it_stands_now(house: House) -> None:
    with house.changing():
        past = [decided(house)]
        slot = house.one(Slot, "dana-ines")
        first, second, *_ = slot.dimensions
        gone = {f"{second}-level": NOT_ASSESSED, f"{second}-not_assessed": "We never came to it."}
        changed(slot, {f"{first}-level": "5", **gone})
    with house.app.app_context(), reading():
        expected = counting(house, past)
        ines = house.one(Person, "ines").id
        assert {row[4]: row[5] for row in expected if row[1] == ines}[first] == 5
        assert sum(expected.values()) == 8 * 3 - 1
        assert gathered(house, expected) == expected


def nothing(house: House) -> None:
    """Nobody has decided."""


def owes(house: House) -> None:
    """Decided, but Omar owes a card: what the others wrote is closed to him."""
    decided(house)
    dana = house.one(Application, "dana")
    an_interview(dana, "deep-dives", [house.one(Person, "omar")], starts_at=NOW, by=house.one(Person, "rita"))


def reopened(house: House) -> None:
    """Closed, and open again."""
    dana, rita = house.one(Application, "dana"), house.one(Person, "rita")
    before = dana.current_move
    close(dana, by=rita)
    dana.current_move = before


@pytest.mark.parametrize("state", [nothing, owes, reopened])
def test_what_is_not_finished_does_not_count(house: House, state: Callable[[House], None]) -> None:
    with house.changing():
        state(house)
    with house.app.app_context(), reading():
        assert pool_of(house) is None
        assert counted.seals() == {}


def test_a_closed_application_counts_without_a_committee(house: House) -> None:
    with house.changing():
        close(house.one(Application, "dana"), by=house.one(Person, "rita"))
    with house.app.app_context(), reading():
        assert sum(gathered(house, counting(house, [house.one(Application, "dana").id])).values()) == 24


def test_past_scores_count_while_the_application_is_open(house: House) -> None:
    """But what was handed in beside them only when it is not."""
    with house.changing():
        noel, rita = house.one(Application, "noel"), house.one(Person, "rita")
        people = some_people(2)
        talk = an_interview(noel, "deep-dives", people[:1], starts_at=NOW, by=rita)
        a_scorecard(talk.slots[0], level=3, verdict="yes", words="CANARY-noel", at=NOW)
        imported(noel, people, by=rita)
    with house.app.app_context(), reading():
        pool = pool_of(house)
        assert pool is not None
        assert (len(pool.ratings), len(pool.people)) == (2 * 8, 2)


def test_nobody_with_a_conflict_of_interest_counts(house: House) -> None:
    with house.changing():
        decided(house)
        dana, ivan = house.one(Application, "dana"), house.one(Person, "ivan")
        said = {"kind": "declared", "reason": "Old friends.", "by_id": ivan.id, "at": NOW}
        db.session.add(Conflict(person_id=ivan.id, opening_id=dana.opening_id, application_id=dana.id, **said))
    with house.app.app_context(), reading():
        pool = pool_of(house)
        assert pool is not None
        assert pool.people.tolist() == sorted(house.one(Person, name).id for name in ("ines", "cleo"))


def test_a_group_that_answers_together_never_counts(house: House) -> None:
    with house.changing():
        decided(house)
        people = some_people(4, "report")
        a_group(house.one(Application, "dana"), people, (1, 1, 1, 1), by=house.one(Person, "rita"))
        group = {person.id for person in people}
    with house.app.app_context(), reading():
        pool = pool_of(house)
        assert pool is not None
        assert set(pool.people.tolist()) & group == set()
        assert len(pool.ratings) == 24


def test_ratings_come_a_stretch_at_a_time_in_one_query(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "AT_ONCE", 10)
    with house.changing():
        past = finished(house, 2, some_people(4))
    with house.app.app_context(), reading():
        expected = counting(house, past)
        rubric = rubric_of(house.one(Opening, "executive").rubric_version)
        number = version(house)
        with house.counting() as sent:
            pool = gather(number, rubric)
        assert pool is not None
        assert (len(pool.ratings), len(sent)) == (64, 1)
        assert gathered(house, expected) == expected


@pytest.mark.postgres
def test_on_postgresql_a_cursor_there_holds_the_rest(postgresql_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "AT_ONCE", 10)
    with postgresql_world.visited() as house:
        with house.changing():
            finished(house, 2, some_people(4))
        with house.app.app_context(), reading():
            cursors: list[str] = []

            def note(_connection: object, cursor: object, *_rest: object) -> None:
                cursors.append(type(cursor).__name__)

            event.listen(db.engine, "before_cursor_execute", note)
            pool_of(house)
            event.remove(db.engine, "before_cursor_execute", note)
        assert cursors[-1] == "ServerCursor"
