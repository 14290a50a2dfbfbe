"""The pages of stages, questions and charters: who reads what, what is typed again, and how much it costs."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from hiring import asked
from hiring.conflicts.actions import declare
from hiring.db import db
from hiring.models import Application, Opening, Person, StageRecord
from hiring.stages import actions, queries
from tests.cast import NOW, a_candidate
from tests.factories import an_interview
from tests.house import House
from tests.stages.test_actions import put_off_limits, told

DEEP = "deep-dives"


def url(house: House, name: str, rest: str = "") -> str:
    return f"/applications/{house.ref(name)}{rest}"


def words(answer: TestResponse) -> str:
    text = re.sub(r"(?s)<(script|style).*?</\1>|<[^>]+>", " ", answer.text)
    return " ".join(text.split())


def keep(house: House, name: str, stage: str, **said: str) -> None:
    with house.changing():
        application, rita = house.one(Application, name), house.one(Person, "rita")
        found = queries.stage_named(application, stage)
        assert found is not None
        actions.write_record(application, found, said, by=rita, now=NOW)


def statuses(house: House, path: str, *people: str) -> dict[str, int]:
    return {who: house.visitor(who).get(path).status_code for who in people}


def test_a_record_is_read_by_those_who_lead_or_decide_and_owe_nothing(house: House) -> None:
    everybody = ("rita", "cleo", "ines", "ivan", "max", "mona", "adam", "omar", "remy", "priya")
    casey = statuses(house, url(house, "casey", f"/stages/{DEEP}"), *everybody)
    dana = statuses(house, url(house, "dana", f"/stages/{DEEP}"), *everybody)
    no = dict.fromkeys(everybody, 404)
    assert casey == no | {"rita": 200, "cleo": 200, "ines": 403, "ivan": 403}
    assert dana == no | {"rita": 200, "cleo": 200, "ines": 403, "ivan": 403, "max": 200, "mona": 200}


def test_whoever_owes_a_card_reads_and_writes_no_record(house: House) -> None:
    keep(house, "casey", DEEP, theirs="CANARY-record")
    with house.changing():
        cleo, rita = house.one(Person, "cleo"), house.one(Person, "rita")
        an_interview(house.one(Application, "casey"), "ceo-call", [cleo], starts_at=NOW, by=rita)
    browser, path = house.visitor("cleo"), url(house, "casey", f"/stages/{DEEP}")
    # a card owed in another round: the policy lets her write, and no page may show her what stands there
    sent = [
        browser.post(path, fields) for fields in ({"theirs": "x", "version": "1"}, {"theirs": "x\0", "version": "0"})
    ]
    answers = [browser.get(url(house, "casey")), browser.get(path), *sent]
    assert [answer.status_code for answer in answers] == [200, 403, 403, 403]
    assert [answer for answer in answers if "CANARY-record" in answer.text] == []
    with house.app.app_context():
        assert db.session.scalars(select(StageRecord)).one().fields["theirs"] == "CANARY-record"


@pytest.mark.parametrize("stage", ["nowhere", "Deep-Dives", "%00", "deep-dives%20"])
def test_a_stage_that_is_not_on_the_way_is_nowhere(house: House, stage: str) -> None:
    rita = house.visitor("rita")
    path = url(house, "casey", f"/stages/{stage}")
    assert (rita.get(path).status_code, rita.post(path, {"note": "x", "version": "0"}).status_code) == (404, 404)


def test_what_somebody_else_wrote_meanwhile_is_not_written_over(house: House) -> None:
    rita, path = house.visitor("rita"), url(house, "casey", f"/stages/{DEEP}")
    assert rita.post(path, {"theirs": "First.", "version": "0"}).status_code == 303
    late = rita.post(path, {"theirs": "Second.", "version": "0"})
    assert (late.status_code, "Second." in late.text, "Somebody changed this" in late.text) == (409, True, True)
    assert 'name="version" value="1"' in late.text
    assert rita.post(path, {"theirs": "Second.", "version": "1"}).status_code == 303


def test_a_refused_record_stands_there_again_as_typed(house: House) -> None:
    answer = house.visitor("rita").post(
        url(house, "casey", "/stages/recruiter-call"),
        {"knock_outs-led-leaders": "missing", "told": "Kept words", "version": "0"},
    )
    assert (answer.status_code, "Kept words" in answer.text) == (422, True)
    assert "Say why: “Has led engineers through other managers for two years or more”." in words(answer)


def test_equivalent_experience_is_offered_only_where_the_rubric_says_so(house: House) -> None:
    page = house.visitor("rita").get(url(house, "casey", "/stages/recruiter-call")).text
    offered = re.findall(r'<select[^>]*name="knock_outs-([a-z-]+)"(.*?)</select>', page, re.DOTALL)
    assert {name: "instead" in options for name, options in offered} == {
        "right-to-work": False,
        "place-and-travel": False,
        "led-leaders": True,
        "held-a-budget": True,
        "free-to-join": False,
    }


def test_the_application_page_says_what_was_written_and_that_a_company_is_off_limits(house: House) -> None:
    keep(house, "casey", DEEP, theirs="How the board decides.")
    put_off_limits(house, "Brightwell")
    rita = house.visitor("rita")
    assert "What they wanted to understand How the board decides." in words(rita.get(url(house, "casey")))
    # Noel is only just being spoken to, Casey has long been
    warned = {name: "is off limits for this opening" in words(rita.get(url(house, name))) for name in ("noel", "casey")}
    assert warned == {"noel": True, "casey": False}


def test_the_packet_shows_what_is_for_the_committee_and_no_more(house: House) -> None:
    keep(house, "dana", "sourcing", introduction="CANARY-introduction", reply="yes")
    keep(house, "dana", DEEP, theirs="How the board decides.", note="CANARY-note")
    page = house.visitor("mona").get(f"/packets/{house.ref('dana-packet')}")
    assert "Written down on the way" in page.text
    assert re.findall("CANARY-introduction|CANARY-note|How the board decides", page.text) == ["How the board decides"]


@pytest.mark.parametrize(
    ("who", "name", "status"),
    [
        ("rita", "casey", 200),
        ("cleo", "casey", 200),
        ("ines", "casey", 403),
        ("max", "dana", 403),
        ("mona", "dana", 403),
        ("omar", "casey", 404),
    ],
)
def test_pay_is_for_those_who_lead(house: House, who: str, name: str, status: int) -> None:
    rita = house.visitor("rita")
    path = url(house, name, "/expectation")
    assert rita.post(path, {"currency": "eur", "low": "180 000", "high": "220,000"}).status_code == 303
    assert house.visitor(who).get(path).status_code == status
    pages = [house.visitor(who).get(url(house, name, rest)) for rest in ("", "/stages/recruiter-call", "/expectation")]
    assert any("180,000" in page.text for page in pages) == (status == 200)
    assert "180,000" not in house.visitor(who).get(f"/packets/{house.ref('dana-packet')}").text


@pytest.mark.parametrize(
    "typed",
    [
        {"low": ""},
        {"low": "-1"},
        {"low": "1e9"},
        {"low": "٣"},
        {"low": "99999999999"},
        {"low": "9999999999"},
        {"high": "NaN"},
        {"high": "1"},
        {"currency": "E1R"},
        {"currency": "euros"},
    ],
)
def test_an_amount_is_whole_units_of_a_currency(house: House, typed: dict[str, str]) -> None:
    good = {"currency": "EUR", "low": "180,000", "high": ""}
    answer = house.visitor("rita").post(url(house, "casey", "/expectation"), good | typed)
    assert (answer.status_code, told(house)) == (422, [])


# --- Questions


def ask(house: House, name: str = "casey", owner: str | None = "ivan") -> str:
    with house.changing():
        owing = None if owner is None else house.one(Person, owner)
        by = house.one(Person, "rita")
        said = "Why did the last one leave?"
        return asked.note(house.one(Application, name), said, stage=DEEP, owner=owing, due_on=None, by=by, now=NOW).ref


def test_questions_are_read_by_those_who_lead_or_sit(house: House) -> None:
    people = ("rita", "cleo", "ines", "ivan", "max", "mona", "omar", "remy", "adam")
    no = dict.fromkeys(people, 404)
    seats = {"rita": 200, "cleo": 200, "ines": 200, "ivan": 200}
    assert statuses(house, url(house, "casey", "/questions"), *people) == no | seats
    assert statuses(house, url(house, "dana", "/questions"), *people) == no | seats | {"max": 403, "mona": 403}


def test_an_interviewer_is_not_told_who_else_sits(house: House) -> None:
    page = house.visitor("ivan").get(url(house, "casey", "/questions")).text
    assert re.findall("Ines Calder|Rita Moreau|Cleo Adeyemi", page) == []
    assert "Ivan Petrov</option>" in page
    offered = house.visitor("rita").get(url(house, "casey", "/questions")).text
    assert re.findall(r"Ines Calder|Ivan Petrov|Cleo Adeyemi", offered) == [
        "Cleo Adeyemi",
        "Ines Calder",
        "Ivan Petrov",
    ]


def test_only_whoever_owes_it_or_leads_answers(house: House) -> None:
    ref = ask(house)
    said = {"how": "answered", "answer": "She founded a company.", "due_on": ""}
    sent = {
        who: house.visitor(who).post(f"/questions/{ref}/answer", said).status_code
        for who in ("omar", "mona", "ines", "ivan", "rita")
    }
    assert sent == {"omar": 404, "mona": 404, "ines": 403, "ivan": 303, "rita": 409}


def test_a_refused_answer_stands_at_its_own_question(house: House) -> None:
    first, second = ask(house), ask(house)
    answer = house.visitor("rita").post(
        f"/questions/{first}/answer", {"how": "deferred", "answer": "Kept words", "due_on": ""}
    )
    assert (answer.status_code, answer.text.count("Kept words")) == (422, 1)
    assert answer.text.index("Kept words") > answer.text.index(f'id="q-{first}"')
    assert (answer.text.count('<details class="sm" open>'), second in answer.text) == (1, True)


def test_home_says_which_answers_one_owes(house: House) -> None:
    ask(house)
    ask(house)
    assert "You owe 2 answers" in words(house.visitor("ivan").get("/"))
    assert "You owe" not in words(house.visitor("rita").get("/"))


@pytest.mark.parametrize(("who", "queries"), [("rita", 6), ("ivan", 6)])
def test_thirty_questions_take_no_query_more(house: House, who: str, queries: int) -> None:
    ask(house)
    visitor, counted = house.visitor(who), []
    for _more in range(2):
        with house.counting() as sent:
            assert visitor.get(url(house, "casey", "/questions")).status_code == 200
        counted.append(len(sent))
        for _ in range(29):
            ask(house)
    assert counted == [queries, queries]


# --- The charter and where candidates came from


def test_a_charter_is_written_by_who_leads_approved_by_the_manager_and_read_by_the_committee(house: House) -> None:
    path = f"/openings/{house.ref('executive')}/charter"
    said = {"scope_in": "All of engineering.", "reports_to": "Cleo", "why_open": "New.", "held_by": "Max did."}
    said |= {"insiders": "CANARY-insiders", "adviser": "", "version": "0"}
    assert statuses(house, path, "omar", "ines", "remy", "mona") == {"omar": 404, "ines": 404, "remy": 404, "mona": 200}
    assert house.visitor("rita").post(path, said).status_code == 303
    assert house.visitor("rita").post(f"{path}/approval", {"version": "1"}).status_code == 403
    assert house.visitor("cleo").post(f"{path}/approval", {"version": "0"}).status_code == 409
    assert house.visitor("cleo").post(f"{path}/approval", {"version": "1"}).status_code == 303
    read = house.visitor("mona").get(path).text
    assert ("All of engineering." in read, "CANARY-insiders" in read) == (True, False)
    late = house.visitor("rita").post(path, said | {"scope_in": "Half of it."})
    assert (late.status_code, "Half of it." in late.text) == (409, True)


def test_the_opening_says_how_candidates_came_those_of_the_house_first(house: House) -> None:
    with house.changing():
        house.one(Application, "noel").channel = "internal"
        house.one(Application, "dana").channel = "search_firm"
    path = f"/openings/{house.ref('executive')}"
    page = house.visitor("rita").get(path)
    assert "Candidates of the house: Noel Abara (Sourcing)" in words(page)
    ways = re.findall(r"<li data-row><div><b>(.*?)</b>", page.text)
    assert ways == ["Works here already", "Applied by themselves", "Search firm"]
    leads_to = re.findall(r'href="(/openings\?q=[^"]*channel[^"]*)"', page.text)
    assert leads_to[:2] == [
        "/openings?q=opening:chief-technology-officer+channel:internal+stage:sourcing",
        "/openings?q=opening:chief-technology-officer+channel:internal",
    ]
    assert "How candidates came" not in house.visitor("mona").get(path).text


def test_every_count_is_the_number_that_its_question_finds(house: House) -> None:
    rita = house.visitor("rita")
    page = rita.get(f"/openings/{house.ref('executive')}").text
    asked_for = re.findall(r'href="(/openings\?q=[^"]*channel[^"]*)">[^<]*?(\d+)<', page)
    assert len(asked_for) == 4
    for question, number in asked_for:
        assert len(re.findall(r"<tr[^>]*data-row", rita.get(question).text)) == int(number)


def test_whoever_is_closed_to_the_reader_is_not_counted(house: House) -> None:
    with house.changing():
        house.one(Application, "noel").channel = "internal"
    with house.changing():
        declare(house.one(Application, "noel"), reason="", by=house.one(Person, "cleo"), now=NOW)
    page = house.visitor("cleo").get(f"/openings/{house.ref('executive')}").text
    assert re.findall("Noel|Works here already", page) == []


def test_thirty_candidates_take_no_query_more_on_the_openings_page(house: House) -> None:
    rita, path = house.visitor("rita"), f"/openings/{house.ref('executive')}"
    with house.counting() as few:
        assert rita.get(path).status_code == 200
    with house.changing():
        opening, by = house.one(Opening, "executive"), house.one(Person, "rita")
        for number in range(30):
            a_candidate(opening, by, f"P{number}x Other").channel = "internal"
    with house.counting() as many:
        assert rita.get(path).status_code == 200
    assert (len(few), len(many)) == (15, 15)


def test_nobody_at_a_company_off_limits_is_written_to_by_mistake(house: House) -> None:
    put_off_limits(house, "Brightwell")
    path = url(house, "noel", "/stages/sourcing")
    page = house.visitor("rita").get(path)
    assert "Brightwell is off limits for this opening." in words(page)
    answer = house.visitor("rita").post(path, {"reply": "yes", "off_limits_why": "", "version": "0"})
    assert (answer.status_code, "Say who agreed" in words(answer)) == (422, True)
    with house.changing():
        house.one(Application, "noel").candidate.headline = "Director, Castlemere"
    assert "is off limits for this" not in words(house.visitor("rita").get(path))
