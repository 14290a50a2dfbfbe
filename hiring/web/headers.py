"""What every answer carries so that browsers and proxies keep to themselves."""

from __future__ import annotations

from flask import Flask, Response

from hiring.settings import Settings

POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
A_YEAR = 365 * 24 * 3600


def init_app(app: Flask, settings: Settings) -> None:
    @app.after_request
    def add_headers(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", POLICY)
        headers.setdefault("Referrer-Policy", "same-origin")
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        headers["Cache-Control"] = "no-store, private"  # a file sent from the disk says otherwise by itself
        headers.add("Vary", "Cookie")
        if settings.is_production:
            headers.setdefault("Strict-Transport-Security", f"max-age={A_YEAR}; includeSubDomains")
        return response
