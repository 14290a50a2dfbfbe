"""The screenshots in docs/pictures/: the demo house, served and photographed. `make pictures` takes them anew."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import select

from hiring.db import db, writing
from hiring.demo import house
from hiring.models import Application, Candidate, Outgoing
from hiring.portal.actions import send_link
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
    ("application", "Rita Moreau", "/openings", first("/applications/")),
    ("packet", "Max Oyelaran", VOTED_TWICE, PACKET),
    ("rubric", "Ines Calder", "/rubrics", first("/rubrics/senior-software-engineer")),
    ("home", "Ines Calder", "/", stay),
]


def covering(page: Page) -> None:
    """Who covers what in the loop of the first application, with one thing accepted."""
    first("/applications/")(page)
    address = f"{page.url}/coverage"
    page.goto(address)
    if not page.get_by_role("heading", name="Accepted").count():
        page.locator("li", has_text="has 1 view").get_by_role("button", name="Accept").first.click()
        page.goto(address)


LOOP, BRIEF = "/openings?q=Yuki", "/interviews"
SEARCH: dict[str, tuple[str, str, Callable[[Page], None]]] = {
    "board": ("Rita Moreau", "/openings", stay),
    "columns": ("Rita Moreau", "/openings?view=columns", stay),
    "coverage": ("Rita Moreau", LOOP, covering),
    "brief": ("Ines Calder", BRIEF, first("/slots/")),
}
LOOKS = ((1440, "light"), (390, "light"), (1440, "dark"), (1440, "rtl"))
IN_PORTAL = "Daniel Abramowitz"


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


def take_search(browser: Browser, app: Flask, address: str) -> None:
    """The pages of a search, by day, at night, on a phone and from right to left; the portal is its candidate's."""
    for width, look in LOOKS:
        for name, (who, start, onward) in SEARCH.items():
            page = visit(browser, address, width, who, start, is_dark=look == "dark")
            onward(page)
            keep(page, name, width, look)
        page = enter(browser, app, address, width, is_dark=look == "dark")
        keep(page, "portal", width, look)


def keep(page: Page, name: str, width: int, look: str) -> None:
    if look == "rtl":
        page.evaluate("document.documentElement.dir = 'rtl'")
    said = "" if look == "light" else f"{look}-"
    page.screenshot(path=FOLDER / f"{name}-{said}{width}.png", full_page=True)
    page.context.close()


def enter(browser: Browser, app: Flask, address: str, width: int, *, is_dark: bool) -> Page:
    """A candidate's browser, come in by a mailed link."""
    with app.app_context(), writing():
        found = db.session.scalars(
            select(Application).join(Application.candidate).where(Candidate.name == IN_PORTAL).limit(1)
        ).one()
        send_link(found, base_url=address, now=datetime.now(UTC))
        db.session.flush()
        body = db.session.scalars(select(Outgoing.body).order_by(Outgoing.id.desc()).limit(1)).one()
    scheme: Literal["dark", "light"] = "dark" if is_dark else "light"
    context = browser.new_context(viewport={"width": width, "height": SIZES[width]}, color_scheme=scheme)
    page = context.new_page()
    page.goto(re.findall(r"https?://\S+/portal/enter/\S+", body)[0])
    page.get_by_role("button").first.click()
    page.wait_for_url("**/portal/")
    return page


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
            take_search(browser, app, address)
            take_states(browser, address)
        browser.close()


if __name__ == "__main__":
    main()
