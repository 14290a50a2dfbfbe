"""What a page is compared with: a Flask application that does next to nothing, under the same server.

`python -m tests.bench.bare PORT FILE`: GET / says hello, POST / adds a row to the SQLite file and commits it.
"""

from __future__ import annotations

import sqlite3
import sys
import threading

import waitress
from flask import Flask

from hiring.serving import THREADS

own = threading.local()


def make_app(file: str) -> Flask:
    app = Flask("bare")

    @app.get("/")
    def hello() -> str:
        return "hello"

    @app.post("/")
    def add() -> str:
        connection = _connection(file)
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO line (words) VALUES ('hello')")
        connection.execute("COMMIT")
        return "added"

    _connection(file).execute("CREATE TABLE IF NOT EXISTS line (id INTEGER PRIMARY KEY, words TEXT)")
    return app


def _connection(file: str) -> sqlite3.Connection:
    if not hasattr(own, "connection"):
        own.connection = sqlite3.connect(file, isolation_level=None, timeout=10)
        own.connection.execute("PRAGMA journal_mode=WAL")
        own.connection.execute("PRAGMA synchronous=FULL")
    connection: sqlite3.Connection = own.connection
    return connection


if __name__ == "__main__":
    waitress.serve(make_app(sys.argv[2]), host="127.0.0.1", port=int(sys.argv[1]), threads=THREADS)
