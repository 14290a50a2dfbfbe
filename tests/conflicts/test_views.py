"""The page of conflicts of interest, and that what it closes is nowhere any more."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import select

from hiring.db import db
from hiring.models import Application, Conflict, Interview, Opening, Outgoing, Packet, Person, Slot
from hiring.portal import queries
from tests.cast import NOW
from tests.conflicts.closing import named
from tests.factories import a_draft, an_interview
from tests.house import House, Visitor

KINDS: dict[str, Any] = {
    "application": Application,
    "interview": Interview,
    "message": Outgoing,
    "opening": Opening,
    "packet": Packet,
    "slot": Slot,
    "conflict": Conflict,
}
ASKED = (
    "/search?q=Casey",
    "/search?q=Dana",
    "/openings?q=Casey",
    "/openings?q=Dana",
    "/openings?q=is:late",
    "/openings?q=-name:zz",
    "/openings?q=scorecard:overdue",
    "/openings?q=packet:undecided",
    "/openings?q=needs:me",
)


def everywhere(house: House, visitor: Visitor) -> dict[str, str]:
    """Every page the visitor is answered with 200."""
    urls = list(ASKED)
    for rule in house.app.url_map.iter_rules():
        if "GET" not in (rule.methods or set()) or rule.arguments - KINDS.keys():
            continue
        with house.app.test_request_context():
            kinds = [KINDS[name] for name in rule.arguments]
            refs = db.session.scalars(select(kinds[0].ref)).all() if kinds else [""]
            built = [rule.build(dict.fromkeys(rule.arguments, ref)) for ref in refs]
            urls += [path for one in built if one is not None for path in one[1:]]
    answers = {url: visitor.get(url) for url in urls}
    return {url: answer.text for url, answer in answers.items() if answer.status_code == 200}


def names(house: House, visitor: Visitor, *words: str) -> list[str]:
    """Where any of these words stands, apart from what was asked."""
    found = re.compile("|".join(words))
    return [url for url, page in everywhere(house, visitor).items() if found.search(re.sub(r'value="[^"]*"', "", page))]


@pytest.mark.parametrize("who", ["rita", "cleo", "max", "mona", "ines", "ivan", "adam", "priya"])
def test_a_conflict_closes_every_page_whatever_the_role(house: House, who: str) -> None:
    with house.changing():
        person, rita = house.one(Person, who), house.one(Person, "rita")
        for name in ("casey", "dana"):
            seat = an_interview(house.one(Application, name), "panel-peers", [person], starts_at=NOW, by=rita).slots[0]
            a_draft(seat, level=3, words="CANARY-own-draft", at=NOW)
    visitor = house.visitor(who)
    assert names(house, visitor, "Morgan", "Whitfield") != [], "Or there would be nothing to close."
    with house.changing():
        for name in ("casey", "dana"):
            named(house, who, name)
    assert names(house, visitor, "Morgan", "Whitfield", "CANARY-") == []


@pytest.mark.parametrize("who", ["rita", "cleo", "max", "ines"])
def test_to_an_internal_candidate_the_opening_is_nowhere(house: House, who: str) -> None:
    with house.changing():
        house.one(Opening, "executive").title = "Keeper of canaries"
    visitor = house.visitor(who)
    assert names(house, visitor, "Keeper", "Morgan", "Whitfield") != []
    with house.changing():
        named(house, who, "noel", kind="candidate")
    assert names(house, visitor, "Keeper", "Morgan", "Whitfield", "Abara", "CANARY-") == []


def test_what_closed_is_not_told_from_what_never_was(house: House) -> None:
    ivan = house.visitor("ivan")
    unknown = ivan.get("/applications/aaaaaaaaaaaaaaaaaaaaaa")
    with house.changing():
        named(house, "ivan", "casey")
    for url in ("/applications/{casey}", "/applications/{casey}/conflicts", "/slots/{casey-ivan}/brief",
                "/scorecards/{casey-ivan}", "/scorecards/{casey-ivan}/review"):  # fmt: skip
        answer = ivan.get(url.format_map(house.world.refs))
        assert (answer.status_code, answer.data) == (404, unknown.data), url


@pytest.mark.parametrize("who", ["ivan", "ines", "rita", "cleo"])
def test_whoever_declares_comes_home_and_is_told_once(house: House, who: str) -> None:
    visitor, url = house.visitor(who), f"/applications/{house.ref('casey')}/conflicts"
    assert visitor.get(url).status_code == 200
    answer = visitor.post(url, {"reason": "We are cousins."})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/?closed=1")
    assert "You see nothing of this application any more" in visitor.get("/?closed=1").text
    assert "You see nothing of this application any more" not in visitor.get("/").text
    assert visitor.get(url).status_code == 404


def test_strangers_can_declare_nothing(house: House) -> None:
    for who in ("omar", "adam", "priya", "remy", "max"):
        url = f"/applications/{house.ref('casey')}/conflicts"
        visitor = house.visitor(who)
        assert (visitor.get(url).status_code, visitor.post(url, {}).status_code) == (404, 404)


def test_a_recruiter_alone_is_warned(house: House) -> None:
    url = f"/applications/{house.ref('casey')}/conflicts"
    warning = "Nobody else recruits for this opening. From then on Cleo Adeyemi alone will reach it."
    assert warning in house.visitor("rita").get(url).text
    assert "Nobody else" not in house.visitor("cleo").get(url).text
    assert "Nobody else" not in house.visitor("ivan").get(url).text
    lonely = house.visitor("remy").get(f"/applications/{house.ref('quinn')}/conflicts").text
    assert "Nobody else leads this opening." in lonely


@pytest.mark.parametrize(
    ("who", "sees_name", "sees_reason", "may_end"),
    [("rita", True, True, True), ("cleo", True, True, False), ("ines", False, False, False)],
)
def test_those_who_lead_see_who_and_why(
    house: House, who: str, sees_name: bool, sees_reason: bool, may_end: bool
) -> None:
    with house.changing():
        named(house, "max", "casey")
    visitor, page = house.visitor(who), ""
    for url in (f"/applications/{house.ref('casey')}", f"/applications/{house.ref('casey')}/conflicts"):
        page = visitor.get(url).text
        assert ('<bdi class="b">Max Oyelaran</bdi>' in page, "CANARY-why" in page) == (sees_name, sees_reason)
    assert ("It is none" in page) == may_end


def test_a_committee_is_not_told_who_is_missing_or_why(house: House) -> None:
    with house.changing():
        named(house, "mona", "dana")
    max_ = house.visitor("max")
    for url in (f"/applications/{house.ref('dana')}", f"/applications/{house.ref('dana')}/conflicts"):
        page = max_.get(url).text
        assert "Mona Lindgren" not in page
        assert "CANARY-why" not in page


def test_a_recruiter_names_somebody_and_takes_it_back(house: House) -> None:
    rita, about = house.visitor("rita"), f"/applications/{house.ref('casey')}"
    fields = {"person": house.ref("ivan"), "kind": "relation", "reason": "Cousins."}
    assert rita.post(f"{about}/conflicts/named", fields).headers["Location"] == f"{about}#conflicts"
    ivan = house.visitor("ivan")
    assert ivan.get(about).status_code == 404
    (ref,) = re.findall(r"/conflicts/([\w-]{22})/end", rita.get(f"{about}/conflicts").text)
    assert ivan.post(f"/conflicts/{ref}/end").status_code == 404
    assert house.visitor("cleo").post(f"/conflicts/{ref}/end").status_code == 403
    assert rita.post(f"/conflicts/{ref}/end").status_code == 303
    assert ivan.get(about).status_code == 200


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"person": ""}, "Choose who it is."),
        ({"person": "a" * 22}, "Choose somebody of the list."),
        ({"kind": "declared"}, "Choose what the conflict is."),
        ({"kind": ""}, "Choose what the conflict is."),
    ],
)
def test_a_name_that_cannot_be_used_is_refused(house: House, changes: dict[str, str], sentence: str) -> None:
    fields = {"person": house.ref("ivan"), "kind": "relation", "reason": "Kept."} | changes
    answer = house.visitor("rita").post(f"/applications/{house.ref('casey')}/conflicts/named", fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Kept." in answer.text


def test_nobody_ends_their_own(house: House) -> None:
    with house.changing():
        ref = named(house, "rita", "casey").ref
    assert house.visitor("rita").post(f"/conflicts/{ref}/end").status_code == 404


@pytest.mark.parametrize("way", ["/applications/{casey}/interviews", "/interviews/{casey-interview}/seats"])
def test_nobody_is_asked_who_has_one_and_why_is_not_said(house: House, way: str) -> None:
    with house.changing():
        named(house, "mona", "casey", kind="referrer")
        dimensions = house.one(Slot, "casey-ines").dimensions
        for name in ("casey-ines", "casey-ivan"):
            house.one(Slot, name).declined_at = NOW
    row = {"person": house.ref("mona"), "perspective": "peer", "dimensions": dimensions}
    fields = row
    if way.endswith("interviews"):
        fields = {f"seat1-{name}": value for name, value in row.items()}
        fields |= {"stage": "deep-dives", "date": "2026-11-24", "time": "14:30", "zone": "UTC", "minutes": "60"}
    answer = house.visitor("cleo").post(way.format_map(house.world.refs), fields)
    assert answer.status_code == 422
    assert "Mona Lindgren has a conflict of interest with this candidate." in answer.text
    assert "CANARY-why" not in answer.text


def test_whoever_introduced_comes_home_after_adding(house: House) -> None:
    rita = house.visitor("rita")
    fields = {"name": "Sam Okoro", "channel": "inbound", "introduced_by": "Rita Moreau"}
    answer = rita.post(f"/openings/{house.ref('executive')}/candidates", fields)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/?closed=1")
    assert "Okoro" not in rita.get("/openings").text
    assert "Okoro" in house.visitor("cleo").get("/openings").text


def test_a_file_names_who_introduced_each(house: House) -> None:
    file = b"name,introduced_by\nSam Okoro,Ivan Petrov\nTove Lind,ines@example.org\nUma Ray,A friend\n"
    url = f"/openings/{house.ref('executive')}/candidates/csv"
    assert house.visitor("rita").post(url, {"file": (BytesIO(file), "all.csv")}).status_code == 303
    with house.app.app_context():
        found = db.session.scalars(select(Conflict).where(Conflict.kind == "referrer")).all()
        assert {(one.person.name, one.application.candidate.name) for one in found} == {
            ("Ivan Petrov", "Sam Okoro"),
            ("Ines Calder", "Tove Lind"),
        }


def test_the_candidate_is_not_told_to_write_to_somebody_who_may_not_read_it(house: House) -> None:
    with house.changing():
        casey = house.one(Application, "casey")
        assert queries.recruiters(casey) == [("Rita Moreau", "rita@example.org")]
        named(house, "rita", "casey")
        assert queries.recruiters(casey) == []


@pytest.mark.parametrize("page", ["/applications/{casey}", "/interviews/{casey-interview}", "/openings", "/"])
def test_a_seat_that_ends_does_not_tell_whether_its_card_was_in(house: House, page: str) -> None:
    """Rita owes a card on Casey. Ines, whose card is in, and Ivan, whose is out, look alike when both are gone."""
    with house.changing():
        rita = house.one(Person, "rita")
        an_interview(house.one(Application, "casey"), "deep-dives", [rita], starts_at=NOW, by=rita)
        named(house, "ines", "casey", by="cleo")
        named(house, "ivan", "casey", by="cleo")
    shown = house.visitor("rita").get(page.format_map(house.world.refs)).text
    seats = {name: re.findall(rf">{name}</bdi>(.*?)</(?:div|li|tr)>", shown, re.DOTALL) for name in
             ("Ines Calder", "Ivan Petrov")}  # fmt: skip
    assert [re.sub(r"\s+", " ", one) for one in seats["Ines Calder"]] == [
        re.sub(r"\s+", " ", one) for one in seats["Ivan Petrov"]
    ]


def test_the_page_costs_the_same_however_many_there_are(house: House) -> None:
    rita, url = house.visitor("rita"), f"/applications/{house.ref('noel')}/conflicts"
    with house.counting() as few:
        rita.get(url)
    with house.changing():
        for who in ("ines", "ivan", "max", "mona", "adam", "priya"):
            named(house, who, "noel")
    with house.counting() as many:
        assert rita.get(url).status_code == 200
    assert len(few) == len(many) == 8
