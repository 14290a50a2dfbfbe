"""Saving while somebody types: nothing is taken twice, nothing of another page is written over, nothing is told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from hiring.db import db
from hiring.models import Draft, Event, Outgoing, PersonSession, Reading
from hiring.refs import new_ref
from hiring.refusal import Refusal
from hiring.scorecards import drafts, queries
from hiring.scorecards.drafts import Sender, save_draft
from hiring.web.sign_in_state import sha256
from tests.cast import NOW
from tests.house import House, Visitor, World
from tests.scorecards.cards import complete, the_slot
from tests.scorecards.test_views import hidden, save, saved, url_of

JSON = {"Accept": "application/json", "Sec-Fetch-Site": "same-origin"}


class Open:
    """One open page of Ivan's form, as its script would send from it."""

    def __init__(self, house: House, visitor: Visitor | None = None) -> None:
        self.visitor, self.url = visitor or house.visitor("ivan"), url_of(house)
        self.html = self.visitor.get(self.url).text
        self.version, self.page = int(hidden(self.html, "version")), hidden(self.html, "page")
        self.seq, self.revs = 0, dict[str, int]()

    def send(self, seq: int | None = None, **fields: str) -> TestResponse:
        """The next request, or one of that number; the page learns from the answer."""
        self.seq = self.seq + 1 if seq is None else seq
        answer = self.visitor.post(f"{self.url}/draft", self.body(fields), headers=JSON)
        if answer.status_code == 200:
            self.revs |= said(answer)["revs"]
        return answer

    def body(self, fields: Mapping[str, str]) -> dict[str, Any]:
        known = " ".join(f"{name}:{self.revs.get(name, self.version)}" for name in fields)
        return {"page": self.page, "client_seq": self.seq, "version": self.version, "revs": known, **fields}


def said(answer: TestResponse) -> dict[str, Any]:
    """What the script is answered."""
    told = answer.json
    assert isinstance(told, dict)
    return told


def draft_of(house: House) -> Draft:
    """Only inside a context."""
    draft = the_slot(house).draft
    assert draft is not None
    return draft


def told(house: House) -> tuple[int, ...]:
    """How much there is of all that anybody else could notice."""
    with house.app.app_context():
        return tuple(
            db.session.scalar(select(func.count()).select_from(one)) or 0 for one in (Event, Outgoing, Reading)
        )


def test_what_was_typed_is_kept_field_by_field_and_nobody_is_told(house: House) -> None:
    page, before, others = Open(house), told(house), saved(house)
    answer = page.send(headline="She repairs systems.", verdict="yes")
    assert answer.status_code == 200
    with house.app.app_context():
        draft = draft_of(house)
        assert said(answer) == {
            "saved": "10:00",
            "saved_at": draft.saved_at.isoformat(),
            "version": 2,
            "client_seq": 1,
            "revs": {"headline": 2, "verdict": 2},
        }
        assert draft.fields == others | {"headline": "She repairs systems.", "verdict": "yes"}
        assert draft.pages == {page.page: 1}
    assert page.send(headline="").status_code == 200
    assert saved(house) == {name: words for name, words in others.items() if name != "headline"} | {"verdict": "yes"}
    assert told(house) == before


def test_the_first_words_make_the_draft(house: House) -> None:
    with house.changing():
        db.session.delete(draft_of(house))
    page = Open(house)
    assert (page.version, said(page.send(headline="First words."))["revs"]) == (0, {"headline": 1})
    assert said(page.send(headline="First words, and more."))["revs"] == {"headline": 2}
    assert saved(house) == {"headline": "First words, and more."}


def test_a_page_opened_before_there_was_a_draft_goes_on_to_other_fields(house: House) -> None:
    with house.changing():
        db.session.delete(draft_of(house))
    first, second = Open(house), Open(house)
    answers = [first.send(headline="One."), first.send(private_note="Two."), second.send(verdict="yes")]
    assert [one.status_code for one in answers] == [200, 200, 200]
    assert saved(house) == {"headline": "One.", "private_note": "Two.", "verdict": "yes"}
    assert second.send(headline="Another.").status_code == 409


def test_an_older_request_and_one_sent_twice_have_no_effect_and_are_answered_with_what_stands(house: House) -> None:
    page = Open(house)
    for words in ("one", "two", "three"):
        page.send(headline=words)
    with house.app.app_context():
        before = draft_of(house).version
    for seq in (1, 2, 3):
        answer = page.send(seq, headline="late")
        assert answer.status_code == 200
        assert (said(answer)["client_seq"], said(answer)["version"], said(answer)["revs"]) == (
            3,
            before,
            {"headline": before},
        )
    assert saved(house)["headline"] == "three"


def test_a_request_whose_answer_was_lost_does_not_stand_against_the_next_one(house: House) -> None:
    page = Open(house)
    lost = page.body({"headline": "typed"}) | {"client_seq": 1}
    assert page.visitor.post(f"{page.url}/draft", lost, headers=JSON).status_code == 200
    assert page.send(2, headline="typed, and more").status_code == 200
    assert saved(house)["headline"] == "typed, and more"


def test_two_devices_are_told_of_each_field_that_both_changed_and_nothing_is_written(house: House) -> None:
    desk = Open(house)
    phone = Open(house, desk.visitor)
    phone.send(headline="from the phone", verdict="no", sure="low")
    before = saved(house)
    answer = desk.send(headline="from the desk", verdict="yes", sure="low", private_note="mine alone")
    assert answer.status_code == 409
    sentence = "You changed this on another device at 10:00."
    assert said(answer)["clashes"] == {
        "verdict": {"sentence": sentence, "here": "Yes", "there": "No", "value": "no", "rev": 2},
        "headline": {
            "sentence": sentence,
            "here": "from the desk",
            "there": "from the phone",
            "value": "from the phone",
            "rev": 2,
        },
    }
    assert saved(house) == before
    assert desk.send(private_note="mine alone", sure="low").status_code == 200
    desk.revs["headline"] = 2
    assert desk.send(headline="from the desk").status_code == 200
    assert saved(house) == before | {"private_note": "mine alone", "headline": "from the desk"}
    assert phone.send(headline="from the phone again").status_code == 409


def test_nothing_is_taken_after_handing_in(house: House) -> None:
    page = Open(house)
    with house.app.app_context():
        fields = complete(the_slot(house))
    save(page.visitor, page.url, fields)
    review = page.visitor.get(f"{page.url}/review").text
    page.visitor.post(f"{page.url}/review", {name: hidden(review, name) for name in ("version", "key")})
    before = told(house)
    answer = page.send(headline="one more thing")
    assert answer.status_code == 409
    assert said(answer)["sentence"].startswith("You handed this scorecard in already.")
    assert said(answer)["clashes"] == {}
    assert told(house) == before
    assert saved(house) == {}


def test_too_long_a_text_is_refused_by_name_and_the_rest_can_go_on(house: House) -> None:
    page, before = Open(house), saved(house)
    answer = page.send(headline="x" * 20_001, private_note="short")
    assert answer.status_code == 422
    assert said(answer)["fields"] == {
        "headline": "The one thing the committee should hear from you: "
        "This is 20,001 characters long; 20,000 fit. Shorten it."
    }
    assert saved(house) == before
    assert page.send(headline="x" * 20_000).status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"page": "mine"},
        {"page": ""},
        {"client_seq": "0"},
        {"client_seq": "-1"},
        {"client_seq": "1e3"},
        {"client_seq": "9" * 400},
        {"version": "now"},
        {"verdict": "perhaps"},
        {"author": "1"},
    ],
    ids=str,
)
def test_what_no_page_of_ours_sends_is_refused(house: House, wrong: dict[str, str]) -> None:
    page, before = Open(house), saved(house)
    page.seq = 1
    body = page.body({"headline": "words", "verdict": "yes"}) | wrong
    answer = page.visitor.post(f"{page.url}/draft", body, headers=JSON)
    assert answer.status_code == 422
    assert said(answer)["sentence"] or said(answer)["fields"]
    assert saved(house) == before


@pytest.mark.parametrize("who", ["omar", "rita", "cleo", "max", "adam", "ines"])
def test_a_draft_is_its_authors_alone(house: House, who: str) -> None:
    page, before = Open(house), saved(house)
    other, unknown = house.visitor(who), f"/scorecards/{new_ref()}/draft"
    answers = [other.post(url, page.body({"headline": "x"}), headers=JSON) for url in (f"{page.url}/draft", unknown)]
    assert [one.status_code for one in answers] == [404, 404]
    assert answers[0].data == answers[1].data
    assert saved(house) == before


def test_signed_out_it_says_so_and_signed_in_anew_it_asks_for_the_new_token(house: House) -> None:
    page, before = Open(house), saved(house)
    token = page.visitor.token()
    with house.changing():
        old = sha256(house.world.secrets["ivan"])
        db.session.delete(db.session.scalars(select(PersonSession).filter_by(secret_sha256=old)).one())
    ended = page.send(headline="still typing")
    assert (ended.status_code, list(said(ended))) == (401, ["sentence"])
    page.visitor = house.visitor("ivan")
    body = page.body({"headline": "still typing"})
    stale = page.visitor.client.post(f"{page.url}/draft", data={**body, "csrf_token": token}, headers=JSON)
    assert (stale.status_code, list(said(stale))) == (401, ["sentence"])
    assert saved(house) == before
    fresh = hidden(page.visitor.get(page.url).text, "csrf_token")
    assert (
        page.visitor.client.post(f"{page.url}/draft", data={**body, "csrf_token": fresh}, headers=JSON).status_code
        == 200
    )
    assert saved(house)["headline"] == "still typing"


def test_eight_open_pages_are_remembered(house: House) -> None:
    visitor = house.visitor("ivan")
    opened = [Open(house, visitor) for _ in range(drafts.MOST_PAGES + 1)]
    for number, page in enumerate(opened):
        page.send(private_note=f"page {number}" if number == 0 else "page 0")
    opened[1].send(private_note="page 0")
    with house.app.app_context():
        assert list(draft_of(house).pages) == [one.page for one in (*opened[2:], opened[1])]


def test_it_asks_the_database_three_times(house: House) -> None:
    page = Open(house)
    page.seq = 1
    body = {"csrf_token": page.visitor.token(), **page.body({"headline": "words"})}
    with house.counting() as sent:
        assert page.visitor.client.post(f"{page.url}/draft", data=body, headers=JSON).status_code == 200
    assert len(sent) == 3, "\n".join(sent)


def test_the_buttons_of_a_page_whose_script_saves_send_what_is_not_saved_yet(house: House) -> None:
    """The page knows nothing of the phone's note, and what it saved itself is not a change any more."""
    page = Open(house)
    page.send(headline="typed here")
    Open(house, page.visitor).send(private_note="typed on the phone")
    whole = {"headline": "typed here", "private_note": "", "sure": "high"}
    page.seq += 1
    answer = page.visitor.post(page.url, page.body({"sure": "high"}) | whole | {"then": "close"})
    assert (answer.status_code, answer.location) == (303, "/interviews")
    fields = saved(house)
    assert [fields.get(name) for name in whole] == ["typed here", "typed on the phone", "high"]
    assert page.send(page.seq - 1, sure="low").status_code == 200
    assert saved(house) == fields


def form_fields(html: str, house: House) -> dict[str, str]:
    """The form as a browser without script would send it back untouched."""
    marks = {name: hidden(html, name) for name in ("version", "page", "was")}
    return {**saved(house), **marks, "then": "close"}


def test_without_script_what_two_pages_changed_in_different_fields_is_merged(house: House) -> None:
    desk = Open(house)
    at_the_desk = form_fields(desk.html, house)
    Open(house, desk.visitor).send(headline="from the phone", verdict="no")
    kept = saved(house)
    answer = desk.visitor.post(desk.url, at_the_desk | {"private_note": "one line\r\nand another"})
    assert answer.status_code == 303
    assert saved(house) == kept | {"private_note": "one line\r\nand another"}
    again = desk.visitor.post(desk.url, form_fields(desk.visitor.get(desk.url).text, house))
    assert again.status_code == 303
    assert saved(house) == kept | {"private_note": "one line\r\nand another"}


def test_without_script_a_text_that_only_came_back_with_other_line_ends_is_no_change(house: House) -> None:
    """Scripts and forms end lines differently."""
    Open(house).send(private_note="one\ntwo")
    desk = Open(house, house.visitor("ivan"))
    at_the_desk = form_fields(desk.html, house) | {"private_note": "one\r\ntwo"}
    Open(house, desk.visitor).send(private_note="three")
    assert desk.visitor.post(desk.url, at_the_desk).status_code == 303
    assert saved(house)["private_note"] == "three"


def test_a_page_without_marks_knows_nothing_and_overwrites_nothing(house: House) -> None:
    ivan, url, before = house.visitor("ivan"), url_of(house), saved(house)
    answer = ivan.post(url, {"then": "close", "headline": "Something else entirely."})
    assert answer.status_code == 409
    assert saved(house) == before


def test_what_a_refused_page_shows_is_what_its_script_still_has_to_save(house: House) -> None:
    page = Open(house)
    Open(house, page.visitor).send(headline="from the phone")
    whole = form_fields(page.html, house) | {"headline": "from the desk", "sure": "high"}
    answer = page.visitor.post(page.url, whole)
    assert answer.status_code == 409
    assert 'data-unsaved="sure"' in answer.text
    assert hidden(answer.text, "revs") == f"headline:{page.version}"
    assert hidden(answer.text, "page") != page.page
    links = answer.text.split('class="esum')[1].split("</ul>")[0]
    assert 'href="#keep-headline-here"' in links
    assert "The one thing the committee should hear from you: You changed this on another device at 10:00." in links


def test_the_time_is_that_of_the_field_and_not_of_the_last_save(house: House) -> None:
    with house.app.app_context():
        slot = the_slot(house)
        for page, minute, name in (("phone", 1, "headline"), ("desk", 9, "private_note")):
            sender = Sender(page, 1, queries.draft_version(slot))
            save_draft(slot, {name: page}, sender=sender, by=slot.person, now=NOW + timedelta(minutes=minute))
        found = drafts.clashes(draft_of(house), {"headline": "desk"}, Sender("desk", 2, 1))
        assert {name: clash.at for name, clash in found.items()} == {"headline": NOW + timedelta(minutes=1)}


FIELDS = ("headline", "private_note", "verdict")
edits = st.lists(st.tuples(st.sampled_from(FIELDS), st.sampled_from("abc")), min_size=1, max_size=8)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=edits, data=st.data())
def test_in_whatever_order_and_however_often_requests_come_the_last_words_stand(
    sqlite_world: World, typed: list[tuple[str, str]], data: st.DataObject
) -> None:
    """A page sends all it has no answer about. Requests are lost, doubled and late; the last one comes at last."""
    with sqlite_world.visited() as house, house.app.app_context():
        slot = the_slot(house)
        text, open_since, requests = dict[str, str](), dict[str, int](), list[tuple[Sender, dict[str, str]]]()
        revs: dict[str, int] = {}

        def deliver(number: int) -> Draft | None:
            sender, fields = requests[number]
            try:
                return save_draft(slot, fields, sender=sender, by=slot.person, now=NOW)
            except Refusal:
                pytest.fail(f"The page stood against itself: {sender} {fields}")

        for seq, (name, words) in enumerate(typed, 1):
            text[name] = words
            open_since[name] = seq
            requests.append((Sender("page", seq, 1, dict(revs)), {one: text[one] for one in open_since}))
            for number in data.draw(st.lists(st.integers(0, seq - 1), max_size=3), label="delivered"):
                draft = deliver(number)
                assert draft is not None
                if number == seq - 1 and data.draw(st.booleans(), label="answer arrives"):
                    revs |= {one: drafts.rev(draft, one) for one in requests[number][1]}
                    open_since.clear()
        if open_since:
            deliver(len(requests) - 1)
        for number in data.draw(st.permutations(range(len(requests))), label="stragglers"):
            deliver(number)
        assert {name: draft_of(house).fields.get(name) for name in text} == text
        db.session.rollback()
