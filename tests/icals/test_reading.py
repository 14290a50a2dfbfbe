"""Foreign calendar files: taken times and answers, and files that were made to break whoever reads them."""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.icals.reading import Answer, NotACalendar, answer_in, busy_times
from hiring.icals.recurring import TooMuch

SINCE = datetime(2026, 11, 16, 0, 0, tzinfo=UTC)  # a Monday
UNTIL = SINCE + timedelta(days=14)


def calendar(*entries: str, head: str = "") -> bytes:
    """A file with these entries, each a list of lines divided by bars."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//EN", *filter(None, head.split("|"))]
    for entry in entries:
        lines += ["BEGIN:VEVENT", *entry.split("|"), "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def busy(*entries: str, zone: str = "Europe/London") -> list[str]:
    return said(calendar(*entries), zone=zone)


def said(content: bytes, zone: str = "Europe/London", not_from: str = "") -> list[str]:
    found = busy_times(content, zone=zone, since=SINCE, until=UNTIL, not_from=not_from)
    return [f"{start:%d %H:%M}-{end:%d %H:%M}" for start, end in found]


@pytest.mark.parametrize(
    ("entry", "taken"),
    [
        ("DTSTART:20261117T100000Z|DTEND:20261117T110000Z", ["17 10:00-17 11:00"]),
        ("DTSTART:20261117T100000|DURATION:PT90M", ["17 10:00-17 11:30"]),
        (
            "DTSTART;TZID=America/New_York:20261117T100000|DTEND;TZID=America/New_York:20261117T110000",
            ["17 15:00-17 16:00"],
        ),
        ("DTSTART;VALUE=DATE:20261117|DTEND;VALUE=DATE:20261119", ["17 00:00-19 00:00"]),
        ("DTSTART;VALUE=DATE:20261117", ["17 00:00-18 00:00"]),
        ("DTSTART:20261115T220000Z|DTEND:20261116T010000Z", ["16 00:00-16 01:00"]),
        ("DTSTART:20261117T100000Z|DTEND:20261117T110000Z|TRANSP:TRANSPARENT", []),
        ("DTSTART:20261117T100000Z|DTEND:20261117T110000Z|STATUS:CANCELLED", []),
        ("DTSTART:20261117T100000Z|DTEND:20261117T110000Z|X-MICROSOFT-CDO-BUSYSTATUS:FREE", []),
        ("DTSTART:20261117T110000Z|DTEND:20261117T100000Z", []),
        ("DTSTART:20261117T100000Z|DTEND:20261117T100000Z", []),
        ("DTSTART:20271117T100000Z|DTEND:20271117T110000Z", []),
        ("DTSTART:20261117T100000Z", []),
        ("SUMMARY:no time at all", []),
        ("DTSTART:when it suits|DTEND:20261117T110000Z", []),
    ],
)
def test_when_somebody_is_taken(entry: str, taken: list[str]) -> None:
    assert busy(entry) == taken


def test_what_comes_again_keeps_its_own_clock() -> None:
    """Ten in New York is 14:00 in London before the first of November and 15:00 after."""
    weekly = "UID:w|DTSTART;TZID=America/New_York:20261006T100000|DURATION:PT1H|RRULE:FREQ=WEEKLY;BYDAY=TU,TH"
    assert busy(weekly) == ["17 15:00-17 16:00", "19 15:00-19 16:00", "24 15:00-24 16:00", "26 15:00-26 16:00"]


def test_days_that_are_left_out_moved_or_over() -> None:
    weekly = (
        "UID:w|DTSTART:20261103T100000Z|DURATION:PT1H|RRULE:FREQ=WEEKLY;UNTIL=20261124T100000Z|EXDATE:20261117T100000Z"
    )
    assert busy(weekly) == ["24 10:00-24 11:00"]
    moved = "UID:w|RECURRENCE-ID:20261124T100000Z|DTSTART:20261125T080000Z|DURATION:PT1H"
    assert busy(weekly, moved) == ["25 08:00-25 09:00"]
    over = weekly.replace("24T100000Z|EXD", "24T095959Z|EXD")
    assert [busy(over), busy(f"{over}|RRULE:FREQ=YEARLY")] == [[], []]


def test_times_that_touch_are_one() -> None:
    entries = [f"DTSTART:20261117T{hour:02}0000Z|DURATION:PT1H" for hour in (9, 10, 10, 12)]
    assert busy(*entries) == ["17 09:00-17 11:00", "17 12:00-17 13:00"]


def test_a_list_of_taken_times_is_read_too() -> None:
    content = calendar().replace(
        b"END:VCALENDAR",
        b"BEGIN:VFREEBUSY\r\nFREEBUSY;FBTYPE=BUSY:20261117T100000Z/PT1H,20261118T100000Z/20261118T120000Z\r\n"
        b"FREEBUSY;FBTYPE=FREE:20261119T100000Z/PT1H\r\nEND:VFREEBUSY\r\nEND:VCALENDAR",
    )
    assert said(content) == ["17 10:00-17 11:00", "18 10:00-18 12:00"]


def test_our_own_invitations_take_nobody() -> None:
    entries = [f"UID:{uid}|DTSTART:20261117T100000Z|DURATION:PT1H" for uid in ("ref@hiring.example.org",)]
    assert said(calendar(*entries), not_from="@hiring.example.org") == []
    assert said(calendar(*entries), not_from="@other.example.org") == ["17 10:00-17 11:00"]


@pytest.mark.parametrize(
    "content", [b"", b"<html>", b"\xff\xfe\0", b"BEGIN:VEVENT\r\nEND:VEVENT\r\n", b"x" * (1024 * 1024 + 1)]
)
def test_what_is_no_calendar_is_said_to_be_none(content: bytes) -> None:
    with pytest.raises(NotACalendar):
        busy_times(content, zone="UTC", since=SINCE, until=UNTIL)


def test_a_rule_nobody_understands_costs_only_its_own_entry() -> None:
    fine = "UID:b|DTSTART:20261117T100000Z|DURATION:PT1H"
    for rule in ("FREQ=SECONDLY", "FREQ=WEEKLY;BYDAY=XX", "FREQ=", "nonsense", "FREQ=DAILY;INTERVAL=x"):
        assert busy(f"UID:a|DTSTART:20261118T100000Z|DURATION:PT1H|RRULE:{rule}", fine)[0] == "17 10:00-17 11:00"


def test_many_entries_and_much_counting_are_refused_soon() -> None:
    began = time.process_time()
    counted = [f"UID:{n}|DTSTART:19700101T100000Z|DURATION:PT1H|RRULE:FREQ=DAILY;COUNT=999999999" for n in range(40)]
    with pytest.raises(TooMuch):
        busy(*counted)
    with pytest.raises(TooMuch):
        busy(*["DTSTART:20261117T100000Z|DURATION:PT1H"] * 5001)
    assert time.process_time() - began < 30


@settings(max_examples=60)
@given(st.binary(max_size=300), st.text(max_size=200))
def test_anything_is_read_or_said_to_be_no_calendar(noise: bytes, words: str) -> None:
    for content in (noise, calendar(words.replace("\n", "|")), calendar(f"DTSTART:{words}", f"RRULE:{words}")):
        with suppress(NotACalendar, TooMuch):
            busy_times(content, zone="UTC", since=SINCE, until=UNTIL)
        answer_in(content)


REPLY = "UID:ref@host|SEQUENCE:2|ATTENDEE;PARTSTAT=ACCEPTED:mailto:Mona@Example.org|DTSTART:20261117T100000Z"


def test_an_answer_is_read() -> None:
    found = answer_in(calendar(REPLY, head="METHOD:REPLY"))
    assert found == Answer("ref@host", 2, "mona@example.org", "accepted", datetime(2026, 11, 17, 10, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("entries", "head"),
    [
        ([REPLY], "METHOD:REQUEST"),
        ([REPLY], ""),
        ([REPLY, REPLY], "METHOD:REPLY"),
        ([], "METHOD:REPLY"),
        ([REPLY.replace("PARTSTAT=ACCEPTED", "PARTSTAT=DELEGATED")], "METHOD:REPLY"),
        ([REPLY.replace(";PARTSTAT=ACCEPTED", "")], "METHOD:REPLY"),
        ([REPLY.replace("mailto:", "https://")], "METHOD:REPLY"),
        ([REPLY.replace("ATTENDEE", "ORGANIZER")], "METHOD:REPLY"),
        ([REPLY + "|ATTENDEE;PARTSTAT=ACCEPTED:mailto:max@example.org"], "METHOD:REPLY"),
        ([REPLY.replace("SEQUENCE:2", "SEQUENCE:-1")], "METHOD:REPLY"),
        ([REPLY.replace("SEQUENCE:2", "SEQUENCE:" + "9" * 5000)], "METHOD:REPLY"),
    ],
)
def test_what_is_no_answer_is_none(entries: list[str], head: str) -> None:
    assert answer_in(calendar(*entries, head=head)) is None
