"""For gunicorn and other WSGI servers: `gunicorn wsgi:app`."""

from __future__ import annotations

from hiring.app import create_app
from hiring.serving import share_one_heap, spare_the_collector

app = create_app()
spare_the_collector()
share_one_heap()
