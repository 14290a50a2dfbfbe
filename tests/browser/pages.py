"""Pages in a real browser, each signed in as somebody, that note what goes wrong in them."""

from __future__ import annotations

from typing import Self

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from tests.house import House
from tests.portal.test_views import entered


class Pages:
    """Browsers of several people on one served house, all of one size."""

    def __init__(
        self, browser: Browser, house: House, address: str, size: tuple[int, int], *, script: bool = True
    ) -> None:
        self.browser, self.house, self.address, self.size, self.script = browser, house, address, size, script
        self.complaints: list[str] = []
        self._contexts: list[BrowserContext] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        for context in self._contexts:
            context.close()

    def of(self, name: str | None = None, *, dark: bool = False, script: bool | None = None) -> Page:
        """A new browser of that person, or of nobody."""
        context = self.browser.new_context(
            base_url=self.address,
            viewport={"width": self.size[0], "height": self.size[1]},
            color_scheme="dark" if dark else "light",
            java_script_enabled=self.script if script is None else script,
        )
        self._contexts.append(context)
        if name is not None:
            self.sign_in(context, name)
        page = context.new_page()
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def sign_in(self, context: BrowserContext, name: str) -> None:
        """Give that browser a session of this person, as if signed in elsewhere. `casey@portal` is the candidate."""
        candidate = name.removesuffix("@portal")
        kind = "hiring" if candidate == name else "portal"
        visitor = self.house.visitor(name) if candidate == name else entered(self.house, candidate)
        cookie = visitor.client.get_cookie(kind)
        assert cookie is not None
        context.add_cookies([{"name": kind, "value": cookie.value, "url": self.address}])

    def _note(self, message: ConsoleMessage) -> None:
        """Chromium speaks of every answer from 400 up as an error; those the tests look at themselves."""
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)
