"""What the worker keeps: a new fit when cards have changed, none when they have not, and who rates low."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
from sqlalchemy import func, select, update

from hiring import worker
from hiring.calibration import calibrate
from hiring.db import db, reading, writing
from hiring.models import Amendment, Application, CalibrationRow, Event, Opening, Person, SeverityRow, Slot
from hiring.pool import counted, fitting, gathering
from hiring.rubrics.queries import rubric_of
from tests.cast import DAY, NOW
from tests.committee.loops import some_people
from tests.committee.test_layers import changed
from tests.factories import a_scorecard
from tests.house import House
from tests.pool.past import finished
from tests.pool.test_gathering import decided

HOUR = DAY / 24


def fits() -> list[CalibrationRow]:
    return list(db.session.scalars(select(CalibrationRow).order_by(CalibrationRow.number)))


def refreshed() -> list[dict[str, object]]:
    return list(db.session.scalars(select(Event.facts).filter_by(kind="calibration.refreshed").order_by(Event.seq)))


def test_a_fit_is_what_calibrate_says_of_the_pool(house: House) -> None:
    with house.changing():
        people = some_people(4)
        finished(house, 9, people, lower={0: 0.9})
        low = people[0].id
    assert worker.recalibrate(house.app, NOW) == 1
    with house.app.app_context(), reading():
        (row,) = fits()
        version = house.one(Opening, "executive").rubric_version
        pool = gathering.gather(version.id, rubric_of(version))
        assert pool is not None
        found = calibrate(pool.ratings, level=0.9)
        assert (row.ratings, row.candidates, row.interviewers, row.number) == (9 * 4 * 8, 9, 4, 1)
        assert (row.rubric_version_id, row.made_at, row.source) == (version.id, NOW, found.components.source)
        assert row.residual == pytest.approx(found.components.residual)
        assert list(row.usual) == list(pool.dimensions)
        assert np.allclose(list(row.usual.values()), found.usual)
        assert row.perspectives == {}
        assert [one.person_id for one in row.severities] == pool.people.tolist()
        for one, said in zip(row.severities, found.severity, strict=True):
            half = 1.6448536 * sqrt(one.variance)
            assert (one.candidates, one.ratings, one.shown, one.group_no) == (9, 72, True, 0)
            assert [one.estimate - half, one.estimate + half] == pytest.approx([said["low"], said["high"]])
        lowest = min(row.severities, key=lambda one: one.estimate)
        assert lowest.person_id == low
        assert lowest.estimate < -0.4
        event = db.session.scalars(select(Event).filter_by(kind="calibration.refreshed")).one()
        assert (event.by_id, event.subject, event.subject_id) == (None, "rubric_version", version.id)
        assert (event.application_id, event.opening_id) == (None, None)
        assert event.facts == {"number": 1, "data": row.data_sha256}


def test_what_a_kind_of_interviewer_adds_is_kept_by_name(house: House) -> None:
    with house.changing():
        people = some_people(4)
        made = finished(house, 9, people, lower={0: 0.9, 1: 0.9})
        low = [person.id for person in people[:2]]
        seats = update(Slot).where(Slot.application_id.in_(made), Slot.person_id.in_(low))
        db.session.execute(seats.values(perspective="report"))
    assert worker.recalibrate(house.app, NOW) == 1
    with house.app.app_context(), reading():
        (row,) = fits()
        assert sorted(row.perspectives) == ["peer", "report"]
        assert row.perspectives["peer"] - row.perspectives["report"] == pytest.approx(0.9, abs=0.3)
        assert max(abs(one.estimate) for one in row.severities) < 0.3


def test_the_same_cards_make_no_new_row(house: House) -> None:
    with house.changing():
        decided(house)
    assert [worker.recalibrate(house.app, NOW + at * HOUR) for at in range(3)] == [1, 0, 0]
    with house.app.app_context():
        assert [(row.number, row.made_at) for row in fits()] == [(1, NOW)]
        assert len(refreshed()) == 1


def test_another_worker_that_was_as_fast_keeps_nothing(house: House) -> None:
    with house.changing():
        decided(house)
    with house.app.app_context():
        with reading():
            (version,) = counted.stale()
            one, other = fitting.fit(version), fitting.fit(version)
        with writing():
            assert fitting.keep(one, now=NOW) is not None
        with writing():
            assert fitting.keep(other, now=NOW) is None
        assert len(fits()) == len(refreshed()) == 1


def test_an_amended_card_is_news_and_five_fits_stay(house: House) -> None:
    with house.changing():
        decided(house)
    for turn in range(7):
        assert worker.recalibrate(house.app, NOW + turn * HOUR) == 1
        with house.changing():
            slot = house.one(Slot, "dana-ines")
            changed(slot, {f"{slot.dimensions[0]}-level": str(1 + turn % 5), "headline": f"Once more, {turn}."})
    with house.app.app_context():
        kept = fits()
        assert [row.number for row in kept] == [3, 4, 5, 6, 7]
        assert len({row.data_sha256 for row in kept}) == 5
        assert db.session.scalar(select(func.count()).select_from(SeverityRow)) == 5 * 3
        assert db.session.scalar(select(func.count()).select_from(Amendment)) == 7
        assert [facts["number"] for facts in refreshed()] == [1, 2, 3, 4, 5, 6, 7]


def test_cards_of_what_is_still_open_change_no_stored_number(house: House) -> None:
    """So no reader of another packet can tell that one came in, or what it said."""
    with house.changing():
        finished(house, 3, [house.one(Person, "ivan"), *some_people(2)])
    assert worker.recalibrate(house.app, NOW) == 1
    with house.changing():
        slot = house.one(Slot, "casey-ivan")
        db.session.delete(slot.draft)
        a_scorecard(slot, level=1, verdict="no", words="CANARY-ivan", at=NOW)
    assert worker.recalibrate(house.app, NOW + HOUR) == 0
    with house.app.app_context():
        assert len(fits()) == 1


def test_what_no_longer_counts_takes_its_fit_with_it(house: House) -> None:
    with house.changing():
        (once,) = finished(house, 1, some_people(3))
    worker.recalibrate(house.app, NOW)
    with house.changing():
        application = db.session.get_one(Application, once)
        application.current_move = application.moves[-2]
    assert worker.recalibrate(house.app, NOW + HOUR) == 0
    with house.app.app_context():
        assert fits() == []
        assert refreshed()[-1] == {"number": 2, "data": ""}
        with reading():
            assert counted.stale() == []


def test_people_whom_nothing_links_stand_in_groups_of_their_own(house: House) -> None:
    with house.changing():
        here, there = some_people(3), some_people(3, "other")
        finished(house, 3, here)
        finished(house, 3, there, seed=2)
        known = {person.id for person in here}
    worker.recalibrate(house.app, NOW)
    with house.app.app_context():
        (row,) = fits()
        groups: dict[bool, set[int]] = {True: set(), False: set()}
        for one in row.severities:
            groups[one.person_id in known].add(one.group_no)
        assert sorted(map(sorted, groups.values())) == [[0], [1]]


def test_a_small_pool_takes_its_variances_from_the_houses_largest(house: House) -> None:
    """Fewer than five people, whatever they said: how much people differ is then said by those who are more."""
    with house.changing():
        people = some_people(6)
        finished(house, 4, people)
        finished(house, 3, people[:2], seed=2, rubric="staff-engineer@1")
    assert worker.recalibrate(house.app, NOW) == 2
    with house.app.app_context():
        large, small = sorted(fits(), key=lambda row: -row.ratings)
        assert (large.source, small.source) == ("estimated", "pooled")
        terms = ("candidate", "candidate_dimension", "interviewer", "interview", "residual")
        assert [getattr(small, term) for term in terms] == pytest.approx([getattr(large, term) for term in terms])


def test_a_fault_in_one_version_stops_neither_the_others_nor_the_mail(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fault(_version_id: int) -> fitting.Fit:
        raise FloatingPointError("divide by zero")

    with house.changing():
        decided(house)
    monkeypatch.setattr(fitting, "fit", fault)
    assert worker.recalibrate(house.app, NOW) == 0
    assert [record.message for record in caplog.records] == ["a calibration failed"]


def test_a_server_has_it_worked_out_in_a_process_of_its_own(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which finds the house by the environment, as the server did; nothing is started when no card has changed."""
    settings = house.world.settings
    monkeypatch.setenv("HIRING_INSTANCE_PATH", str(settings.instance_path))
    monkeypatch.setenv("HIRING_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("HIRING_SECRET_KEY", settings.secret_key)
    with house.changing():
        finished(house, 9, some_people(4))
    house.world.written_by_another("calibration", "severity", "event")
    assert worker.recalibrate_apart(house.app, NOW) == 1
    with house.app.app_context(), reading():
        assert len(fits()) == 1
    assert worker.recalibrate_apart(house.app, NOW + HOUR) == 0


def test_with_nothing_finished_numpy_stays_away(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two queries, and no import: `hiring.pool.fitting` is what brings numpy and scipy."""
    with house.counting() as sent:
        assert worker.recalibrate(house.app, NOW) == 0
    assert len([one for one in sent if one.startswith("SELECT")]) == 2
