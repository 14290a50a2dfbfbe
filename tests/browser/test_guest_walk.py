"""A guest from the mailed link to the receipt in a real browser: axe finds nothing, and nothing scrolls sideways."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.pages import Pages
from tests.browser.test_every_page import LOOKS, RULES
from tests.guests.gill import asked, her_slot, newest_link
from tests.house import House
from tests.scorecards.cards import complete

# each line they walk over is covered by a test that looks closer
pytestmark = [pytest.mark.browser, pytest.mark.no_cover]


def walk(page: Page, house: House) -> Iterator[str]:
    """Each page of the zone in turn, by its buttons where it has one."""
    link = newest_link(house)
    page.goto(link)
    yield "door"
    page.get_by_role("button", name="Open my page").click()
    page.wait_for_url("**/guest/")
    yield "brief"
    page.get_by_role("link", name="Write the scorecard").click()
    yield "form"
    with house.changing():
        slot = her_slot(house)
        fields = complete(slot)
    page.fill("#headline", "She repairs systems.")
    for name, words in fields.items():
        control = page.locator(f"[name='{name}']").first
        if control.evaluate("node => node.localName") == "textarea":
            control.evaluate("(node, words) => { node.value = words; }", words)
        else:
            page.locator(f"[name='{name}'][value='{words}']").evaluate("node => { node.checked = true; }")
    page.locator("#overall").get_by_role("button", name="Review and hand in").click()
    page.wait_for_url("**/guest/scorecard/review")
    yield "review"
    page.get_by_role("button", name="Hand in").click()
    page.wait_for_url("**/guest/scorecard/receipt")
    yield "receipt"
    page.goto(link)
    yield "expired"


@pytest.mark.parametrize(("size", "look"), LOOKS, indirect=["size"])
def test_a_guest_walks_from_the_link_to_the_receipt(pages: Pages, look: str) -> None:
    if pages.house.dialect == "postgresql" and look != "light":
        pytest.skip("PostgreSQL runs a sample.")
    asked(pages.house)
    page, found = pages.of(dark=look == "dark"), []
    for place in walk(page, pages.house):
        if look == "rtl":
            page.evaluate("document.documentElement.dir = 'rtl'")
        violations = Axe().run(page, options=RULES).response["violations"]
        found += [(place, one["id"], [node["target"] for node in one["nodes"]][:3]) for one in violations]
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append((place, "scrolls sideways", []))
    assert found == []


def test_the_guest_needs_no_script(pages: Pages) -> None:
    asked(pages.house)
    page = pages.of(script=False)
    page.goto(newest_link(pages.house))
    page.get_by_role("button", name="Open my page").click()
    page.get_by_role("link", name="Write the scorecard").click()
    page.fill("#headline", "She repairs systems.")
    page.locator("#overall").get_by_role("button", name="Save and close").click()
    page.wait_for_url("**/guest/")
    with pages.house.app.app_context():
        draft = her_slot(pages.house).draft
        assert draft is not None
        assert draft.fields == {"headline": "She repairs systems."}
