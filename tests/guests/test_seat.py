"""Behind the door: one candidate's brief and one card, written as colleagues write theirs, and nobody else's words."""

from __future__ import annotations

import gzip
import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from hiring.db import db
from hiring.files import keep
from hiring.models import Application, Attachment, Draft, IdempotencyKey, Outgoing, Person, Scorecard
from hiring.refs import new_ref
from tests.cast import NOW
from tests.factories import an_interview
from tests.guests.gill import asked, entered, events, her_card, her_slot, let_in
from tests.house import House, Visitor
from tests.unsafe_routes import PDF

TWELVE_KB = 12 * 1024
PAGES = ("/guest/", "/guest/scorecard", "/guest/scorecard/review", "/guest/scorecard/receipt")
OURS = re.compile(r"/guest/[\w/-]*(?:[?#]\S*)?|/static/\S+|#\S+|\?|data:.+")
LEADS_TO = re.compile(r'\s(?:href|src|action|formaction|data-autosave)="([^"]*)"')
OTHERS = re.compile(
    "CANARY|Ines|Ivan|Rita|Cleo|Max Oye|Mona|Noel|Dana|/openings|/applications|/interviews|/packets|/sign|/help|/search"
)


def hidden(page: str, *names: str) -> dict[str, str]:
    return {name: re.findall(rf'name="{name}" value="([^"]*)"', page)[0] for name in names}


def save(visitor: Visitor, fields: dict[str, str], then: str = "review") -> str | None:
    known = hidden(visitor.get("/guest/scorecard").text, "version", "page", "was")
    return visitor.post("/guest/scorecard", {**known, "then": then, **fields}).location


def handed_in(house: House, visitor: Visitor, words: str = "Named the risk first.") -> None:
    assert save(visitor, her_card(house, words)) == "/guest/scorecard/review"
    reviewed = hidden(visitor.get("/guest/scorecard/review").text, "version", "key")
    sent = visitor.post("/guest/scorecard/review", reviewed)
    assert (sent.status_code, sent.location) == (303, "/guest/scorecard/receipt")


def test_the_brief_says_whom_when_where_and_what_to_ask(house: House) -> None:
    page = entered(house, starts_at=NOW + timedelta(days=2)).get("/guest/")
    shown = " ".join(re.sub(r"<[^>]+>", " ", page.text.partition("<main")[2].partition(">")[2]).split())
    begins = "Confidential: interview record. Copy of Gill Marsh. Do not forward. Casey Morgan : Deep-dives with the"
    assert shown.startswith(begins)
    facts = "Director of engineering, Brightwell|Thu 19 Nov, 10:00–11:00|Room 4|Chief technology officer"
    assert set(re.findall(facts, shown)) == set(facts.split("|"))
    assert "The form for what you heard opens here when the interview begins." in shown
    with house.app.app_context():
        assert set(re.findall(r'<section class="card pad keep" id="([^"]+)">', page.text)) == set(
            her_slot(house).dimensions
        )


def test_from_the_form_to_the_receipt(house: House) -> None:
    visitor = entered(house)
    handed_in(house, visitor, "Rebuilt the rota.")
    receipt = visitor.get("/guest/scorecard/receipt")
    assert (receipt.status_code, receipt.text.count("Rebuilt the rota.") > 3) == (200, True)
    assert visitor.get("/guest/scorecard").location == "/guest/scorecard/receipt"
    assert "What you handed in" in visitor.get("/guest/").text
    assert events(house, "scorecard.handed_in")[-1:] == [("scorecard.handed_in", True)]
    with house.app.app_context():
        (card,) = db.session.scalars(select(Scorecard).where(Scorecard.slot_id == her_slot(house).id))
        assert card.headline == "Rebuilt the rota. Hear this."


def test_handing_in_twice_gives_one_card(house: House) -> None:
    visitor = entered(house)
    save(visitor, her_card(house))
    sent = hidden(visitor.get("/guest/scorecard/review").text, "version", "key")
    answers = [visitor.post("/guest/scorecard/review", sent) for _ in range(2)]
    assert {(one.status_code, one.location) for one in answers} == {(303, "/guest/scorecard/receipt")}
    with house.app.app_context():
        cards = select(func.count()).where(Scorecard.slot_id == her_slot(house).id)
        assert (db.session.scalar(cards), db.session.scalar(select(func.count(IdempotencyKey.id)))) == (1, 1)


@pytest.mark.parametrize(
    ("then", "to"), [("close", "/guest/"), ("review", "/guest/scorecard/review"), ("next", "/guest/scorecard?area=")]
)
def test_every_button_saves_and_stays_in_the_zone(house: House, then: str, to: str) -> None:
    visitor = entered(house)
    assert (save(visitor, {"headline": "Half a thought"}, then) or "").startswith(to)
    with house.app.app_context():
        assert db.session.get_one(Draft, her_slot(house).id).fields == {"headline": "Half a thought"}


def test_the_script_saves_too(house: House) -> None:
    visitor = entered(house)
    page = visitor.get("/guest/scorecard").text
    with house.app.app_context():
        ref = her_slot(house).ref
    assert re.findall(r'data-autosave="([^"]+)"', page) == [f"/guest/scorecard/draft?seat={ref}"]
    sent = {"page": new_ref(), "client_seq": "1", "version": "0", "revs": "headline:0", "headline": "Typed."}
    assert visitor.post("/guest/scorecard/draft", sent).get_json()["client_seq"] == 1
    with house.app.app_context():
        assert db.session.get_one(Draft, her_slot(house).id).fields == {"headline": "Typed."}


def test_two_pages_of_hers_overwrite_each_other_with_nothing_unsaid(house: House) -> None:
    visitor = entered(house)
    first = hidden(visitor.get("/guest/scorecard").text, "version", "page", "was")
    second = hidden(visitor.get("/guest/scorecard").text, "version", "page", "was")
    assert visitor.post("/guest/scorecard", {**first, "then": "close", "headline": "One"}).status_code == 303
    answer = visitor.post("/guest/scorecard", {**second, "then": "close", "headline": "Two"})
    assert (answer.status_code, "One" in answer.text, "Two" in answer.text) == (409, True, True)


def test_words_outlive_the_token_of_their_page(house: House) -> None:
    """Whoever signs in or out beside it, or closes the browser, takes the token along."""
    visitor = entered(house)
    visitor.client.delete_cookie("hiring")
    own_page = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    answer = visitor.client.post("/guest/scorecard", data={"headline": "Typed before"}, headers=own_page)
    assert answer.status_code == 401
    assert "Typed before</textarea>" in answer.text
    assert "What you typed is still here: send it again." in answer.text
    fields = {**hidden(answer.text, "csrf_token", "version", "page", "was"), "then": "close", "headline": "Once more"}
    assert visitor.client.post("/guest/scorecard", data=fields).location == "/guest/"
    stranger = house.visitor().client
    assert stranger.post("/guest/scorecard", data={"headline": "x"}, headers=own_page).status_code == 410
    assert visitor.client.post("/guest/scorecard", data={"headline": "x"}).status_code == 400


def test_before_it_begins_there_is_no_form(house: House) -> None:
    visitor = entered(house, starts_at=NOW + timedelta(days=2))
    assert re.findall("<form|Read your brief", visitor.get("/guest/scorecard").text) == ["Read your brief"]
    assert visitor.post("/guest/scorecard", {"headline": "Early"}).status_code == 409
    assert visitor.get("/guest/scorecard/receipt").status_code == 403


@pytest.mark.parametrize("when", ["before", "begun", "handed in"])
def test_nothing_of_the_house_is_shown_or_linked(house: House, when: str) -> None:
    """Not even once her own card is in, though colleagues of the round have handed in theirs."""
    visitor = entered(house, starts_at=NOW + timedelta(days=1) if when == "before" else NOW - timedelta(hours=2))
    if when == "handed in":
        handed_in(house, visitor)
    for page in (*PAGES, "/guest/nowhere", "/guest/enter/invented", "/guest/files/" + "x" * 22):
        answer = visitor.get(page, follow_redirects=True)
        assert OTHERS.findall(answer.text) == [], page
        assert [to for to in LEADS_TO.findall(answer.text) if not OURS.fullmatch(to)] == [], page
        assert "no-store" in answer.headers["Cache-Control"]


def test_who_else_meets_the_candidate_is_not_said(house: House) -> None:
    asked(house)
    with house.changing():
        casey, max_ = house.one(Application, "casey"), house.one(Person, "max")
        an_interview(casey, "deep-dives", [max_], starts_at=NOW, by=max_)
    visitor = let_in(house)
    assert [OTHERS.findall(visitor.get(page).text) for page in PAGES[:2]] == [[], []]


def test_a_confidential_opening_goes_by_its_codename(house: House) -> None:
    visitor = entered(house, "quinn")
    for page in PAGES[:2]:
        named = re.findall("Project Heron|CANARY-title|Chief financial", visitor.get(page).text)
        assert set(named) == {"Project Heron"}
    with house.app.app_context():
        mail = db.session.scalars(select(Outgoing).where(Outgoing.kind == "guest_invitation")).one()
        assert re.findall("Project Heron|CANARY|Chief fin|Quinn", mail.subject + mail.body) == ["Project Heron"]


def test_she_opens_the_files_of_her_candidate_and_no_other(house: House) -> None:
    with house.changing():
        for name in ("casey", "dana"):
            stored_as = keep(PDF + name.encode(), house.world.settings.uploads_path)
            db.session.add(_file(house.one(Application, name), stored_as, f"{name}.pdf", house.one(Person, "rita")))
    with house.app.app_context():
        casey, dana = db.session.scalars(select(Attachment.ref).order_by(Attachment.id)).all()
    visitor = entered(house)
    assert re.findall(r"/guest/files/[\w-]+", visitor.get("/guest/").text) == [f"/guest/files/{casey}"]
    answer = visitor.get(f"/guest/files/{casey}")
    assert (answer.data, answer.headers["Content-Security-Policy"]) == (PDF + b"casey", "sandbox")
    answer.close()
    unknown = visitor.get(f"/guest/files/{new_ref()}")
    assert (visitor.get(f"/guest/files/{dana}").status_code, unknown.status_code) == (404, 404)
    assert visitor.get(f"/guest/files/{dana}").data == unknown.data
    assert house.visitor("rita").get(f"/guest/files/{casey}").status_code == 410


def test_she_declines_and_the_recruiter_hears_why(house: House) -> None:
    visitor = entered(house, starts_at=NOW + timedelta(days=1))
    assert visitor.post("/guest/decline", {"reason": " "}).status_code == 422
    answer = visitor.post("/guest/decline", {"reason": "It did not happen: he was ill."})
    assert (answer.status_code, "You have declined" in answer.text) == (200, True)
    assert visitor.get("/guest/").status_code == 410
    assert events(house, "slot.declined") == [("slot.declined", True)]
    with house.app.app_context():
        mail = db.session.scalars(select(Outgoing).where(Outgoing.kind == "interview_declined")).one()
        assert (mail.address, "he was ill" in mail.body) == ("rita@example.org", True)
        assert her_slot(house).declined_at is not None


def test_what_is_handed_in_cannot_be_declined_or_changed(house: House) -> None:
    visitor = entered(house)
    handed_in(house, visitor)
    assert visitor.post("/guest/decline", {"reason": "Too late."}).status_code == 403
    assert visitor.post("/guest/scorecard", {"headline": "Other words", "then": "close"}).status_code == 409
    assert "/change" not in visitor.get("/guest/scorecard/receipt").text


@pytest.mark.parametrize(("page", "queries"), [("/guest/", 3), ("/guest/scorecard", 3)])
def test_a_page_takes_as_many_queries_however_many_meet_the_candidate(house: House, page: str, queries: int) -> None:
    visitor = entered(house)
    with house.counting() as few:
        visitor.get(page)
    with house.changing():
        casey, rita = house.one(Application, "casey"), house.one(Person, "rita")
        for day in range(20):
            an_interview(casey, "deep-dives", [rita], starts_at=NOW + timedelta(days=day), by=rita)
    with house.counting() as many:
        visitor.get(page)
    assert (len(few), len(many)) == (queries, queries)


@pytest.mark.parametrize("page", PAGES[:2])
def test_a_guests_page_travels_light(house: House, page: str) -> None:
    assert len(gzip.compress(entered(house).get(page).data, 9, mtime=0)) <= TWELVE_KB


def _file(application: Application, stored_as: str, name: str, by: Person) -> Attachment:
    return Attachment(
        application=application,
        filename=name,
        media_type="application/pdf",
        size=len(PDF),
        sha256="0" * 64,
        stored_as=stored_as,
        by_id=by.id,
        at=NOW,
    )
