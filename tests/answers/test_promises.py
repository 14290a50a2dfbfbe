"""The warning before a promised day passes: once, on the working day before, to whoever looks after the candidate."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from hiring import promises, worker
from hiring.db import db
from hiring.models import Application, Outgoing, Person, Promise
from tests.cast import DAY, NOW
from tests.house import ON_SQLITE, House


def promised(house: House, due_on: date) -> None:
    with house.changing():
        noel, rita = house.one(Application, "noel"), house.one(Person, "rita")
        said = {"what": "Whether you meet the panel.", "due_on": due_on, "made_at": NOW - DAY}
        db.session.add(Promise(application=noel, made_by_id=rita.id, **said))


def warnings(house: House) -> list[tuple[str, str]]:
    with house.app.app_context():
        found = db.session.execute(select(Outgoing.address, Outgoing.subject).where(Outgoing.kind == "promise_due"))
        return [(row.address, row.subject) for row in found]


@pytest.mark.parametrize(
    ("due_on", "on"),
    [
        (date(2026, 11, 19), date(2026, 11, 18)),
        (date(2026, 11, 23), date(2026, 11, 20)),
        (date(2026, 11, 22), date(2026, 11, 20)),
        (date(2026, 11, 21), date(2026, 11, 20)),
    ],
)
def test_it_goes_on_the_working_day_before(due_on: date, on: date) -> None:
    assert promises.warned_on(due_on) == on


def test_whoever_recruits_is_warned_once(house: House) -> None:
    promised(house, NOW.date() + DAY)
    gone_out = []
    for moment in (datetime(2026, 11, 17, 8, 59, tzinfo=UTC), NOW, NOW + timedelta(hours=1)):
        worker.remind(house.app, moment)
        gone_out.append(warnings(house))
    mail = ("rita@example.org", "Noel Abara was promised to hear by Wed 18 Nov 2026")
    assert gone_out == [[], [mail], [mail]]


@ON_SQLITE
def test_nobody_is_warned_of_what_is_over_or_far(house: House) -> None:
    promised(house, NOW.date() + 7 * DAY)
    promised(house, NOW.date())
    with house.changing():
        db.session.scalars(select(Promise).where(Promise.due_on == NOW.date())).one().ended_at = NOW
    worker.remind(house.app, NOW)
    assert warnings(house) == []
