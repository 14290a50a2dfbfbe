"""What the form says while it saves itself, brought about one by one in a page of the demo house.

Each types other words than the one before: a page that is closed still sends what it has.
"""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

HERE = "Named the failure before she was asked."
THERE = "Two accounts of the same week, with the same figures in both."


def saved(page: Page) -> None:
    _type(page, HERE)
    _until(page, "saved")


def saving(page: Page) -> None:
    page.route("**/draft", lambda _route: None)  # a server that takes its time
    _type(page, f"{HERE} Then what she would do differently.")
    _until(page, "saving")


def offline(page: Page) -> None:
    page.context.set_offline(True)
    _type(page, f"{HERE} Asked who was waiting.")
    page.get_by_label("High").check()
    _until(page, "offline")


def signed_out(page: Page) -> None:
    page.context.clear_cookies()
    _type(page, f"{HERE} Called the customer herself.")
    _until(page, "out")


def two_texts(page: Page, more: str = "") -> None:
    _type_elsewhere(page, THERE + more)
    _type(page, f"{HERE} Wrote the page afterwards.{more}")
    _until(page, "two")
    page.get_by_role("link", name="Show both").click()


def conflict(page: Page) -> None:
    """The page that a button leads to while two texts stand against each other."""
    two_texts(page, more=" Checked.")
    page.get_by_role("button", name="Save and close").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()


STATES: dict[str, Callable[[Page], None]] = {
    "saved": saved,
    "saving": saving,
    "offline": offline,
    "signed-out": signed_out,
    "two-texts": two_texts,
    "conflict": conflict,
}


def _type(page: Page, words: str) -> None:
    page.locator("#headline").fill(words)


def _type_elsewhere(page: Page, words: str) -> None:
    other = page.context.new_page()
    other.goto(page.url)
    _type(other, words)
    _until(other, "saved")
    other.close()


def _until(page: Page, state: str) -> None:
    expect(page.locator("#card")).to_have_attribute("data-state", state)
