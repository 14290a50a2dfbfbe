"""For gunicorn and other WSGI servers: `gunicorn wsgi:app`."""

from __future__ import annotations

from hiring.app import create_app

app = create_app()
