"""What is shown of a selection: its lines, each with what the doing needs to be known; or one, on its own page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hiring.models import Application, Person
from hiring.policy import Permission, Standing, permits
from hiring.selection import queries
from hiring.selection.forms import ITS_PAGE, NOBODY, OwnerForm, RemindForm, SelectionForm, TagForm
from hiring.selection.queries import Asked, Chosen
from hiring.text import Text, text
from hiring.web.language import moment


@dataclass(frozen=True, slots=True)
class Line:
    """One application; `why_not` after it was refused."""

    ref: str
    name: str
    opening: str
    stage: str
    small: Sequence[Text | str]
    why_not: Text | None


@dataclass(frozen=True, slots=True)
class Kept:
    """On one application's own page: whose it is, and each word on it with the question that finds it."""

    ref: str
    owner: str | Text
    giving: OwnerForm
    tagging: TagForm
    tags: Sequence[tuple[str, TagForm]]


def kept(application: Application, _reader: Person, standing: Standing, _now: datetime) -> Kept | None:
    """Whose it is and how it is found: between those who lead the opening. Two queries."""
    if not (permits(Permission.APPLICATION_OWN, standing) and permits(Permission.APPLICATION_TAG, standing)):
        return None
    here: dict[str, Any] = {"a": [application.ref], "view": ITS_PAGE}
    people = queries.common_leads([application])
    owner = next((one for one in people if one.id == application.owner_id), None)
    giving = OwnerForm(None, do="owner", owner=NOBODY if owner is None else owner.ref, **here)
    giving.choose_from(people)
    return Kept(
        ref=application.ref,
        owner=text("Nobody in particular") if owner is None else owner.name,
        giving=giving,
        tagging=TagForm(None, do="tag", **here),
        tags=[
            (f"tag:{word}", TagForm(None, do="tag", word=word, off=True, **here))
            for word in queries.tags([application])[application.id]
        ],
    )


def lines(chosen: Sequence[Chosen], form: SelectionForm, *, by: Person, now: datetime) -> list[Line]:
    """In the order ticked. One query, or none, however many there are."""
    applications = [one.application for one in chosen]
    small: dict[int, list[Text | str]] = {one.id: [] for one in applications}
    if isinstance(form, RemindForm):
        for seat in queries.asked(queries.overdue(by, applications, now)):
            small[seat.slot.application_id].append(_asked(seat))
    elif isinstance(form, TagForm):
        small |= {id_: list(words) for id_, words in queries.tags(applications).items()}
    return [_line(one, small[one.application.id], form.reasons.get(one.application.ref)) for one in chosen]


def _line(one: Chosen, small: Sequence[Text | str], why_not: Text | None) -> Line:
    application, move = one.application, one.application.current_move
    owner = [] if application.owner is None else [text("Owner: %(name)s", name=application.owner.name)]
    return Line(
        ref=application.ref,
        name=application.candidate.name,
        opening=application.opening.known_as,
        stage="" if move is None or move.stage is None else move.stage.title,
        small=[*owner, *small],
        why_not=why_not,
    )


def _asked(seat: Asked) -> Text:
    name = seat.slot.person.name
    if seat.reminded_at is None:
        return text("%(name)s was not reminded yet", name=name)
    return text("%(name)s was reminded %(when)s", name=name, when=moment(seat.reminded_at))
