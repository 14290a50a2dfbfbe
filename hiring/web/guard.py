"""What every request passes through: load, allow, form, write, commit. A view is what is left.

    @allow(Permission.APPLICATION_MOVE, on=access.application, form=MoveForm, page=show)

A view behind a form is given the thing and the valid form. Its failures are answered here, once: a stranger (404), a
no (403), an invalid form (422, the page again with what was typed), a verb's refusal, a stale version, a repeated key.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import wraps
from typing import Any, NoReturn

from flask import Response, g, make_response, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.datastructures import CombinedMultiDict
from werkzeug.exceptions import BadRequest, NotFound, Unauthorized

from hiring import access, policy
from hiring.access import Found
from hiring.clock import utcnow
from hiring.db import writing
from hiring.models import Person
from hiring.policy import Permission, Standing
from hiring.refusal import Kind, Refusal
from hiring.text import text
from hiring.web import guest_state, readings, repeats
from hiring.web.arrivals import SAFE
from hiring.web.forms import BaseForm, FormMaker, VersionedForm, refused
from hiring.web.zones import GUESTS, STAFF, Zone

REFUSED = 400  # from this status on nothing of a request is kept
View = Callable[..., ResponseReturnValue]
Loader = Callable[[str, Person], Found[Any] | None]
Finder = Callable[[dict[str, Any], Person], Found[Any] | None]


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a view needs before it runs. Without a zone and a permission it is a page for everybody."""

    zone: Zone | None
    permission: Permission | None
    on: Finder | None
    form: FormMaker | None
    page: View | None
    before: Callable[[BaseForm], Any] | None
    reading: str | None
    first: Callable[[BaseForm], None] | None = None


class _Answered(Exception):
    """Leaves a writing transaction without keeping anything, with the answer to give."""

    def __init__(self, response: Response) -> None:
        self.response = response


class _Invalid(Exception):
    """A form that cannot be acted on, and the status that says why."""

    def __init__(self, form: BaseForm, status: int) -> None:
        self.form, self.status = form, status


def allow(
    permission: Permission,
    *,
    on: Loader | None = None,
    form: FormMaker | None = None,
    page: View | None = None,
    before: Callable[[BaseForm], Any] | None = None,
    reading: str | None = None,
    first: Callable[[BaseForm], None] | None = None,
) -> Callable[[View], View]:
    """Let those in who have the permission.

    on: loads the thing by the route variable of the loader's name, through what the person may see. form: makes the
    form from the thing and what was posted. page: shows the form again when it is refused; takes what the view takes.
    before: slow work on the form (hashing) done before any lock is held; its answer goes to the view last.
    reading: a word to remember that this person looked at this thing. first: what stays even when the request is
    refused, such as counting tries; a transaction of its own, ahead of everything else.
    """
    found = None if on is None else _by_ref(on)
    return _declare(Declaration(STAFF, permission, found, form, page, before, reading, first))


def seated(
    permission: Permission, *, form: FormMaker | None = None, page: View | None = None
) -> Callable[[View], View]:
    """Let a guest into their own seat, which the view is given, if they have the permission there."""
    return _declare(Declaration(GUESTS, permission, _own_seat, form, page, None, None))


def public(
    *,
    form: FormMaker | None = None,
    page: View | None = None,
    before: Callable[[BaseForm], Any] | None = None,
    first: Callable[[BaseForm], None] | None = None,
) -> Callable[[View], View]:
    """Let everybody in."""
    return _declare(Declaration(None, None, None, form, page, before, None, first))


def _declare(declaration: Declaration) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(**kwargs: Any) -> ResponseReturnValue:
            if request.method in SAFE:
                return _read(declaration, view, kwargs)
            return _write(declaration, view, kwargs)

        guarded.declaration = declaration  # type: ignore[attr-defined]
        return guarded

    return decorate


def show_without_token(declaration: Declaration, kwargs: dict[str, Any]) -> ResponseReturnValue:
    """The page once more for a post whose page outlived its token, with what was typed and a new one."""
    if declaration.form is None or declaration.page is None:
        raise BadRequest
    given = _let_in(declaration, dict(kwargs), _who_asks(declaration))
    form = declaration.form(*given, formdata=_posted())
    form.refuse(text("This page had been open for too long. What you typed is still here: send it again."))
    return _show_again(declaration, dict(kwargs), _Invalid(form, Unauthorized.code))


def note_reading(what: str, *, of: Collection[int] | None = None) -> None:
    """Remember with this answer that the person was shown something, where only the view knows whether they were; `of`
    which applications, unless it is the one that was loaded.
    """
    g.reading, g.read = what, of


def current_standing() -> Standing:
    """How the person stands to the thing the guard loaded."""
    standing: Standing = g.standing
    return standing


def _read(declaration: Declaration, view: View, kwargs: dict[str, Any]) -> ResponseReturnValue:
    given = _let_in(declaration, kwargs, _who_asks(declaration))
    response = make_response(view(*given, **kwargs))
    what = g.pop("reading", declaration.reading)
    if response.status_code < REFUSED:
        _remember_reading(what, given)
    return response


def _write(declaration: Declaration, view: View, kwargs: dict[str, Any]) -> ResponseReturnValue:
    request.form.keys()  # take in the whole body before any lock is held
    if declaration.zone is not None and not declaration.zone.has_claim():
        raise declaration.zone.turned_away
    _do_first(declaration)
    done_before = _work_before(declaration)
    for is_last_try in (False, True):
        try:
            with writing():
                return _carry_out(declaration, view, dict(kwargs), done_before)
        except _Answered as early:
            return early.response
        except _Invalid as invalid:
            return _show_again(declaration, dict(kwargs), invalid)
        except (StaleDataError, IntegrityError):
            # somebody else's write came first: decide once more on what is true now
            if is_last_try:
                raise
    raise AssertionError


def _carry_out(declaration: Declaration, view: View, kwargs: dict[str, Any], done_before: list[Any]) -> Response:
    person = _who_asks(declaration)
    # before anything is loaded: the first time may have taken the thing out of the sender's sight
    repeat = _repeat_of(declaration, person)
    if repeat is not None and repeat.earlier is not None:
        raise _Answered(repeat.earlier)
    given = _let_in(declaration, kwargs, person)
    if declaration.form is None:
        return _keep_or_leave(make_response(view(*given, **kwargs)))
    form = declaration.form(*given, formdata=_posted())
    if not form.validate():
        raise _Invalid(form, Kind.INPUT.value)
    _refuse_stale(form, given)
    try:
        response = _keep_or_leave(make_response(view(*given, form, *done_before, **kwargs)))
    except Refusal as refusal:
        refused(form, refusal)
        raise _Invalid(form, refusal.kind.value) from refusal
    if repeat is not None:
        repeat.remember(response)
    return response


def _who_asks(declaration: Declaration) -> Person | None:
    """The person the zone knows; nobody in particular where everybody may come."""
    return None if declaration.zone is None else declaration.zone.who_asks(utcnow())


def _by_ref(on: Loader) -> Finder:
    """The thing by the route variable of the loader's name."""
    return lambda kwargs, person: on(kwargs.pop(on.__name__), person)


def _own_seat(_kwargs: dict[str, Any], _guest: Person) -> Found[Any] | None:
    return guest_state.asked_seat()


def _let_in(declaration: Declaration, kwargs: dict[str, Any], person: Person | None) -> list[Any]:
    """The thing through what may be seen, then the permission. Answers what the view is given first."""
    if declaration.permission is None or person is None:
        return []
    if declaration.on is None:
        g.standing = access.house(person)
        given = []
    else:
        found = declaration.on(kwargs, person)
        if found is None:
            raise NotFound
        g.standing, given = found.standing, [found.subject]
    if not policy.permits(declaration.permission, g.standing):
        raise Refusal(policy.reason_against(declaration.permission, g.standing), Kind.FORBIDDEN)
    return given


def _do_first(declaration: Declaration) -> None:
    if declaration.first is not None and declaration.form is not None:
        with writing():
            declaration.first(declaration.form(formdata=_posted()))


def _work_before(declaration: Declaration) -> list[Any]:
    if declaration.before is None or declaration.form is None:
        return []
    return [declaration.before(declaration.form(formdata=_posted()))]


def _posted() -> Any:
    return request.form if not request.files else _with_files()


def _with_files() -> Any:
    return CombinedMultiDict([request.form, request.files])


def _repeat_of(declaration: Declaration, person: Person | None) -> repeats.Repeat | None:
    if person is None or declaration.form is None or "key" not in request.form:
        return None
    return repeats.look_up(person, request.form["key"].strip(), now=utcnow())


def _refuse_stale(form: BaseForm, given: list[Any]) -> None:
    if isinstance(form, VersionedForm) and given and form.opened_at_version != given[0].version:
        form.refuse(
            text(
                "Somebody changed this after you opened it. What you typed is still here: "
                "look at what changed, then send it again."
            )
        )
        form.version.data = str(given[0].version)
        raise _Invalid(form, Kind.CONFLICT.value)


def _keep_or_leave(response: Response) -> Response:
    if response.status_code >= REFUSED:
        raise _Answered(response)
    return response


def _show_again(declaration: Declaration, kwargs: dict[str, Any], invalid: _Invalid) -> ResponseReturnValue:
    """The page once more with what was typed, from the database as it stands without the refused write."""
    if declaration.page is None:
        _refuse_without_page(invalid)
    given = _let_in(declaration, kwargs, _who_asks(declaration))
    body = declaration.page(*given, invalid.form, **kwargs)
    _remember_reading(g.pop("reading", None), given)
    return make_response(body, invalid.status)


def _refuse_without_page(invalid: _Invalid) -> NoReturn:
    sentences = [*invalid.form.form_errors, *(error for field in invalid.form for error in field.errors)]
    raise Refusal(sentences[0], Kind(invalid.status))


def _remember_reading(what: str | None, given: list[Any]) -> None:
    if what is None:
        return
    # read before the transaction begins: it forgets what was loaded
    reader_id, read = g.person.id, g.pop("read", None)
    applications = [getattr(given[0], "application_id", None) or given[0].id] if read is None else read
    with writing():
        readings.remember(what, *applications, reader_id=reader_id, now=utcnow())
