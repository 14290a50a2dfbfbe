"""Being away: said ahead, by oneself or whoever schedules; cards fall due on return, and recruiters see who covers."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from hiring.db import db
from hiring.loops import actions as loops
from hiring.loops.actions import Seat
from hiring.models import Absence, Deputy, Event, Interview, Outgoing, Person, Reminder, Slot
from hiring.people import absences
from hiring.refusal import Refusal
from tests.cast import DAY, NOW
from tests.house import House

HOUR = timedelta(hours=1)
TUESDAY, FRIDAY = date(2026, 11, 17), date(2026, 11, 20)
MONDAY_11 = datetime(2026, 11, 23, 11, 0, tzinfo=NOW.tzinfo)


def away(house: House, who: str = "ivan", *, cover: str | None = None, by: str | None = None) -> str:
    """That person is away from today to Friday."""
    with house.changing():
        person = house.one(Person, who)
        covers = None if cover is None else house.one(Person, cover)
        by_whom = house.one(Person, by or who)
        return absences.add(person, TUESDAY, FRIDAY, cover=covers, by=by_whom, now=NOW).ref


def due(house: House) -> datetime:
    with house.app.app_context():
        moment: datetime = house.one(Slot, "casey-ivan").due_at
        return moment


def a_deputy(house: House, who: str, of: str, may: str = "schedules") -> None:
    with house.changing():
        ids = {"person_id": house.one(Person, of).id, "deputy_id": house.one(Person, who).id}
        db.session.add(Deputy(may=may, granted_at=NOW, **ids))


def test_what_is_out_falls_due_after_the_days_away_and_back_again(house: House) -> None:
    assert due(house) == NOW + HOUR
    with house.changing():
        slot_id = house.one(Slot, "casey-ivan").id
        db.session.add_all([Reminder(slot_id=slot_id, kind=kind, at=NOW) for kind in ("empty", "nearly_due")])
    ref = away(house)
    assert due(house) == MONDAY_11
    with house.app.app_context():
        assert list(db.session.scalars(select(Reminder.kind))) == ["empty"], "The new time may be warned of anew."
    with house.changing():
        taken_back = db.session.scalars(select(Absence).filter_by(ref=ref)).one()
        absences.remove(taken_back, by=taken_back.person, now=NOW)
    assert due(house) == NOW + HOUR


def test_coming_back_early_makes_nothing_late_at_once(house: House) -> None:
    ref = away(house)
    back = NOW + 2 * DAY
    with house.changing():
        absence = db.session.scalars(select(Absence).filter_by(ref=ref)).one()
        absences.remove(absence, by=absence.person, now=back)
    assert due(house) == back + DAY


def test_what_is_late_stays_late(house: House) -> None:
    with house.changing():
        person = house.one(Person, "ivan")
        later = NOW + 2 * HOUR
        absences.add(person, TUESDAY, FRIDAY, cover=None, by=person, now=later)
    assert due(house) == NOW + HOUR


def test_it_is_told_to_the_trail_and_to_whoever_covers(house: House) -> None:
    with house.app.app_context():
        before = db.session.scalar(select(Event.seq).order_by(Event.seq.desc()).limit(1)) or 0
    away(house, cover="mona", by="adam")
    with house.app.app_context():
        found = db.session.scalars(select(Event).where(Event.seq > before)).all()
        ivan, adam = house.one(Person, "ivan").id, house.one(Person, "adam").id
        assert [(one.kind, one.facts, one.by_id) for one in found] == [("absence.added", {"person": ivan}, adam)]
        mail = db.session.scalars(select(Outgoing)).one()
        assert (mail.kind, mail.address) == ("absence_cover", "mona@example.org")
        assert "from Tue 17 Nov 2026 to Fri 20 Nov 2026" in mail.body


@pytest.mark.parametrize(
    ("first", "last", "cover"),
    [
        (FRIDAY, TUESDAY, None),
        (TUESDAY - 9 * DAY, TUESDAY - DAY, None),
        (TUESDAY, TUESDAY + 367 * DAY, None),
        (TUESDAY + 800 * DAY, TUESDAY + 801 * DAY, None),
        (TUESDAY, FRIDAY, "ivan"),
    ],
)
def test_days_nobody_can_be_away_are_refused(house: House, first: date, last: date, cover: str | None) -> None:
    with house.app.app_context():
        person = house.one(Person, "ivan")
        with pytest.raises(Refusal):
            absences.add(
                person, first, last, cover=None if cover is None else house.one(Person, cover), by=person, now=NOW
            )


def test_somebody_away_is_not_booked_unless_one_insists_and_the_cover_is_offered(house: House) -> None:
    away(house, "omar", cover="mona")
    away(house, "priya")
    with house.changing():
        house.one(Slot, "casey-ines").declined_at = house.one(Slot, "casey-ivan").declined_at = NOW
        interview, rita = house.one(Interview, "casey-interview"), house.one(Person, "rita")
        interview.starts_at = NOW + DAY
        for who, words in (
            ("omar", "Omar Haddad is away until Fri 20 Nov. Mona Lindgren covers: ask Mona Lindgren, or tick"),
            ("priya", "Priya Nair is away until Fri 20 Nov. Choose another time, or tick"),
        ):
            with pytest.raises(Refusal, match=words):
                loops.add_seat(interview, Seat(house.one(Person, who)), by=rita, now=NOW)
        slot = loops.add_seat(interview, Seat(house.one(Person, "omar")), by=rita, now=NOW, anyway=True)
        assert slot.due_at == MONDAY_11


def test_recruiters_see_who_is_away_and_who_covers(house: House) -> None:
    away(house, cover="mona")
    url = f"/interviews/{house.ref('casey-interview')}"
    page = house.visitor("rita").get(url).text
    assert page.count("<small>away until Fri 20 Nov, cover: Mona Lindgren</small>") == 1
    assert "away until" not in house.visitor("cleo").get("/openings").text


def test_the_page_of_ones_days_away(house: House) -> None:
    visitor, url = house.visitor("ivan"), f"/people/{house.ref('ivan')}/absences"
    assert url in visitor.get("/account").text
    fields = {"first_day": "2026-11-18", "last_day": "2026-11-20", "cover": house.ref("mona")}
    answer = visitor.post(url, fields)
    assert (answer.status_code, answer.headers["Location"]) == (303, url)
    page = visitor.get(url).text
    assert ("Wed 18 Nov" in page, "Cover: Mona Lindgren" in page) == (True, True)
    refused = visitor.post(url, fields | {"last_day": "2026-02-30", "cover": "nobody"})
    assert (refused.status_code, "There is no such day." in refused.text) == (422, True)
    with house.app.app_context():
        ref = db.session.scalars(select(Absence.ref)).one()
    assert visitor.post(f"/absences/{ref}/remove").status_code == 303
    assert visitor.post(f"/absences/{ref}/remove").status_code == 404
    assert "Cover: Mona Lindgren" not in visitor.get(url).text


def test_only_oneself_and_whoever_schedules_sees_and_sets_them(house: House) -> None:
    ref, url = away(house), f"/people/{house.ref('ivan')}/absences"
    a_deputy(house, "mona", "ivan")
    a_deputy(house, "max", "ivan", may="types")
    with house.changing():
        for ended in ("omar",):
            deputy, person = house.one(Person, ended).id, house.one(Person, "ivan").id
            db.session.add(
                Deputy(deputy_id=deputy, person_id=person, may="schedules", granted_at=NOW - DAY, ended_at=NOW)
            )
    for who in ("omar", "adam", "rita", "max"):
        visitor = house.visitor(who)
        unknown = visitor.get(f"/people/{house.ref('casey')}/absences")
        answer = visitor.get(url)
        assert (answer.status_code, answer.data) == (404, unknown.data)
        fields = {"first_day": "2026-11-18", "last_day": "2026-11-20"}
        assert (visitor.post(url, fields).status_code, visitor.post(f"/absences/{ref}/remove").status_code) == (
            404,
            404,
        )
    mona = house.visitor("mona")
    assert "Days away of Ivan Petrov" in mona.get("/account").text
    assert mona.get(url).status_code == 200
    assert mona.post(f"/absences/{ref}/remove").status_code == 303


def test_the_page_asks_the_same_of_the_database_for_one_and_for_many(house: House) -> None:
    visitor, url = house.visitor("ivan"), f"/people/{house.ref('ivan')}/absences"
    for number in (1, 30):
        for _ in range(number):
            away(house, cover="mona")
        with house.counting() as statements:
            assert visitor.get(url).status_code == 200
        assert len(statements) == 4


@pytest.mark.parametrize(("typed", "kept"), [("", ""), ("gb", "GB"), ("DE-BE", "DE-BE")])
def test_where_ones_public_holidays_are(house: House, typed: str, kept: str) -> None:
    fields = {"name": "Ivan Petrov", "zone": "Europe/London", "locale": "en", "region": typed}
    assert house.visitor("ivan").post("/account", fields).status_code == 303
    with house.app.app_context():
        assert house.one(Person, "ivan").region == kept


def test_a_place_nobody_knows_the_holidays_of_is_refused(house: House) -> None:
    for typed in ("Narnia", "GB-", "DE-ZZ"):
        fields = {"name": "Ivan Petrov", "zone": "Europe/London", "locale": "en", "region": typed}
        answer = house.visitor("ivan").post("/account", fields)
        assert (answer.status_code, f'value="{typed}"' in answer.text) == (422, True)
