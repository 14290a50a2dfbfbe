"""Calendar files as another library reads them: the right instants in every zone, and nothing that was not meant."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import pytest
from icalendar import Calendar

from hiring.icals import Invitation, invitation_in, method_of
from hiring.icals.occasions import Occasion, Party
from hiring.icals.writing import feed, invitation
from tests.bad_inputs import CASES
from tests.icals.second_reader import read

NOW = datetime(2026, 11, 17, 10, 0, tzinfo=UTC)
AT = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
HOUSE = Party("hiring@example.org", "Hiring Loop")
RITA = Party("rita@example.org", "Rita Moreau")
TALK = Occasion(
    uid="a-ref@hiring.example.org",
    sequence=0,
    starts_at=AT,
    ends_at=AT + HOUR,
    zone="America/New_York",
    title="Interview",
    organizer=HOUSE,
    attendees=(RITA,),
)


def written(**changes: Any) -> str:
    return invitation(replace(TALK, **changes), stamp=NOW)


def read_one(text: str) -> dict[str, Any]:
    """What both libraries agree that it holds: one occasion."""
    assert len(Calendar.from_ical(text).walk("VEVENT")) == 1
    (calendar,) = read([text])
    (occasion,) = calendar["occasions"]
    return dict(occasion)


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_an_invitation_says_what_was_meant() -> None:
    (calendar,) = read(
        [written(sequence=3, place="Room 2", words="Bring\nnothing.", url="https://meet.example.org/x?a=1")]
    )
    (found,) = calendar["occasions"]
    assert (calendar["method"], calendar["zones"]) == ("REQUEST", ["America/New_York"])
    assert (found["uid"], found["sequence"], found["status"]) == (TALK.uid, 3, "CONFIRMED")
    assert (instant(found["starts"]), instant(found["ends"])) == (AT, AT + HOUR)
    assert (found["clock"], found["zone"]) == ("2026-11-24T10:00:00", "America/New_York")
    assert (found["title"], found["place"], found["words"]) == ("Interview", "Room 2", "Bring\nnothing.")
    assert found["url"] == "https://meet.example.org/x?a=1"
    assert found["organizer"]["address"] == "mailto:hiring@example.org"
    assert found["attendees"] == [
        {"address": "mailto:rita@example.org", "name": "Rita Moreau", "answer": "NEEDS-ACTION", "asked": "TRUE"}
    ]


def test_what_is_called_off_says_so_under_the_same_name() -> None:
    (calendar,) = read([written(sequence=4, is_cancelled=True)])
    (found,) = calendar["occasions"]
    assert (calendar["method"], found["status"]) == ("CANCEL", "CANCELLED")
    assert (found["uid"], found["sequence"]) == (TALK.uid, 4)


def test_a_feed_asks_nobody_for_anything() -> None:
    talks = [replace(TALK, uid=f"{zone}@x", zone=zone, attendees=(), organizer=None) for zone in ("Asia/Tokyo", "UTC")]
    text = feed(talks, name="Interviews", stamp=NOW)
    (calendar,) = read([text])
    assert (method_of(text), len(calendar["occasions"])) == ("PUBLISH", 2)
    assert [(one["attendees"], instant(one["starts"])) for one in calendar["occasions"]] == [([], AT)] * 2


def test_an_empty_feed_is_a_calendar_too() -> None:
    assert read([feed([], name="Interviews", stamp=NOW)]) == [{"method": "PUBLISH", "zones": [], "occasions": []}]


def test_every_clock_is_written_out_so_that_others_read_the_same_instants() -> None:
    """Whoever reads it may know nothing of the zone, or something older."""
    chance = Random(20261117)
    zones = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "posix")))
    starts = {zone: NOW + timedelta(minutes=15 * chance.randrange(4 * 24 * 365 * 3)) for zone in zones}
    found = read([written(zone=zone, starts_at=at, ends_at=at + HOUR) for zone, at in starts.items()])
    occasions = [calendar["occasions"][0] for calendar in found]
    times = [(instant(one["starts"]), instant(one["ends"])) for one in occasions]
    assert dict(zip(zones, times, strict=True)) == {zone: (at, at + HOUR) for zone, at in starts.items()}


@pytest.mark.parametrize("zone", ["Europe/London", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca"])
def test_the_days_on_which_clocks_change_are_read_right(zone: str) -> None:
    """Every half hour around each change of two years; some hours are left out, and some come twice."""
    clock, half = ZoneInfo(zone), HOUR / 2
    halves = [NOW + half * step for step in range(2 * 365 * 48)]
    near = [
        at
        for at in halves
        if (at - 5 * HOUR).astimezone(clock).utcoffset() != (at + 5 * HOUR).astimezone(clock).utcoffset()
    ]
    talks = [replace(TALK, uid=f"{at}", zone=zone, starts_at=at, ends_at=at + HOUR) for at in near]
    (calendar,) = read([feed(talks, name="All", stamp=NOW)])
    assert [instant(one["starts"]) for one in calendar["occasions"]] == near
    assert [instant(one["ends"]) for one in calendar["occasions"]] == [at + HOUR for at in near]


@pytest.mark.parametrize(
    "words",
    [
        "Room; 2, \\ and so on",
        "a\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:evil",
        "a\nATTENDEE:mailto:evil@x.org",
        "a\rX-EVIL:1",
        "a\u2028X-EVIL:1\u2029b\x85c\x0bd\x0ce\0f",
        "=?utf-8?q?a=0ABcc=3A_e=40x?=",
        "\ud800 half a character",
        "\\n \\N \\; \\, \\\\",
        "=1+2, @SUM, <b>&amp;",
        "שלום \u202e abc",
    ],
)
def test_words_stay_words(words: str) -> None:
    """mail_ics-008 and more of its kind: each ends where it began, and nothing is added."""
    text = written(title=words, place=words, words=words, attendees=(replace(RITA, name=words),))
    found = read_one(text)
    assert sorted(found["names"]) == sorted(read_one(written(place="x", words="x"))["names"])
    assert [one["address"] for one in found["attendees"]] == ["mailto:rita@example.org"]
    seen = "".join(c if c == "\n" or (c.isprintable() or c == "\u202e") else " " for c in words)
    assert found["place"] == found["words"] == found["title"] == seen
    assert all("\r" not in line and "\n" not in line for line in text.split("\r\n"))


def test_an_address_list_in_a_name_is_a_name() -> None:
    found = read_one(written(attendees=(replace(RITA, name='"A" <a@b.c>, evil@x;RSVP=FALSE:mailto:e@x'),)))
    assert found["attendees"] == [
        {
            "address": "mailto:rita@example.org",
            "name": "'A' <a@b.c>, evil@x;RSVP=FALSE:mailto:e@x",
            "answer": "NEEDS-ACTION",
            "asked": "TRUE",
        }
    ]


def test_long_lines_are_folded_between_characters() -> None:
    """mail_ics-009: at 75 octets, and never inside a character."""
    assert CASES["mail_ics-009"]["payload"] == "DESCRIPTION 300 emoji"
    text = written(words="😀" * 300, title="é" * 200, place="x" * 500)
    lines = text.encode().split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    for line in lines:
        line.decode()
    found = read_one(text)
    assert (found["words"], found["title"], found["place"]) == ("😀" * 300, "é" * 200, "x" * 500)


def test_a_parameter_is_quoted_and_holds_no_quote() -> None:
    """mail_ics-010."""
    text = written(attendees=(replace(RITA, name='a:b;c "d" ^n'),)).replace("\r\n ", "")
    assert "ATTENDEE;CN=\"a:b;c 'd' n\";" in text
    assert read_one(text)["attendees"][0]["name"] == "a:b;c 'd' n"


@pytest.mark.parametrize(
    "address",
    ["", "nobody", "a@b.org\r\nX:1", "a@b.org, evil@x.org", 'a"b@c.org', "a@b.org;x=1", "mailto:a@b.org", "a b@c.org"],
)
def test_what_is_no_address_is_not_written(address: str) -> None:
    with pytest.raises(ValueError, match="is no address"):
        written(attendees=(replace(RITA, address=address),))


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "https://a\r\nX:1", "file:///etc/passwd", "meet", "https://a b"]
)
def test_only_web_addresses_are_led_to(url: str) -> None:
    assert "url" not in read_one(written(url=url))["names"]


def test_four_hundred_are_asked_like_one() -> None:
    many = [Party(f"a{number}@example.org", f"Person {number}") for number in range(400)]
    found = read_one(written(attendees=many))
    assert [one["address"] for one in found["attendees"]] == [f"mailto:{one.address}" for one in many]


def test_a_file_without_a_method_asks_nothing() -> None:
    with pytest.raises(ValueError, match="without a method"):
        method_of("BEGIN:VCALENDAR\r\nSUMMARY:METHOD:CANCEL\r\nEND:VCALENDAR\r\n")


@pytest.mark.parametrize("zone", ["UTC", "Europe/London", "America/Argentina/Buenos_Aires"])
def test_what_we_wrote_we_know_again_without_the_library(zone: str) -> None:
    uid = f"{'r' * 22}@{'long.' * 20}example.org"
    text = written(uid=uid, zone=zone, words="DTSTART:20010101T000000Z\nUID:other")
    assert invitation_in(text) == Invitation("REQUEST", uid, AT)


def test_of_a_time_that_comes_twice_we_know_which_one_too() -> None:
    for at in (datetime(2026, 11, 1, 5, 30, tzinfo=UTC), datetime(2026, 11, 1, 6, 30, tzinfo=UTC)):
        assert invitation_in(written(starts_at=at, ends_at=at + HOUR)).starts_at == at
