"""The list of those who wait, and one letter to several of them: all, or nobody and every reason why."""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy import func, select

from hiring.answers import actions, owed
from hiring.conflicts.actions import name_conflict
from hiring.db import db
from hiring.models import Application, CandidateMail, Opening, Person
from tests.answers.said import ON_SQLITE, a_letter, closed
from tests.cast import DAY, NOW, a_candidate
from tests.factories import at_stage
from tests.house import House

LETTER = {"subject": "About {opening}", "body": "Dear {name}", "closes_as": "", "reason": "", "hears_by": ""}


def listed(house: House, show: str, who: str = "rita") -> list[tuple[str, list[str]]]:
    with house.app.app_context():
        found = owed.answers_owed(house.one(Person, who), show, now=NOW).lines
    return [(one.name, [str(reason) for reason in one.reasons]) for one in found]


def test_each_view_shows_its_own(house: House) -> None:
    with house.changing():
        rita, cleo = house.one(Person, "rita"), house.one(Person, "cleo")
        noel, casey, dana = (house.one(Application, name) for name in ("noel", "casey", "dana"))
        noel.applied_at = NOW - 11 * DAY
        at_stage(noel, "ceo-call", by=cleo, at=NOW - DAY)
        at_stage(dana, "offer", by=cleo, at=NOW - timedelta(hours=1))
        a_letter(casey, "in", at=NOW - timedelta(hours=2))
        actions.promise(casey, NOW.date() + 3 * DAY, what="", by=rita, now=NOW)
    offer = "Somebody else has an offer, and they have not heard since"
    quiet = "No word from us for ten days"
    wrote = "They wrote, and have no answer yet"
    assert listed(house, "waiting") == [("Casey Morgan", [wrote, offer])]
    assert listed(house, "promised") == [("Casey Morgan", [wrote, offer])]
    assert listed(house, "offer") == [("Casey Morgan", [wrote, offer]), ("Noel Abara", [offer, quiet])]
    assert listed(house, "quiet") == [("Noel Abara", [offer, quiet])]
    assert [listed(house, "waiting", who) for who in ("omar", "ines", "remy")] == [[], [], []]


@ON_SQLITE
def test_nobody_learns_of_an_offer_to_somebody_they_have_a_conflict_with(house: House) -> None:
    with house.changing():
        cleo, dana = house.one(Person, "cleo"), house.one(Application, "dana")
        at_stage(dana, "offer", by=cleo, at=NOW - timedelta(hours=1))
        name_conflict(dana, cleo, kind="relation", reason="", by=house.one(Person, "rita"), now=NOW)
    assert [len(listed(house, "offer", who)) for who in ("rita", "cleo")] == [2, 0]
    page = house.visitor("cleo").get(f"/applications/{house.ref('casey')}/letters").text
    assert page.count("Somebody else has an offer") == 0


@ON_SQLITE
def test_the_list_takes_as_many_queries_for_thirty_as_for_one(house: House) -> None:
    rita = house.visitor("rita")
    with house.changing():
        a_letter(house.one(Application, "noel"), "in", at=NOW)
    with house.counting() as few:
        rita.get("/answers")
    with house.changing():
        opening, person = house.one(Opening, "executive"), house.one(Person, "rita")
        for number in range(31):
            a_letter(a_candidate(opening, person, f"Sam{number} Okoro"), "in", at=NOW)
    with house.counting() as many:
        page = rita.get("/answers").text
    assert (len(few), len(many), page.count('name="to"')) == (4, 4, 30)
    assert re.findall(r"1–30 / 32", page) == ["1–30 / 32"]


@ON_SQLITE
def test_a_letter_goes_to_all_or_to_nobody_and_says_why(house: House) -> None:
    with house.changing():
        house.one(Application, "casey").candidate.email = None
        closed(house.one(Application, "noel"), "rejected", by=house.one(Person, "rita"), at=NOW)
    rita, both = house.visitor("rita"), [house.ref("noel"), house.ref("casey")]
    answer = rita.post("/answers/letter", LETTER | {"to": both})
    problems = re.findall(r"<li>([^<]*(?:Casey|Nobody)[^<]*)</li>", answer.text)
    assert (answer.status_code, problems) == (
        409,
        [
            "Casey Morgan: There is no e-mail address for Casey Morgan. Tell them another way, then note it here.",
            "Nobody was written to, because of 1 of 2 candidates.",
        ],
    )
    assert answer.text.count(" checked") == 2
    stranger = rita.post("/answers/letter", LETTER | {"to": [house.ref("noel"), house.ref("quinn")]})
    assert (stranger.status_code, "Somebody you chose is not there any more" in stranger.text) == (422, True)
    with house.app.app_context():
        assert db.session.scalar(select(func.count(CandidateMail.id))) == 0
    assert rita.post("/answers/letter", LETTER | {"to": both[:1], "tells_outcome": "y"}).status_code == 303
    assert listed(house, "waiting") == []
