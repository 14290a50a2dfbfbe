"""Whether the matrix would notice: every guard is taken away once, and faults of every kind are planted."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

import pytest
from flask import Flask, Response, current_app, make_response, request
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from werkzeug.exceptions import HTTPException

from hiring.db import db, writing
from hiring.models import Application, Candidate, Note, Opening, Scorecard
from hiring.refusal import Refusal
from hiring.web.guard import View
from tests.cast import NOW
from tests.matrix.canaries import found_in
from tests.matrix.mutants import mutants, serving
from tests.matrix.plan import Cell
from tests.matrix.table import ROWS, SIGHT, Row
from tests.matrix.test_matrix import test_asking_for_a_secret_tells_nothing as tell_nothing
from tests.matrix.walk import Matrix, missing
from tests.unsafe_routes import SENDINGS

GUARDED = [endpoint for endpoint, row in ROWS.items() if row.otherwise is None and "nobody" not in row.may.get("", "")]


@pytest.mark.parametrize("endpoint", GUARDED)
def test_without_its_guard_a_route_fails(
    matrix: Matrix, endpoint: str, record_property: Callable[[str, object], None]
) -> None:
    """All of them: without signing in, without the permission, without looking at what is in sight, without either."""
    app, made, killed = matrix.house.app, mutants(matrix.house.app, endpoint), {}
    for what, view in made.items():
        with serving(app, endpoint, view):
            killed[what] = next(matrix.faults(endpoint), None)
    record_property("mutants", len(made))
    record_property("requests", matrix.sent)
    assert made
    assert [what for what, fault in killed.items() if fault is None] == []


def test_every_guarded_route_is_among_them(matrix: Matrix) -> None:
    views: dict[str, Any] = matrix.house.app.view_functions
    assert set(GUARDED) == {name for name, view in views.items() if view.declaration.permission is not None}


# --- Faults, each planted around one view


def export_without_a_guard(kept: View, **kwargs: str) -> ResponseReturnValue:
    """Everybody's names, for whoever knows the address."""
    if request.args.get("format") != "csv":
        return kept(**kwargs)
    return "\n".join(one.candidate.name for one in about(Opening, kwargs["opening"], Application.opening_id))


def scores_in_a_summary(kept: View, **kwargs: str) -> ResponseReturnValue:
    """How good everybody is, for whoever may see the page at all."""
    answer = answered(kept, kwargs)
    if "summary" in request.args and answer.status_code == 200:
        answer.set_data(f"{answer.get_data(as_text=True)}<b>{len(db.session.scalars(select(Scorecard)).all())}</b>")
    return answer


def a_card_for_whoever_owes_one(kept: View, **kwargs: str) -> ResponseReturnValue:
    """What Ines wrote, below the page."""
    answer = answered(kept, kwargs)
    if answer.status_code == 200:
        written = db.session.scalars(select(Scorecard.headline))
        answer.set_data(answer.get_data(as_text=True) + "".join(written))
    return answer


def no_to_strangers(kept: View, **kwargs: str) -> ResponseReturnValue:
    """A refusal where there is something, and nothing where there is nothing."""
    answer = answered(kept, kwargs)
    if answer.status_code == 404 and exists(Application, kwargs["application"]):
        answer.status_code = 403
    return answer


def another_nothing(kept: View, **kwargs: str) -> ResponseReturnValue:
    """One more space where there is something."""
    answer = answered(kept, kwargs)
    if answer.status_code == 404 and exists(Application, kwargs["application"]):
        answer.set_data(f"{answer.get_data(as_text=True)} ")
    return answer


def a_trace_of_who_asked(kept: View, **kwargs: str) -> ResponseReturnValue:
    """Refused, and written down for others to read."""
    if exists(Application, kwargs["application"]):
        with writing():
            db.session.add(Note(application_id=1, text="Somebody asked.", by_id=1, at=NOW))
    return kept(**kwargs)


def hits_counted(kept: View, **kwargs: str) -> ResponseReturnValue:
    """How many candidates of the whole house bear that name, in a place nobody looks at."""
    answer = answered(kept, kwargs)
    named = select(func.count()).where(Candidate.name.icontains(request.args.get("q", ""), autoescape=True))
    answer.set_data(answer.get_data(as_text=True) + " " * (db.session.scalar(named) or 0))
    return answer


def a_word_in_the_log(kept: View, **kwargs: str) -> ResponseReturnValue:
    application = db.session.scalars(select(Application).filter_by(ref=kwargs["application"])).one_or_none()
    logging.getLogger("hiring").warning("asked about %s", application and application.candidate.name)
    return kept(**kwargs)


@pytest.mark.parametrize(
    ("endpoint", "fault", "heard"),
    [
        ("openings.show", export_without_a_guard, "?format=csv, by omar"),
        ("candidates.show", scores_in_a_summary, "is another page than without ?summary=1"),
        ("candidates.show", a_card_for_whoever_owes_one, "shows ['CANARY-"),
        ("candidates.show", no_to_strangers, ": 403, not [404]"),
        ("candidates.note", no_to_strangers, ": 403, not [404]"),
        ("candidates.show", another_nothing, "reads otherwise than what does not exist"),
        ("candidates.note", another_nothing, "reads otherwise than what does not exist"),
        ("candidates.note", a_trace_of_who_asked, "is refused and yet changed note"),
        ("candidates.show", a_trace_of_who_asked, "is refused and yet changed note"),
    ],
)
def test_a_planted_fault_is_found(
    matrix: Matrix, endpoint: str, fault: Callable[..., ResponseReturnValue], heard: str
) -> None:
    app = matrix.house.app
    with serving(app, endpoint, around(app, endpoint, fault)):
        assert any(heard in said for said in matrix.faults(endpoint))


def test_what_may_be_kept_is_found(matrix: Matrix) -> None:
    def let_it_be_kept(response: Response) -> Response:
        response.headers["Cache-Control"] = "private"
        return response

    ahead = matrix.house.app.after_request_funcs[None]
    ahead.insert(0, let_it_be_kept)  # the first one is called last
    try:
        assert "may be kept" in next(matrix.faults("home.help"))
    finally:
        ahead.remove(let_it_be_kept)


def test_a_search_that_counts_what_is_hidden_is_found(matrix: Matrix) -> None:
    app = matrix.house.app
    with (
        serving(app, "search.show", around(app, "search.show", hits_counted)),
        pytest.raises(AssertionError, match="Morgan"),
    ):
        tell_nothing(matrix, "search.show", "omar")


def test_a_word_in_the_log_is_found(matrix: Matrix, caplog: pytest.LogCaptureFixture) -> None:
    app = matrix.house.app
    with serving(app, "candidates.show", around(app, "candidates.show", a_word_in_the_log)):
        matrix.send(Cell("candidates.show", "GET", "omar", "casey", frozenset({404}), passes=False))
    assert "Casey Morgan" in found_in(caplog.text)


def test_a_new_endpoint_is_told_what_it_lacks(matrix: Matrix) -> None:
    """Each of these is what its author reads first."""
    app = matrix.house.app
    lacking = set(missing(app, ROWS, SIGHT))
    without = {endpoint: row for endpoint, row in ROWS.items() if endpoint != "candidates.show"}
    assert {*missing(app, without, SIGHT)} - lacking == {
        "candidates.show: say in ROWS of tests/matrix/table.py what it is about and who passes."
    }
    assert {*missing(app, {**ROWS, "home.help": Row("nest")}, SIGHT)} - lacking == {
        "home.help: say in SIGHT of tests/matrix/table.py who knows of each nest, then make some."
    }
    assert {*missing(app, {**ROWS, "home.helq": Row()}, SIGHT)} - lacking == {
        "home.helq: there is no such endpoint any more; take its row out."
    }


def test_a_post_without_a_body_is_told_where_to_put_one(matrix: Matrix, monkeypatch: pytest.MonkeyPatch) -> None:
    lacking = set(missing(matrix.house.app, ROWS, SIGHT))
    monkeypatch.delitem(SENDINGS, "candidates.note")
    assert {*missing(matrix.house.app, ROWS, SIGHT)} - lacking == {
        "candidates.note: say in SENDINGS of tests/unsafe_routes.py what a good request holds."
    }


def around(app: Flask, endpoint: str, fault: Callable[..., ResponseReturnValue]) -> View:
    """The view of that endpoint with the fault around its guard."""
    kept: Any = app.view_functions[endpoint]
    return wraps(kept)(lambda **kwargs: fault(kept, **kwargs))


def answered(kept: View, kwargs: dict[str, str]) -> Response:
    """The answer as it leaves the house, a refusal too."""
    try:
        return make_response(kept(**kwargs))
    except (HTTPException, Refusal) as refusal:
        return make_response(current_app.handle_user_exception(refusal))


def exists(model: Any, ref: str) -> bool:
    return db.session.scalars(select(model).filter_by(ref=ref)).one_or_none() is not None


def about(model: Any, ref: str, column: Any) -> Sequence[Any]:
    return db.session.scalars(select(column.class_).join(model).where(model.ref == ref)).all()
