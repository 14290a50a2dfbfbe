"""Every bad input of the shared list that is aimed at a scorecard: the right no, a sentence, and nothing changed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from hiring import audit
from hiring.db import db
from hiring.models import Event, Outgoing, Rating, Scorecard
from hiring.refs import new_ref
from hiring.scorecards import queries
from hiring.scorecards.forms import form_class
from tests.bad_inputs import LIST
from tests.house import House, Visitor
from tests.scorecards.cards import complete, the_slot

CASES = {
    case["id"]: case for case in LIST if case["target"] in {"form:scorecard.submit", "form:scorecard.draft", "form:any"}
}
# these are whole procedures, each a test of its own in test_views.py
ELSEWHERE = {
    "form-045": "test_a_form_is_its_authors_alone",
    "form-046": "test_sent_twice_is_one_card",
    "form-048": "test_nothing_is_written_after_handing_in",
    "form-049": "test_two_pages_show_both_texts_and_overwrite_nothing",
    "form-050": "test_two_pages_show_both_texts_and_overwrite_nothing",
    "form-051": "test_nothing_is_written_after_handing_in",
    "form-054": "test_a_seat_taken_away_meanwhile_is_gone",
}
LEVEL = "Choose a level of the scale for"
STRANGER = "The page sent something this form does not know. Reload it and try again."
TWICE = "The page sent the same field twice. Reload it and try again."
ONCE_MORE = "It may have been open for too long, or was changed on the way."

State = tuple[dict[str, str], int, int, int, int]


def url_of(house: House) -> str:
    return f"/scorecards/{house.ref('casey-ivan')}"


def first(house: House) -> str:
    with house.app.app_context():
        name: str = the_slot(house).dimensions[0]
        return name


def state(house: House) -> State:
    """All that a bad input might have changed."""
    with house.app.app_context():
        assert audit.first_broken() is None
        sizes = [db.session.scalar(select(func.count()).select_from(it)) for it in (Scorecard, Rating, Event, Outgoing)]
        return dict(queries.draft_fields(the_slot(house))), *sizes  # type: ignore[return-value]


def post(house: House, visitor: Visitor, *pairs: tuple[str, str]) -> TestResponse:
    fields = MultiDict([("csrf_token", visitor.token()), ("version", "1"), ("then", "review"), *pairs])
    return visitor.client.post(url_of(house), data=fields)


def test_every_case_has_its_place() -> None:
    from tests.scorecards import test_views

    assert set(CASES) == set(ELSEWHERE) | set(POSTED) | set(SENT)
    assert {name for name in ELSEWHERE.values() if not hasattr(test_views, name)} == set()


POSTED: dict[str, tuple[list[tuple[str, str]], str]] = {
    "form-032": ([("{first}-level", "6")], LEVEL),
    "form-033": ([("{first}-level", "3.5")], LEVEL),
    "form-034": ([("{first}-level", "NaN")], LEVEL),
    "form-037": ([("{first}-level", "1_0")], LEVEL),
    "form-039": ([("{first}-level", "3"), ("{first}-level", "5")], TWICE),
    "form-040": ([("{first}-level[]", "3")], STRANGER),
    "form-043": ([("author_id", "1")], STRANGER),
    "form-044": ([("submitted_at", "2020-01-01")], STRANGER),
    "form-081": ([("_method", "DELETE")], STRANGER),
    "form-052": ([("headline", "n" * 1024 * 1024)], "1,048,576 characters long; 20,000 fit. Shorten it."),
    "form-083": ([("headline", "n" * 600 * 1024)], "614,400 characters long; 20,000 fit. Shorten it."),
}


@pytest.mark.parametrize("case", sorted(POSTED))
def test_a_bad_field_is_refused_and_the_rest_is_still_there(house: House, case: str) -> None:
    ivan, before, (pairs, sentence) = house.visitor("ivan"), state(house), POSTED[case]
    named = [(name.format(first=first(house)), value) for name, value in pairs]
    answer = post(house, ivan, (f"{first(house)}-situation", "Typed with care."), *named)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Typed with care.</textarea>" in answer.text
    assert ("nnn</textarea>" in answer.text) == (case in {"form-052", "form-083"})
    assert "Traceback" not in answer.text
    assert state(house) == before


def _too_many_parts(house: House, visitor: Visitor) -> TestResponse:
    edge = "edge"
    parts = [("csrf_token", visitor.token())] + [(f"part-{number}", "x") for number in range(1000)]
    body = "".join(f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{it}\r\n' for name, it in parts)
    kind = f"multipart/form-data; boundary={edge}"
    return visitor.client.post(url_of(house), data=f"{body}--{edge}--\r\n", content_type=kind)


def _no_boundary(house: House, visitor: Visitor) -> TestResponse:
    return visitor.client.post(url_of(house), data="--edge--", content_type="multipart/form-data")


def _short_body(house: House, visitor: Visitor) -> TestResponse:
    kind = "application/x-www-form-urlencoded"
    return visitor.client.post(url_of(house), data=b"headl", content_type=kind, headers={"Content-Length": "10"})


def _plain_text(house: House, visitor: Visitor) -> TestResponse:
    body = f"csrf_token={visitor.token()}&headline=plain"
    return visitor.client.post(url_of(house), data=body, content_type="text/plain")


SENT: dict[str, tuple[Callable[[House, Visitor], TestResponse], int]] = {
    "form-082": (_too_many_parts, 413),
    "form-084": (_no_boundary, 400),
    "form-085": (_short_body, 400),
    "form-086": (_plain_text, 400),
}


@pytest.mark.parametrize("case", sorted(SENT))
def test_a_body_that_is_no_form_is_refused(house: House, case: str) -> None:
    ivan, before, (send, status) = house.visitor("ivan"), state(house), SENT[case]
    answer = send(house, ivan)
    assert answer.status_code == status
    assert "<h1" in answer.text
    assert "Traceback" not in answer.text
    assert state(house) == before


KEPT = {
    "20,000 characters": "ä" * 20_000,
    "right to left": "\u202eabc \u05e9\u05dc\u05d5\u05dd \u200f(x)",
    "emoji": "👩‍👩‍👧‍👦 said “no” 🙂",
    "markup": "</textarea><script>alert(1)</script>{{config.SECRET_KEY}}",
    "quotes": '\' OR 1=1 -- " & <a href="https://evil">click</a>',
    "lines": "one\r\n\r\n  two\tthree",
}


@pytest.mark.parametrize("words", KEPT.values(), ids=KEPT)
def test_text_is_kept_exactly_from_the_form_to_the_card(house: House, words: str) -> None:
    ivan, url = house.visitor("ivan"), url_of(house)
    with house.app.app_context():
        fields = {**complete(the_slot(house)), f"{the_slot(house).dimensions[0]}-situation": words}
    assert post(house, ivan, *fields.items()).status_code == 303
    assert state(house)[0] == fields
    page = ivan.get(f"{url}/review").text
    assert "<script>alert(1)" not in page
    version, key = queries_version(house), new_ref()
    assert ivan.post(f"{url}/review", {"version": version, "key": key}).status_code == 303
    with house.app.app_context():
        card = db.session.scalars(select(Scorecard).filter_by(slot_id=the_slot(house).id)).one()
        assert card.ratings[0].situation == words
    assert "<script>alert(1)" not in ivan.get(f"{url}/receipt").text


def queries_version(house: House) -> str:
    with house.app.app_context():
        return str(queries.draft_version(the_slot(house)))


def test_a_character_that_cannot_be_kept_is_refused_by_name(house: House) -> None:
    ivan, before = house.visitor("ivan"), state(house)
    answer = post(house, ivan, ("headline", "a\x00b"), ("private_note", "kept"))
    assert answer.status_code == 422
    assert "The one thing the committee should hear from you: This holds a character that cannot be kept" in answer.text
    assert "kept</textarea>" in answer.text
    assert state(house) == before


def test_half_a_character_is_refused(house: House) -> None:
    with house.app.test_request_context():
        form = form_class(queries.sheet_of(the_slot(house)))(MultiDict({"headline": "half \ud83d"}))
        assert not form.validate()
        assert form.typed["headline"] == "half \ud83d"


def test_bytes_that_are_no_text_are_refused(house: House) -> None:
    ivan, before = house.visitor("ivan"), state(house)
    body = f"csrf_token={ivan.token()}&version=1&headline=%ED%A0%80"
    answer = ivan.client.post(url_of(house), data=body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in {400, 422}
    assert state(house) == before


@pytest.mark.parametrize("level", ["9" * 270, "9" * 5000, "٣", "-1", "0x3"])
def test_only_the_scale_has_levels(house: House, level: str) -> None:
    ivan, before = house.visitor("ivan"), state(house)
    answer = post(house, ivan, (f"{first(house)}-level", level), ("headline", "kept"))
    assert answer.status_code == 422
    assert "kept</textarea>" in answer.text
    assert state(house) == before
