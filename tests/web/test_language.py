"""Moments and sentences: in the reader's language and zone, or in another for as long as a block says so."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import g

from hiring.models import Person
from hiring.text import text
from hiring.web.language import clock_time, day, moment, say, speaking
from tests.house import House


class _Backwards:
    """The catalogue of a language nobody speaks."""

    def ugettext(self, words: str) -> str:
        return words[::-1]


def test_a_block_speaks_another_language_and_then_the_readers(house: House) -> None:
    with house.app.test_request_context():
        assert say(text("Home")) == "Home"
        with speaking("de"):
            assert day(datetime(2026, 11, 24, 10, tzinfo=UTC)) == "Di. 24 Nov."
            g.catalogue = _Backwards()
            assert say(text("Home")) == "emoH"
        assert say(text("Home")) == "Home"
        assert day(datetime(2026, 11, 24, 10, tzinfo=UTC)) == "Tue 24 Nov"


def test_a_moment_is_told_in_each_readers_zone(house: House) -> None:
    when = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    for zone, said in (("Europe/London", "Wed 1 Jul, 23:30"), ("Asia/Tokyo", "Thu 2 Jul, 07:30")):
        with house.app.test_request_context():
            g.person = Person(zone=zone, locale="en")
            assert (moment(when), clock_time(when)) == (said, said[-5:])
