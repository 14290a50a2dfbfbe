"""The guard on a house of its own making: every failure of a view is answered once, the same way."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from wtforms import HiddenField, StringField, TextAreaField

from hiring import access, audit
from hiring.clock import utcnow
from hiring.db import db
from hiring.models import Event, IdempotencyKey, Opening, Person
from hiring.policy import Permission
from hiring.refs import new_ref
from hiring.refusal import Kind, Refusal
from hiring.web.forms import BaseForm, VersionedForm, required
from hiring.web.guard import allow, public
from hiring.web.sign_in_state import current_person
from tests.house import House, World, on_postgresql, on_sqlite
from tests.postgres import Server


class RenameForm(BaseForm):
    title = StringField("Title", [required("Write a title.")])
    remark = TextAreaField("Remark")
    mode = HiddenField()


class RetargetForm(VersionedForm):
    title = StringField("Title")


def show_form(opening: Opening, form: BaseForm) -> str:
    typed = " ".join(f"[{field.name}={field.data}]" for field in form)
    said = " ".join(str(error) for error in [*form.form_errors, *(e for f in form for e in f.errors)])
    return f"{opening.title} {typed} {said}"


def add_views(app: Flask) -> None:
    """Views that do a little of everything."""

    @app.post("/test/<ref:opening>/title")
    @allow(Permission.OPENING_TEAM, on=access.opening, form=RenameForm.of, page=show_form)
    def rename(opening: Opening, form: RenameForm) -> ResponseReturnValue:
        opening.title = form.title.data or ""
        audit.record("opening.renamed", opening, by=current_person(), now=utcnow())
        if form.mode.data == "refuse":
            raise Refusal("Not today.", Kind.CONFLICT)
        if form.mode.data == "crash":
            raise RuntimeError
        if form.mode.data == "teapot":
            return "short and stout", 418
        return "", 303, {"Location": f"/renamed/{form.title.data}"}

    @app.post("/test/<ref:opening>/version")
    @allow(Permission.OPENING_TEAM, on=access.opening, form=RetargetForm.of, page=show_form)
    def retarget(opening: Opening, form: RetargetForm) -> ResponseReturnValue:
        opening.title = form.title.data or ""
        return "done"

    @app.route("/test/public", methods=["GET", "POST"])
    @public()
    def everybody() -> str:
        return "open"


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def guarded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder: Path = tmp_path_factory.mktemp("guarded")
    if request.param == "sqlite":
        made = on_sqlite(folder, add_views)
    else:
        server: Server = request.getfixturevalue("postgres")
        made = on_postgresql(folder, server, add_views)
    yield made
    made.close()


@pytest.fixture
def there(guarded: World) -> Iterator[House]:
    with guarded.visited() as house:
        yield house


def events(house: House) -> int:
    with house.app.app_context():
        return db.session.scalars(select(func.count()).select_from(Event)).one()


def title(house: House) -> str:
    with house.app.app_context():
        return str(house.one(Opening, "executive").title)


def url(house: House, what: str = "title", opening: str = "executive") -> str:
    return f"/test/{house.ref(opening)}/{what}"


def test_a_good_request_is_kept_with_its_event(there: House) -> None:
    before = events(there)
    answer = there.visitor("rita").post(url(there), {"title": "  Head of engineering "})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/renamed/Head%20of%20engineering")
    assert (title(there), events(there)) == ("Head of engineering", before + 1)


@pytest.mark.parametrize(
    ("who", "opening", "status"),
    [("omar", "executive", 404), ("rita", "heron", 404), ("cleo", "executive", 403), (None, "executive", 401)],
)
def test_who_is_turned_away_changes_nothing(there: House, who: str | None, opening: str, status: int) -> None:
    before = events(there)
    answer = there.visitor(who).post(url(there, opening=opening), {"title": "Mine now"})
    assert (answer.status_code, events(there)) == (status, before)


def test_not_yours_reads_like_not_there(there: House) -> None:
    omar = there.visitor("omar")
    unknown = f"/test/{new_ref()}/title"
    assert omar.post(url(there), {"title": "x"}).data == omar.post(unknown, {"title": "x"}).data


def test_without_a_token_nothing_is_read(there: House) -> None:
    visitor = there.visitor("rita")
    assert visitor.client.post(url(there), data={"title": "x"}).status_code == 400
    assert visitor.client.post(url(there), data={"title": "x", "csrf_token": "y"}).status_code == 400


def test_an_invalid_form_shows_the_page_with_what_was_typed(there: House) -> None:
    answer = there.visitor("rita").post(url(there), {"title": " ", "remark": "kept words"})
    assert answer.status_code == 422
    assert "Write a title." in answer.text
    assert "[remark=kept words]" in answer.text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": "x", "role": "admin"}, "does not know"),
        ({"title": ["x", "y"]}, "same field twice"),
        ({"title": "x\0y"}, "cannot be kept"),
        ({"title": "x" * 281}, "281 characters long; 280 fit"),
        ({"title": "x", "remark": "y" * 20_001}, "20,001 characters long; 20,000 fit"),
        ({"title": "x", "key": "not ours"}, "not one of ours"),
    ],
)
def test_what_a_form_does_not_take(there: House, fields: dict[str, object], sentence: str) -> None:
    before = title(there)
    answer = there.visitor("rita").post(url(there), fields)
    assert (answer.status_code, title(there)) == (422, before)
    assert sentence in answer.text


def test_a_body_that_is_not_utf_8_is_not_read(there: House) -> None:
    before = title(there)
    answer = there.visitor("rita").post(url(there), {"title": b"x\xed\xa0\x80y"})
    assert (answer.status_code, title(there)) == (400, before)


def test_a_refusal_keeps_the_words_and_takes_back_the_write(there: House) -> None:
    before, was = events(there), title(there)
    answer = there.visitor("rita").post(url(there), {"title": "Half done", "mode": "refuse", "remark": "kept"})
    assert answer.status_code == 409
    assert "Not today." in answer.text
    assert "[remark=kept]" in answer.text
    assert (title(there), events(there)) == (was, before)


@pytest.mark.parametrize(("mode", "status"), [("crash", 500), ("teapot", 418)])
def test_a_view_that_does_not_end_well_leaves_nothing(there: House, mode: str, status: int) -> None:
    before = events(there)
    answer = there.visitor("rita").post(url(there), {"title": "Half done", "mode": mode})
    assert (answer.status_code, events(there)) == (status, before)
    assert "Traceback" not in answer.text


def test_a_page_from_an_older_version_is_refused_with_its_words(there: House) -> None:
    visitor = there.visitor("rita")
    with there.app.app_context():
        version = there.one(Opening, "executive").version
    assert visitor.post(url(there, "version"), {"title": "One", "version": str(version)}).status_code == 200
    answer = visitor.post(url(there, "version"), {"title": "Two", "version": str(version)})
    assert answer.status_code == 409
    assert "[title=Two]" in answer.text
    assert title(there) == "One"


@pytest.mark.parametrize("version", ["", "x", "-1", "1.0", "\uff19", "99999999999"])
def test_a_version_that_is_none_is_stale(there: House, version: str) -> None:
    answer = there.visitor("rita").post(url(there, "version"), {"title": "One", "version": version})
    assert answer.status_code == 409


def test_the_same_key_gives_the_same_answer_and_one_effect(there: House) -> None:
    before, visitor, key = events(there), there.visitor("rita"), new_ref()
    answers = [visitor.post(url(there), {"title": "Twice", "key": key}) for _ in range(2)]
    assert [(a.status_code, a.headers["Location"]) for a in answers] == [(303, "/renamed/Twice")] * 2
    assert events(there) == before + 1


def test_the_same_key_with_other_words_is_refused(there: House) -> None:
    before, visitor, key = events(there), there.visitor("rita"), new_ref()
    visitor.post(url(there), {"title": "First", "key": key})
    assert visitor.post(url(there), {"title": "Second", "key": key}).status_code == 422
    assert (title(there), events(there)) == ("First", before + 1)


def test_a_key_that_was_refused_may_be_used_again(there: House) -> None:
    visitor, key = there.visitor("rita"), new_ref()
    assert visitor.post(url(there), {"title": "", "key": key}).status_code == 422
    assert visitor.post(url(there), {"title": "Now", "key": key}).status_code == 303


def test_somebody_elses_key_is_no_key(there: House) -> None:
    with there.changing():
        rita, key = there.one(Person, "rita"), new_ref()
        db.session.add(
            IdempotencyKey(
                person_id=there.one(Person, "cleo").id,
                route=url(there),
                key=key,
                body_sha256="0" * 64,
                status=303,
                location="/stolen",
                at=utcnow(),
            )
        )
        assert rita.is_active
    assert there.visitor("rita").post(url(there), {"title": "Own", "key": key}).headers["Location"] == "/renamed/Own"


def test_eight_clicks_at_once_have_one_effect(there: House) -> None:
    before, key = events(there), new_ref()
    visitors = [there.visitor("rita") for _ in range(8)]
    tokens = [visitor.token() for visitor in visitors]

    def click(place: int) -> int:
        body = {"title": "At once", "key": key, "csrf_token": tokens[place]}
        return visitors[place].client.post(url(there), data=body).status_code

    with ThreadPoolExecutor(8) as pool:
        statuses = set(pool.map(click, range(8)))
    assert statuses == {303}
    assert events(there) == before + 1


def test_everybody_may_read_a_public_page_and_no_page_may_be_kept(there: House) -> None:
    answer = there.visitor().get("/test/public")
    assert (answer.text, answer.headers["Cache-Control"]) == ("open", "no-store, private")
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert there.visitor().get("/test/public", method="HEAD").status_code == 200
