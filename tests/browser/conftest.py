"""A chromium for the tests, and pages of it signed in as one of the cast."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser import chromium
from tests.browser.pages import Pages
from tests.house import House
from tests.live import serving

SIZES = {"phone": (390, 844), "desk": (1440, 900)}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = chromium.launch(playwright)
        yield running
        running.close()


@pytest.fixture(params=SIZES)
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    return SIZES[request.param]


@pytest.fixture
def pages(browser: Browser, house: House, size: tuple[int, int]) -> Iterator[Pages]:
    """`pages.of("rita")` is a page of Rita's browser; whatever a page complains about fails the test."""
    with serving(house.app) as address, Pages(browser, house, address, size) as opened:
        yield opened
    assert opened.complaints == []
