"""The mail the house sent: its words only where no mail server carries them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hiring import access
from hiring.models import Outgoing
from hiring.people import bp, queries
from hiring.policy import Permission
from hiring.settings import Settings
from hiring.text import Text, text
from hiring.web.guard import allow
from hiring.web.language import say
from hiring.web.sign_in_state import current_person

STATES: dict[str, tuple[str, Text]] = {
    "sent": ("line", text("Sent")),
    "waits": ("warn", text("Waits")),
    "parked": ("bad", text("Not sent")),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One mail on a page. `subject` and `body` are None where a mail server carried them to their reader alone; then a
    candidate's `address` is None too, wherever it might stand.
    """

    url: str
    reader: str
    address: str | None
    kind: str
    queued_at: datetime
    sent_at: datetime | None
    chip: tuple[str, Text]
    attempts: int
    problem: str
    subject: str | None
    body: str | None


@dataclass(frozen=True, slots=True)
class Pages:
    """Where one is in the list."""

    words: Text
    previous_url: str | None
    next_url: str | None


@bp.get("/sent-mail")
@allow(Permission.MAIL_READ)
def sent_mail() -> ResponseReturnValue:
    page = max(1, min(request.args.get("page", 1, type=int), 100_000))
    found = queries.mail_for(current_person(), page=page)
    has_more = len(found) > queries.PAGE
    pages = Pages(
        text("Page %(page)s", page=page),
        url_for(".sent_mail", page=page - 1) if page > 1 else None,
        url_for(".sent_mail", page=page + 1) if has_more else None,
    )
    lines = [_line(one) for one in found[: queries.PAGE]]
    return render_template("people/sent_mail.html", mails=lines, pages=pages, is_open=_shows_words())


@bp.get("/sent-mail/<ref:message>")
@allow(Permission.MAIL_READ, on=access.message)
def sent_message(message: Outgoing) -> ResponseReturnValue:
    return render_template("people/sent_message.html", mail=_line(message))


def _line(outgoing: Outgoing) -> Line:
    state = "parked" if outgoing.parked_at else "sent" if outgoing.sent_at else "waits"
    is_open = _shows_words()
    is_to_candidate = outgoing.person is None
    address = None if is_to_candidate and not is_open else outgoing.address
    return Line(
        url=url_for(".sent_message", message=outgoing.ref),
        reader=outgoing.person.name if outgoing.person else address or say(text("A candidate")),
        address=address,
        kind=outgoing.kind.replace("_", " "),
        queued_at=outgoing.queued_at,
        sent_at=outgoing.sent_at,
        chip=STATES[state],
        attempts=outgoing.attempts,
        problem=outgoing.last_error if address else outgoing.last_error.replace(outgoing.address, "…"),
        subject=outgoing.subject if is_open else None,
        body=outgoing.body if is_open else None,
    )


def _shows_words() -> bool:
    """Administrators look after delivery, not after what is said; without a mail server this page is the letter-box."""
    settings: Settings = current_app.extensions["settings"]
    return settings.is_demo or settings.smtp_url is None
