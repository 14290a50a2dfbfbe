"""The page of a selection, the button in a row, and what both keep when something cannot be done."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from hiring.db import db
from hiring.models import Application
from tests.cast import NOW
from tests.house import ON_SQLITE, House
from tests.openings.reading import board, names, plain, row
from tests.openings.test_board import _crowd

pytestmark = ON_SQLITE

LATER = NOW + timedelta(hours=4)


def test_the_button_in_a_row_reminds_and_comes_back_to_it(house: House) -> None:
    rita, casey = house.visitor("rita"), house.ref("casey")
    with time_machine.travel(LATER, tick=True):
        answer = rita.post(f"/applications/{casey}/remind", {"q": "is:pressing", "page": "1"})
        assert answer.headers["Location"] == f"/openings?q=is%3Apressing&page=1#{casey}"
        assert "Remind Ivan Petrov Reminded Tue 17 Nov, 14:00 · You Remind" in row(house, "rita", "Casey Morgan")
        again = rita.post(f"/applications/{casey}/remind", {"q": "is:pressing"})
    assert again.status_code == 409
    said = plain(again.text)
    assert "Ivan Petrov was reminded within the last hour." in said
    assert "Remind again, although somebody heard of it within twelve hours" in said


def test_whoever_only_sits_there_may_not_remind(house: House) -> None:
    path = f"/applications/{house.ref('casey')}/remind"
    assert [house.visitor(who).post(path).status_code for who in ("ines", "omar")] == [403, 404]


def test_the_page_lists_those_ticked_and_what_is_needed(house: House) -> None:
    casey, noel = house.ref("casey"), house.ref("noel")
    said = plain(house.visitor("rita").get(f"/selection?do=move&a={casey}&a={noel}").text)
    assert "2 candidates" in said
    assert "Casey Morgan Chief technology officer · Deep-dives with the founders" in said
    assert "The next stage of each" in said


@pytest.mark.parametrize("do", ["remind", "move", "reject", "owner", "tag"])
def test_what_is_not_on_ones_board_does_not_exist(house: House, do: str) -> None:
    for who, name in (("omar", "casey"), ("ines", "casey"), ("rita", "quinn")):
        asked = f"/selection?do={do}&a={house.ref(name)}"
        fields = {"do": do, "a": house.ref(name), **MORE.get(do, {})}
        assert house.visitor(who).get(asked).status_code == 404
        assert house.visitor(who).post("/selection", fields).status_code == 404


MORE = {
    "move": {"to": "next", "reason": ""},
    "reject": {"reason": "x"},
    "owner": {"owner": "nobody"},
    "tag": {"word": "x"},
}


def test_nobody_ticked_leads_back(house: House) -> None:
    answer = house.visitor("rita").get("/selection?do=move&q=is:late")
    assert answer.headers["Location"] == "/openings?q=is%3Alate"


def test_answering_leads_to_one_letter_for_all(house: House) -> None:
    casey, noel = house.ref("casey"), house.ref("noel")
    answer = house.visitor("rita").get(f"/selection?do=answer&a={casey}&a={noel}")
    assert answer.headers["Location"] == f"/answers/letter?to={casey}&to={noel}"


def test_a_refused_selection_stays_ticked_with_its_reasons(house: House) -> None:
    casey, noel = house.ref("casey"), house.ref("noel")
    fields = {"do": "move", "a": [noel, casey], "to": "next", "reason": ""}
    answer = house.visitor("rita").post("/selection", fields)
    assert answer.status_code == 409
    assert answer.text.count('checked aria-describedby="why-2"') == answer.text.count("checked") - 1 == 1
    assert "Nothing was changed: 1 of them cannot be. The reason stands beside it." in plain(answer.text)
    with house.app.app_context():
        assert house.one(Application, "noel").current_move.stage.slug == "sourcing"


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"do": "reject", "reason": ""}, "Write a reason for this move."),
        ({"do": "tag", "word": "!!"}, "Write a word with letters or digits."),
        ({"do": "tag", "word": "x" * 41}, "A tag has at most 40 characters."),
        ({"do": "owner", "owner": "somebody"}, "Choose somebody on the list."),
        ({"do": "move", "to": "nowhere", "reason": ""}, "The plan of this opening has no such stage."),
        ({"do": "hire"}, "Choose what to do with them."),
    ],
)
def test_what_is_missing_is_said(house: House, fields: dict[str, str], says: str) -> None:
    answer = house.visitor("rita").post("/selection", {"a": house.ref("noel"), **fields})
    assert answer.status_code == 422
    assert says in plain(answer.text)


def test_a_tag_and_an_owner_stand_on_the_board_and_are_asked_for(house: House) -> None:
    rita, casey = house.visitor("rita"), house.ref("casey")
    assert rita.post("/selection", {"do": "tag", "a": casey, "word": "Board ready"}).status_code == 303
    assert rita.post("/selection", {"do": "owner", "a": casey, "owner": house.ref("cleo")}).status_code == 303
    assert "tag:board-ready" in row(house, "rita", "Casey Morgan")
    for typed, found in {
        "tag:board-ready": ["Casey Morgan"],
        "has:tag": ["Casey Morgan"],
        "owner:cleo-adeyemi": ["Casey Morgan"],
        "owner:none": ["Dana Whitfield", "Noel Abara"],
        "owner:me": [],
        "-has:owner": ["Dana Whitfield", "Noel Abara"],
    }.items():
        assert (typed, names(house, "rita", typed)) == (typed, found)
    assert names(house, "max", "tag:board-ready") == names(house, "max", "owner:none") == []
    with time_machine.travel(LATER, tick=True):
        assert names(house, "rita", "needs:me") == ["Noel Abara"]
        assert names(house, "cleo", "needs:me") == ["Casey Morgan"]
        assert "Not reminded yet · Cleo Adeyemi" in row(house, "rita", "Casey Morgan")


def kept(house: House, who: str) -> str:
    """What an application's own page says of its owner and its tags."""
    page = house.visitor(who).get(f"/applications/{house.ref('casey')}").text
    return page.partition('id="kept"')[2].partition("</section>")[0]


def test_the_page_of_one_gives_it_an_owner_and_tags(house: House) -> None:
    rita, casey = house.visitor("rita"), house.ref("casey")
    here = f"/applications/{casey}#kept"
    assert '<option selected value="nobody">' in kept(house, "rita")
    about = {"a": casey, "view": "application"}
    for fields in ({"do": "owner", "owner": house.ref("cleo")}, {"do": "tag", "word": "Board ready"}):
        answer = rita.post("/selection", about | fields)
        assert (answer.status_code, answer.headers["Location"]) == (303, here)
    for who in ("rita", "cleo"):
        assert f'<option selected value="{house.ref("cleo")}">Cleo Adeyemi' in kept(house, who)
        assert '<a href="/openings?q=tag:board-ready">' in kept(house, who)
    keys = re.findall(r'name="key" value="([^"]*)"', kept(house, "rita"))
    assert len(set(keys)) == len(keys) == 3
    assert rita.post("/selection", about | {"do": "tag", "word": "board-ready", "off": "1"}).status_code == 303
    assert rita.post("/selection", about | {"do": "owner", "owner": "nobody"}).status_code == 303
    assert "board-ready" not in kept(house, "rita")
    assert '<option selected value="nobody">' in kept(house, "rita")


def test_nobody_but_those_who_lead_reads_them_there(house: House) -> None:
    assert [kept(house, who) for who in ("ines", "ivan")] == ["", ""]
    fields = {"a": house.ref("casey"), "view": "application", "do": "tag", "word": "x"}
    refused = [house.visitor(who).post("/selection", fields).status_code for who in ("ines", "ivan", "max", "omar")]
    assert refused == [404] * 4


def test_refused_it_leads_back_to_that_page(house: House) -> None:
    casey = house.ref("casey")
    answer = house.visitor("rita").post("/selection", {"a": casey, "view": "application", "do": "tag", "word": "!!"})
    assert answer.status_code == 422
    assert answer.text.count(f'href="/applications/{casey}#kept"') == 2
    assert 'name="view" value="application"' in answer.text


def test_columns_hold_each_in_their_stage_and_count_with_a_query(house: House) -> None:
    said = board(house, "rita", view="columns")
    assert "Deep-dives with the founders 1 candidate Casey Morgan" in said.replace("\n", " ")
    page = house.visitor("rita").get("/openings?view=columns").text
    assert 'href="/openings?q=opening:chief-technology-officer+stage:deep-dives"' in page
    casey = house.ref("casey")
    fields = {"do": "move", "a": casey, "to": "committee", "reason": "", "view": "columns"}
    answer = house.visitor("rita").post("/selection", fields)
    assert (answer.status_code, "Needed for a stage skipped" in answer.text) == (403, True)


def test_one_and_thirty_cost_the_same_queries(house: House) -> None:
    rita = house.visitor("rita")
    with house.changing():
        _crowd(house, 30)
    with house.app.app_context():
        opening = house.one(Application, "noel").opening_id
        refs = db.session.scalars(select(Application.ref).where(Application.opening_id == opening)).all()
    for do, queries in QUERIES.items():
        for many in (refs[:1], refs):
            with house.counting() as counted:
                answer = rita.get("/selection", query_string={"do": do, "a": many})
            assert (do, len(counted), answer.text.count("data-row")) == (do, queries, len(many))


QUERIES = {"remind": 5, "move": 5, "reject": 4, "owner": 5, "tag": 5}
