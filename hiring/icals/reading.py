"""What foreign calendar files say: when somebody is taken, and what they answered. Nothing in them is trusted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component

from hiring.icals import MOST_BYTES
from hiring.icals.occasions import ANSWERS, REPLY
from hiring.icals.recurring import DAY, NotUnderstood, Steps, TooMuch, days, rule_of

MOST_ENTRIES = 5000
LONGEST = timedelta(days=62)
UNREADABLE = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError)
"""What the library raises about files that were made to break it."""

Stretch = tuple[datetime, datetime]


class NotACalendar(ValueError):
    """Nothing in it can be read."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody said to an invitation; `answer` is one of the values of `ANSWERS`, addresses are lower-case.
    `starts_at`: to which time, if the file says.
    """

    uid: str
    sequence: int
    address: str
    answer: str
    starts_at: datetime | None = None


def busy_times(content: bytes, *, zone: str, since: datetime, until: datetime, not_from: str = "") -> list[Stretch]:
    """When its owner is taken between two moments, in order and merged; nothing of what for.

    zone: of times that say none. not_from: entries whose UID ends so are our own and do not count. Raises NotACalendar
    and TooMuch.
    """
    found: list[Stretch] = []
    steps = Steps()
    calendar = _read(content)
    entries = [*calendar.walk("VEVENT"), *calendar.walk("VFREEBUSY")]
    if len(entries) > MOST_ENTRIES:
        raise TooMuch("A calendar holds more entries than are read.")
    moved = {(_word(one, "UID"), _moment_or_none(one, "RECURRENCE-ID", ZoneInfo(zone))) for one in entries}
    for entry in entries:
        if not_from and _word(entry, "UID").endswith(not_from):
            continue
        try:
            found += _stretches(entry, ZoneInfo(zone), since, until, moved, steps)
        except TooMuch:
            raise
        except (*UNREADABLE, NotUnderstood):
            continue  # one entry that nobody can read says nothing about the others
    return _merged([(max(start, since), min(end, until)) for start, end in found if start < until and end > since])


def answer_in(content: bytes) -> Answer | None:
    """What a REPLY says, of one attendee to one invitation; None for everything else."""
    try:
        calendar = _read(content)
    except NotACalendar:
        return None
    events = calendar.walk("VEVENT")
    if _word(calendar, "METHOD").upper() != REPLY or len(events) != 1:
        return None
    attendees = events[0].get("ATTENDEE")
    attendee = attendees[0] if isinstance(attendees, list) and len(attendees) == 1 else attendees
    if attendee is None or isinstance(attendee, list):
        return None
    address = str(attendee).strip()
    answer = ANSWERS.get(str(getattr(attendee, "params", {}).get("PARTSTAT", "")).upper())
    sequence = _word(events[0], "SEQUENCE") or "0"
    if answer is None or not address.lower().startswith("mailto:") or not sequence.isdecimal() or len(sequence) > 9:
        return None
    starts_at = _moment_or_none(events[0], "DTSTART", ZoneInfo("UTC"))
    return Answer(_word(events[0], "UID"), int(sequence), address[len("mailto:") :].lower(), answer, starts_at)


def _read(content: bytes) -> Calendar:
    if len(content) > MOST_BYTES:
        raise NotACalendar("It is too large.")
    try:
        read = Calendar.from_ical(content)
    except UNREADABLE as error:
        raise NotACalendar("It is no calendar.") from error
    if not isinstance(read, Calendar):
        raise NotACalendar("It is no calendar.")
    return read


def _stretches(
    entry: Component, zone: ZoneInfo, since: datetime, until: datetime, moved: set[tuple[str, Any]], steps: Steps
) -> Iterator[Stretch]:
    if entry.name == "VFREEBUSY":
        yield from _periods(entry, zone)
        return
    if _is_free(entry):
        return
    start = entry.decoded("DTSTART")
    length = _length(entry, start, zone)
    if not timedelta() < length <= LONGEST:
        return
    if "RRULE" not in entry or "RECURRENCE-ID" in entry:
        yield _instant(start, zone), _instant(start, zone) + length
        return
    uid = _word(entry, "UID")
    for at in _beginnings(entry, start, zone, since - length, until, steps):
        if (uid, at) not in moved:
            yield at, at + length


def _beginnings(
    entry: Component, start: date, zone: ZoneInfo, since: datetime, until: datetime, steps: Steps
) -> Iterator[datetime]:
    """When an entry that comes again begins, without the times that it leaves out itself."""
    rules: Any = entry["RRULE"]
    parts = rules[0] if isinstance(rules, list) else rules
    rule, skipped = rule_of(parts), set(_dates(entry, "EXDATE", zone))
    last = None if rule.until is None else _instant(parts["UNTIL"][0], zone)
    first = start.date() if isinstance(start, datetime) else start
    for day in days(rule, first, since=since.date() - DAY, until=until.date(), steps=steps):
        at = _instant(datetime.combine(day, start.timetz()) if isinstance(start, datetime) else day, zone)
        if at not in skipped and (last is None or at <= last):
            yield at


def _periods(entry: Component, zone: ZoneInfo) -> Iterator[Stretch]:
    given = entry.get("FREEBUSY", [])
    for one in given if isinstance(given, list) else [given]:
        if str(one.params.get("FBTYPE", "BUSY")).upper() != "FREE":
            for period in getattr(one, "dts", [one]):
                start, end = period.dt if hasattr(period, "dt") else (period.start, period.end)
                begins = _instant(start, zone)
                yield begins, begins + end if isinstance(end, timedelta) else _instant(end, zone)


def _is_free(entry: Component) -> bool:
    return (
        _word(entry, "TRANSP").upper() == "TRANSPARENT"
        or _word(entry, "STATUS").upper() == "CANCELLED"
        or _word(entry, "X-MICROSOFT-CDO-BUSYSTATUS").upper() == "FREE"
    )


def _length(entry: Component, start: date, zone: ZoneInfo) -> timedelta:
    if "DTEND" in entry:
        return _instant(entry.decoded("DTEND"), zone) - _instant(start, zone)
    if "DURATION" in entry:
        length: timedelta = entry.decoded("DURATION")
        return length
    return timedelta() if isinstance(start, datetime) else timedelta(days=1)


def _dates(entry: Component, name: str, zone: ZoneInfo) -> Iterator[datetime]:
    given = entry.get(name, [])
    for one in given if isinstance(given, list) else [given]:
        for date_ in one.dts:
            yield _instant(date_.dt, zone)


def _moment_or_none(entry: Component, name: str, zone: ZoneInfo) -> datetime | None:
    try:
        return _instant(entry.decoded(name), zone) if name in entry else None
    except UNREADABLE:
        return None


def _instant(moment: date, zone: ZoneInfo) -> datetime:
    """A day begins at midnight; a time that says no zone is its owner's."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time())
    return (moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)).astimezone(UTC)


def _word(component: Component, name: str) -> str:
    given = component.get(name, "")
    return str(given[0] if isinstance(given, list) and given else given).strip()[:255]


def _merged(stretches: list[Stretch]) -> list[Stretch]:
    merged: list[Stretch] = []
    for start, end in sorted(stretches):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        elif start < end:
            merged.append((start, end))
    return merged
