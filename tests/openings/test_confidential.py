"""What a confidential opening is called wherever somebody may look over a shoulder."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from hiring.db import db
from hiring.loops.actions import Meeting, Seat, schedule
from hiring.models import Application, Outgoing, Person
from tests.cast import DAY, NOW
from tests.factories import stage_of
from tests.house import House

TITLE = "financial"


@pytest.mark.parametrize(
    "url", ["/applications/{quinn}", "/openings/{heron}/candidates", "/openings", "/", "/search?q=Quinn"]
)
def test_its_title_stands_on_its_own_page_alone(house: House, url: str) -> None:
    remy = house.visitor("remy")
    assert TITLE in remy.get(f"/openings/{house.ref('heron')}").text
    page = remy.get(url.format_map(house.world.refs))
    assert page.status_code == 200
    assert TITLE not in page.text


def test_no_window_is_called_by_it(house: House) -> None:
    titles = re.findall("<title>([^<]*)", house.visitor("remy").get(f"/openings/{house.ref('heron')}").text)
    assert [TITLE in title for title in titles] == [False]


def test_who_is_asked_to_interview_reads_its_codename(house: House) -> None:
    with house.changing():
        quinn, omar = house.one(Application, "quinn"), house.one(Person, "omar")
        meeting = Meeting(stage=stage_of(quinn, "recruiter-call"), starts_at=NOW + DAY, zone="UTC", minutes=30)
        slot = schedule(quinn, meeting, [Seat(omar)], by=house.one(Person, "remy"), now=NOW).slots[0]
        ref = slot.ref
    omar_at = house.visitor("omar")
    for url in (f"/slots/{ref}/brief", f"/scorecards/{ref}", f"/applications/{house.ref('quinn')}", "/interviews", "/"):
        page = omar_at.get(url)
        assert (page.status_code, TITLE in page.text) == (200, False), url
    assert "Project Heron" in omar_at.get(f"/slots/{ref}/brief").text
    with house.app.app_context():
        theirs, candidates = db.session.scalars(select(Outgoing).order_by(Outgoing.id)).all()[-2:]
        # the candidate knows what it is about; to a colleague's eyes in passing neither says
        assert theirs.subject == "Something in Hiring Loop waits for you"
        assert candidates.subject == "Your interview on Wed 18 Nov 2026, 10:00"
        assert not any(TITLE in f"{one.body}{one.html}{one.calendar}" for one in (theirs, candidates))
