"""Pages that each let one thing slip, as pages of other products did: planted in a house that must catch them all."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement, Select, func, select

from hiring import indexed
from hiring.db import db
from hiring.models import (
    AgreedLevel,
    Application,
    Candidate,
    CaseReading,
    Event,
    Interview,
    Person,
    Rating,
    Scorecard,
    Slot,
)
from hiring.policy import Permission
from hiring.refusal import Kind, Refusal
from hiring.web.guard import allow
from hiring.web.sign_in_state import sha256

PREFIX = "/planted"


def an_average() -> ResponseReturnValue:
    """A list that shows a mean beside each name."""
    return "\n".join(f"{name} {level}" for name, level in db.session.execute(_by_candidate(func.avg(Rating.level))))


def a_badge() -> ResponseReturnValue:
    """A count of what is in, in the navigation."""
    return f"Scorecards ({db.session.scalar(select(func.count()).select_from(Scorecard))})"


def an_order() -> ResponseReturnValue:
    """Names alone, but the best first."""
    found = db.session.execute(_by_candidate(func.avg(Rating.level)).order_by(func.avg(Rating.level).desc()))
    return "\n".join(name for name, _level in found)


def a_filter() -> ResponseReturnValue:
    """A search by name that also finds what was written about somebody."""
    found = db.session.scalars(_by_candidate(func.count()).where(Rating.situation.contains("much longer account")))
    return "\n".join(found)


def a_search() -> ResponseReturnValue:
    """The index of search, asked by somebody who has forgotten that it holds what everybody wrote."""
    asked = indexed.understand("much longer account")
    entry = indexed.found(asked)
    named = select(Candidate.name).join(Application).join(entry, entry.application_id == Application.id)
    return "\n".join(db.session.scalars(named.order_by(entry.id.desc()), indexed.spoken(asked)))


def an_etag() -> ResponseReturnValue:
    """The same words for everybody, and a tag made of what they rest on."""
    said = repr(db.session.execute(_by_candidate(func.sum(Rating.level))).all())
    return Response("Nothing to see.", headers={"ETag": f'"{sha256(said)}"'})


def a_next_link() -> ResponseReturnValue:
    """The next candidate to read about: the one with the fewest cards."""
    found = db.session.execute(_by_candidate(func.count()).order_by(func.count(), Candidate.id)).first()
    return "Next" if found is None else f"Next: {found[0]}"


def a_sentence() -> ResponseReturnValue:
    """The trail, retold to anybody."""
    events = db.session.scalars(select(Event).order_by(Event.seq))
    return "\n".join(f"{event.by_id} {event.kind}" for event in events)


def what_was_agreed() -> ResponseReturnValue:
    """A list of cases with the levels that were agreed on, and none of the reasons."""
    return "\n".join(f"{one.dimension} {one.level}" for one in db.session.scalars(select(AgreedLevel)))


def how_many_have_read() -> ResponseReturnValue:
    """A case with the number of its readers."""
    return f"Read by {db.session.scalar(select(func.count()).select_from(CaseReading))}"


def a_guard() -> ResponseReturnValue:
    """A refusal that says why, and with it what is so."""
    out = select(Person.name).join(Slot, Slot.person_id == Person.id).where(Slot.handed_in_at.is_(None))
    raise Refusal("Wait for " + ", ".join(db.session.scalars(out.order_by(Person.id))), Kind.CONFLICT)


def a_plain_list() -> ResponseReturnValue:
    """What tells nothing: the names as they were added."""
    return "\n".join(db.session.scalars(select(Candidate.name).order_by(Candidate.id)))


LEAKS = {
    view.__name__: view
    for view in (
        an_average,
        a_badge,
        an_order,
        a_filter,
        a_search,
        an_etag,
        a_next_link,
        a_sentence,
        a_guard,
        what_was_agreed,
        how_many_have_read,
    )
}


def plant(app: Flask) -> None:
    """Add them all, each behind a permission that everybody has."""
    for name, view in {**LEAKS, a_plain_list.__name__: a_plain_list}.items():
        app.add_url_rule(f"{PREFIX}/{name}", f"planted.{name}", allow(Permission.HOME_READ)(view))


def _by_candidate(figure: ColumnElement[Any]) -> Select[Any]:
    return (
        select(Candidate.name, figure)
        .join(Application, Application.candidate_id == Candidate.id)
        .join(Interview, Interview.application_id == Application.id)
        .join(Slot, Slot.interview_id == Interview.id)
        .join(Scorecard, Scorecard.slot_id == Slot.id)
        .join(Rating, Rating.scorecard_id == Scorecard.id)
        .group_by(Candidate.id, Candidate.name)
    )
