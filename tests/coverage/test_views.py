"""Pages of coverage: the matrix, one place changed, a fix applied, briefs, and who is shown none of it."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import func, select, update

from hiring.coverage.queries import loop_of
from hiring.db import db
from hiring.models import AcceptedFinding, Application, Outgoing, Person, Slot
from tests.cast import DAY, NOW
from tests.coverage.loops import BUILDING, CANDOUR, DELIVERY, LEADERS, MONDAY, STRATEGY, a_loop, a_talk
from tests.factories import a_scorecard
from tests.house import House, World


@pytest.fixture
def world(sqlite_world: World) -> World:
    """Nothing here rests on the database; a sample on the other one is in test_both.py."""
    return sqlite_world


def url(house: House, more: str = "", name: str = "noel") -> str:
    return f"/applications/{house.ref(name)}/coverage{more}"


def seen(house: House) -> str:
    found = re.search(r'name="seen" value="(\w+)"', house.visitor("rita").get(url(house)).text)
    assert found is not None
    return found[1]


def key(house: House, of: str, *, reader: str | None = None) -> str:
    """The key of a finding, by its id."""
    with house.app.app_context():
        person = None if reader is None else house.one(Person, reader)
        loop = loop_of(house.one(Application, "noel"), person, now=NOW)
        return next(one.key for one in loop.found if one.id == of)


def dimensions(house: House, seat: str) -> list[str]:
    with house.app.app_context():
        return list(db.session.scalars(select(Slot.dimensions).filter_by(ref=seat)).one())


def test_the_matrix_names_every_place_in_full(house: House) -> None:
    a_loop(house)
    page = unescape(house.visitor("rita").get(url(house)).text)
    with house.app.app_context():
        loop = loop_of(house.one(Application, "noel"), None, now=NOW)
        asked = " ".join(one.words for one in loop.matrix.area(STRATEGY).questions)
    for label in (
        "Assign Delivery and execution to Ines Calder",
        f"Strategy and focus with Ines Calder: leads. Asks: {asked}",
        f"Strategy and focus with Ivan Petrov: second view. Asks: {asked}",
    ):
        assert f'aria-label="{label}"' in page
    assert f'<span class="xs">{asked[:30]}' in page
    assert "Nobody covers Hiring and developing leaders" in page


def test_as_many_queries_for_one_talk_as_for_thirty(house: House) -> None:
    a_loop(house)
    rita = house.visitor("rita")
    rita.get(url(house))
    with house.counting() as few:
        rita.get(url(house))
    with house.changing():
        for number in range(27):
            a_talk(house, "mona", [DELIVERY], at=MONDAY + timedelta(hours=6 + number))
    with house.counting() as many:
        rita.get(url(house))
    assert (len(few), len(many)) == (11, 11)


def test_one_click_gives_an_area_to_somebody(house: House) -> None:
    seats = a_loop(house)
    answer = house.visitor("rita").post(
        url(house, "/cells"), {"cell": f"{LEADERS}.{seats['ivan']}", "seen": seen(house)}
    )
    assert (answer.status_code, answer.location) == (303, f"{url(house)}#{LEADERS}")
    assert dimensions(house, seats["ivan"]) == [STRATEGY, LEADERS]


def test_a_place_is_changed_by_hand(house: House) -> None:
    seats = a_loop(house)
    cell = f"{STRATEGY}.{seats['ivan']}"
    page = house.visitor("rita").get(url(house, f"?cell={cell}")).text
    assert "Strategy and focus: Ivan Petrov" in page
    fields = {"cell": cell, "part": "leads", "asks": "what-you-stopped", "seen": seen(house)}
    assert house.visitor("rita").post(url(house, "/cells"), fields).status_code == 303
    with house.app.app_context():
        slot = db.session.scalars(select(Slot).filter_by(ref=seats["ivan"])).one()
        assert (slot.seconds, slot.questions) == ([], ["what-you-stopped"])


@pytest.mark.parametrize("part", ["first", "LEADS", "\0"])
def test_a_part_that_there_is_not_is_refused(house: House, part: str) -> None:
    seats = a_loop(house)
    fields = {"cell": f"{STRATEGY}.{seats['ivan']}", "part": part, "seen": seen(house)}
    assert house.visitor("rita").post(url(house, "/cells"), fields).status_code == 422


@pytest.mark.parametrize("cell", ["", ".", "x.y", f"{STRATEGY}.", "a" * 300])
def test_a_place_that_there_is_not_changes_nothing(house: House, cell: str) -> None:
    a_loop(house)
    answer = house.visitor("rita").post(url(house, "/cells"), {"cell": cell, "seen": seen(house)})
    assert answer.status_code in {409, 422}
    assert house.visitor("rita").get(url(house, f"?cell={cell}")).status_code == 200


def test_a_page_that_is_out_of_date_changes_nothing(house: House) -> None:
    seats = a_loop(house)
    fields = {"cell": f"{LEADERS}.{seats['ivan']}", "seen": seen(house)}
    assert house.visitor("cleo").post(url(house, "/cells"), fields).status_code == 303
    answer = house.visitor("rita").post(url(house, "/fix"), {"finding": "all", "seen": fields["seen"]})
    assert answer.status_code == 409
    assert "Somebody has changed who covers what" in answer.text


def test_one_finding_or_all_of_them_are_mended(house: House) -> None:
    seats = a_loop(house)
    rita = house.visitor("rita")
    fields = {"finding": key(house, f"repeated-{STRATEGY}"), "seen": seen(house)}
    assert rita.post(url(house, "/fix"), fields).status_code == 303
    page = rita.get(url(house)).text
    assert "asked more than once" not in page
    assert dimensions(house, seats["ines"]) == [STRATEGY, BUILDING]
    assert rita.post(url(house, "/fix"), {"finding": "all", "seen": seen(house)}).status_code == 303
    assert "The smallest fix" not in rita.get(url(house)).text
    assert rita.post(url(house, "/fix"), {"finding": "all", "seen": seen(house)}).status_code == 409


def test_what_is_accepted_stands_apart_until_it_is_undone(house: House) -> None:
    a_loop(house)
    rita, cleo = house.visitor("rita"), house.visitor("cleo")
    with house.changing():
        a_talk(house, "mona", [CANDOUR], at=MONDAY + timedelta(hours=6))
    single = key(house, f"single_view-{CANDOUR}")
    page = rita.get(url(house)).text
    assert "If you accept it, the packet will say “1 rater”." in unescape(page)
    accepting = {"finding": single, "deed": "accept", "seen": seen(house)}
    assert rita.post(url(house, "/fix"), accepting).status_code == 303
    page = unescape(cleo.get(url(house)).text)
    assert f"by Rita Moreau, {NOW:%a} {NOW.day} {NOW:%b}" in page
    assert page.index("Accepted</h2>") < page.index("Candour under pressure has 1 view")
    assert rita.post(url(house, "/fix"), accepting | {"seen": seen(house)}).status_code == 409
    assert rita.post(url(house, "/fix"), {"finding": single, "seen": seen(house)}).status_code == 409
    back = {"finding": single, "deed": "take_up", "seen": seen(house)}
    assert cleo.post(url(house, "/fix"), back).status_code == 303
    assert "Accepted</h2>" not in rita.get(url(house)).text
    assert cleo.post(url(house, "/fix"), back | {"seen": seen(house)}).status_code == 409


def test_a_must_have_that_nobody_covers_is_accepted_with_a_reason_only(house: House) -> None:
    a_loop(house)
    rita = house.visitor("rita")
    nobody = key(house, f"uncovered-{LEADERS}")
    asked = rita.get(url(house, f"?accept={nobody}")).text
    assert asked.count("Nobody covers Hiring and developing leaders") == 2
    assert "leads Hiring and developing leaders</li>" in asked
    accepting = {"finding": nobody, "deed": "accept", "seen": seen(house), "reason": " "}
    refused = rita.post(url(house, "/fix"), accepting)
    assert (refused.status_code, "Say why nobody need cover" in refused.text) == (422, True)
    said = accepting | {"reason": "The founders ask over dinner."}
    assert rita.post(url(house, "/fix"), said).status_code == 303
    page = rita.get(url(house)).text
    assert "The founders ask over dinner." in page
    assert "leads Hiring and developing leaders</li>" not in page
    assert page.count("+ Assign") == page.count('class="gap"') * 3


@pytest.mark.parametrize("deed", ["", "ACCEPT", "accept\0"])
def test_a_deed_that_there_is_not_is_refused(house: House, deed: str) -> None:
    a_loop(house)
    fields = {"finding": key(house, f"repeated-{STRATEGY}"), "deed": deed, "seen": seen(house)}
    assert house.visitor("rita").post(url(house, "/fix"), fields).status_code == 422


def test_briefs_are_looked_at_and_sent(house: House) -> None:
    a_loop(house)
    rita = house.visitor("rita")
    assert rita.get(url(house, "/briefs")).status_code == 200
    refused = rita.post(url(house, "/briefs"))
    assert refused.status_code == 422
    assert "Send them all the same" in refused.text
    sent = rita.post(url(house, "/briefs"), {"reason": "The founders ask about it."})
    assert sent.status_code == 303
    assert "The briefs are on their way." in rita.get(sent.location).text
    with house.app.app_context():
        assert db.session.scalar(select(func.count()).where(Outgoing.kind == "brief_ready")) == 3


def test_a_loop_without_talks_says_what_to_do(house: House) -> None:
    page = house.visitor("rita").get(url(house)).text
    assert "No interview about this rubric yet" in page
    assert house.visitor("rita").post(url(house, "/briefs")).status_code == 409


@pytest.mark.parametrize("name", ["omar", "ines", "max", "priya", "adam"])
def test_nobody_else_finds_a_thing(house: House, name: str) -> None:
    a_loop(house)
    status = 403 if name == "ines" else 404
    for more in ("", "/briefs"):
        assert house.visitor(name).get(url(house, more)).status_code == status


def test_whoever_owes_a_card_is_shown_the_plan_and_not_what_came_of_it(house: House) -> None:
    a_loop(house)
    with house.changing():
        a_talk(house, "rita", [STRATEGY], at=MONDAY + timedelta(hours=8))
        slot = a_talk(house, "max", [LEADERS], at=NOW - DAY).slots[0].ref
    rita, cleo = house.visitor("rita"), house.visitor("cleo")
    before = rita.get(url(house)).text
    assert "this shows what was planned, not what came of it" in before
    assert "Nobody covers Hiring" not in cleo.get(url(house)).text
    with house.changing():
        found = db.session.scalars(select(Slot).filter_by(ref=slot)).one()
        a_scorecard(found, level=4, verdict="yes", words="CANARY-max", at=NOW, leaves=[LEADERS])
    assert without_keys(rita.get(url(house)).text) == without_keys(before)
    nobody = key(house, f"uncovered-{LEADERS}", reader="cleo")
    page_of_cleo = re.search(r'name="seen" value="(\w+)"', cleo.get(url(house)).text)
    assert page_of_cleo is not None
    fields = {"finding": nobody, "deed": "accept", "reason": "CANARY-why", "seen": page_of_cleo[1]}
    assert cleo.post(url(house, "/fix"), fields).status_code == 303
    assert "CANARY-why" in cleo.get(url(house)).text
    assert without_keys(rita.get(url(house)).text) == without_keys(before)
    history = [house.visitor(name).get(f"/applications/{house.ref('noel')}/history") for name in ("cleo", "rita")]
    assert [(page.status_code, "accepted something" in page.text) for page in history] == [(200, True), (403, False)]
    back = fields | {"deed": "take_up"}
    assert rita.post(url(house, "/fix"), back | {"seen": seen(house)}).status_code == 409
    with house.changing():
        db.session.execute(update(AcceptedFinding).values(taken_back_at=NOW))
    read = cleo.get(url(house)).text
    assert "Nobody covers Hiring and developing leaders" in read
    assert "Not assessed</b>" in read
    assert "CANARY" not in read


def without_keys(page: str) -> str:
    return re.sub(r'name="(csrf_token|key)"[^>]*', "", page)
