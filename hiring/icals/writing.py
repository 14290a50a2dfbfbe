"""Invitations, their cancellation, and feeds, as text with the line ends and foldings that RFC 5545 asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vUri

from hiring.icals.occasions import ANSWERS, CANCEL, PUBLISH, REQUEST, Occasion, Party
from hiring.icals.zones import timezone

MADE_BY = "-//Hiring Loop//Calendar//EN"
UNSEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
ADDRESS = re.compile(r"[^\s\x00-\x20\x7f\"<>,;:\\]+@[^\s\x00-\x20\x7f\"<>,;:\\]+")
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
    zone = ZoneInfo(occasion.zone)
    event = Event()
    event.add("uid", occasion.uid)
    event.add("sequence", occasion.sequence)
    event.add("dtstamp", stamp.replace(microsecond=0))
    event.add("dtstart", occasion.starts_at.astimezone(zone))
    event.add("dtend", occasion.ends_at.astimezone(zone))
    event.add("summary", _seen(occasion.title))
    event.add("status", "CANCELLED" if occasion.is_cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    for name, words in (("location", occasion.place), ("description", occasion.words)):
        if words:
            event.add(name, _seen(words))
    if _is_web(occasion.url):
        event.add("url", vUri(occasion.url))
    if occasion.organizer is not None:
        event.add("organizer", _party(occasion.organizer), encode=False)
    for attendee in occasion.attendees:
        event.add("attendee", _attendee(attendee), encode=False)
    return event


def _attendee(party: Party) -> vCalAddress:
    address = _party(party)
    address.params["ROLE"] = "REQ-PARTICIPANT"
    address.params["PARTSTAT"] = PARTSTATS[party.reply]
    address.params["RSVP"] = "TRUE"
    return address


def _party(party: Party) -> vCalAddress:
    if not ADDRESS.fullmatch(party.address):
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
    return calendar.to_ical().decode()
