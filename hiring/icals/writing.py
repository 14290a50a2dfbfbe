"""Invitations, their cancellation, and feeds, as text with the line ends and foldings that RFC 5545 asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vText, vUri

from hiring.icals.occasions import ANSWERS, CANCEL, PUBLISH, REQUEST, Occasion, Party, is_address
from hiring.icals.zones import timezone

MADE_BY = "-//Hiring Loop//Calendar//EN"
UNSEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
PARTSTATS = {ours: theirs for theirs, ours in ANSWERS.items()}


def invitation(occasion: Occasion, *, stamp: datetime) -> str:
    """What asks its attendees to come, or to come at another time, or not to come any more.

    stamp: when it is written. Raises ValueError when an address is none.
    """
    calendar = _calendar(CANCEL if occasion.is_cancelled else REQUEST, [occasion])
    calendar.add_component(_event(occasion, stamp))
    return _text_of(calendar)


def feed(occasions: Sequence[Occasion], *, name: str, stamp: datetime) -> str:
    """A whole calendar to be read again and again. It asks nobody for anything, so it names no attendees."""
    calendar = _calendar(PUBLISH, occasions)
    calendar.add("x-wr-calname", _seen(name))
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for occasion in occasions:
        calendar.add_component(_event(occasion, stamp))
    return _text_of(calendar)


def _calendar(method: str, occasions: Sequence[Occasion]) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", MADE_BY)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    for zone in sorted({one.zone for one in occasions}):
        times = [at for one in occasions if one.zone == zone for at in (one.starts_at, one.ends_at)]
        calendar.add_component(timezone(zone, min(times), max(times)))
    return calendar


def _event(occasion: Occasion, stamp: datetime) -> Event:
    clock = _clock(occasion)
    event = Event()
    event.add("uid", occasion.uid)
    event.add("sequence", occasion.sequence)
    event.add("dtstamp", stamp.replace(microsecond=0))
    event.add("dtstart", occasion.starts_at.astimezone(clock))
    event.add("dtend", occasion.ends_at.astimezone(clock))
    event.add("summary", _Words(_seen(occasion.title)), encode=False)
    event.add("status", "CANCELLED" if occasion.is_cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    for name, words in (("location", occasion.place), ("description", occasion.words)):
        if words:
            event.add(name, _Words(_seen(words)), encode=False)
    if _is_web(occasion.url):
        event.add("url", vUri(occasion.url))
    if occasion.organizer is not None:
        event.add("organizer", _party(occasion.organizer), encode=False)
    for attendee in occasion.attendees:
        event.add("attendee", _attendee(attendee), encode=False)
    return event


def _clock(occasion: Occasion) -> tzinfo:
    """Its own, but for times that it shows twice: readers differ in which of the two they take."""
    zone = ZoneInfo(occasion.zone)
    shown = (at.astimezone(zone) for at in (occasion.starts_at, occasion.ends_at))
    is_twice = any(at.replace(fold=0).utcoffset() != at.replace(fold=1).utcoffset() for at in shown)
    return UTC if is_twice else zone


class _Words(vText):
    """Escaped once (RFC 5545, 3.3.11). The library takes a typed `\\N` for the end of a line."""

    def to_ical(self) -> bytes:
        escaped = re.sub(r"[\\;,]", r"\\\g<0>", str(self))
        return escaped.replace("\n", r"\n").encode()


def _attendee(party: Party) -> vCalAddress:
    address = _party(party)
    address.params["ROLE"] = "REQ-PARTICIPANT"
    address.params["PARTSTAT"] = PARTSTATS[party.reply]
    address.params["RSVP"] = "TRUE"
    return address


def _party(party: Party) -> vCalAddress:
    if not is_address(party.address):
        raise ValueError(f"{party.address!r} is no address.")
    address = vCalAddress(f"mailto:{party.address}")
    if party.name:
        # a quoted parameter cannot hold a double quote, and old readers do not know how newer ones write it
        address.params["CN"] = _seen(party.name).replace('"', "'").replace("^", "").replace("\n", " ")
    return address


def _seen(words: str) -> str:
    """Without characters that nobody sees, which some readers take for the end of a line."""
    return UNSEEN.sub(" ", words)


def _is_web(url: str) -> bool:
    return url.isascii() and url.isprintable() and " " not in url and urlsplit(url).scheme in {"http", "https"}


def _text_of(calendar: Calendar) -> str:
    written: bytes = calendar.to_ical()
    return written.decode()
