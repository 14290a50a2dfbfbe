"""One human kept as two candidates: finding such pairs, and making one of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import contains_eager

from hiring import audit, indexed
from hiring.access.clauses import is_clear, is_on_team
from hiring.candidates.actions import write_note
from hiring.candidates.alike import Known, pairs_among
from hiring.conflicts.actions import close_to_one_candidate
from hiring.db import db
from hiring.models import Application, Candidate, Person
from hiring.refusal import Kind, Refusal
from hiring.text import Text, text

MOST = 50


@dataclass(frozen=True, slots=True)
class Pair:
    """Two who may be one, by an application of each: the older candidate first. `clash`: an opening with both."""

    first: Application
    second: Application
    why: Sequence[Text]
    clash: str | None


def recruits(person: Person) -> ColumnElement[bool]:
    """For a query on Application: this person recruits for it, and has no conflict of interest there."""
    return is_on_team(person, Application.opening_id, ("recruiter",)) & is_clear(person, Application.id)


def recruited(person: Person, candidates: Collection[int]) -> Sequence[Application]:
    """What this person recruits these candidates for, with candidate and opening, oldest candidate first."""
    return db.session.scalars(
        select(Application)
        .join(Application.candidate)
        .join(Application.opening)
        .where(Candidate.id.in_(candidates), recruits(person))
        .order_by(Candidate.id, Application.id)
        .options(contains_eager(Application.candidate), contains_eager(Application.opening))
    ).all()


def pairs(person: Person) -> list[Pair]:
    """The pairs among those whom this person recruits for, the newest first, in two queries."""
    theirs = select(Application.candidate_id).where(recruits(person))
    written = select(Candidate.id, Candidate.name, Candidate.headline, Candidate.email, Candidate.phone)
    everybody = db.session.execute(written.where(Candidate.id.in_(theirs)).order_by(Candidate.id))
    found = pairs_among(Known(*row) for row in everybody)
    newest = sorted(found, key=lambda two: two[::-1], reverse=True)[:MOST]
    by_candidate: defaultdict[int, list[Application]] = defaultdict(list)
    for application in recruited(person, {one for two in newest for one in two}):
        by_candidate[application.candidate_id].append(application)
    return [
        Pair(
            by_candidate[one][0],
            by_candidate[other][0],
            found[one, other],
            _clash(by_candidate[one], by_candidate[other]),
        )
        for one, other in newest
        if one in by_candidate and other in by_candidate
    ]


def merge(keep: Application, other: Application, *, by: Person, now: datetime) -> None:
    """Make the candidate of `keep` out of both: what they lack is taken from the other, whose applications that the
    merger recruits for become theirs. Everything that hangs on an application stays with it, and so do ways into the
    portal. Whoever of the house either is known to be has a conflict of interest in all of it. Where the merger may
    not look the other candidate stays as they are, and nothing tells that there is one.
    """
    audit.take_turn()
    candidate, twin = keep.candidate, other.candidate
    if candidate.id == twin.id:
        raise Refusal(text("These are one candidate already."))
    mine = recruited(by, (candidate.id, twin.id))
    firsts = [one for one in mine if one.candidate_id == candidate.id]
    moving = [one for one in mine if one.candidate_id == twin.id]
    if keep not in firsts or other not in moving:
        raise Refusal(text("Whoever makes one of two candidates recruits for both."), Kind.FORBIDDEN)
    clash = _clash(firsts, moving)
    if clash is not None:
        raise Refusal(
            text(
                "Both are considered for %(opening)s, each with an application of their own, and nothing of either may "
                "be lost. They stay two candidates.",
                opening=clash,
            )
        )
    taken = set(db.session.scalars(select(Application.opening_id).where(Application.candidate_id == candidate.id)))
    moving = [one for one in moving if one.opening_id not in taken]
    also = [words for words in (twin.name, twin.email, twin.phone) if words]
    for name in ("headline", "email", "phone", "zone"):
        if not getattr(candidate, name):
            setattr(candidate, name, getattr(twin, name))
    for application in moving:
        application.candidate = candidate
    db.session.flush()
    if db.session.scalar(select(Application.id).where(Application.candidate_id == twin.id).limit(1)) is None:
        twin.merged_into_id = candidate.id
    for application in (*firsts, *moving):
        indexed.put_again(indexed.name_of(application))
    write_note(keep, f"Also known as: {', '.join(also)}", by=by, now=now)
    audit.record("candidate.merged", keep, by=by, now=now, candidate=candidate.id, other=twin.id)
    close_to_one_candidate(candidate.id, by=by, now=now)


def _clash(firsts: Iterable[Application], seconds: Iterable[Application]) -> str | None:
    """What an opening with both is called."""
    theirs = {one.opening_id for one in seconds}
    return next((one.opening.known_as for one in firsts if one.opening_id in theirs), None)
