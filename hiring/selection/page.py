"""The lines of a selection: one for each application, with what its doing needs to be known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hiring.models import Person
from hiring.selection import queries
from hiring.selection.forms import RemindForm, SelectionForm, TagForm
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
