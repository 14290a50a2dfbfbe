"""Who is counted in the stored reports, and that whatever happens to one or four changes nothing of what they say."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from hiring import worker
from hiring.conflicts.actions import name_conflict
from hiring.db import db, reading, writing
from hiring.models import Event, Move, Person, Scorecard, Slot, StoredReport
from hiring.results import due, storing
from hiring.scorecards.queries import NOT_ASSESSED
from tests.cast import DAY, NOW
from tests.committee.test_layers import changed
from tests.factories import an_interview
from tests.house import House
from tests.results.ended import ASKED, SLUG, Loops, stored

LATER = NOW + DAY


def said(house: House) -> str:
    """Everything that any report says, and nothing of what is kept to go on from."""
    with house.app.app_context():
        rows = db.session.scalars(select(StoredReport).order_by(StoredReport.kind, StoredReport.subject))
        return json.dumps([[one.kind, one.subject, one.number, one.content] for one in rows if "kept" not in one.kind])


def ended(house: House, many: int, *, confidential: bool = False, **how: Any) -> None:
    with house.changing():
        loops = Loops(house, confidential=confidential)
        for _ in range(many):
            loops.end(**how)


def report(house: House, now: datetime = NOW) -> int:
    with house.app.app_context():
        return worker.report_now(now)


def agreement(house: House) -> dict[str, Any]:
    with house.app.app_context():
        row = stored("agreement", SLUG)
        assert row is not None
        return dict(row.content)


def test_five_ended_loops_make_a_report(house: House) -> None:
    ended(house, 5)
    assert report(house) == 2
    found = agreement(house)
    assert (found["title"], found["people"], found["ratings"]) == ("Engineering Executive", 5, 5 * 5 * 3)
    assert [one["id"] for one in found["dimensions"]] == [*ASKED]
    assert [(one["candidates"], one["asked"], one["not_assessed"]) for one in found["dimensions"]] == [(5, 25, 0.0)] * 3
    assert [one["alpha"] is not None for one in found["dimensions"]] == [True] * 3
    with house.app.app_context():
        process = stored("process")
        assert process is not None
        (part,) = process.content["parts"]
        kinds = [(one["kind"], one["entered"], one["left"], one["median"]) for one in part["stages"]]
        assert kinds == [
            ("sourcing", 5, {}, 2),
            ("recruiter_call", 5, {}, 2),
            ("deep_dive", 5, {"rejected": 5}, 5),
        ]
        assert part["sources"] == [
            {"source": "inbound", "applications": 5, "committee": 0, "hired": 0, "median": 9, "most": 9}
        ]
        assert part["load"] == {"people": 5, "cards": 25, "median": 5, "busier": None}
        events = list(db.session.scalars(select(Event).filter_by(kind="report.made").order_by(Event.seq)))
        assert [(one.by_id, one.facts) for one in events] == [
            (None, {"what": "agreement", "number": 1}),
            (None, {"what": "process", "number": 1}),
        ]


def test_four_make_none(house: House) -> None:
    ended(house, 4)
    assert report(house) == 0
    assert said(house) == '[["looked", "", 1, {}]]'


def test_one_to_four_more_change_nothing_and_the_fifth_brings_all_of_them_in(house: House) -> None:
    ended(house, 5)
    report(house)
    before = said(house)
    for more in range(1, 6):
        ended(house, 1)
        assert report(house, NOW + more * DAY) == (0 if more < 5 else 2)
        assert (said(house) == before) == (more < 5)
    assert agreement(house)["ratings"] == 10 * 5 * 3


def counted_seat() -> Slot:
    found = select(Slot).join(Scorecard).where(Scorecard.headline == "CANARY-ended").order_by(Slot.id)
    return db.session.scalars(found).all()[0]


def amend(house: House) -> None:
    slot = counted_seat()
    changed(slot, {f"{ASKED[0]}-level": "1", "headline": "CANARY-again"})


def reopen(house: House) -> None:
    application = counted_seat().interview.application
    first, number = application.moves[0], len(application.moves) + 1
    move = Move(number=number, kind="reopen", stage=first.stage, reason="Again.", by=first.by, at=NOW)
    application.moves.append(move)
    db.session.flush()
    application.current_move = move


def owe_a_card(house: House) -> None:
    slot = counted_seat()
    ivan, rita = house.one(Person, "ivan"), house.one(Person, "rita")
    an_interview(slot.interview.application, "deep-dives", [ivan], starts_at=NOW, by=rita)


def find_a_conflict(house: House) -> None:
    slot = counted_seat()
    rita = house.one(Person, "rita")
    name_conflict(slot.interview.application, slot.person, kind="relation", reason="", by=rita, now=NOW)


@pytest.mark.parametrize("happens", [amend, reopen, owe_a_card, find_a_conflict])
def test_what_happens_to_somebody_counted_changes_nothing(house: House, happens: Callable[[House], None]) -> None:
    ended(house, 6)
    report(house)
    before = said(house)
    with house.changing():
        happens(house)
    assert report(house, LATER) == 0
    assert said(house) == before


@pytest.mark.parametrize(
    ("hidden", "reports"),
    [({"confidential": True}, []), ({"collective": True}, ["process"]), ({"practice": True}, ["process"])],
)
def test_what_may_not_be_counted_is_not(house: House, hidden: dict[str, bool], reports: list[str]) -> None:
    ended(house, 6, **hidden)
    report(house)
    with house.app.app_context():
        kinds = db.session.scalars(select(StoredReport.kind).where(StoredReport.kind.in_(("agreement", "process"))))
        assert list(kinds) == reports


def test_a_confidential_opening_beside_changes_nothing(house: House) -> None:
    ended(house, 6)
    report(house)
    before = said(house)
    ended(house, 9, confidential=True)
    assert report(house, LATER) == 0
    assert said(house) == before


def test_an_amendment_before_the_count_is_what_counts(house: House) -> None:
    ended(house, 5)
    with house.changing():
        slot = counted_seat()
        why = {f"{ASKED[0]}-level": NOT_ASSESSED, f"{ASKED[0]}-not_assessed": "We ran out of time."}
        changed(slot, {**why, "headline": "CANARY-again"})
    report(house)
    first = agreement(house)["dimensions"][0]
    assert (first["asked"], first["ratings"]) == (25, 24)


def test_why_nobody_could_assess_is_told_in_groups(house: House) -> None:
    with house.changing():
        loops = Loops(house)
        for _ in range(5):
            loops.judge(loops.end(), why="We ran out of time before this.")
    report(house)
    last = agreement(house)["dimensions"][-1]
    assert (last["asked"], last["ratings"], last["not_assessed"], last["reasons"]) == (50, 25, 0.5, [["time", 25]])


def test_rare_sources_go_together_and_wait_for_each_other(house: House) -> None:
    with house.changing():
        loops = Loops(house)
        for channel in (*["inbound"] * 5, "investor", "network", "internal", "investor"):
            loops.end(channel=channel)
    report(house)

    def sources() -> dict[str, int]:
        with house.app.app_context():
            row = stored("process")
            assert row is not None
            return {one["source"]: one["applications"] for one in row.content["parts"][0]["sources"]}

    assert sources() == {"inbound": 5}
    with house.changing():
        Loops(house).end(channel="search_firm")
    report(house, LATER)
    assert sources() == {"inbound": 5, "other": 5}


def test_nobody_new_is_nothing_to_work_out(house: House) -> None:
    ended(house, 5)
    assert [report(house, NOW + at * DAY) for at in range(3)] == [2, 0, 0]
    with house.app.app_context(), reading():
        assert storing.work_out().moved == ()


def test_another_worker_that_was_as_fast_keeps_nothing(house: House) -> None:
    ended(house, 5)
    with house.app.app_context():
        with reading():
            one, other = storing.work_out(), storing.work_out()
        with writing():
            assert storing.keep(one, now=NOW) == 2
        with writing():
            assert storing.keep(other, now=NOW) == 0
        assert db.session.scalar(select(func.count()).select_from(StoredReport)) == 5


def test_once_a_day_is_enough(house: House) -> None:
    ended(house, 4)
    with house.app.app_context():
        assert not due.is_due(NOW)
    assert worker.report(house.app, NOW) == 0
    ended(house, 1)
    assert worker.report(house.app, NOW) == 2
    with house.app.app_context():
        assert not due.is_due(NOW + timedelta(hours=23))
        assert due.is_due(LATER)


def test_a_fault_stops_nothing_else(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fault() -> storing.Results:
        raise FloatingPointError("divide by zero")

    ended(house, 5)
    monkeypatch.setattr(storing, "work_out", fault)
    assert worker.report(house.app, NOW) == 0
    assert [record.message for record in caplog.records] == ["the reports could not be worked out"]


def test_a_server_has_them_made_in_a_process_of_its_own(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = house.world.settings
    monkeypatch.setenv("HIRING_INSTANCE_PATH", str(settings.instance_path))
    monkeypatch.setenv("HIRING_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("HIRING_SECRET_KEY", settings.secret_key)
    ended(house, 5)
    house.world.written_by_another("stored_report", "event")
    assert worker.report_apart(house.app, NOW) == 1
    assert agreement(house)["ratings"] == 75
    assert worker.report_apart(house.app, NOW) == 0
