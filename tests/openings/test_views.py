"""Opening a seat, its page, and its team, as the cast meets them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import func, select

from hiring.db import db
from hiring.models import Opening, PayBand, Person, TeamMember
from hiring.openings.actions import add_to_team
from tests.cast import NOW
from tests.house import ON_SQLITE, House
from tests.openings.reading import plain

STAFF = {"title": "Staff engineer", "target_days": "60", "rubric": "staff-engineer@1", "plan": "staff-plus@1"}


def openings(house: House) -> int:
    with house.app.app_context():
        return db.session.scalar(select(func.count()).select_from(Opening)) or 0


@pytest.mark.parametrize(("who", "status"), [("rita", 200), ("remy", 200), ("cleo", 403), ("omar", 403)])
def test_only_those_who_open_openings_get_the_form(house: House, who: str, status: int) -> None:
    assert house.visitor(who).get("/openings/new").status_code == status
    before = openings(house)
    assert house.visitor(who).post("/openings", STAFF).status_code == (303 if status == 200 else 403)
    assert openings(house) == before + (status == 200)


def test_opening_a_confidential_seat_leads_to_its_page(house: House) -> None:
    rita = house.visitor("rita")
    fields = STAFF | {"title": "Chief of staff", "confidential": "y", "codename": "Project Wren"}
    answer = rita.post("/openings", fields)
    shown = rita.get(answer.location)
    assert shown.status_code == 200
    assert "<title>Project Wren – Hiring Loop</title>" in shown.text
    assert "Chief of staff" in plain(shown.text)
    assert "Known to its team alone" in plain(shown.text)
    assert house.visitor("cleo").get(answer.location).status_code == 404


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"title": " "}, "Enter a title, such as Chief technology officer."),
        ({"rubric": ""}, "Choose a rubric."),
        ({"rubric": "recruiter-call@1"}, "Choose one of the rubrics on the list."),
        ({"plan": "nonsense@1"}, "Choose one of the plans on the list."),
        ({"plan": ""}, "Choose a plan."),
        ({"target_days": ""}, "Enter how many days you have, such as 90."),
        ({"target_days": "0"}, "Enter 1 to 730 days."),
        ({"target_days": "many"}, "Enter a whole number of days, such as 90."),
        ({"confidential": "y"}, "A confidential opening needs a codename, for wherever a stranger might look."),
        ({"pay": "1"}, "The page sent something this form does not know. Reload it and try again."),
    ],
)
def test_a_refused_opening_keeps_what_was_typed(house: House, changed: dict[str, str], sentence: str) -> None:
    before = openings(house)
    answer = house.visitor("rita").post("/openings", STAFF | changed)
    assert answer.status_code == 422
    assert sentence in plain(answer.text)
    assert "<title>Error:" in answer.text
    if "title" not in changed:
        assert 'value="Staff engineer"' in answer.text
    assert openings(house) == before


@pytest.mark.parametrize(
    ("who", "status"),
    [("rita", 200), ("cleo", 200), ("max", 200), ("mona", 200), ("remy", 404), ("ines", 404), ("omar", 404)],
)
def test_who_sees_the_page_of_an_opening(house: House, who: str, status: int) -> None:
    assert house.visitor(who).get(f"/openings/{house.ref('executive')}").status_code == status


def test_the_committee_sees_nothing_before_its_first_packet(house: House) -> None:
    with house.changing():
        remy, mona = house.one(Person, "remy"), house.one(Person, "mona")
        add_to_team(house.one(Opening, "heron"), mona, "committee", by=remy, now=NOW)
    assert house.visitor("mona").get(f"/openings/{house.ref('heron')}").status_code == 404


def test_the_page_shows_plan_rubric_and_team(house: House) -> None:
    said = plain(house.visitor("cleo").get(f"/openings/{house.ref('executive')}").text)
    for words in (
        "The chair decides who goes on",
        "Deep-dives with the founders",
        "at most 21 days",
        "Engineering Executive , version 1",
        "Hiring manager Cleo Adeyemi",
        "shown as a group",
    ):
        assert words in said.replace("\n", " ")
    assert "Remove" not in said
    assert "Add candidates" not in said


@ON_SQLITE
@pytest.mark.parametrize(("who", "words"), [("rita", "Change it"), ("max", "Who walks it")])
def test_whoever_may_change_the_plan_is_led_to_it(house: House, who: str, words: str) -> None:
    said = plain(house.visitor(who).get(f"/openings/{house.ref('executive')}").text).replace("\n", " ")
    assert re.findall(r"Plan Executive , version 1 · (Change it|Who walks it)", said) == [words]


@pytest.mark.parametrize(("who", "knows"), [("rita", True), ("cleo", True), ("max", False), ("mona", False)])
def test_pay_is_for_those_who_lead(house: House, who: str, knows: bool) -> None:
    with house.changing():
        opening = house.one(Opening, "executive")
        db.session.merge(PayBand(opening_id=opening.id, currency="EUR", low_minor=24_242_400, high_minor=None))
    assert ("242,424" in house.visitor(who).get(f"/openings/{house.ref('executive')}").text) == knows


def test_its_page_costs_the_same_however_large_the_team(house: House) -> None:
    rita = house.visitor("rita")
    url = f"/openings/{house.ref('executive')}"
    with house.counting() as few:
        rita.get(url)
    with house.changing():
        opening, by = house.one(Opening, "executive"), house.one(Person, "rita")
        for place in range(30):
            person = Person(name=f"Person {place}", email=f"p{place}@example.org", created_at=opening.opened_at)
            opening.team.append(
                TeamMember(person=person, role="committee", added_at=opening.opened_at, added_by_id=by.id)
            )
    with house.counting() as many:
        rita.get(url)
    assert len(few) == len(many) == 15


def test_somebody_joins_by_choice_or_by_address_and_leaves(house: House) -> None:
    rita = house.visitor("rita")
    url = f"/openings/{house.ref('executive')}/team"
    joined = rita.post(url, _member(house, person=house.ref("ines"), role="committee"))
    assert joined.status_code == 303
    assert joined.location == f"/openings/{house.ref('executive')}#team"
    assert rita.post(url, _member(house, email=" IVAN@example.org ", role="recruiter")).status_code == 303
    said = plain(rita.get(joined.location).text).replace("\n", " ")
    assert "Recruiter Rita Moreau Remove Ivan Petrov Remove" in said
    assert rita.post(f"{url}/remove", {"person": house.ref("ivan"), "role": "recruiter"}).status_code == 303
    assert "Ivan Petrov Remove" not in plain(rita.get(joined.location).text).replace("\n", " ")


@pytest.mark.parametrize(
    ("fields", "status", "sentence"),
    [
        ({"role": "committee"}, 422, "Choose somebody, or enter their e-mail address."),
        ({"email": "nobody@example.org", "role": "committee"}, 422, "Nobody here has that address."),
        ({"email": "cleo@example.org", "role": "hiring_manager"}, 409, "Cleo Adeyemi has that part already."),
        ({"email": "ines@example.org", "role": "owner"}, 422, "Choose one of the parts on the list."),
    ],
)
def test_a_refused_member_is_said_on_the_page(house: House, fields: dict[str, str], status: int, sentence: str) -> None:
    answer = house.visitor("rita").post(f"/openings/{house.ref('executive')}/team", _member(house, **fields))
    assert answer.status_code == status
    assert sentence in plain(answer.text).replace("\n", " ")


def test_the_last_recruiter_stays(house: House) -> None:
    answer = house.visitor("rita").post(
        f"/openings/{house.ref('executive')}/team/remove", {"person": house.ref("rita"), "role": "recruiter"}
    )
    assert answer.status_code == 409
    assert "An opening needs a recruiter. Add another one first." in plain(answer.text)


def test_who_leaves_an_opening_goes_back_to_the_board(house: House) -> None:
    rita, url = house.visitor("rita"), f"/openings/{house.ref('executive')}/team"
    rita.post(url, _member(house, person=house.ref("ines"), role="recruiter"))
    answer = rita.post(f"{url}/remove", {"person": house.ref("rita"), "role": "recruiter"})
    assert (answer.status_code, answer.location) == (303, "/openings")
    assert rita.get(f"/openings/{house.ref('executive')}").status_code == 404


@pytest.mark.parametrize(("who", "status"), [("cleo", 403), ("max", 403), ("omar", 404), ("remy", 404)])
def test_only_the_recruiter_changes_the_team(house: House, who: str, status: int) -> None:
    url = f"/openings/{house.ref('executive')}/team"
    visitor = house.visitor(who)
    assert visitor.post(url, _member(house, person=house.ref("omar"), role="committee")).status_code == status
    assert visitor.post(f"{url}/remove", {"person": house.ref("cleo"), "role": "hiring_manager"}).status_code == status


@pytest.mark.parametrize(
    ("who", "status"), [("rita", 303), ("cleo", 303), ("max", 403), ("mona", 403), ("ines", 404), ("omar", 404)]
)
def test_those_who_lead_say_when_adjusted_numbers_are_shown(house: House, who: str, status: int) -> None:
    with house.app.app_context():
        version = house.one(Opening, "executive").version
    address, fields = f"/openings/{house.ref('executive')}", {"adjusted": "off", "version": str(version)}
    assert house.visitor(who).post(f"{address}/adjusted", fields).status_code == status
    with house.app.app_context():
        assert house.one(Opening, "executive").adjusted == ("off" if status == 303 else "after_first_ballot")
    page = house.visitor("rita").get(address).text
    assert re.findall(r'<option selected value="(off|always|after_first_ballot)"', page) == [
        "off" if status == 303 else "after_first_ballot"
    ]


@pytest.mark.parametrize(
    ("who", "status"), [("rita", 303), ("cleo", 303), ("max", 403), ("mona", 403), ("ines", 404), ("omar", 404)]
)
def test_those_who_lead_say_how_many_it_takes_against_the_rule(house: House, who: str, status: int) -> None:
    with house.app.app_context():
        version = house.one(Opening, "executive").version
    address, fields = f"/openings/{house.ref('executive')}", {"override": "one", "version": str(version)}
    assert house.visitor(who).post(f"{address}/override", {**fields, "override": "three"}).status_code in {422, status}
    assert house.visitor(who).post(f"{address}/override", fields).status_code == status
    with house.app.app_context():
        assert house.one(Opening, "executive").override_by_two is (status != 303)
    words = "Is up to whoever decides" if status == 303 else "Takes a second person"
    assert words in house.visitor("mona").get(address).text


def test_the_committee_reads_when_they_are_shown(house: House) -> None:
    page = house.visitor("mona").get(f"/openings/{house.ref('executive')}").text
    assert "Adjusted numbers in packets" in page
    assert "Once the first ballot is over" in page
    assert "/adjusted" not in page


@pytest.mark.parametrize(("adjusted", "version", "status"), [("often", "", 422), ("off", "0", 409)])
def test_a_refused_choice_is_said_on_the_page(house: House, adjusted: str, version: str, status: int) -> None:
    with house.app.app_context():
        stands = str(house.one(Opening, "executive").version)
    fields = {"adjusted": adjusted, "version": version or stands}
    refused = house.visitor("rita").post(f"/openings/{house.ref('executive')}/adjusted", fields)
    assert refused.status_code == status
    assert ("Choose when they are shown." in refused.text) == (status == 422)


def _member(house: House, **fields: Any) -> dict[str, str]:
    with house.app.app_context():
        return {"version": str(house.one(Opening, "executive").version), **fields}
