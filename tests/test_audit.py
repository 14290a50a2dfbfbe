"""The trail found out: whatever is done to a row of it, the first number that does not fit is named."""

from __future__ import annotations

import stat
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from hiring import anchors, audit, worker
from hiring.db import db, reading
from hiring.models import Event, EventHead
from tests.cast import DAY, NOW
from tests.house import House
from tests.soundness import strange_facts
from tests.tampering import hash_anew, tampering

LAST = 0
DONE_TO_IT = {
    "another subject": (["UPDATE event SET subject_id = subject_id + 1 WHERE seq = 7"], 7),
    "other facts": (["UPDATE event SET facts = '{\"move\": 99}' WHERE seq = 9"], 9),
    "another moment": (["UPDATE event SET at = (SELECT max(at) FROM event) WHERE seq = 2"], 2),
    "nobody's doing": (["UPDATE event SET by_id = NULL WHERE seq = 12"], 12),
    "another hash": ([f"UPDATE event SET hash = '{'f' * 64}' WHERE seq = 5"], 5),
    "one deleted": (["DELETE FROM event WHERE seq = 8"], 8),
    "the first deleted": (["DELETE FROM event WHERE seq = 1"], 1),
    "the last deleted": (["DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)"], LAST),
    "all deleted": (["DELETE FROM event"], 1),
    "two swapped": (
        [
            "UPDATE event SET seq = 100004 WHERE seq = 4",
            "UPDATE event SET seq = 4 WHERE seq = 5",
            "UPDATE event SET seq = 5 WHERE seq = 100004",
        ],
        4,
    ),
    "a gap": (["UPDATE event SET seq = seq + 100000 WHERE seq > 10"], 11),
    "one put in between": (
        [
            "UPDATE event SET seq = seq + 100000 WHERE seq > 3",
            "UPDATE event SET seq = seq - 99999 WHERE seq > 100000",
            (
                "INSERT INTO event (seq, prev, hash, at, kind, subject, subject_id, facts) "
                "SELECT 4, hash, 'e', at, kind, subject, subject_id, facts FROM event WHERE seq = 3"
            ),
        ],
        4,
    ),
    "the head moved": ([f"UPDATE event_head SET hash = '{'a' * 64}'"], LAST + 1),
    "the head moved back": (["UPDATE event_head SET seq = seq - 1"], LAST + 1),
}
ONLY_ON_SQLITE = {
    "no JSON": (["UPDATE event SET facts = 'nothing' WHERE seq = 6"], 6),
    "no moment": (["UPDATE event SET at = 'yesterday' WHERE seq = 6"], 6),
    "one replaced": (
        [
            (
                "INSERT OR REPLACE INTO event SELECT seq, prev, hash, at, 'x.y', by_id, subject, subject_id, "
                "opening_id, application_id, facts FROM event WHERE seq = 3"
            )
        ],
        3,
    ),
}


def last_number(house: House) -> int:
    with house.app.app_context():
        return db.session.get_one(EventHead, 1).seq


@pytest.mark.parametrize("what", [*DONE_TO_IT, *ONLY_ON_SQLITE])
def test_the_first_bad_number_is_named(house: House, what: str) -> None:
    if what in ONLY_ON_SQLITE and house.dialect != "sqlite":
        pytest.skip("PostgreSQL takes no such row.")
    statements, number = {**DONE_TO_IT, **ONLY_ON_SQLITE}[what]
    last = last_number(house)
    with tampering(house) as execute:
        for statement in statements:
            execute(statement)
    with house.app.app_context(), reading():
        trail = audit.follow()
    expected = number if number > 1 or what in {"the first deleted", "all deleted"} else last + number
    assert trail.first_broken == expected
    assert trail.events == expected - 1


def test_a_whole_trail_says_how_long_it_is_and_how_it_ends(house: House) -> None:
    with house.app.app_context():
        head = db.session.get_one(EventHead, 1)
        assert audit.follow() == audit.Trail(head.seq, head.hash, None)


def test_a_trail_cut_short_is_told_by_its_anchor(house: House, tmp_path: Path) -> None:
    file, last = anchored(house, tmp_path), last_number(house)
    with tampering(house) as execute:
        execute("DELETE FROM event WHERE seq > 10")
        execute("UPDATE event_head SET seq = 10, hash = (SELECT hash FROM event WHERE seq = 10)")
    with house.app.app_context():
        assert audit.first_broken() is None
        (said,) = anchors.problems(anchors.read(file))
        assert str(said) == f"The anchor of 2026-11-17 knows event {last}; the trail does not."


def test_a_trail_made_anew_is_told_by_its_anchor(house: House, tmp_path: Path) -> None:
    file, last = anchored(house, tmp_path), last_number(house)
    with tampering(house) as execute:
        execute("UPDATE event SET by_id = NULL WHERE seq = 5")
    hash_anew(house)
    with house.app.app_context():
        assert audit.first_broken() is None
        (said,) = anchors.problems(anchors.read(file))
        assert str(said) == f"Event {last} is not what it was when anchored on 2026-11-17."


def test_an_anchor_holds_while_the_trail_grows(house: House, tmp_path: Path) -> None:
    file = anchored(house, tmp_path)
    with house.changing():
        audit.record("test.counted", db.session.get_one(EventHead, 1), by=None, now=NOW)
    with house.app.app_context():
        assert anchors.problems(anchors.read(file)) == []


def anchored(house: House, folder: Path) -> Path:
    file = folder / "anchors.txt"
    with house.changing():
        anchors.drop(file, now=NOW)
    return file


def test_the_worker_drops_one_anchor_a_day_for_its_owner_alone(house: House) -> None:
    file = house.world.settings.anchors_path
    for now in (NOW, NOW + timedelta(hours=13), NOW + DAY, NOW + DAY):
        worker.drop_anchor(house.app, now)
    lines = file.read_text().splitlines()
    with house.app.app_context():
        head = db.session.get_one(EventHead, 1)
        assert lines == [f"2026-11-{day} {head.seq} {head.hash}" for day in (17, 18)]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_two_workers_at_midnight_drop_one_anchor(house: House) -> None:
    file = house.world.settings.anchors_path
    workers = [threading.Thread(target=worker.drop_anchor, args=(house.app, NOW), daemon=True) for _ in range(4)]
    for one in workers:
        one.start()
    for one in workers:
        one.join(30)
    assert len(file.read_text().splitlines()) == 1


def test_a_line_cut_short_by_a_crash_is_named_and_the_next_one_stands_alone(
    sqlite_world: object, tmp_path: Path
) -> None:
    file = tmp_path / "anchors.txt"
    file.write_text("2026-11-16 12 abc")
    anchors._append(file, f"2026-11-17 13 {'b' * 64}")
    assert file.read_text() == f"2026-11-16 12 abc\n2026-11-17 13 {'b' * 64}\n"
    assert [anchor is None for anchor in anchors.read(file)] == [True, False]


def test_a_disk_that_takes_no_anchor_does_not_stop_the_worker(house: House, caplog: pytest.LogCaptureFixture) -> None:
    file = house.world.settings.anchors_path
    file.mkdir()
    worker.drop_anchor(house.app, NOW)
    assert [record.getMessage() for record in caplog.records] == ["the anchor file could not be written"]


def test_reading_sees_one_moment_and_writes_nothing(house: House) -> None:
    with house.app.app_context():
        with reading():
            before = db.session.scalar(select(func.count(Event.seq))) or 0
            someone_else = threading.Thread(target=_add_one, args=(house,))
            someone_else.start()
            someone_else.join(30)
            assert db.session.scalar(select(func.count(Event.seq))) == before
            with pytest.raises(Exception, match=r"(?i)read-?only"):
                db.session.execute(EventHead.__table__.update().values(seq=0))  # type: ignore[attr-defined]
        assert db.session.scalar(select(func.count(Event.seq))) == before + 1


def _add_one(house: House) -> None:
    with house.changing():
        audit.record("test.counted", db.session.get_one(EventHead, 1), by=None, now=NOW)


def test_facts_are_numbers_and_kinds(house: House) -> None:
    """Nothing that anybody typed, and no figure of a card: ids, words of ours, and hashes."""
    assert strange_facts(house.app) == []
    with house.changing():
        head = db.session.get_one(EventHead, 1)
        audit.record("test.told", head, by=None, now=NOW, person=7, name="Casey Morgan", way="skip", score=3.5)  # type: ignore[arg-type]
    assert strange_facts(house.app) == [("test.told", "name", "Casey Morgan"), ("test.told", "score", 3.5)]
