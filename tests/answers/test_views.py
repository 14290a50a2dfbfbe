"""The list of those who wait, and one letter to several of them: all, or nobody and every reason why."""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy import func, select

from hiring.answers import actions, owed
from hiring.conflicts.actions import name_conflict
from hiring.db import db
from hiring.models import Application, CandidateMail, Opening, Person, Slot
from tests.answers.said import a_letter, closed
from tests.cast import DAY, NOW, a_candidate
from tests.factories import an_interview, at_stage
from tests.house import ON_SQLITE, House

LETTER = {"subject": "About {opening}", "body": "Dear {name}", "closes_as": "", "reason": "", "hears_by": ""}


def listed(house: House, show: str, who: str = "rita") -> list[tuple[str, list[str]]]:
    with house.app.app_context():
        found = owed.answers_owed(house.one(Person, who), show, now=NOW).lines
    return [(one.name, [str(reason) for reason in one.reasons]) for one in found]


@ON_SQLITE
def test_to_be_in_the_search_is_a_reason_not_to_close_it_and_none_to_write(house: House) -> None:
    with house.app.app_context():
        noel, rita = house.one(Application, "noel"), house.one(Person, "rita")
        assert owed.state_of(noel, rita, now=NOW).reasons == ()
        said = {one.name: [str(reason) for reason in one.reasons] for one in owed.in_the_way(noel.opening, rita)}
    assert said["Noel Abara"] == ["Still in the search"]


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
    with house.counting() as asked:
        page_asked = rita.get("/answers?q=sam").text
    assert (len(few), len(many), len(asked), page.count('name="to"')) == (4, 4, 6, 30)
    assert re.findall(r"1–30 / 32", page) == ["1–30 / 32"]
    assert re.findall(r'rel="next" href="([^"]*)"', page_asked) == ["/answers?show=waiting&amp;q=sam&amp;page=2"]


def found(house: House, asked: str, who: str = "rita") -> list[str]:
    return re.findall(r"Choose ([^<]*)</span>", house.visitor(who).get(f"/answers?{asked}").text)


@ON_SQLITE
def test_the_list_is_asked_as_the_board_is(house: House) -> None:
    with house.changing():
        for name in ("noel", "casey", "dana"):
            a_letter(house.one(Application, name), "in", at=NOW)
        closed(house.one(Application, "noel"), "rejected", by=house.one(Person, "rita"), at=NOW + timedelta(hours=1))
    assert {typed: found(house, f"q={typed}") for typed in ASKED} == ASKED
    assert [found(house, "q=casey", who) for who in ("ivan", "mona", "omar", "remy")] == [[], [], [], []]


ASKED = {
    "": ["Casey Morgan", "Dana Whitfield", "Noel Abara"],
    "NOEL": ["Noel Abara"],
    "-noel": ["Casey Morgan", "Dana Whitfield"],
    "is:rejected": ["Noel Abara"],
    "stage:deep-dives": ["Casey Morgan"],
    "-stage:deep-dives": ["Dana Whitfield", "Noel Abara"],
    "opening:chief-technology-officer": ["Casey Morgan", "Dana Whitfield", "Noel Abara"],
    "is:wrong": ["Casey Morgan", "Dana Whitfield", "Noel Abara"],
    "quinn": [],
}


@ON_SQLITE
def test_no_term_tells_more_of_cards_than_the_board_does(house: House) -> None:
    """Ivan's card is late. Whoever owes one of the round beside him does not learn it here either."""
    with house.changing():
        a_letter(house.one(Application, "casey"), "in", at=NOW)
        house.one(Slot, "casey-ivan").due_at = NOW - DAY
        casey, cleo = house.one(Application, "casey"), house.one(Person, "cleo")
        an_interview(casey, "deep-dives", [cleo], starts_at=NOW + DAY, by=cleo)
    told = {who: found(house, "q=scorecard:overdue", who) for who in ("rita", "cleo")}
    assert told == {"rita": ["Casey Morgan"], "cleo": []}
    assert found(house, "q=-scorecard:overdue", "cleo") == ["Casey Morgan"]


@ON_SQLITE
def test_what_was_asked_goes_along(house: House) -> None:
    rita, opening = house.visitor("rita"), house.ref("executive")
    with house.changing():
        a_letter(house.one(Application, "casey"), "in", at=NOW)
    page = rita.get(f"/answers?opening={opening}&q=casey+stage:deep-dives").text
    tabs = re.findall(r'href="(/answers\?show[^"]*)"><b>(\d)</b>', page)
    assert tabs == [
        (f"/answers?show={one}&amp;opening={opening}&amp;q=casey+stage:deep-dives", number)
        for one, number in (("waiting", "1"), ("offer", "0"), ("promised", "0"), ("quiet", "0"))
    ]
    page = rita.get("/answers?show=offer&q=casey").text
    assert "<p>No candidate matches <bdi>casey</bdi></p>" in page
    assert re.findall(r'href="([^"]*)">Without <bdi>([^<]*)<', page) == [("/answers?show=offer", "casey")]
    assert "“is:wrong” is not something this box can look for" in rita.get("/answers?q=is:wrong").text


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
