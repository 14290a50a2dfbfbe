"""The `hiring` command with a fault in it, for seeing the checks fail: `python -m tests.faults.planted FAULT …`."""

from __future__ import annotations

import sys
from contextlib import suppress
from datetime import datetime

from sqlalchemy import Update
from sqlalchemy.exc import OperationalError

from hiring import worker
from hiring.cli import main
from hiring.db import db, writing
from hiring.mail.send import Send
from hiring.web import errors


def careless() -> None:
    """Says that it is done although the disk did not take it."""
    commit = db.session.commit

    def commit_or_shrug() -> None:
        with suppress(OperationalError):
            commit()

    db.session.commit = commit_or_shrug  # type: ignore[method-assign]


def blunt() -> None:
    """Takes a database that is away for an accident."""
    errors._unavailable = errors._accident


def hasty() -> None:
    """Marks a mail as sent before it is."""
    deal_with = worker._deal_with

    def mark_and_deal_with(outgoing_id: int, sender: str, now: datetime, send: Send | None) -> Update:
        with writing():
            worker._note(worker._on(outgoing_id, sent_at=now, claimed_until=None))
        return deal_with(outgoing_id, sender, now, send)

    worker._deal_with = mark_and_deal_with


FAULTS = {fault.__name__: fault for fault in (careless, blunt, hasty)}


def serving(fault: str) -> tuple[str, ...]:
    """The command that serves pages with this fault."""
    return (sys.executable, "-m", "tests.faults.planted", fault, "serve", "--port", "PORT")


if __name__ == "__main__":
    FAULTS[sys.argv.pop(1)]()
    main()
