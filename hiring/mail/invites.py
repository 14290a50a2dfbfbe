"""Everybody who is asked to an interview hears of it by mail with a calendar file: when it is set up, moved and called
off. When and where, never whom it is about; a confidential opening is not named at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from flask import current_app
from flask_babel import force_locale, gettext

from hiring import outbox
from hiring.icals.occasions import Occasion, Party, is_address
from hiring.mail.compose import compose, link, said
from hiring.models import Candidate, Interview, Opening, Person, Slot
from hiring.outbox import Message
from hiring.settings import Settings

CANDIDATES_LOCALE = "en"


@dataclass(frozen=True, slots=True)
class Said:
    """Why a seat is given up, and the name of whoever said so for its holder, if somebody did."""

    reason: str
    deputy: str = ""


def ask(slot: Slot, *, now: datetime) -> None:
    """Ask somebody who has an account to hold an interview. A guest is asked by the mail that carries their link."""
    due = None if slot.card == "none" else said(slot.due_at, slot.person)
    path = f"/slots/{slot.ref}/brief"
    asked = about_slot(
        slot, "interview_assigned", slot.person, path=path, due=due, calendar=_request(slot, path, now=now)
    )
    outbox.queue(asked, now=now)


def guest_invitation(slot: Slot, path: str, days: int, *, now: datetime) -> Message:
    """A guest is asked to hold an interview, with the link that opens their seat."""
    due = None if slot.card == "none" else said(slot.due_at, slot.person)
    calendar = _request(slot, "", now=now)
    return about_slot(slot, "guest_invitation", slot.person, path=path, days=days, due=due, calendar=calendar)


def ask_candidate(interview: Interview, *, now: datetime) -> None:
    """Tell the candidate when and where, if that lies ahead and there is an address."""
    _tell_candidate(interview, "candidate_interview", now=now)


def tell_moved(interview: Interview, *, was: datetime, now: datetime) -> None:
    """Time or place has changed: everybody who was asked hears it, and their calendars follow. `was`: its old time."""
    interview.sequence += 1
    for slot in interview.slots:
        if _is_live(slot) and slot.handed_in_at is None:
            slot.reply = "needs_action"
            path = "" if slot.person.is_guest else f"/slots/{slot.ref}/brief"
            calendar = _request(slot, path, now=now)
            before = said(was, slot.person)
            outbox.queue(
                about_slot(slot, "interview_moved", slot.person, path=path, before=before, calendar=calendar), now=now
            )
    interview.reply = "needs_action"
    _tell_candidate(interview, "candidate_interview_moved", now=now, before=was)


def call_off(interview: Interview, slots: Iterable[Slot], *, now: datetime) -> None:
    """The interview does not take place: those who were still to hold it hear it, and the candidate."""
    interview.sequence += 1
    for slot in slots:
        outbox.queue(
            about_slot(slot, "interview_cancelled", slot.person, calendar=_cancellation(slot, now=now)), now=now
        )
    _tell_candidate(interview, "candidate_interview_cancelled", now=now)


def take_back(slot: Slot, said: Said, *, now: datetime) -> None:
    """Somebody no longer holds an interview that lies ahead: it leaves their calendar."""
    interview = slot.interview
    if interview.ends_at > now:
        interview.sequence += 1
        more = {"calendar": _cancellation(slot, now=now), "reason": said.reason, "deputy": said.deputy}
        outbox.queue(about_slot(slot, "interview_given_back", slot.person, **more), now=now)


def about_slot(slot: Slot, kind: str, reader: Person, **more: object) -> Message:
    """A mail about somebody's interview, with what each of those mails says."""
    interview = slot.interview
    known = {
        "name": reader.name,
        "when": said(interview.starts_at, reader),
        "zone": reader.zone,
        "minutes": interview.minutes,
        "place": _place(interview),
        "stage": interview.stage.title,
    }
    facts: dict[str, Any] = {**known, **more}
    return compose(kind, to=reader, application=interview.application, **facts)


def uid(interview: Interview) -> str:
    """What calendars know an interview by, for ever."""
    return f"{interview.ref}@{urlsplit(_settings().base_url).hostname}"


def occasion(interview: Interview, *, title: str, path: str = "", attendee: Party | None = None) -> Occasion:
    """An interview as calendars have it. `path`: where its reader finds more."""
    name, address = parseaddr(_settings().mail_from)
    return Occasion(
        uid=uid(interview),
        sequence=interview.sequence,
        starts_at=interview.starts_at,
        ends_at=interview.ends_at,
        zone=interview.zone,
        title=title,
        place=_place(interview),
        words=link(path) if path else "",
        url=interview.video_url,
        organizer=None if attendee is None else Party(address, name),
        attendees=() if attendee is None else (attendee,),
        is_cancelled=interview.cancelled_at is not None,
    )


def title_for(reader: Person, opening: Opening) -> str:
    """What stands in a calendar that others may look into."""
    with force_locale(reader.locale):
        return _title(opening)


def _request(slot: Slot, path: str, *, now: datetime) -> str | None:
    return _file(slot, path, now=now, is_cancelled=False)


def _cancellation(slot: Slot, *, now: datetime) -> str | None:
    return _file(slot, "", now=now, is_cancelled=True)


def _file(slot: Slot, path: str, *, now: datetime, is_cancelled: bool) -> str | None:
    """What changes an interviewer's calendar; nothing once the interview is over."""
    person, interview = slot.person, slot.interview
    if interview.ends_at <= now or not is_address(person.email):
        return None
    asked = occasion(
        interview,
        title=title_for(person, interview.application.opening),
        path=path,
        attendee=Party(person.email, person.name, slot.reply),
    )
    return _written(asked, now=now, is_cancelled=is_cancelled)


def _tell_candidate(interview: Interview, kind: str, *, now: datetime, before: datetime | None = None) -> None:
    application = interview.application
    candidate, opening = application.candidate, application.opening
    address = candidate.email or ""
    if not is_address(address) or interview.ends_at <= now or interview.unscheduled:
        return
    zone = candidate.zone or interview.zone
    with force_locale(CANDIDATES_LOCALE):
        title = _title(opening)
    asked = occasion(interview, title=title, attendee=Party(address, candidate.name, interview.reply))
    facts: dict[str, Any] = {
        "name": candidate.name,
        "when": _by_their_clock(interview.starts_at, candidate, interview),
        "before": "" if before is None else _by_their_clock(before, candidate, interview),
        "zone": zone,
        "minutes": interview.minutes,
        "place": _place(interview),
        "calendar": _written(asked, now=now, is_cancelled=interview.cancelled_at is not None),
    }
    told = compose(kind, address=address, locale=CANDIDATES_LOCALE, application=application, **facts)
    outbox.queue(told, now=now)


def _by_their_clock(moment: datetime, candidate: Candidate, interview: Interview) -> str:
    zone = ZoneInfo(candidate.zone or interview.zone)
    return format_datetime(moment, "EEE d MMM y, HH:mm", tzinfo=zone, locale=CANDIDATES_LOCALE)


def _written(asked: Occasion, *, now: datetime, is_cancelled: bool) -> str:
    from hiring.icals.writing import invitation

    return invitation(replace(asked, is_cancelled=is_cancelled), stamp=now)


def _title(opening: Opening) -> str:
    if opening.confidential:
        return gettext("Interview")
    return gettext("Interview: %(about)s", about=opening.title)


def _place(interview: Interview) -> str:
    return ", ".join(filter(None, (interview.place, interview.video_url)))


def _is_live(slot: Slot) -> bool:
    return slot.declined_at is None and slot.cancelled_at is None


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
