"""How a verb of the command stands in the house: inside its application, with a clock, and with a way to fail."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import wraps
from typing import TYPE_CHECKING, Any, NoReturn

import click

if TYPE_CHECKING:
    from flask import Flask

MISUSE = 2


@contextmanager
def the_house(*, is_current: bool = True) -> Iterator[Flask]:
    """The application inside its context; without an up-to-date database it says which command mends that."""
    from hiring.app import create_app
    from hiring.db import db as database
    from hiring.schema import is_current as stands_at_head
    from hiring.settings import read

    settings = read(os.environ)
    settings.instance_path.mkdir(parents=True, exist_ok=True)
    app = create_app(settings, must_be_current=is_current)
    with app.app_context():
        if is_current and not stands_at_head(database.engine):
            fail("The database is not up to date. Bring it up to date with: hiring db upgrade")
        yield app


def now() -> datetime:
    return datetime.now(UTC)


def fail(*sentences: str, code: int = MISUSE) -> NoReturn:
    for sentence in sentences:
        click.echo(sentence, err=True)
    sys.exit(code)


def in_house(verb: Callable[..., None]) -> Callable[..., None]:
    """Run a verb in the house, in one writing transaction."""

    @wraps(verb)
    def wrapped(**options: Any) -> None:
        from hiring.db import writing

        with the_house(), writing():
            verb(**options)

    return wrapped
