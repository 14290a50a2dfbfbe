"""Writes a mail from its template: the subject on the first line, the body below, in the reader's language."""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from flask import current_app
from flask_babel import force_locale, gettext, ngettext
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from hiring import paths
from hiring.mail.pages import html_of
from hiring.models import Application, Opening, Person
from hiring.outbox import Message
from hiring.refusal import Kind, Refusal
from hiring.settings import Settings
from hiring.text import text

UNSENDABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
# their readers have just lost their part in the opening, and are told so all the same
FAREWELLS = frozenset({"interview_cancelled", "interview_given_back"})
# their subjects name no opening, so a confidential one needs no other
NAME_NOTHING = frozenset(
    {"times_offered", "candidate_interview", "candidate_interview_moved", "candidate_interview_cancelled"}
)


def compose(
    kind: str,
    *,
    to: Person | None = None,
    address: str = "",
    locale: str = "en",
    opening: Opening | None = None,
    application: Application | None = None,
    calendar: str | None = None,
    **facts: object,
) -> Message:
    """The mail of that kind, from `templates/mail/<kind>.txt`, ready for `outbox.queue`.

    to: the person who reads it; for anybody else give `address`, and `locale` if it is known. opening: what it is
    about, which the template calls `about`: a confidential one goes by its codename, and its subject says nothing.
    application: whose candidate it is about; the template knows it by that name, and its opening is the opening.
    calendar: the iCalendar object that goes along.
    The template may say `link("/slots/…")` for an address of this house.
    """
    if application is not None:
        opening = application.opening
        facts["application"] = application
    locale = locale if to is None else to.locale
    with force_locale(locale):
        written = _templates().get_template(f"{kind}.txt").render(to=to, about=_name_of(opening), link=link, **facts)
        subject, _, body = written.partition("\n")
        if opening is not None and opening.confidential and kind not in NAME_NOTHING:
            subject = gettext("Something in Hiring Loop waits for you")
    subject, body = safe_header(subject), re.sub(r"\n{3,}", "\n\n", body.strip()) + "\n"
    return Message(
        kind=kind,
        address=address if to is None else to.email,
        subject=subject,
        body=body,
        html=html_of(subject, body, base_url=link(""), locale=locale),
        calendar=calendar,
        to=to,
        opening_id=None if opening is None or kind in FAREWELLS else opening.id,
        application_id=None if application is None else application.id,
    )


def link(path: str) -> str:
    """An address of this house for somebody outside: it starts with what the operator set, never with what a
    request claimed.
    """
    settings: Settings = current_app.extensions["settings"]
    return settings.base_url + path


def said(moment: datetime, reader: Person) -> str:
    """Tue 24 Nov 2026, 10:00, by the reader's own clock."""
    return format_datetime(moment, "EEE d MMM y, HH:mm", tzinfo=ZoneInfo(reader.zone), locale=reader.locale)


def safe_header(line: str) -> str:
    """A text that can stand in a header and nowhere else: no control characters, and no encoded word that an old
    Python would unfold into headers of its own.
    """
    if UNSENDABLE.search(line):
        raise Refusal(text("A mail's first line holds a character that cannot be sent."), Kind.INPUT)
    return line.strip().replace("=?", "= ?")


def _name_of(opening: Opening | None) -> str:
    if opening is None:
        return ""
    return (opening.codename or "") if opening.confidential else opening.title


@cache
def _templates() -> Environment:
    """Plain text, so nothing is escaped; the templates are ours, and what people typed only ever fills their places."""
    environment = Environment(
        loader=FileSystemLoader(paths.TEMPLATES / "mail"),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - plain text is not HTML
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    return environment
