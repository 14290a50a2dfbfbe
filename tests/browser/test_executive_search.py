"""One search for a chief technology officer, from the charter to the first day, in the browsers of those who take part.

Two zones, times picked by the candidate, one interview moved, the plan changed on the way, and one candidate who
withdraws. What calendars were told is read back by a second library.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from playwright.sync_api import Page, expect
from sqlalchemy import select, update

from hiring.db import db
from hiring.models import Application, Candidate, Interview, Outgoing, Person, PersonSession
from hiring.openings.queries import current_revision
from tests.browser.pages import Pages
from tests.cast import DAY, NOW
from tests.factories import a_scorecard, an_interview
from tests.icals import second_reader

# each line they walk over is covered by a test that looks closer
pytestmark = [pytest.mark.browser, pytest.mark.no_cover]

NEW_YORK = ZoneInfo("America/New_York")
TALKS: Sequence[tuple[str, str, tuple[str, ...]]] = (
    ("deep-dives", "cleo", ("cleo", "ines")),
    ("panel-peers", "cleo", ("ines", "ivan")),
    ("panel-reports", "cleo", ("ivan", "adam", "remy", "priya")),
    ("board-member", "cleo", ("ines",)),
    ("presentation", "cleo", ("cleo", "ivan")),
)


class Search:
    """The people around one opening, each in a browser of their own, and the day it is."""

    def __init__(self, pages: Pages, days: ExitStack) -> None:
        self.pages, self.house, self._days = pages, pages.house, days
        self.now = NOW
        self.browsers: dict[str, Page] = {name: pages.of(name) for name in ("rita", "cleo", "max")}
        self.opening = f"/openings/{self.house.ref('executive')}"

    def later(self, days: int) -> None:
        self.now += days * DAY
        self._days.enter_context(time_machine.travel(self.now, tick=True))
        with self.house.changing():  # they sign in again each week
            db.session.execute(update(PersonSession).values(expires_at=self.now + 7 * DAY))

    def at(self, name: str, path: str) -> Page:
        page = self.browsers[name]
        page.goto(path)
        return page

    def add(self, name: str, email: str) -> str:
        """Rita adds somebody; answers the address of their application."""
        page = self.at("rita", f"{self.opening}/candidates")
        page.get_by_label("Name", exact=True).fill(name)
        page.get_by_label(re.compile("^E-mail")).first.fill(email)
        page.get_by_role("button", name="Add", exact=True).click()
        expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
        return re.sub(r"^.*(/applications/[^/?#]+).*$", r"\1", page.url)

    def move(self, name: str, application: str, words: str, reason: str = "") -> None:
        page = self.at(name, application)
        if not page.get_by_label("Move", exact=True).is_visible():
            page.get_by_text("Another move").click()
        page.get_by_label("Move", exact=True).select_option(label=words)
        if reason:
            page.get_by_label(re.compile("^Reason")).first.fill(reason)
        page.get_by_role("button", name="Make this move").click()
        expect(page.get_by_text(re.compile("There is a problem"))).to_have_count(0)

    def talk(self, application: str, stage: str, names: Sequence[str]) -> None:
        """An interview that took place, with everybody's card in."""
        with self.house.changing():
            found = db.session.scalars(select(Application).filter_by(ref=application.rsplit("/", 1)[1])).one()
            people = [self.house.one(Person, name) for name in names]
            rita = self.house.one(Person, "rita")
            held = an_interview(found, stage, people, starts_at=self.now - timedelta(hours=3), by=rita)
            for slot in held.slots:
                a_scorecard(slot, level=4, verdict="yes", words="Asked who waits for it.", at=self.now)

    def told(self) -> list[dict[str, Any]]:
        """What the newest calendar file for the candidate says, as the second library reads it."""
        with self.house.app.app_context():
            newest = db.session.scalars(
                select(Outgoing.calendar)
                .where(Outgoing.calendar.is_not(None), Outgoing.person_id.is_(None))
                .order_by(Outgoing.id.desc())
                .limit(1)
            ).one()
        assert newest is not None
        return second_reader.read([newest])


@pytest.fixture
def search(pages: Pages) -> Iterator[Search]:
    with ExitStack() as days:
        yield Search(pages, days)


@pytest.mark.parametrize("size", ["desk"], indirect=True)
def test_one_search_from_the_charter_to_the_first_day(search: Search) -> None:
    agree_on_the_charter(search)
    avery = search.add("Avery Lind", "avery@example.net")
    blair = search.add("Blair Osei", "blair@example.net")
    source(search, avery)
    call_with_the_recruiter(search, avery)
    call_with_the_chief(search, avery)
    change_the_plan(search)
    withdraw(search, blair)
    for stage, mover, people in TALKS:
        search.later(2)
        search.talk(avery, stage, people)
        search.move(mover, avery, f"Move to {after(search, stage)}")
    search.move("cleo", avery, "Move to Committee")
    decide(search, avery)
    search.move("max", avery, "Move to Offer")
    search.move("cleo", avery, "Move to Close")
    search.later(3)
    search.move("cleo", avery, "Close: hired", "She starts on the first of March.")
    expect(search.at("rita", avery).get_by_text("Hired").first).to_be_visible()


def agree_on_the_charter(search: Search) -> None:
    page = search.at("cleo", f"{search.opening}/charter")
    for label, words in (
        ("What the role covers", "Engineering, data and the platform."),
        ("Reports to", "The chief executive"),
        ("Why the seat is open", "The founder returns to the product."),
    ):
        page.get_by_label(label).fill(words)
    page.get_by_label("Who in the loop has held such a role").fill("Ines ran engineering at Brightwell.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="Approve the charter").click()
    expect(page.get_by_text(re.compile("approved by Cleo Adeyemi"))).to_be_visible()


def source(search: Search, application: str) -> None:
    page = search.at("rita", f"{application}/stages/sourcing")
    page.get_by_label("Their answer").select_option(label="Wants to talk")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(search.at("rita", f"{application}/stages/sourcing").get_by_label("Their answer")).to_have_value("yes")
    search.move("rita", application, "Move to Call with the recruiter")


def call_with_the_recruiter(search: Search, application: str) -> None:
    """Agreed by the candidate's clock."""
    page = search.at("rita", f"{application}/interviews?stage=recruiter-call")
    page.get_by_label("Day", exact=True).fill("2026-11-18")
    page.get_by_label("Starts at").fill("09:30")
    page.get_by_label("Zone").fill("America/New_York")
    page.get_by_label("Interviewer", exact=True).first.select_option(label="Rita Moreau")
    page.get_by_role("button", name="Schedule", exact=True).click()
    expect(page.get_by_text("Wed 18 Nov").first).to_be_visible()
    told_of(search, datetime(2026, 11, 18, 9, 30, tzinfo=NEW_YORK), sequence=0)
    search.later(2)
    hand_in_for(search, application)
    search.move("rita", application, "Move to Call with the CEO")


def call_with_the_chief(search: Search, application: str) -> None:
    """Several times are offered, the candidate picks one by her own clock, and it is moved once."""
    with search.house.changing():
        candidate = db.session.scalars(select(Candidate).filter_by(name="Avery Lind")).one()
        candidate.zone = "America/New_York"
        search.house.world.refs["avery"] = application.rsplit("/", 1)[1]
    page = search.at("rita", f"{application}/times?stage=ceo-call")
    page.get_by_label("First interviewer").select_option(label="Cleo Adeyemi")
    page.get_by_role("button", name="Find times").click()
    offered = page.get_by_role("group", name=re.compile("When everybody can")).get_by_role("checkbox")
    for place in (0, 1):
        offered.nth(place).check()
    page.get_by_role("button", name="Offer them to the candidate").click()

    portal = search.pages.of("avery@portal", script=False)
    portal.goto("/portal/")
    portal.locator("a[href$='/portal/times']").first.click()
    portal.get_by_role("radio").nth(1).check()
    portal.get_by_role("button", name="Take this time").click()
    expect(portal.get_by_text("Cleo Adeyemi").first).to_be_visible()
    interview, starts_at = newest_interview(search, application)
    told_of(search, starts_at, sequence=0)

    page = search.at("rita", f"/interviews/{interview}/time")
    page.get_by_label("Day", exact=True).fill("2026-11-26")
    page.get_by_label("Starts at").fill("15:00")
    page.get_by_label("Zone").fill("Europe/London")
    page.get_by_role("button", name="Move", exact=True).click()
    told_of(search, datetime(2026, 11, 26, 15, 0, tzinfo=ZoneInfo("Europe/London")), sequence=1)
    portal.goto("/portal/")
    expect(portal.get_by_text("10:00").first).to_be_visible()
    search.later(8)
    hand_in_for(search, application)
    search.move("cleo", application, "Move to Deep-dives with the founders")


def change_the_plan(search: Search) -> None:
    page = search.at("rita", f"{search.opening}/plan/new?kind=interview")
    page.get_by_label("Place").select_option(label="Loop: after “Talks with the future team”")
    page.get_by_label("Name", exact=True).fill("Board member")
    page.get_by_label("What it is for").fill("Hear how this person speaks with those who own the company.")
    page.get_by_label("Adviser").check()
    page.get_by_label("Minutes", exact=True).fill("45")
    page.get_by_label("Days at most").fill("10")
    page.get_by_label("Scorecard", exact=True).select_option(label="A full one")
    page.get_by_label(re.compile("[Ss]corecard.* in")).check()
    page.get_by_label("Why the plan changes").fill("The board asked to meet whoever gets this far.")
    page.get_by_role("button", name="Make a new revision").click()
    expect(page.get_by_text("Revision 2", exact=True)).to_be_visible()
    expect(page.get_by_text("The board asked to meet whoever gets this far.")).to_be_visible()


def withdraw(search: Search, application: str) -> None:
    search.house.world.refs["blair"] = application.rsplit("/", 1)[1]
    portal = search.pages.of("blair@portal", script=False)
    portal.goto("/portal/")
    portal.get_by_role("link", name=re.compile("[Ww]ithdraw")).click()
    portal.get_by_role("checkbox").check()
    portal.get_by_role("button", name="Withdraw").click()
    expect(portal.get_by_text("Your application is closed").first).to_be_visible()
    expect(search.at("rita", application).get_by_text("Withdrawn by the candidate").first).to_be_visible()


def decide(search: Search, application: str) -> None:
    page = search.at("rita", application)
    page.get_by_role("button", name="Build packet").click()
    page = search.at("max", application)
    page.get_by_role("link", name="Open the packet").first.click()
    page.get_by_label("Go ahead", exact=True).check()
    page.locator("#decision").get_by_label("Strategy and focus").check()
    page.get_by_label("Reasons, tied to the dimensions above").fill("Eleven accounts, and they agree.")
    page.get_by_role("button", name="Record decision").click()
    expect(page.locator("#decision")).to_contain_text("Eleven accounts, and they agree.")


def hand_in_for(search: Search, application: str) -> None:
    """Whoever held the last interview writes what they saw."""
    interview, _ = newest_interview(search, application)
    with search.house.changing():
        held = db.session.scalars(select(Interview).filter_by(ref=interview)).one()
        for slot in held.slots:
            a_scorecard(slot, level=4, verdict="yes", words="Asked who waits for it.", at=search.now)


def newest_interview(search: Search, application: str) -> tuple[str, datetime]:
    with search.house.app.app_context():
        found = db.session.scalars(
            select(Interview)
            .join(Interview.application)
            .where(Application.ref == application.rsplit("/", 1)[1])
            .order_by(Interview.id.desc())
            .limit(1)
        ).one()
        return found.ref, found.starts_at


def told_of(search: Search, starts_at: datetime, *, sequence: int) -> None:
    """The candidate's newest calendar file asks her to be there at that instant, as the second library reads it."""
    (file,) = search.told()
    (occasion,) = file["occasions"]
    assert (file["method"], occasion["sequence"], occasion["status"]) == ("REQUEST", sequence, "CONFIRMED")
    assert datetime.fromisoformat(occasion["starts"]) == starts_at
    clock = datetime.fromisoformat(occasion["clock"])
    assert clock == starts_at.astimezone(ZoneInfo(occasion["zone"])).replace(tzinfo=None)


def after(search: Search, stage: str) -> str:
    """The title of the stage that follows in the plan of today."""
    with search.house.app.app_context():
        newest = db.session.scalars(select(Application)).first()
        assert newest is not None
        stages = list(current_revision(newest.opening_id).stages)
        place = next(place for place, one in enumerate(stages) if one.slug == stage)
        return str(stages[place + 1].title)
