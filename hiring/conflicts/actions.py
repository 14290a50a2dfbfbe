"""What happens when somebody has a conflict of interest: the application closes to them, and they owe nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from hiring import audit, guest_passes, outbox, rolls
from hiring.booking.clashes import busy, closed_words
from hiring.conflicts import queries
from hiring.db import db
from hiring.mail.compose import compose
from hiring.models import Application, Conflict, Opening, Person
from hiring.refusal import Kind, Refusal
from hiring.text import text


def declare(application: Application, *, reason: str, by: Person, now: datetime) -> Conflict:
    """Close an application to oneself, and tell those who lead the opening that somebody else is needed."""
    conflict = _close(application, by, "declared", event="conflict.declared", reason=reason, by=by, now=now)
    readers = queries.recruiters_left(application, without=by) or queries.leaders_left(application, without=by)
    for reader in readers:
        mail = compose("conflict_declared", to=reader, application=application, name=reader.name, who=by.name)
        outbox.queue(mail, now=now)
    return conflict


def name_conflict(
    application: Application, person: Person, *, kind: str, reason: str, by: Person, now: datetime
) -> Conflict:
    """Say that somebody introduced the candidate, is close to them, or is the candidate under a private address."""
    if kind not in queries.NAMED:
        raise Refusal(text("Choose what the conflict is."), Kind.INPUT)
    if any(one.kind in {kind, "candidate"} for one in queries.lasting(application, person)):
        raise Refusal(closed_words(person))
    conflict = _close(application, person, kind, event="conflict.named", reason=reason, by=by, now=now)
    if kind == "candidate":
        for other in queries.not_closed_to(person, queries.applications_of([application.candidate_id])):
            _close(other, person, kind, event="conflict.found", by=by, now=now)
    return conflict


def end_conflict(conflict: Conflict, *, by: Person, now: datetime) -> None:
    """Open the application again to somebody who has no conflict after all. Their seats are theirs again."""
    if conflict.ended_at is not None:
        raise Refusal(text("This was ended already."))
    conflict.ended_at, conflict.ended_by_id = now, by.id
    said = {"conflict": conflict.id, "person": conflict.person_id}
    audit.record("conflict.ended", conflict.application, by=by, now=now, **said)
    for slot in queries.seats_given_back_by(conflict):
        slot.cancelled_at = None
        slot.anyway = bool(busy([slot.person], slot.interview))
        audit.record("slot.given_back", slot, by=by, now=now, **said)


def close_to_candidates(
    applications: Iterable[Application], introduced_by: Mapping[int, Person], *, by: Person, now: datetime
) -> None:
    """As applications are added: close each to whoever of the house is its candidate, by the address, and to whoever
    introduced the candidate, by the id of the application.
    """
    added = list(applications)
    at = queries.people_at({one.candidate.email for one in added if one.candidate.email})
    said = queries.people_said_to_be({one.candidate_id for one in added})
    for application in added:
        own = at.get((application.candidate.email or "").lower()) or said.get(application.candidate_id)
        introducer = introduced_by.get(application.id)
        if own is not None:
            _close(application, own, "candidate", event="conflict.found", by=by, now=now)
        if introducer is not None and introducer is not own:
            _close(application, introducer, "referrer", event="conflict.found", by=by, now=now)


def close_to_one_candidate(candidate_id: int, *, by: Person, now: datetime) -> None:
    """As two candidates turn out to be one: close all of theirs to whoever of the house either is known to be."""
    applications = queries.applications_of([candidate_id])
    for person in queries.people_known_as(candidate_id):
        for application in queries.not_closed_to(person, applications):
            _close(application, person, "candidate", event="conflict.found", by=by, now=now)


def close_to_person(person: Person, *, by: Person | None, now: datetime) -> None:
    """As somebody gets an address in the house: close to them what they have applied for under it."""
    for application in queries.not_closed_to(person, queries.applications_at(person.email)):
        _close(application, person, "candidate", event="conflict.found", by=by, now=now)


def refuse_candidate(opening: Opening, person: Person) -> None:
    """Nobody gets a part in an opening that they are considered for."""
    if queries.is_candidate_in(opening.id, person):
        raise Refusal(text("%(name)s has a conflict of interest in this opening.", name=person.name), Kind.INPUT)


def _close(
    application: Application,
    person: Person,
    kind: str,
    *,
    event: str,
    reason: str = "",
    by: Person | None,
    now: datetime,
) -> Conflict:
    conflict = Conflict(
        person=person,
        opening_id=application.opening_id,
        application=application,
        kind=kind,
        reason=reason.strip(),
        by_id=None if by is None else by.id,
        at=now,
    )
    db.session.add(conflict)
    db.session.flush()
    audit.record(event, application, by=by, now=now, conflict=conflict.id, person=person.id, what=kind)
    # also those whose card is in: whoever still owes theirs must not tell which of the seats that was
    for slot in queries.seats_closed_by(conflict):
        slot.cancelled_at = now
        guest_passes.end(slot, now=now)
        audit.record("slot.cancelled", slot, by=by, now=now, conflict=conflict.id, person=person.id)
    rolls.strike(person, now=now)
    return conflict
