"""Who has an account: listed, invited and deactivated by those who administer people."""

from __future__ import annotations

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hiring import access
from hiring.clock import utcnow
from hiring.models import Person
from hiring.people import actions, bp, queries, rights
from hiring.people.forms import InviteForm
from hiring.people.views.door import SEE_OTHER
from hiring.policy import Permission
from hiring.text import Text
from hiring.web.forms import BaseForm
from hiring.web.guard import allow
from hiring.web.sign_in_state import current_person


@dataclass(frozen=True, slots=True)
class Row:
    """One account on the list. `deactivate_url` is None where that cannot be done."""

    name: str
    email: str
    title: str
    zone: str
    rights: tuple[Text, ...]
    is_me: bool
    is_active: bool
    is_guest: bool
    deactivate_url: str | None


def show_people(form: BaseForm) -> str:
    rows = [_row(one) for one in queries.people_for(current_person())]
    return render_template(
        "people/index.html",
        form=form,
        people=rows,
        active=sum(row.is_active and not row.is_guest for row in rows),
        meanings=[(rights.WORDS[kind], meaning) for kind, meaning in rights.MEANINGS.items()],
        invited=request.args.get("invited", type=int),
    )


@bp.get("/people")
@allow(Permission.PERSON_LIST)
def index() -> ResponseReturnValue:
    return show_people(InviteForm())


@bp.post("/people")
@allow(Permission.PERSON_INVITE, form=InviteForm.of, page=show_people)
def invite(form: InviteForm) -> ResponseReturnValue:
    new = actions.NewPerson(
        name=form.name.data or "",
        email=form.email.data or "",
        title=form.title.data or "",
        zone=form.zone.data,
        capabilities=frozenset(form.capabilities.data or ()),
    )
    actions.invite(new, by=current_person(), now=utcnow())
    return redirect(url_for(".index", invited=1), code=SEE_OTHER)


@bp.post("/people/<ref:person>/deactivate")
@allow(Permission.PERSON_DEACTIVATE, on=access.person)
def deactivate(person: Person) -> ResponseReturnValue:
    actions.deactivate(person, by=current_person(), now=utcnow())
    return redirect(url_for(".index"), code=SEE_OTHER)


def _row(person: Person) -> Row:
    is_me = person.id == current_person().id
    can_be_deactivated = person.is_active and not is_me
    return Row(
        name=person.name,
        email=person.email,
        title=person.title,
        zone=person.zone.replace("_", " "),
        rights=rights.in_words(person.capability_kinds),
        is_me=is_me,
        is_active=person.is_active,
        is_guest=person.is_guest,
        deactivate_url=url_for(".deactivate", person=person.ref) if can_be_deactivated else None,
    )
