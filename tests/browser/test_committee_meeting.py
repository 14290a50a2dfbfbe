"""A whole meeting of a committee, five people in five browsers: from the sealed ballot to minutes that tell it all."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from hiring.db import db
from hiring.models import Application, Opening, Person
from hiring.openings.actions import add_to_team
from tests.browser.pages import Pages
from tests.cast import DAY, NOW
from tests.factories import a_scorecard, an_interview

# each line they walk over is covered by a test that looks closer
pytestmark = [pytest.mark.browser, pytest.mark.no_cover]

CHAIR, STEPS_BACK = "max", "adam"
VOTERS = ("max", "mona", "ivan", "priya")
FIRST = {"max": "Yes", "mona": "No", "ivan": "Strong yes", "priya": "No"}
SECOND = {"max": "Yes", "mona": "Yes", "ivan": "Yes", "priya": "No"}
MOVED = {
    "mona": "Ines told what she had asked, and it was another question.",
    "ivan": "The second account is thinner than I had thought.",
}
PATHS = ("", "/status", "/points", "/minutes")


def before_the_meeting(pages: Pages) -> None:
    """Three more sit beside Max and Mona, and two more met Dana and saw too little for the rule to be met."""
    with pages.house.changing():
        opening = db.session.scalars(select(Opening).filter_by(ref=pages.house.ref("executive"))).one()
        rita, omar, remy, *others = (
            db.session.scalars(select(Person).filter_by(ref=pages.house.ref(name))).one()
            for name in ("rita", "omar", "remy", "ivan", "priya", "adam")
        )
        for person in others:
            add_to_team(opening, person, "committee", by=rita, now=NOW - DAY)
        dana = db.session.scalars(select(Application).filter_by(ref=pages.house.ref("dana"))).one()
        met = an_interview(dana, "deep-dives", [omar, remy], starts_at=NOW - 5 * DAY, by=rita)
        for slot in met.slots:
            a_scorecard(slot, level=1, verdict="no", words="Told what others had done.", at=NOW - 4 * DAY)


class Meeting:
    """The browsers of a committee around one packet."""

    def __init__(self, pages: Pages) -> None:
        packet = pages.house.ref("dana-packet")
        self.packet, self.application = f"/packets/{packet}", f"/applications/{pages.house.ref('dana')}"
        # without script everything works as well, and somebody always sits there without
        self.browsers: Mapping[str, Page] = {
            name: pages.of(name, script=name != "ivan") for name in (*VOTERS, STEPS_BACK)
        }

    def read(self, name: str, path: str = "") -> str:
        """What somebody's browser shows of the packet, or of a page below it."""
        page = self.browsers[name]
        page.goto(self.packet + path)
        return page.locator("main").inner_text()

    def open_ballot(self, words: str) -> None:
        page = self.browsers[CHAIR]
        page.goto(self.packet)
        page.get_by_role("button", name=words).first.click()
        expect(page).to_have_url(re.compile("/status$"))

    def vote(self, name: str, words: str, reason: str) -> None:
        page = self.browsers[name]
        page.goto(f"{self.packet}/vote")
        page.get_by_role("radio", name=re.compile(f"^{words}")).check()
        page.get_by_label("Your reason").fill(reason)
        has_read = page.get_by_label("I have read the packet")
        if has_read.count():
            has_read.check()
        page.get_by_role("button", name="Vote", exact=True).click()
        expect(page).to_have_url(re.compile("/status$"))

    def step_back(self, name: str) -> None:
        page = self.browsers[name]
        page.goto(f"{self.application}/conflicts")
        page.get_by_role("button", name="Declare it").click()


@pytest.mark.parametrize("size", ["desk"], indirect=True)
def test_five_people_vote_talk_vote_again_and_decide(pages: Pages) -> None:
    before_the_meeting(pages)
    meeting = Meeting(pages)

    meeting.open_ballot("Open the first ballot")
    assert "0 of 5" in meeting.read("mona", "/status")
    for name, words in FIRST.items():
        meeting.vote(name, words, f"CANARY-vote-{name}")
    unsealed = [(name, path) for name in VOTERS for path in PATHS if "CANARY-vote" in meeting.read(name, path)]
    assert unsealed == []  # not even to its author, over whose shoulder somebody may look
    assert "4 of 5" in meeting.read("mona", "/status")
    assert "Adam Lindqvist" in meeting.read(CHAIR, "/status")
    assert "Adam Lindqvist" not in meeting.read("mona", "/status")

    # the last one awaited steps back, and that ends the ballot
    meeting.step_back(STEPS_BACK)
    meeting.browsers[STEPS_BACK].goto(meeting.packet)
    expect(meeting.browsers[STEPS_BACK]).to_have_title(re.compile("^There is no such page"))
    opened = meeting.read("mona", "/status")
    assert all(f"CANARY-vote-{name}" in opened for name in FIRST)

    chair = meeting.browsers[CHAIR]
    chair.goto(f"{meeting.packet}/points")
    chair.get_by_label("What was said").fill("Two heard of the same quarter from two sides.")
    chair.get_by_role("button", name="Note it").click()
    expect(chair.get_by_text("Two heard of the same quarter from two sides.")).to_be_visible()

    meeting.open_ballot("Open the second ballot")
    for name, words in SECOND.items():
        meeting.vote(name, words, MOVED.get(name, ""))
    told = meeting.read("priya", "/status")
    assert all(reason in told for reason in MOVED.values())

    propose(meeting)
    meeting.browsers["mona"].goto(meeting.packet)
    meeting.browsers["mona"].get_by_role("button", name=re.compile("^Second it")).click()
    expect(meeting.browsers["mona"].locator("#decision")).to_contain_text("seconded by Mona Lindgren")
    dissenting = meeting.browsers["priya"]
    dissenting.goto(meeting.packet)
    dissenting.get_by_label("Why you disagree").fill("One account is not enough for this seat.")
    dissenting.get_by_role("button", name="Add a dissent").click()
    expect(dissenting.locator("#decision")).to_contain_text("One account is not enough for this seat.")

    minutes = meeting.read("ivan", "/minutes")
    everything = (
        *(f"CANARY-vote-{name}" for name in FIRST),
        *MOVED.values(),
        "Adam Lindqvist",
        "Two heard of the same quarter from two sides.",
        "We know the risk and take it.",
        "Mona Lindgren",
        "One account is not enough for this seat.",
    )
    assert [words for words in everything if words not in minutes] == []


def propose(meeting: Meeting) -> None:
    """The chair goes ahead although the rule is not met, which nobody does alone."""
    page = meeting.browsers[CHAIR]
    page.goto(meeting.packet)
    page.get_by_label("Go ahead", exact=True).check()
    page.locator("#decision input[type=checkbox]").first.check()
    page.get_by_label("Reasons, tied to the dimensions above").fill("What they built stands.")
    page.get_by_label(re.compile("^Why you go ahead although")).fill("We know the risk and take it.")
    page.get_by_role("button", name="Record decision").click()
    expect(page.locator("#decision")).to_contain_text("Not decided yet.")
