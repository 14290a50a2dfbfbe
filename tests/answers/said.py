"""What was said to and by candidates, as rows: what a test of the answers starts from."""

from __future__ import annotations

from datetime import datetime

from hiring.db import db
from hiring.models import Application, CandidateMail, Move, Person
from hiring.refs import new_ref


def closed(application: Application, outcome: str, *, by: Person, at: datetime, missing: str | None = None) -> None:
    """It ended so, and nobody has been told."""
    number = len(application.moves) + 1
    move = Move(number=number, kind="close", outcome=outcome, reason="For the test.", missing=missing, by=by, at=at)
    application.moves.append(move)
    db.session.flush()
    application.current_move, application.entered_at, application.due_at = move, at, None


def a_letter(
    application: Application,
    way: str = "out",
    *,
    at: datetime,
    tells_outcome: bool = False,
    words: str = "CANARY-letter",
) -> CandidateMail:
    letter = CandidateMail(
        application=application,
        way=way,
        subject=f"{words} subject",
        body=f"{words} body",
        message_id=f"<{new_ref()}@test>",
        tells_outcome=tells_outcome,
        at=at,
    )
    db.session.add(letter)
    return letter
