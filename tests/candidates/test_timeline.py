"""The one line of time on an application's page, under the blind rule."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from hiring.candidates.actions import write_note
from hiring.db import db
from hiring.models import Application, Attachment, CandidateMail, CandidateQuestion, Person
from tests.cast import NOW
from tests.factories import an_interview
from tests.house import House, World


@pytest.fixture
def world(sqlite_world: World) -> World:
    """Nothing here depends on the database."""
    return sqlite_world


LINES = re.compile(r"<li>([^<]*)<small>")


def live(house: House) -> None:
    """A note, a letter each way, one that anybody may have sent, a question and a file, a minute after each other."""
    with house.changing():
        rita, dana = house.one(Person, "rita"), house.one(Application, "dana")
        at = [NOW - timedelta(minutes=6 - place) for place in range(6)]
        write_note(dana, "She called back.", by=rita, now=at[0])
        for way, by, when, is_proven in (
            ("out", rita.id, at[1], True),
            ("in", None, at[2], True),
            ("in", None, at[3], False),
        ):
            db.session.add(
                CandidateMail(
                    application_id=dana.id,
                    way=way,
                    subject=f"Subject {way}",
                    body=f"Letter {way}",
                    message_id=f"<{way}-{is_proven}@test>",
                    by_id=by,
                    by_address_alone=not is_proven,
                    at=when,
                )
            )
        db.session.add(CandidateQuestion(application_id=dana.id, asked="Why did she leave?", asked_at=at[4]))
        db.session.add(
            Attachment(
                application_id=dana.id,
                filename="slides.pdf",
                media_type="application/pdf",
                size=1,
                sha256="0" * 64,
                stored_as="x",
                by_id=None,
                at=at[5],
            )
        )


def lines(house: House, who: str, about: str = "dana", **more: str) -> list[str]:
    page = house.visitor(who).get(f"/applications/{house.ref(about)}", query_string=more)
    assert page.status_code == 200
    return LINES.findall(page.text.partition('id="timeline"')[2].partition("</section>")[0])


SAID = [
    "The candidate sent a file.",
    "The candidate asked a question.",
    "A mail came from the candidate’s address and answers none of ours: Subject in",
    "The candidate wrote to us: Subject in",
    "Rita Moreau wrote to the candidate: Subject out",
    "Rita Moreau wrote a note.",
]


@pytest.mark.parametrize(
    ("who", "first"),
    [("rita", SAID), ("cleo", SAID), ("max", SAID[:1]), ("mona", SAID[:1]), ("ines", SAID[:2])],
)
def test_each_reader_sees_what_they_may(house: House, who: str, first: list[str]) -> None:
    live(house)
    told = lines(house, who)
    assert told[: len(first)] == first
    assert [line for line in told if line in SAID] == first


def test_whoever_owes_a_card_sees_no_step(house: House) -> None:
    """Reasons for moves retell what cards say; a note does not, and is theirs to read."""
    live(house)
    with house.changing():
        cleo, dana = house.one(Person, "cleo"), house.one(Application, "dana")
        an_interview(dana, "presentation", [cleo], starts_at=NOW, by=cleo)
    assert lines(house, "cleo") == SAID
    assert len(lines(house, "rita")) > len(SAID)


def test_what_is_older_is_a_click_away(house: House) -> None:
    with house.changing():
        for number in range(20):
            write_note(house.one(Application, "casey"), f"Note {number}.", by=house.one(Person, "rita"), now=NOW)
    assert (len(lines(house, "rita", "casey")), len(lines(house, "rita", "casey", all="1")) > 20) == (15, True)
