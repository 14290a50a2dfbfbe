"""Every page anybody of the cast can open, in a real browser: axe finds nothing, and nothing scrolls sideways."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe

from hiring.models import Application
from tests.answers.said import a_letter
from tests.browser.pages import Pages
from tests.cast import DAY, NOW

# each line they walk over is covered by a test that looks closer
pytestmark = [pytest.mark.browser, pytest.mark.no_cover]

EVERY_RULE = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
RULES = {
    "light": EVERY_RULE,
    "dark": {"type": "rule", "values": ["color-contrast", "link-in-text-block", "target-size"]},
}
"""By night colours are others, and at a desk places are."""
SIDEWAYS = "document.documentElement.scrollWidth > window.innerWidth"

ADDRESSES = {
    None: ["/sign-in", "/sign-in/link", "/nowhere"],
    "rita": [
        "/",
        "/openings",
        "/openings?q=stage:nowhere",
        "/openings?view=columns",
        "/interviews/calendar",
        "/selection?do=remind&a={casey}&a={noel}",
        "/selection?do=tag&a={casey}",
        "/openings/new",
        "/openings/{executive}",
        "/openings/{executive}/candidates",
        "/openings/{executive}/plan",
        "/openings/{executive}/plan/new?kind=presentation",
        "/openings/{executive}/plan/stages/presentation",
        "/openings/{executive}/side-by-side",
        "/openings/{executive}/severity",
        "/applications/{casey}",
        "/applications/{dana}",
        "/applications/{noel}/conflicts",
        "/search?q=canary",
        "/candidates/duplicates",
        "/answers",
        "/answers?show=quiet&q=stage:nowhere",
        "/answers/letter?to={casey}&to={noel}",
        "/applications/{casey}/letters",
        "/applications/{casey}/adjustments",
        "/letter-templates",
        "/openings/{executive}/close",
        "/applications/{noel}/interviews",
        "/applications/{casey}/times?stage=panel-peers&minutes=45&since=2026-11-24&span=7&zone=UTC&who1={mona}",
        "/applications/{casey}/coverage",
        "/applications/{casey}/coverage/briefs",
        "/interviewers",
        "/interviewers/{ivan}",
        "/interviews/{casey-interview}",
        "/interviews/{casey-interview}/time",
        "/packets/{dana-packet}",
        "/packets/{dana-packet}/workings",
        "/applications/{dana}/stages/recruiter-call",
        "/applications/{dana}/stages/presentation",
        "/applications/{casey}/questions",
        "/applications/{casey}/expectation",
        "/openings/{executive}/charter",
        "/reports",
        "/reports/agreement",
        "/reports/process",
        "/rubrics",
        "/rubrics/senior-software-engineer/1",
        "/search?q=Casey",
        "/help",
        "/account",
        "/account/calendar",
        "/mail/preview",
        "/mail/preview/interview_assigned",
        "/cases",
        "/cases/new",
        "/cases/{case}",
    ],
    "remy": ["/cases/{sketch}/edit"],
    "ivan": [
        "/",
        "/interviews",
        "/scorecards/{casey-ivan}",
        "/scorecards/{casey-ivan}/review",
        "/slots/{casey-ivan}/brief",
        "/slots/{casey-ivan}/notes",
        "/cases/{case}",
        "/people/{ivan}/absences",
        "/applications/{casey}",
        "/packets/{dana-packet}",
    ],
    "ines": ["/me/ratings", "/scorecards/{casey-ines}/receipt", "/interviews?q=casey"],
    "max": [
        "/",
        "/packets/{dana-packet}",
        "/packets/{dana-packet}?view=projector",
        "/packets/{dana-packet}/vote",
        "/packets/{dana-packet}/status",
        "/packets/{dana-packet}/points",
        "/packets/{dana-packet}/minutes",
        "/meetings",
        "/openings/{executive}/meetings/new",
        "/applications/{dana}",
    ],
    "priya": ["/break-glass", "/reports/groups"],
    "adam": ["/break-glass", "/people", "/sent-mail"],
    "casey@portal": [
        "/portal/",
        *(
            f"/portal/{page}"
            for page in ("letters", "questions", "files", "needs", "prepare", "times", "clock", "withdraw")
        ),
        "/portal/about-you",
    ],
}


def addresses(pages: Pages, who: str | None) -> Iterator[str]:
    for address in ADDRESSES[who]:
        yield address.format_map(pages.house.world.refs)


SAMPLE = {("ivan", "light"), ("max", "dark")}
LOOKS = [("phone", "light"), ("desk", "dark")]


@pytest.mark.parametrize("who", ADDRESSES)
@pytest.mark.parametrize(("size", "look"), LOOKS, indirect=["size"])
def test_axe_finds_nothing(pages: Pages, who: str | None, look: str) -> None:
    """Nothing scrolls sideways either, turned round neither: axe reads the order, which stays."""
    if pages.house.dialect == "postgresql" and (who, look) not in SAMPLE:
        pytest.skip("PostgreSQL runs a sample.")
    with pages.house.changing():
        a_letter(pages.house.one(Application, "casey"), at=NOW - DAY, words="https://example.org/" + "long" * 20)
    page = pages.of(who, dark=look == "dark")
    found = []
    for address in addresses(pages, who):
        page.goto(address)
        for violation in Axe().run(page, options={"runOnly": RULES[look]}).response["violations"]:
            places = [node["target"] for node in violation["nodes"]][:3]
            found.append((address, violation["id"], places))
        if page.evaluate(SIDEWAYS):
            found.append((address, "scrolls sideways", []))
        page.evaluate("document.documentElement.dir = 'rtl'")
        if page.evaluate(SIDEWAYS):
            found.append((address, "scrolls sideways from right to left", []))
    assert found == []
