"""The interviewer's day: what comes first, and one's own history page by page."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from hiring.loops.queries import Turn, Turns
from hiring.models import Application, Person
from hiring.workflow.clock import lateness
from tests.cast import DAY, NOW
from tests.factories import a_scorecard, an_interview
from tests.house import House

LONDON = ZoneInfo("Europe/London")
HOUR = timedelta(hours=1)


def turn(name: str, due_at: datetime, *, has_draft: bool = False) -> Turn:
    began = due_at - DAY
    return Turn(
        name, name, "Talk", "CTO", began, began + HOUR, due_at, None, True, lateness(due_at, NOW), has_draft=has_draft
    )


LATE, LATER = turn("late", NOW - 2 * HOUR), turn("less late", NOW - HOUR, has_draft=True)
TODAY, BEGUN = turn("today", NOW + HOUR), turn("begun", NOW + 2 * DAY, has_draft=True)
BLANK, NEXT = turn("blank", NOW + DAY), turn("next", NOW + 9 * DAY)


@pytest.mark.parametrize(
    ("owed", "coming", "first"),
    [
        ([BLANK, BEGUN, TODAY, LATER, LATE], [NEXT], LATE),
        ([BLANK, BEGUN, TODAY, LATER], [NEXT], LATER),
        ([BLANK, BEGUN, TODAY], [NEXT], TODAY),
        ([BLANK, BEGUN], [NEXT], BEGUN),
        ([BLANK], [NEXT], BLANK),
        ([], [NEXT], NEXT),
        ([], [], None),
    ],
)
def test_the_first_thing_not_finished(owed: list[Turn], coming: list[Turn], first: Turn | None) -> None:
    assert Turns(owed, coming, []).first(NOW, LONDON) == first


def test_today_is_the_readers_today() -> None:
    now = datetime(2026, 11, 17, 23, 30, tzinfo=UTC)
    soon, begun = turn("soon", now + HOUR), turn("begun", now + 3 * DAY, has_draft=True)
    assert Turns([begun, soon], [], []).first(now, ZoneInfo("Europe/Berlin")) == soon
    assert Turns([begun, soon], [], []).first(now, LONDON) == begun


def test_home_begins_with_it_in_one_tap(house: House) -> None:
    page = house.visitor("ivan").get("/").text
    main = page[page.index('id="first"') :]
    found = re.search(r'<a class="btn go" href="([^"]*)">([^<]*)</a>', main)
    assert found is not None
    assert found.groups() == (f"/scorecards/{house.ref('casey-ivan')}/next", "Go on")


def test_one_has_ones_own_history_page_by_page(house: House) -> None:
    with house.changing():
        application, ivan = house.one(Application, "noel"), house.one(Person, "ivan")
        for number in range(31):
            at = NOW - (20 + number) * DAY
            interview = an_interview(application, "deep-dives", [ivan], starts_at=at, by=house.one(Person, "rita"))
            a_scorecard(interview.slots[0], level=3, verdict="yes", words="Fine", at=at + HOUR)
    visitor = house.visitor("ivan")
    shown = [visitor.get(f"/interviews?page={page}").text for page in (1, 2, 3)]
    receipts = [set(re.findall(r'href="(/scorecards/[^"]*/receipt)"', page)) for page in shown]
    assert [len(found) for found in receipts] == [30, 2, 0]  # with Dana's
    assert receipts[0] & receipts[1] == set()
    assert ["page=2#done" in page for page in shown] == [True, False, True]
    assert visitor.get("/interviews?page=x").status_code == 200
