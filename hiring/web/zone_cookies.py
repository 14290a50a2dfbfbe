"""The cookies of those who come in by a mailed link instead of an account: one name a zone, for the server alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flask import Response, current_app, request

from hiring.settings import Settings


@dataclass(frozen=True, slots=True)
class ZoneCookie:
    """What a browser shows in one zone, for so long; it means nothing in another."""

    name: str
    lives: timedelta

    def shown(self) -> str:
        """What the browser shows, or nothing."""
        return request.cookies.get(self._called(), "")

    def give(self, response: Response, secret: str) -> Response:
        """Let the browser show this from now on. Whatever it showed before is gone: the last link wins."""
        response.set_cookie(
            self._called(),
            secret,
            max_age=self.lives,
            path="/",
            secure=not _is_plain_loopback(),
            httponly=True,
            samesite="Lax",
        )
        return response

    def _called(self) -> str:
        return self.name if _is_plain_loopback() else f"__Host-{self.name}"


def _is_plain_loopback() -> bool:
    settings: Settings = current_app.extensions["settings"]
    return settings.is_plain_loopback
