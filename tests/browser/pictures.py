"""The screenshots in docs/pictures/: the demo house, served and photographed. `make pictures` takes them anew."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from hiring.demo import house
from tests.browser import chromium
from tests.browser.states import STATES
from tests.live import serving

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
SIZES = {1440: 900, 390: 844, 1920: 1080}
WIDTHS = (1440, 390)
LONG = frozenset({"rubric"})
PHONE = 390
FIRST = "main a[href^='{start}']"


def first(*starts: str) -> Callable[[Page], None]:
    """Follow the first link of the page that leads to an address with that beginning, and so on from there."""

    def follow(page: Page) -> None:
        for start in starts:
            page.goto(page.locator(FIRST.format(start=start)).first.get_attribute("href") or "/")

    return follow


def write(page: Page) -> None:
    """Go on with the first card that is owed."""
    page.get_by_role("link", name=re.compile("^(Write|Go on|Begin)")).first.click()
    page.wait_for_url("**/scorecards/**")


def stay(_page: Page) -> None:
    """The page itself."""


PACKET = first("/applications/", "/packets/")
VOTED_TWICE, SPLIT = "/openings?q=Aoife", "/openings?q=Grace"

PICTURES: list[tuple[str, str, str, Callable[[Page], None]]] = [
    ("scorecard", "Ines Calder", "/", write),
    ("board", "Rita Moreau", "/openings", stay),
    ("application", "Rita Moreau", "/openings", first("/applications/")),
    ("packet", "Max Oyelaran", VOTED_TWICE, PACKET),
    ("rubric", "Ines Calder", "/rubrics", first("/rubrics/senior-software-engineer")),
    ("home", "Ines Calder", "/", stay),
]


def take(browser: Browser, address: str, width: int) -> None:
    """Every picture at one width, each by the person whose page it is."""
    for name, who, start, onward in PICTURES:
        page = visit(browser, address, width, who, start)
        onward(page)
        page.screenshot(path=FOLDER / f"{name}-{width}.png", full_page=name not in LONG)
        page.context.close()


def take_packet(browser: Browser, address: str) -> None:
    """A packet as it is read at night, by a room, and on paper."""
    page = visit(browser, address, 1440, "Max Oyelaran", VOTED_TWICE, is_dark=True)
    PACKET(page)
    page.screenshot(path=FOLDER / "packet-dark-1440.png", full_page=True)
    page.context.close()
    page = visit(browser, address, 1440, "Max Oyelaran", VOTED_TWICE)
    PACKET(page)
    page.pdf(path=FOLDER / "packet-print.pdf", prefer_css_page_size=True)
    page.context.close()
    page = visit(browser, address, 1920, "Max Oyelaran", SPLIT)
    PACKET(page)
    page.get_by_role("link", name="Projector", exact=True).click()
    page.screenshot(path=FOLDER / "packet-projector-1920.png")
    page.context.close()


def take_states(browser: Browser, address: str) -> None:
    """What the form says while it saves itself, on a phone."""
    for name, bring_about in STATES.items():
        page = visit(browser, address, PHONE, "Ines Calder", "/")
        write(page)
        bring_about(page)
        if name == "conflict":  # whole, with its foot at the end
            page.set_viewport_size({"width": PHONE, "height": page.evaluate("document.documentElement.scrollHeight")})
        page.screenshot(path=FOLDER / f"draft-{name}-{PHONE}.png")
        page.context.close()


def visit(browser: Browser, address: str, width: int, who: str, start: str, *, is_dark: bool = False) -> Page:
    """A page of that person's browser."""
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": SIZES[width]},
        color_scheme="dark" if is_dark else "light",
    )
    page = context.new_page()
    page.goto("/demo")
    page.get_by_role("button", name=re.compile(who)).first.click()
    page.goto(start)
    return page


def main() -> None:
    """Make a demo house in a folder of its own, and photograph it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        settings = house.settings_for({"HIRING_INSTANCE_PATH": folder}, port=8000)
        app = house.prepare(settings, size=house.Size(), reset=False, now=datetime.now(UTC))
        browser = chromium.launch(playwright)
        with serving(app) as address:
            for width in WIDTHS:
                take(browser, address, width)
            take_packet(browser, address)
            take_states(browser, address)
        browser.close()


if __name__ == "__main__":
    main()
