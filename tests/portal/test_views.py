"""The candidate's door: one link, one use, one page, and nothing on it that anybody thought of them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from hiring.candidates import actions as candidates
from hiring.db import db
from hiring.models import Application, Event, Interview, Outgoing, Person, PortalPass, Slot
from hiring.policy import Standing
from hiring.portal.actions import digest
from tests.cast import NOW
from tests.factories import an_interview
from tests.house import House, Visitor

GONE = "This link has expired"


def link_for(house: House, name: str = "casey") -> str:
    """Send a link, and read it out of the mail."""
    with house.changing():
        application = house.one(Application, name)
        candidates.send_portal_link(application, base_url="", by=house.one(Person, "rita"), now=NOW)
    return newest_link(house)


def newest_link(house: House) -> str:
    with house.app.app_context():
        body = db.session.scalars(
            select(Outgoing.body).where(Outgoing.kind == "portal.link").order_by(Outgoing.id.desc()).limit(1)
        ).one()
    return str(re.findall(r"/portal/enter/\S+", body)[0])


def entered(house: House, name: str = "casey") -> Visitor:
    visitor = house.visitor()
    assert visitor.post(link_for(house, name)).status_code == 303
    return visitor


def masked(answer: TestResponse) -> str:
    return re.sub(r'name="csrf_token" value="[^"]+"', "", answer.text)


def mails(house: House) -> int:
    with house.app.app_context():
        return db.session.scalar(select(func.count(Outgoing.id)).where(Outgoing.kind == "portal.link")) or 0


def test_looking_at_a_link_uses_nothing_up(house: House) -> None:
    """token-014."""
    link = link_for(house)
    visitor = house.visitor()
    for _ in range(3):
        assert visitor.get(link).status_code == 200
        assert visitor.client.head(link).status_code == 200
    with house.app.app_context():
        assert db.session.scalars(select(PortalPass.entered_at)).all() == [None]
    assert visitor.post(link).status_code == 303


def test_a_link_is_exchanged_for_a_cookie_of_its_own(house: House) -> None:
    visitor = house.visitor()
    answer = visitor.post(link_for(house))
    assert (answer.status_code, answer.location) == (303, "/portal/")
    given = [line for line in answer.headers.getlist("Set-Cookie") if line.startswith("portal=")]
    parts = {part.strip().partition("=")[0] for part in given[0].split(";")}
    assert parts == {"portal", "Expires", "Max-Age", "HttpOnly", "Path", "SameSite"}
    assert re.findall(r"(?:Path|SameSite)=([^;]+)", given[0]) == ["/", "Lax"]
    secret = re.findall(r"portal=([^;]+)", given[0])[0]
    with house.app.app_context():
        kept = db.session.scalars(select(PortalPass)).one()
        assert (kept.cookie_sha256, kept.entered_at is not None) == (digest(secret), True)
        last = db.session.scalars(select(Event).order_by(Event.seq.desc()).limit(1)).one()
        assert (last.kind, last.by_id) == ("portal.entered", None)


def test_behind_https_the_cookie_is_bound_to_the_host(house: House) -> None:
    link = link_for(house)
    with house.set_up_as(base_url="https://hiring.example.org") as app:
        visitor = Visitor(app)
        secure = {"base_url": "https://hiring.example.org", "headers": {"Referer": "https://hiring.example.org/"}}
        token = re.findall(r'name="csrf_token" value="([^"]+)"', visitor.get(link, **secure).text)[0]
        answer = visitor.client.post(link, data={"csrf_token": token}, **secure)
        given = [line for line in answer.headers.getlist("Set-Cookie") if "portal=" in line]
        assert given[0].startswith("__Host-portal=")
        assert "; Secure; HttpOnly; Path=/; SameSite=Lax" in given[0]


def test_the_post_needs_its_token(house: House) -> None:
    assert house.visitor().client.post(link_for(house)).status_code == 400


def test_the_page_says_where_i_am_what_comes_next_and_whom_i_meet(house: House) -> None:
    with house.changing():
        ines = house.one(Person, "ines")
        ines.title = "VP Engineering"
        interview = an_interview(
            house.one(Application, "casey"),
            "deep-dives",
            [ines, house.one(Person, "ivan")],
            starts_at=NOW + timedelta(days=2),
            by=house.one(Person, "rita"),
        )
        interview.zone, interview.place = "Asia/Tokyo", "By video"
        interview.slots[1].declined_at = NOW
    answer = entered(house).get("/portal/")
    shown = " ".join(re.sub(r"<[^>]+>", " ", answer.text.partition("<main")[2].partition(">")[2]).split())
    assert shown == (
        "Hello Casey Morgan Chief technology officer Where you are Deep-dives with the founders Two to four talks "
        "about the business and the priorities of this role. Ask for the figures you need. We write your questions "
        "down and tell you which are answered, and which are not and why. Whom you meet Thu 19 Nov, 19:00 Asia/Tokyo "
        "· 60 minutes Deep-dives with the founders · By video Ines Calder , VP Engineering What comes after If both "
        "of us want to go on, the next step is “Talks with peer executives”. Letters 0 letters Your questions "
        "What to prepare Your files What you need Something that would make it easier for you? "
        "Ask here. Your clock About you Three questions you need not answer. Nobody here sees what one person says. "
        "Withdraw Questions, or something that would make it easier for you? Write to Rita Moreau"
    )


@pytest.mark.parametrize("name", ["casey", "dana"])
def test_nothing_on_the_page_says_what_anybody_thought(house: House, name: str) -> None:
    shown = entered(house, name).get("/portal/").text
    found = re.findall(r"CANARY|[Ss]corecard|[Vv]erdict|[Dd]imension|[Aa]nchor|overdue|Strong|[Nn]ote|<script", shown)
    assert found == []


def test_a_confidential_opening_is_called_by_its_codename(house: House) -> None:
    shown = entered(house, "quinn").get("/portal/").text
    assert re.findall("Project Heron|CANARY-title|Chief financial", shown) == ["Project Heron"]


def test_a_closed_application_tells_no_outcome(house: House) -> None:
    visitor = entered(house, "noel")
    with house.changing():
        standing = Standing(roles=frozenset({"recruiter"}))
        noel, rita = house.one(Application, "noel"), house.one(Person, "rita")
        candidates.make_move(noel, "close:rejected", reason="CANARY-reason", standing=standing, by=rita, now=NOW)
    shown = visitor.get("/portal/").text
    assert re.findall("Your application is closed|rejected|Rejected|CANARY", shown) == ["Your application is closed"]


def test_cancelled_and_past_talks_are_not_to_come(house: House) -> None:
    with house.changing():
        casey, rita = house.one(Application, "casey"), house.one(Person, "rita")
        an_interview(casey, "deep-dives", [rita], starts_at=NOW - timedelta(hours=2), by=rita)
        an_interview(casey, "deep-dives", [rita], starts_at=NOW + timedelta(hours=2), by=rita).cancelled_at = NOW
    shown = entered(house).get("/portal/").text
    assert re.findall("Nothing is arranged at the moment|minutes", shown) == ["Nothing is arranged at the moment"]


def test_the_page_takes_as_many_queries_for_thirty_talks_as_for_one(house: House) -> None:
    visitor = entered(house)
    with house.counting() as few:
        visitor.get("/portal/")
    with house.changing():
        casey = house.one(Application, "casey")
        rita, ines, ivan = (house.one(Person, name) for name in ("rita", "ines", "ivan"))
        for day in range(30):
            an_interview(casey, "deep-dives", [ines, ivan], starts_at=NOW + timedelta(days=day), by=rita)
    with house.counting() as many:
        visitor.get("/portal/")
    assert (len(few), len(many)) == (5, 5)


def test_used_expired_and_invented_links_are_one_page(house: House) -> None:
    """token-002, 004, 006, 009, 010, 011, 012: no oracle, and no name."""
    used = link_for(house)
    assert house.visitor().post(used).status_code == 303
    fresh = link_for(house)
    bad = [
        used,
        fresh[:-1] + ("a" if fresh[-1] != "a" else "b"),
        fresh.upper().replace("/PORTAL/ENTER", "/portal/enter"),
        fresh + ".",
        fresh + "%0a",
        fresh + "%20",
        fresh + "=",
        "/portal/enter/" + "x" * 10_000,
        "/portal/enter/%00",
        "/portal/enter/invented",
    ]
    answers = [house.visitor().get(url) for url in bad]
    with time_machine.travel(NOW + timedelta(days=14), tick=False):
        answers.append(house.visitor().get(fresh))
        answers.append(house.visitor().post(fresh))
    assert {answer.status_code for answer in answers} == {410}
    assert len({masked(answer) for answer in answers}) == 1
    assert re.findall(f"<h1>({GONE})|(Casey)", answers[0].text) == [(GONE, "")]
    with house.app.app_context():
        assert [one.entered_at is None for one in db.session.scalars(select(PortalPass).order_by(PortalPass.id))] == [
            False,
            True,
        ]


def test_a_link_opens_up_to_its_last_second(house: House) -> None:
    link = link_for(house)
    with time_machine.travel(NOW + timedelta(days=14, seconds=-1), tick=False):
        assert house.visitor().post(link).status_code == 303


def test_send_me_a_new_one(house: House) -> None:
    link = link_for(house)
    with time_machine.travel(NOW + timedelta(days=15), tick=True):
        visitor = house.visitor()
        told = visitor.post(link, {"again": "1"})
        assert (told.status_code, mails(house)) == (200, 2)
        assert visitor.post(newest_link(house)).status_code == 303


@pytest.mark.parametrize("kind", ["just now", "open", "invented"])
def test_a_new_one_is_not_sent_for_every_asking(house: House, kind: str) -> None:
    link = link_for(house)
    if kind == "just now":
        house.visitor().post(link)
    answers = [
        house.visitor().post("/portal/enter/invented" if kind == "invented" else link, {"again": "1"}) for _ in range(3)
    ]
    assert ({answer.status_code for answer in answers}, len({masked(one) for one in answers})) == ({200}, 1)
    assert mails(house) == 1


def test_without_a_cookie_or_with_a_foreign_one_there_is_no_page(house: House) -> None:
    """token-007: a link's secret is no cookie, and one candidate's is not another's."""
    link = link_for(house)
    nobody, thief, staff = house.visitor(), house.visitor(), house.visitor("rita")
    thief.client.set_cookie("portal", link.rpartition("/")[2])
    answers = [one.get("/portal/") for one in (nobody, thief, staff)]
    assert {answer.status_code for answer in answers} == {410}
    assert len({answer.data for answer in answers}) == 1


def test_a_browser_stays_for_thirty_days(house: House) -> None:
    visitor = entered(house)
    statuses = []
    for days in (29, 31):
        with time_machine.travel(NOW + timedelta(days=days), tick=False):
            statuses.append(visitor.get("/portal/").status_code)
    assert statuses == [200, 410]


def test_a_candidates_cookie_opens_nothing_of_the_house(house: House) -> None:
    visitor = entered(house)
    with house.app.app_context():
        slot = db.session.scalars(select(Slot.ref).join(Interview).limit(1)).one()
    urls = ["/openings", f"/applications/{house.ref('casey')}", f"/scorecards/{slot}", "/people"]
    assert {visitor.get(url, headers={"Accept": "text/html"}).status_code in {302, 303, 401} for url in urls} == {True}


def test_the_page_asks_nobody_outside(house: House) -> None:
    """token-013."""
    answer = entered(house).get("/portal/")
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert re.findall(r'(?:src|href|action)="(https?:[^"]*)"', answer.text) == []
