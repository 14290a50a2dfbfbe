"""The main job in a real browser, as three people, on a phone and at a desk, with script and without."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from hiring.db import db
from hiring.models import Outgoing
from tests.browser.pages import Pages

pytestmark = pytest.mark.browser


def fill_card(page: Page) -> None:
    """Every area with evidence and a level, then the verdict."""
    for area in page.locator("details.dim").all():
        if area.get_attribute("open") is None:
            area.locator("summary").click()
        area.locator("textarea").first.fill(
            "A day in March: the queue stood still and they asked who was waiting for it."
        )
        area.locator("input[type=radio][value='4']").check()
    page.get_by_label("Yes", exact=False).and_(page.locator("#verdict-yes")).check()
    page.get_by_label("High").check()
    page.get_by_label("The one thing the committee should hear from you").fill(
        "Asks who is waiting before touching anything."
    )


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_an_interviewer_hands_in_the_card_that_is_owed(pages: Pages, script: bool) -> None:
    page = pages.of("ivan", script=script)
    page.goto("/")
    page.get_by_role("link", name=re.compile("Write|Go on")).first.click()
    expect(page).to_have_title(re.compile("Scorecard – Casey Morgan"))
    expect(page.get_by_text("stays hidden until you hand in").first).to_be_visible()
    fill_card(page)
    page.get_by_role("button", name="Review and hand in").click()
    expect(page.get_by_role("heading", name="Check what you wrote about Casey Morgan")).to_be_visible()
    page.get_by_role("button", name="Hand in", exact=True).click()
    expect(page).to_have_url(re.compile("/receipt$"))
    page.go_back()
    page.goto("/")
    expect(page.get_by_text("Nothing to write")).to_be_visible()


def test_an_unfinished_card_says_what_is_missing_and_keeps_the_words(pages: Pages) -> None:
    page = pages.of("ivan")
    page.goto(f"/scorecards/{pages.house.ref('casey-ivan')}")
    area = page.locator("details.dim[open]").first
    area.locator("textarea").first.fill("Words that must not be lost.")
    page.get_by_role("button", name="Review and hand in").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(page).to_have_title(re.compile("^Error:"))
    expect(page.get_by_text("Words that must not be lost.").first).to_be_visible()


def test_a_recruiter_adds_a_candidate_and_moves_on(pages: Pages) -> None:
    page = pages.of("rita")
    page.goto("/openings")
    page.get_by_role("link", name="Chief technology officer").first.click()
    page.get_by_role("link", name=re.compile("Add candidates")).first.click()
    page.get_by_label("Name, current job, e-mail").fill("Robin Vale, Head of engineering at Lark, robin@example.net")
    page.get_by_role("button", name="Fill in the fields").click()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Robin Vale")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("heading", name="Robin Vale", level=1)).to_be_visible()
    page.get_by_text("Another move").click()
    choice = page.get_by_label("Move", exact=True)
    choice.select_option(label="Move to Call with the recruiter")
    page.get_by_role("button", name="Make this move").click()
    expect(page.get_by_text("moved the application to Call with the recruiter")).to_be_visible()
    page.get_by_role("button", name="Take the last move back").click()
    expect(page.get_by_text(re.compile("took|taken back|Took", re.IGNORECASE)).first).to_be_visible()


def test_a_recruiter_schedules_an_interview(pages: Pages) -> None:
    page = pages.of("rita")
    page.goto(f"/applications/{pages.house.ref('noel')}/interviews?stage=recruiter-call")
    page.get_by_label("Day", exact=True).fill("2026-11-19")
    page.get_by_label("Starts at").fill("14:00")
    page.get_by_label("Interviewer", exact=True).first.select_option(label="Ines Calder")
    page.get_by_role("button", name="Schedule", exact=True).click()
    expect(page.get_by_text("Ines Calder").first).to_be_visible()
    expect(page.get_by_text("Thu 19 Nov").first).to_be_visible()


def test_the_chair_reads_the_packet_and_decides(pages: Pages) -> None:
    page = pages.of("max")
    page.goto("/")
    page.get_by_role("link", name=re.compile("Dana Whitfield")).first.click()
    if "/packets/" not in page.url:
        page.get_by_role("link", name=re.compile("packet", re.IGNORECASE)).first.click()
    expect(page.get_by_role("heading", name="Where the panel disagreed")).to_be_visible()
    page.get_by_label("Go ahead", exact=True).check()
    page.locator("#decision").get_by_label("Strategy and focus").check()
    page.get_by_label("Reasons, tied to the dimensions above").fill("Strategy and focus, on four accounts that agree.")
    page.get_by_role("button", name="Record decision").click()
    expect(page.locator("#decision")).to_contain_text("Strategy and focus, on four accounts that agree.")
    expect(page.get_by_role("button", name="Record decision")).to_have_count(0)


def test_somebody_comes_in_by_a_mailed_link(pages: Pages) -> None:
    page = pages.of(None)
    page.goto(f"/applications/{pages.house.ref('casey')}")
    expect(page).to_have_url(re.compile("/sign-in"))
    page.get_by_role("link", name="Mail me a link").or_(page.get_by_role("button", name="Mail me a link")).first.click()
    page.get_by_label("E-mail address").fill("rita@example.org")
    page.get_by_role("button", name=re.compile("link", re.IGNORECASE)).first.click()
    page.goto(mailed_link(pages))
    page.get_by_role("button").first.click()
    page.goto("/openings")
    expect(page.get_by_role("heading", name="Openings")).to_be_visible()


def mailed_link(pages: Pages) -> str:
    """The link in the mail that waits in the outbox."""
    with pages.house.app.app_context():
        body = db.session.scalars(select(Outgoing.body).order_by(Outgoing.id.desc())).first()
    found = re.search(r"/enter/\S+", body or "")
    assert found is not None
    return found[0]
